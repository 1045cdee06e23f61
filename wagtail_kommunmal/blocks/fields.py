"""The small blocks that the sections are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ChoiceBlock, FieldBlock, IntegerBlock, ListBlock, RichTextBlock, StructBlock
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from ..fields import SwedishDecimalFormField
from ..numbers import parse_decimal, wire_format
from ..periods import FIRST_YEAR, LAST_YEAR
from ..vocabulary import ResponsibleRole

RICH_TEXT_FEATURES: Final = ["bold", "italic", "ol", "ul", "link", "document-link"]
"""What running text in a section may hold; headings belong to the sections themselves."""


_READ_ALREADY: ContextVar[Mapping[type[Any], dict[int, Any]] | None] = ContextVar("what is read already", default=None)


@contextmanager
def each_read_once(known: Mapping[type[Any], dict[int, Any]]) -> Iterator[None]:
    """Let what is chosen in sections be read once, and be kept in ``known`` by its model and its key."""
    token = _READ_ALREADY.set(known)
    try:
        yield
    finally:
        _READ_ALREADY.reset(token)


class OnceReadChooserBlock(SnippetChooserBlock):
    """A chooser that gives the same instance for every choice of it, where ``each_read_once`` says so."""

    def bulk_to_python(self, values: Sequence[Any]) -> list[Any]:
        known = (_READ_ALREADY.get() or {}).get(self.model_class)
        if known is None:
            return super().bulk_to_python(values)
        if missing := set(values) - known.keys() - {None}:
            known.update(self.model_class.objects.in_bulk(missing))
        return [known.get(value) for value in values]

    def deconstruct(self) -> Any:
        """Stand in migrations as what it is derived from."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.snippets.blocks.SnippetChooserBlock", args, kwargs


class CodeBlock(ChoiceBlock):
    """A choice of one of the codes of a vocabulary, which are stored as they are."""

    def to_python(self, value: Any) -> Any:
        # Wagtail looks through all choices and their labels, for one that may be no string.
        return value if isinstance(value, str) else super().to_python(value)


class DecimalTextBlock(FieldBlock):
    """A number typed as Swedes type it and kept as Decimal with the digits that were given."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field = SwedishDecimalFormField(required=required, help_text=help_text)
        super().__init__(**kwargs)

    def normalize(self, value: Any) -> Decimal | None:
        return value if isinstance(value, Decimal) else self.to_python(value)

    def to_python(self, value: Any) -> Decimal | None:
        return None if value in (None, "") else parse_decimal(str(value))

    def get_prep_value(self, value: Any) -> str | None:
        return wire_format(value) if isinstance(value, Decimal) else None

    class Meta:
        icon = "decimal"


def year_block(label: Any, **kwargs: Any) -> IntegerBlock:
    """Return an optional block for a calendar year."""
    return IntegerBlock(label=label, required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, **kwargs)


def text_block(label: Any, **kwargs: Any) -> RichTextBlock:
    """Return an optional block for running text."""
    return RichTextBlock(label=label, required=False, features=RICH_TEXT_FEATURES, **kwargs)


class ResponsibleBlock(StructBlock):
    """One body's part in something."""

    body = OnceReadChooserBlock("wagtail_kommunmal.ResponsibleBody", label=_("Responsible body"))
    role = CodeBlock(choices=ResponsibleRole.choices, default=ResponsibleRole.LEAD, label=_("Role"))

    class Meta:
        icon = "group"
        label = _("Responsible body")


def responsible_list() -> ListBlock:
    """Return a list of the bodies that share a responsibility; see ``bodies_once``."""
    return ListBlock(ResponsibleBlock(), default=[], label=_("Responsible bodies"))


def bodies_once(value: Any) -> dict[str, ListBlockValidationError]:
    """Return errors at ``responsible`` for every body that is listed more than once."""
    responsible = value.get("responsible") or []
    counts = Counter(item["body"] for item in responsible if item["body"])
    message = _("%(body)s is listed more than once.")
    errors = {
        index: StructBlockValidationError(
            block_errors={"body": ValidationError(message, params={"body": item["body"]})}
        )
        for index, item in enumerate(responsible)
        if counts[item["body"]] > 1
    }
    return {"responsible": ListBlockValidationError(block_errors=errors)} if errors else {}


def years_in_order(value: Any, first: str, last: str) -> dict[str, ValidationError]:
    """Return an error at ``last`` if it is earlier than ``first``; a missing year says nothing."""
    start, end = value.get(first), value.get(last)
    if start is None or end is None or end >= start:
        return {}
    message = _("The end year %(end)s is before the start year %(start)s.")
    return {last: ValidationError(message, params={"start": start, "end": end})}
