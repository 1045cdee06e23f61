"""Somebody who does what a page of the documentation says, and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Any

from .admin import Admin
from .instructions import (
    Addition,
    Answer,
    Change,
    Commands,
    Instruction,
    Open,
    Press,
    See,
    WholeFile,
    Write,
    read_instructions,
)
from .terminal import Terminal

DOCS = Path(__file__).resolve().parents[2] / "docs"


class Newcomer:
    """Follows pages literally, but for ``replacements`` of what belongs to the machine, such as a port."""

    def __init__(self, terminal: Terminal, admin: Admin, replacements: Mapping[str, str]) -> None:
        self.terminal = terminal
        self.admin = admin
        self.replacements = replacements
        self.diary: list[str] = []
        self._said = ""

    def follow(self, name: str, *, without: str | None = None) -> None:
        """Do everything that a page says, in its order."""
        page = (DOCS / name).read_text(encoding="utf-8")
        for text, other in self.replacements.items():
            page = page.replace(text, other)
        started = monotonic()
        instructions = read_instructions(page, without=without)
        assert instructions, f"{name} tells nobody to do anything"
        for instruction in instructions:
            try:
                self._do(instruction)
            except Exception as error:
                told = f"{error}\n\n{self.admin.what_is_shown()}\n\n{self.terminal.server_log()[-3000:]}"
                raise AssertionError(f"{name} says {instruction!r}, and that does not work.\n{told}") from error
        kinds = Counter(type(instruction).__name__ for instruction in instructions)
        did = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
        self.diary.append(f"docs/{name} in {monotonic() - started:.0f} s ({did})")

    def _do(self, instruction: Instruction) -> None:
        match instruction:
            case Commands(lines):
                for line in lines:
                    self._type(line)
            case Answer(content):
                assert_holds(json.loads(self._said), content)
            case Addition(path, text):
                file = self.terminal.folder / path
                file.write_text(f"{file.read_text()}\n{text}")
            case WholeFile(path, text, is_new):
                file = self.terminal.folder / path
                assert file.exists() is not is_new, f"{path} is {'there already' if is_new else 'not there'}"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
            case Change(path, before, after):
                file = self.terminal.folder / path
                content = file.read_text()
                assert content.count(before) == 1, f"{path} has {content.count(before)} times\n{before}"
                file.write_text(content.replace(before, after))
            case Open(address):
                self.admin.open(address)
            case Press(name):
                self.admin.press(name)
            case Write(name, text):
                self.admin.write(name, text)
            case See(text):
                self.admin.see(text)

    def _type(self, line: str) -> None:
        if "runserver" in line:
            self.terminal.serve(line, f"http://localhost:{line.split()[-1]}/kommunmal/v1/api-info")
        else:
            self._said = self.terminal.type(line)


def assert_holds(whole: Any, part: Any) -> None:
    """Check that an answer holds all that is in ``part``; a list may go on after what ``part`` has of it."""
    match part:
        case dict():
            for key, value in part.items():
                assert key in whole, f"the answer has no {key!r}"
                assert_holds(whole[key], value)
        case list() if part:
            assert len(whole) >= len(part), f"{whole!r} ends before {part!r}"
            for one, other in zip(whole, part, strict=False):
                assert_holds(one, other)
        case _:
            assert whole == part, f"{whole!r} is not {part!r}"
