"""Key figures with their definitions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from django.utils.translation import gettext_lazy

from ...models import DependencyKind, KeyFigure, ResponsibleBody
from ...vocabulary import Better, Unit
from ..columns.headings import Column, column_of
from ..columns.references import BodyCodes, BodyType, IdType
from .base import Values
from .snippets import SnippetTableKind


class KeyFigureTableKind(SnippetTableKind):
    """The key figures of a municipality, known by their Kolada ids where they have one."""

    code = "key-figures"
    label = gettext_lazy("Key figures")
    description = gettext_lazy("Names, definitions, units and sources; not the values.")
    model = KeyFigure
    external_key = "kolada_id"
    reference = "responsible"
    dependency = DependencyKind.KEY_FIGURE

    @cached_property
    def columns(self) -> Sequence[Column]:
        return [
            Column("id", gettext_lazy("id"), IdType(), is_field=False, can_clear=False),
            column_of(KeyFigure, "kolada_id"),
            column_of(KeyFigure, "name"),
            column_of(KeyFigure, "definition"),
            column_of(KeyFigure, "unit", Unit),
            column_of(KeyFigure, "unit_label"),
            column_of(KeyFigure, "decimals"),
            column_of(KeyFigure, "better", Better),
            column_of(KeyFigure, "source"),
            column_of(KeyFigure, "next_publication_on"),
            column_of(KeyFigure, "responsible", type=BodyType(lambda: self.bodies)),
        ]

    def prepare(self, rows: Sequence[Values]) -> None:
        """Nothing: each row is looked at by itself."""

    @cached_property
    def bodies(self) -> BodyCodes:
        codes = ResponsibleBody.objects.filter(site=self.site).values_list("uuid", "code")
        return BodyCodes({str(uuid): code for uuid, code in codes})
