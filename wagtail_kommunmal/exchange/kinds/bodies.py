"""Responsible bodies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...models import DependencyKind, ResponsibleBody
from ...vocabulary import BodyKind
from ..column_types import one_of
from ..columns import Column, column_of
from ..plans import State
from ..reference_types import IdType
from ..texts import folded
from .base import Match, RowError, Values
from .snippets import SnippetKind


class BodyKindOfTable(SnippetKind):
    """The bodies of a municipality, known by their codes. Who reports for them is a question of rights: no column."""

    code = "bodies"
    label = gettext_lazy("Bodies")
    model = ResponsibleBody
    external_key = "code"
    reference = "replaced_by"
    dependency = DependencyKind.BODY

    @cached_property
    def columns(self) -> Sequence[Column]:
        return [
            Column("id", gettext_lazy("id"), IdType(), is_field=False, can_clear=False),
            column_of(ResponsibleBody, "code"),
            column_of(ResponsibleBody, "name"),
            column_of(ResponsibleBody, "kind", BodyKind),
            column_of(ResponsibleBody, "is_all"),
            column_of(ResponsibleBody, "url"),
            column_of(ResponsibleBody, "valid_from"),
            column_of(ResponsibleBody, "valid_to"),
            column_of(ResponsibleBody, "replaced_by"),
        ]

    def prepare(self, rows: Sequence[Values]) -> None:
        for row in rows:
            if code := row.get("code"):
                self._codes.setdefault(code, code)

    def after(self, match: Match, values: Values) -> State:
        state = super().after(match, values)
        successor = state["replaced_by"]
        if successor and successor not in self._codes:
            message = _("No body has the code “%(text)s”. Write one of: %(allowed)s.")
            raise RowError({"replaced_by": [message % {"text": successor, "allowed": one_of(self._codes)}]})
        if successor and successor == state["code"]:
            raise RowError({"replaced_by": [_("A body cannot replace itself.")]})
        return state

    def codes_of_bodies(self) -> Mapping[str, Any]:
        return {body.code: body for body in ResponsibleBody.objects.filter(site=self.site)}

    def _note_key(self, match: Match, state: State) -> None:
        taken = self._owners.get(folded(state["code"]))
        if taken not in (None, match.key[0]):
            raise RowError({"code": [_("Another body of this site has this code.")]})
        if match.state:
            self._owners.pop(folded(match.state["code"]), None)
        self._owners[folded(state["code"])] = match.key[0]

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {body.code: body.code for body in self.stored.values()}

    @cached_property
    def _owners(self) -> dict[str, str]:
        """Folded code -> id of the body that has it, or would have it after the rows that were looked at."""
        return {folded(body.code): uuid for uuid, body in self.stored.items()}
