"""The Markdown that the generated parts are written in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are Markdown on one line, and a column without any content is left out."""
    columns = [column for column in zip(header, *rows, strict=True) if any(column[1:])]
    head, *body = zip(*columns, strict=True)
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def code(text: object) -> str:
    """Return text as it is written in code, or nothing for nothing."""
    return f"`{text}`" if str(text) else ""


def label(name: str) -> str:
    """Return a target that other pages can link to, to be put above a heading."""
    return f"({name})="


def anchor(*names: str) -> str:
    """Return the name of a target: lower case, with hyphens."""
    return "-".join(re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") for name in names)


def paragraphs(docstring: str | None) -> str:
    """Return a docstring as Markdown: its double backticks are Markdown already, its line breaks say nothing."""
    return "\n\n".join(" ".join(part.split()) for part in (docstring or "").split("\n\n"))


def sentence(text: str) -> str:
    """Return text with a capital first letter and a full stop at its end."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…”" else ".")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")
