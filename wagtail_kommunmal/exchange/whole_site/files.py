"""The folder of an export: JSON and CSV that people can read, and a manifest with the checksum of every file."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final
from uuid import UUID

from django.utils.text import slugify

from ...numbers import wire_format
from ...spreadsheets import as_text

FORMAT: Final = 1
"""The version of what an export looks like."""

MANIFEST: Final = "manifest.json"
MANIFEST_CHECKSUM: Final = "manifest.json.sha256"
CHUNK: Final = 1 << 20


class DamagedExportError(ValueError):
    """A folder is no whole export of a known format; ``problems`` names every file that is not as it was."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


@dataclass
class Folder:
    """A new folder that an export is written into; ``files`` are those written so far."""

    path: Path
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def write_json(self, name: str, data: Any, *, in_order: bool = False) -> None:
        """Write data with sorted members, or ``in_order``, as they stand."""
        self._write(name, readable_json(data, sort_keys=not in_order))

    def write_rows(self, name: str, columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> int:
        """Write a table, and return how many rows it has.

        A text that a spreadsheet program would take for a formula begins with an apostrophe.
        """
        count = 0
        with self._place(name).open("w", encoding="utf-8", newline="") as file:
            # Before Python 3.13, a carriage return within a text is only quoted when lines end in one.
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(columns)
            for row in rows:
                writer.writerow([_cell(value) for value in row])
                count += 1
        self._note(name)
        return count

    def copy(self, name: str, source: IO[bytes]) -> None:
        """Copy an open file."""
        target = self._place(name)
        with target.open("wb") as file:
            shutil.copyfileobj(source, file, CHUNK)
        self._note(name)

    def write_manifest(self, facts: Mapping[str, Any]) -> None:
        """Write the manifest, without which the folder is no export; nothing is written after it."""
        manifest = readable_json({**facts, "format": FORMAT, "files": self.files}, sort_keys=True)
        (self.path / MANIFEST).write_bytes(manifest)
        checksum = hashlib.sha256(manifest).hexdigest()
        (self.path / MANIFEST_CHECKSUM).write_text(f"{checksum}  {MANIFEST}\n", encoding="utf-8", newline="\n")

    def _write(self, name: str, content: bytes) -> None:
        self._place(name).write_bytes(content)
        self._note(name)

    def _place(self, name: str) -> Path:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _note(self, name: str) -> None:
        path = self.path / name
        self.files[name] = {"bytes": path.stat().st_size, "sha256": sha256_of(path.open("rb"))}


@dataclass(frozen=True)
class Export:
    """An export whose files were all as the manifest has them; tables and JSON are compared again when read."""

    path: Path
    manifest: Mapping[str, Any]

    def names(self, folder: str = "") -> list[str]:
        """Return the names of the files in a folder and those below it, in order; a folder ends in ``/``."""
        return self._names.get(folder, [])

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in sorted(self.manifest["files"]):
            steps = name.split("/")[:-1]
            for count in range(len(steps) + 1):
                found.setdefault("".join(f"{step}/" for step in steps[:count]), []).append(name)
        return found

    def read_json(self, name: str) -> Any:
        return json.loads(self._read(name))

    def read_rows(self, name: str) -> Iterator[dict[str, str]]:
        """Yield the rows of a table as texts."""
        rows = csv.reader(io.StringIO(self._read(name).decode(), newline=""))
        columns = next(rows, [])
        for row in rows:
            if len(row) != len(columns):
                raise DamagedExportError([f"{name}: line {rows.line_num} has {len(row)} cells."])
            yield {column: cell.removeprefix("'") for column, cell in zip(columns, row, strict=True)}

    def columns_of(self, name: str) -> list[str]:
        """Return the names of the columns of a table."""
        return next(csv.reader(io.StringIO(self._read(name).decode(), newline="")), [])

    def open(self, name: str) -> IO[bytes]:
        if name not in self.manifest["files"]:
            raise DamagedExportError([f"{name}: is not in {MANIFEST}."])
        return (self.path / name).open("rb")

    def sha256(self, name: str) -> str:
        return str(self.manifest["files"][name]["sha256"])

    def _read(self, name: str) -> bytes:
        with self.open(name) as file:
            content = file.read()
        if hashlib.sha256(content).hexdigest() != self.sha256(name):
            raise DamagedExportError([f"{name}: has been changed."])
        return content


def open_export(path: Path) -> Export:
    """Return the export in a folder; raises ``DamagedExportError`` unless every file is there as it was written."""
    manifest = _read_manifest(path)
    problems = list(_problems(path, manifest["files"]))
    if problems:
        raise DamagedExportError(problems)
    return Export(path, manifest)


def file_name(folder: str, position: int, name: str) -> str:
    """Return the name of a file that tells people what is in it, and sorts by its position."""
    return f"{folder}/{position:05}-{slugify(name)[:60].strip('-') or 'unnamed'}.json"


def sha256_of(file: IO[bytes]) -> str:
    """Return the checksum of an open file, and close it."""
    digest = hashlib.sha256()
    with closing(file):
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def readable_json(data: Any, *, sort_keys: bool) -> bytes:
    """Write data as people read it, with numbers digit for digit and moments to the microsecond."""
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=sort_keys, default=_written)
    return f"{text}\n".encode()


