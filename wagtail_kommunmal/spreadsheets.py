"""Cells of spreadsheets and CSV files that do nothing but show what is in them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from django.utils.encoding import force_str

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet program takes for the beginning of a formula, in full width too (OWASP, CSV injection)."""

CONTROL_STARTS: Final = ("\t", "\r", "\n")
"""What makes some programs look for a formula behind it."""

EXCEL_DIGITS: Final = 15
"""So many significant digits of a number Excel keeps."""

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def as_text(value: Any) -> Any:
    """Return a cell that is read as it is written: a text that would be a formula begins with an apostrophe.

    What is a number and nothing else is no formula, below zero neither.
    """
    if value is None or isinstance(value, int | Decimal):
        return value
    text = force_str(value)
    if _NUMBER.fullmatch(text):
        return text
    is_formula = text.startswith(CONTROL_STARTS) or text.lstrip().startswith(FORMULA_STARTS)
    return f"'{text}" if is_formula else text
