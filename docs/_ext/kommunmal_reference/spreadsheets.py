"""The kinds of tables that are exported and imported, with their columns."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Final

from wagtail.models import Site

from wagtail_kommunmal.exchange.columns.headings import Column
from wagtail_kommunmal.exchange.columns.markup import MarkupTextType
from wagtail_kommunmal.exchange.columns.references import BodyType, IdType, PeriodType, RowIdType
from wagtail_kommunmal.exchange.columns.responsible import ResponsibleType
from wagtail_kommunmal.exchange.columns.statuses import StatusType
from wagtail_kommunmal.exchange.columns.types import (
    CodeType,
    ColumnType,
    DateType,
    NumberType,
    WholeNumberType,
    YesNoType,
)
from wagtail_kommunmal.exchange.foreign.words import words_for
from wagtail_kommunmal.exchange.kinds.base import Kind
from wagtail_kommunmal.exchange.registry import KINDS

from .markdown import anchor, code, label, paragraphs, table
from .vocabularies import link_to_codes
from .words import in_both_languages

HELD: Final[Mapping[type[ColumnType], str]] = {
    IdType: "id",
    RowIdType: "id",
    PeriodType: "period",
    BodyType: "code of a body",
    ResponsibleType: "codes of bodies, such as `KFN (KS, TN)`",
    MarkupTextType: "text, or markup",
    StatusType: "status",
    NumberType: "number",
    WholeNumberType: "whole number",
    DateType: "date",
    YesNoType: "yes or no",
    ColumnType: "text",
}
"""What the cells of a column hold."""


def tables() -> str:
    """Return each kind of table with its columns."""
    return "\n\n".join(_kind(kind(Site())) for kind in KINDS.values())


def _kind(kind: Kind) -> str:
    heading = f"{label(anchor('table', kind.code))}\n## {code(kind.code)}"
    ways = [" and ".join(code(name) for name in sorted(way)) for way in kind.identities]
    needed = f"A file needs at least {', or '.join(ways)}."
    columns = table(["In code", "Header", "Holds", "Notes"], [_column(column, kind) for column in kind.columns])
    return f"{heading}\n\n{paragraphs(inspect.getdoc(type(kind)))}\n\n{needed}\n\n{columns}"


def _column(column: Column, kind: Kind) -> list[str]:
    return [code(column.name), in_both_languages(column.label), _held(column.type), _note(column, kind)]


def _held(kind: ColumnType) -> str:
    return f"code: {link_to_codes(kind.choices.values)}" if isinstance(kind, CodeType) else HELD[type(kind)]


def _note(column: Column, kind: Kind) -> str:
    told = "Can be cleared." if column.can_clear else ""
    told = told if column.is_field else "Tells what the row is about."
    words = ", ".join(words_for(column.name, kind.code))
    return f"{told} Elsewhere: {words}.".strip() if words else told