def _written(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return wire_format(value)
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be exported.")


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = value if isinstance(value, str) else str(_written(value))
    safe = as_text(text)
    # Reading takes one apostrophe away.
    return f"'{text}" if safe == text and text.startswith("'") else safe


def _read_manifest(path: Path) -> dict[str, Any]:
    for name in (MANIFEST, MANIFEST_CHECKSUM):
        if problem := _problem_of(path, name):
            raise DamagedExportError([problem])
    content = (path / MANIFEST).read_bytes()
    if (path / MANIFEST_CHECKSUM).read_bytes().split()[:1] != [hashlib.sha256(content).hexdigest().encode()]:
        raise DamagedExportError([f"{MANIFEST}: has been changed, or {MANIFEST_CHECKSUM} has."])
    try:
        manifest = json.loads(content)
        version = manifest["format"]
    except (ValueError, TypeError, KeyError):
        raise DamagedExportError([f"{MANIFEST}: is no manifest of an export."]) from None
    if version != FORMAT:
        raise DamagedExportError([f"{MANIFEST}: has format {version}; this version reads format {FORMAT}."])
    if not isinstance(manifest.get("files"), dict):
        raise DamagedExportError([f"{MANIFEST}: names no files."])
    return dict(manifest)


def _problems(path: Path, files: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for name in sorted(files):
        if problem := _problem_of(path, name):
            yield problem
        elif sha256_of((path / name).open("rb")) != files[name].get("sha256"):
            yield f"{name}: has been changed."
    known = {MANIFEST, MANIFEST_CHECKSUM, *files}
    for found in sorted(path.rglob("*")):
        name = found.relative_to(path).as_posix()
        if name not in known and (found.is_symlink() or not found.is_dir()):
            yield f"{name}: is not in {MANIFEST}."


def _problem_of(path: Path, name: str) -> str | None:
    """Return what is wrong with the place of a file, whatever is in it."""
    steps = PurePosixPath(name).parts
    if not steps or "\\" in name or ":" in name or ".." in steps or PurePosixPath(name).as_posix() != name:
        return f"{name}: is no path inside of the export."
    if name.startswith("/"):
        return f"{name}: is no path inside of the export."
    place = path
    for step, is_kind in [*((step, stat.S_ISDIR) for step in steps[:-1]), (steps[-1], stat.S_ISREG)]:
        place /= step
        if (mode := _mode_of(place)) is None:
            return f"{name}: is missing."
        if stat.S_ISLNK(mode):
            return f"{name}: is a symbolic link, or behind one."
        if not _is(is_kind, mode):
            return f"{name}: is no file."
    return None


def _mode_of(path: Path) -> int | None:
    try:
        return path.lstat().st_mode
    except (OSError, ValueError):
        return None


def _is(kind: Callable[[int], bool], mode: int) -> bool:
    return kind(mode)
