"""Columns of those who are responsible, with the lead first: “KFN (KS, TN)”."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeAlias
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Site

from ...models import ResponsibleBody
from ...numbers import MAX_LENGTH
from ...vocabulary import ResponsibleRole
from .responsible_texts import NamedBody, named_bodies
from .texts import folded
from .types import ColumnType, one_of

Responsible: TypeAlias = list[dict[str, Any]]
"""Who is responsible for something, in the form in which it is stored: bodies by their primary keys."""

NO_LEAD: Final = "-"
"""What stands in the place of the lead where all bodies are co-responsible."""


class SiteBodies:
    """The bodies of a site, as cells name them."""

    def __init__(self, site: Site) -> None:
        self.site = site

    @cached_property
    def by_pk(self) -> Mapping[int, ResponsibleBody]:
        """Primary key -> body, in the order of their codes."""
        return {body.pk: body for body in ResponsibleBody.objects.filter(site=self.site).order_by("code")}

    def text(self, responsible: Responsible | None) -> str:
        """Return what a cell says of those who are responsible, the lead first."""
        leads = [code for code, role in self._told(responsible) if role != ResponsibleRole.CO]
        cos = [code for code, role in self._told(responsible) if role == ResponsibleRole.CO]
        first = ", ".join(leads) or (NO_LEAD if cos else "")
        return f"{first} ({', '.join(cos)})" if cos else first

    def read(self, text: str, stored: Responsible | None) -> Responsible:
        """Return those whom a cell names; who was responsible before keeps the id. Raises ``ValidationError``."""
        known = [name for body in self.by_pk.values() for name in (body.code, body.name)]
        without_lead = text.startswith(NO_LEAD) and folded(text) not in map(folded, known)
        named = named_bodies(text.removeprefix(NO_LEAD) if without_lead else text, known)
        roles = {self._find(body): ResponsibleRole.CO.value if without_lead else body.role for body in reversed(named)}
        ids = {item["value"].get("body"): item["id"] for item in stored or []}
        return [
            {"type": "item", "value": {"body": pk, "role": role}, "id": ids.get(pk) or str(uuid4())}
            for pk, role in reversed(roles.items())
        ]

    def _told(self, responsible: Responsible | None) -> Sequence[tuple[str, str]]:
        values = [item["value"] for item in responsible or [] if item["value"].get("body")]
        return [
            (self.by_pk[value["body"]].code if value["body"] in self.by_pk else f"#{value['body']}", value.get("role"))
            for value in values
        ]

    def _find(self, named: NamedBody) -> int:
        if found := self._by_code.get(named.name):
            return found
        alike = self._by_name.get(folded(named.name), [])
        if named.is_all and not alike:
            alike = [body.pk for body in self.by_pk.values() if body.is_all]
        if len(alike) == 1:
            return alike[0]
        raise ValidationError(
            _("No body has the code “%(text)s”. Write one of: %(allowed)s."),
            params={"text": named.name[:MAX_LENGTH], "allowed": one_of(self._by_code)},
        )

    @cached_property
    def _by_code(self) -> dict[str, int]:
        return {body.code: pk for pk, body in self.by_pk.items()}

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        """Folded code or name -> the bodies that have it."""
        found: dict[str, list[int]] = {}
        for pk, body in self.by_pk.items():
            for name in {folded(body.code), folded(body.name)}:
                found.setdefault(name, []).append(pk)
        return found


@dataclass(frozen=True)
class ResponsibleType(ColumnType):
    """A column of those who are responsible. Whom a text names, the kind finds out."""

    bodies: Callable[[], SiteBodies]
    """Asked when the first is told."""

    empty = None

    def same(self, stored: Any, given: Any) -> bool:
        return self.text(stored) == self.text(given)

    def cell_value(self, value: Any) -> str | None:
        return self.text(value) or None

    def text(self, value: Any) -> str:
        return self.bodies().text(value)
