"""Responsible bodies."""

from __future__ import annotations

from collections.abc import Container, Sequence
from contextlib import suppress
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...models import DependencyKind, ResponsibleBody
from ...vocabulary import BodyKind
from ..columns.headings import Column, column_of
from ..columns.references import BodyCodes, BodyType, IdType
from ..columns.texts import folded
from ..plans import Change, Key, State
from .base import Match, RowError, Values
from .snippets import SnippetTableKind


class BodyTableKind(SnippetTableKind):
    """The bodies of a municipality, known by their codes. Who reports for them is a question of rights: no column."""

    code = "bodies"
    label = gettext_lazy("Bodies")
    description = gettext_lazy(
        "Committees, companies and others that answer for something: code, name, kind and since when."
    )
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
            column_of(ResponsibleBody, "replaced_by", type=BodyType(lambda: self.bodies_to_be)),
        ]

    def prepare(self, rows: Sequence[Values]) -> None:
        for row in rows:
            if code := row.get("code"):
                with suppress(RowError):
                    match = self.match(row)
                    # By its code it is found in whatever case the row writes it, and keeps its own.
                    if match.column != "code":
                        self._codes_given.setdefault(match.key[0], code)

    def after(self, match: Match, values: Values) -> State:
        state = super().after(match, values)
        if state["replaced_by"] == match.key[0]:
            raise RowError({"replaced_by": [_("A body cannot replace itself.")]})
        return state

    def missing(self, change: Change, written: Container[Key]) -> RowError | None:
        if change.after is None or not (successor := change.after["replaced_by"]):
            return None
        if change.before and change.before["replaced_by"] == successor:
            return None
        code = self._codes_given.get(successor)
        if (successor,) in written or code in (None, self.bodies.by_id.get(successor)):
            return None
        return RowError({"replaced_by": [_("The row of the body “%(code)s” is not written.") % {"code": code}]})

    @cached_property
    def bodies(self) -> BodyCodes:
        return BodyCodes({uuid: body.code for uuid, body in self.stored.items()})

    @cached_property
    def bodies_to_be(self) -> BodyCodes:
        return BodyCodes({**self.bodies.by_id, **self._codes_given})

    @cached_property
    def _codes_given(self) -> dict[str, str]:
        """Id -> code, of the bodies to which rows of the file give one."""
        return {}

    def _note_key(self, match: Match, state: State) -> None:
        if match.state and match.state["code"] == state["code"]:
            return
        taken = self._owners.get(folded(state["code"]))
        if taken not in (None, match.key[0]):
            raise RowError({"code": [_("Another body of this site has this code.")]})
        if match.state:
            self._owners.pop(folded(match.state["code"]), None)
        self._owners[folded(state["code"])] = match.key[0]

    @cached_property
    def _owners(self) -> dict[str, str]:
        """Folded code -> id of the body that has it, or would have it after the rows that were looked at."""
        return {folded(body.code): uuid for uuid, body in self.stored.items()}
