"""What a site adds to the documents: the members and types of sections that its own page classes name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from ..models import goal_models, plan_models
from .sections.base import SectionType

Fields = dict[str, Any]


@dataclass(frozen=True)
class Additions:
    """The members and types of sections that page classes add to those of the package."""

    goal_members: tuple[type[serializers.Serializer[Any]], ...] = ()
    plan_members: tuple[type[serializers.Serializer[Any]], ...] = ()
    summary_members: frozenset[str] = frozenset()
    section_types: tuple[SectionType, ...] = ()

    @classmethod
    def of_site(cls) -> Additions:
        """Return what the page classes of this site add."""
        goals, plans = goal_models(), plan_models()
        return cls(
            goal_members=_members_of(goals),
            plan_members=_members_of(plans),
            summary_members=frozenset(name for goal in goals for name in goal.own_summary_members),
            section_types=tuple(dict.fromkeys(own for goal in goals for own in goal.own_section_types.values())),
        )

    def goal_fields(self) -> Fields:
        """Return the members of a goal. None is required: other page classes and older releases lack them."""
        return _optional_fields(self.goal_members)

    def summary_fields(self) -> Fields:
        """Return those members of a goal that lists give too."""
        return {name: member for name, member in self.goal_fields().items() if name in self.summary_members}

    def plan_fields(self) -> Fields:
        """Return the members of a plan."""
        return _optional_fields(self.plan_members)


NONE = Additions()
_described: ContextVar[Additions] = ContextVar("described additions", default=NONE)


def described() -> Additions:
    """Return the additions that the contract is being described with; none, if nobody says otherwise."""
    return _described.get()


@contextmanager
def describing(additions: Additions) -> Iterator[None]:
    """Let the serializers of the contract show these additions as members of their own."""
    token = _described.set(additions)
    try:
        yield
    finally:
        _described.reset(token)


def _members_of(page_classes: Iterable[Any]) -> tuple[type[serializers.Serializer[Any]], ...]:
    return tuple(dict.fromkeys(page.own_members for page in page_classes if page.own_members))


def _optional_fields(members: Iterable[type[serializers.Serializer[Any]]]) -> Fields:
    fields = {name: member for serializer in members for name, member in serializer().get_fields().items()}
    for member in fields.values():
        member.required = False
    return fields
