"""The wheel and the sdist as they would be published."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = "wagtail_kommunmal"


def build(kind: str, source: Path, folder: Path) -> Path:
    """Build a ``wheel`` or an ``sdist`` from ``source`` and return its path."""
    command = [sys.executable, "-m", "build", f"--{kind}", "--outdir", str(folder), str(source)]
    # In the folder for what is built: the repository's own folders must not be taken for modules.
    finished = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    (path,) = folder.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return path


def unpack(sdist: Path, folder: Path) -> Path:
    """Unpack an sdist and return the folder with its source."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (source,) = folder.iterdir()
    return source


def committed_files() -> set[str]:
    """Return the files of the package that git knows."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", PACKAGE], cwd=REPOSITORY, check=True, capture_output=True, text=True
    ).stdout
    return set(filter(None, listing.split("\0")))


def files_in_wheel(wheel: Path) -> dict[str, bytes]:
    """Return the files in a wheel with their content."""
    with ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
