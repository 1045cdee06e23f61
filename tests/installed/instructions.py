"""What a page of the documentation tells its reader to do, read from the page as the reader reads it.

- A block of ``sh`` is typed into a terminal; ``json`` after it is what the answer holds.
- Any other block is a change of the file that the sentence before it names: "At the end of `…`:", "Create `…`:",
  "Replace all of `…`:", or "In `…`, …:" before a ``diff``. Blocks in a row go into the same file.
- In a numbered list, **bold** is pressed, **bold** before `code` is written in, *italics* are seen, and an address in
  angle brackets is opened.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

FENCE = re.compile(r"```(?P<language>\w+)\n(?P<text>.*?)```$", re.DOTALL)
HEADING = re.compile(r"#+ (.+)$")
STEP = re.compile(r"\d+\. ")
DESTINATION = re.compile(r"\b(At the end of|Create|Replace all of|In) `([^`]+)`[^`]*:$")
IN_A_STEP = re.compile(
    r"<(?P<address>http[^>]+)>"
    r"|\*\*(?P<name>[^*]+)\*\*(?: +`(?P<text>[^`]+)`)?"
    r"|\*(?P<seen>[^*]+)\*"
)


@dataclass(frozen=True)
class Commands:
    """Lines to type into a terminal."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What the answer of the last command holds, among other things."""

    content: Any


@dataclass(frozen=True)
class Addition:
    """Text for the end of a file."""

    path: str
    text: str


@dataclass(frozen=True)
class WholeFile:
    """A file that is new, or whose old content is thrown away."""

    path: str
    text: str
    is_new: bool


@dataclass(frozen=True)
class Change:
    """Lines that stand in a file, and what stands there afterwards."""

    path: str
    before: str
    after: str


@dataclass(frozen=True)
class Open:
    """An address to open in a browser."""

    address: str


@dataclass(frozen=True)
class Press:
    """A button, link or tab to press."""

    name: str


@dataclass(frozen=True)
class Write:
    """A field to write in."""

    name: str
    text: str


@dataclass(frozen=True)
class See:
    """A text that can be read then."""

    text: str


Instruction = Commands | Answer | Addition | WholeFile | Change | Open | Press | Write | See


def read_instructions(page: str, *, without: str | None = None) -> list[Instruction]:
    """Return what a page tells its reader to do, in order, but for parts whose heading has ``without`` in it."""
    instructions: list[Instruction] = []
    heading, sentence = "", ""
    for block in _blocks(page):
        if found := HEADING.match(block):
            heading, sentence = found[1], ""
        elif without and without in heading:
            continue
        elif found := FENCE.match(block):
            instructions.append(_of_fence(found["language"], found["text"], sentence))
        else:
            sentence = block
            instructions += _of_step(block) if STEP.match(block) else ()
    return instructions


def _blocks(page: str) -> Iterator[str]:
    """Yield headings, fenced blocks, steps of numbered lists, and paragraphs, each paragraph in one line."""
    for part in re.split(r"^(```\w+\n.*?^```)$", page, flags=re.MULTILINE | re.DOTALL):
        if FENCE.match(part):
            yield part
        else:
            for paragraph in re.split(r"\n\n+|\n(?=\d+\. )", part):
                if text := " ".join(paragraph.split()):
                    yield text


def _of_fence(language: str, text: str, sentence: str) -> Instruction:
    if language == "sh":
        return Commands(tuple(text.splitlines()))
    if language == "json":
        return Answer(json.loads(text))
    destination = DESTINATION.search(sentence)
    if destination is None:
        raise ValueError(f"no sentence before it says which file this is for:\n{text}")
    how, path = destination.groups()
    if how == "At the end of":
        return Addition(path, text)
    if how == "In":
        lines = text.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] in "- ")
        return Change(path, before, "".join(line[1:] for line in lines if line[0] in "+ "))
    return WholeFile(path, text, is_new=how == "Create")


def _of_step(step: str) -> Iterator[Instruction]:
    for found in IN_A_STEP.finditer(step):
        if found["address"]:
            yield Open(found["address"])
        elif found["seen"]:
            yield See(found["seen"])
        elif found["text"]:
            yield Write(found["name"], found["text"])
        else:
            yield Press(found["name"])
