"""Texts as cells can hold them, and cells that do nothing but show what is in them. Pure."""

from __future__ import annotations

import re
from typing import Final

from ...spreadsheets import as_text

CLEAR_WORDS: Final = ("(töm)", "(clear)")
"""What is written into a cell that shall be empty afterwards; a blank one leaves everything as it is."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def normal_text(text: str) -> str:
    """Return a text as any file can hold it: lines end in one way, no control characters, no blanks around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub("", lines).strip()


def guarded(text: str) -> str:
    """Return a text as it is written into a cell: behind an apostrophe if it would be a formula, or a word to clear."""
    return f"'{text}" if _needs_guard(text) else text


def unguarded(text: str) -> str:
    """Return the text that ``guarded`` made a cell's text of."""
    return text[1:] if text.startswith("'") and _needs_guard(text) else text


def is_clear_word(text: str) -> bool:
    """Tell whether a cell says that its content is to be removed."""
    return text.strip().casefold() in CLEAR_WORDS


def folded(text: str) -> str:
    """Return a text as it is compared with others: without regard to case, and to how it is spaced."""
    return " ".join(text.casefold().split())


def _needs_guard(text: str) -> bool:
    # What begins with an apostrophe and would need a guard without it gets one more, so that it is told from a guard.
    bare = text.lstrip("'")
    return bare != as_text(bare) or is_clear_word(bare)
