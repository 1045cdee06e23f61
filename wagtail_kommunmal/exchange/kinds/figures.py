"""Which key figure a row of values or targets belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from ...models import KeyFigure
from ..columns.headings import Column
from ..columns.references import IdType
from ..columns.texts import folded, normal_text
from ..columns.types import ColumnType
from .base import RowError, Values, doubt_of_name

FIGURE_COLUMNS = (
    Column("key_figure_id", gettext_lazy("id of the key figure"), IdType(), is_field=False, can_clear=False),
    Column("kolada_id", gettext_lazy("Kolada id"), ColumnType(), is_field=False, can_clear=False),
    Column("key_figure", gettext_lazy("key figure"), ColumnType(), is_field=False, can_clear=False),
)
"""The columns that tell the key figure; the first that says anything decides, and those after it may not contradict."""

_FIELDS = {"kolada_id": "kolada_id", "key_figure": "name"}
"""Column -> field of the key figure."""


class FoundFigure(NamedTuple):
    """A key figure, and why it has to be confirmed that it is this one; "" if it is certain."""

    figure: KeyFigure
    doubt: str = ""


class Figures:
    """The key figures of a site, found by id, by Kolada id, and by name."""

    def __init__(self, site: Site) -> None:
        self.site = site

    @cached_property
    def by_id(self) -> dict[str, KeyFigure]:
        """Id -> key figure, in the order of their names."""
        figures = KeyFigure.objects.filter(site=self.site).order_by("name", "pk")
        return {str(figure.uuid): figure for figure in figures}

    @cached_property
    def by_pk(self) -> dict[int, KeyFigure]:
        """Primary key -> key figure."""
        return {figure.pk: figure for figure in self.by_id.values()}

    def find(self, values: Values) -> FoundFigure:
        """Return the key figure that a row names. Raises ``RowError``."""
        if uuid := values.get("key_figure_id"):
            if uuid not in self.by_id:
                raise RowError({"key_figure_id": [_("No key figure of this site has this id.")]})
            self.refuse_contradiction(self.by_id[uuid], values)
            return FoundFigure(self.by_id[uuid])
        if kolada_id := values.get("kolada_id"):
            figure = self._only("kolada_id", self._by_kolada_id, kolada_id)
            self.refuse_contradiction(figure, values)
            return FoundFigure(figure)
        if name := values.get("key_figure"):
            return FoundFigure(self._only("key_figure", self._by_name, name), doubt_of_name())
        raise RowError({"": [_("Nothing in the row tells which key figure it is about.")]})

    def refuse_contradiction(self, figure: KeyFigure, values: Values) -> None:
        """Raise ``RowError`` if a row gives a Kolada id or a name that is another key figure's.

        A name that none has is no contradiction: somebody may have renamed the key figure.
        """
        kolada_id, name = values.get("kolada_id"), values.get("key_figure")
        if kolada_id and folded(kolada_id) != folded(figure.kolada_id):
            message = _("The id belongs to “%(name)s”, which has another Kolada id.")
            raise RowError({"kolada_id": [message % {"name": figure.name}]})
        others = self._by_name.get(folded(normal_text(name)), []) if name else []
        if others and figure not in others:
            message = _("The id belongs to “%(name)s”, not to the key figure of this name.")
            raise RowError({"key_figure": [message % {"name": figure.name}]})

    def named(self, figure: KeyFigure) -> dict[str, Any]:
        """Return what the columns of an exported row say."""
        return {"key_figure_id": str(figure.uuid), "kolada_id": figure.kolada_id, "key_figure": figure.name}

    def _only(self, column: str, index: dict[str, list[KeyFigure]], text: str) -> KeyFigure:
        alike = index.get(folded(text), [])
        found = [figure for figure in alike if getattr(figure, _FIELDS[column]) == text] or alike
        if not found:
            raise RowError({column: [_("No key figure of this site is “%(text)s”.") % {"text": text[:100]}]})
        if len(found) > 1:
            message = _("%(count)d key figures are “%(text)s”. Give the id of one of them.")
            raise RowError({column: [message % {"count": len(found), "text": text[:100]}]})
        return found[0]

    @cached_property
    def _by_kolada_id(self) -> dict[str, list[KeyFigure]]:
        return _index(self.by_id.values(), "kolada_id")

    @cached_property
    def _by_name(self) -> dict[str, list[KeyFigure]]:
        return _index(self.by_id.values(), "name")


def _index(figures: Any, field: str) -> dict[str, list[KeyFigure]]:
    index: dict[str, list[KeyFigure]] = {}
    for figure in figures:
        if text := folded(normal_text(getattr(figure, field))):
            index.setdefault(text, []).append(figure)
    return index


def figure_identities(*further: str) -> Sequence[frozenset[str]]:
    """Return each column that tells the key figure, together with further ones."""
    return [frozenset({column.name, *further}) for column in FIGURE_COLUMNS]
