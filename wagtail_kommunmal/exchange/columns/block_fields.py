"""Columns of the fields of a block, called as in the form of the editor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import models
from wagtail.blocks import IntegerBlock, RichTextBlock

from ...blocks.fields import DecimalTextBlock
from .headings import Column
from .markup import MarkupTextType
from .types import CodeType, ColumnType, NumberType, WholeNumberType

_TYPES: Final[Mapping[type[Any], ColumnType]] = {
    DecimalTextBlock: NumberType(),
    IntegerBlock: WholeNumberType(),
    RichTextBlock: MarkupTextType(),
}


def column_of_block(block: Any, name: str, choices: type[models.TextChoices] | None = None, **options: Any) -> Column:
    """Return the column of a field of a block; ``choices`` are its codes, if it holds codes."""
    child = block.child_blocks[name]
    found = next((kind for cls, kind in _TYPES.items() if isinstance(child, cls)), ColumnType())
    options.setdefault("type", CodeType(choices) if choices else found)
    options.setdefault("can_clear", not child.required)
    return Column(name, child.label, **options)
