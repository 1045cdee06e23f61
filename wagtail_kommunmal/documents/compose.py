"""From a page to its content document: pure reading, with a constant number of queries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from rest_framework.utils.encoders import JSONEncoder
from wagtail.models import Site

from ..models import DependencyKind, FollowUpReport, GoalPageMixin, PlanPageMixin
from . import follow_ups
from .context import ComposeContext, Dependency, SiteFacts, in_language_of
from .sections.base import SectionType
from .serializers import SECTION_TYPES, GoalMembersSerializer, PlanContentSerializer
from .shapes import ContractSerializer
from .tallies import tally

Content = dict[str, Any]


@dataclass(frozen=True)
class Composition:
    """A content document and what it was composed from besides the page."""

    content: Content
    dependencies: frozenset[Dependency]
    year: int | None
    parent_goal_key: UUID | None = None
    previous_goal_key: UUID | None = None


def compose(
    page: PlanPageMixin | GoalPageMixin,
    site: Site,
    *,
    as_if_live: FollowUpReport | None = None,
    facts: SiteFacts | None = None,
) -> Composition:
    """Compose the document of a page as the instance stands, whether live row or draft.

    ``as_if_live`` is a report that counts as the instance stands, in a preview. ``facts`` are those of the site, shared
    by documents that are composed together.
    """
    if isinstance(page, PlanPageMixin):
        return compose_plan(page, site, facts=facts)
    return compose_goal(page, page.get_plan(), site, as_if_live=as_if_live, facts=facts)


def compose_plan(page: Any, site: Site, *, facts: SiteFacts | None = None) -> Composition:
    context = ComposeContext(page.translation_key, page.locale, page.year, facts or SiteFacts(site))
    with in_language_of(page.locale):
        source = {
            "id": page.translation_key,
            "lang": page.locale.language_code,
            "title": page.title,
            "year": page.year,
            "period_from": page.period_from,
            "period_to": page.period_to,
            "intro": context.rich_text(page.intro),
            "decision_reference": page.decision_reference or None,
            "adopted_on": page.adopted_on,
            "words": context.vocabularies,
        }
        own = page.compose_own_members(context)
        context.load()
        content = _with_own_members(page, own, _serializer(PlanContentSerializer).to_representation(source))
    return Composition(content, frozenset(context.dependencies), context.year)


def compose_goal(
    page: Any,
    plan: Any,
    site: Site,
    *,
    as_if_live: FollowUpReport | None = None,
    facts: SiteFacts | None = None,
) -> Composition:
    """Compose a goal; ``plan`` gives the year of standard headings and may be ``None`` in a preview."""
    year = plan.year if plan else None
    context = ComposeContext(page.translation_key, page.locale, year, facts or SiteFacts(site), as_if_live)
    with in_language_of(page.locale):
        with context.chosen.reading():
            sections = list(_sections(page, context))
        source = {
            "id": page.translation_key,
            "lang": page.locale.language_code,
            "title": page.title,
            "number": page.number or None,
            "statement": page.statement or None,
            "scope_line": page.scope_line or None,
            "kind": page.kind,
            "level_label": page.level_label or None,
            "focus_area": _focus_area(page, context),
            "sdgs": page.sdgs,
            "image": context.image(page.image),
            "political_text": context.rich_text(page.political_text),
            **follow_ups.of_goal(context),
        }
        own = page.compose_own_members(context)
        context.load()
        written = [_section(section_type, section) for section_type, section in sections]
        members = _serializer(GoalMembersSerializer).to_representation(source)
        content = _with_own_members(page, own, {**members, "sections": written, "tallies": tally(written)})
    return Composition(
        content,
        frozenset(context.dependencies),
        context.year,
        parent_goal_key=_key_of(page.parent_goal),
        previous_goal_key=_key_of(page.previous_goal),
    )


def _sections(page: Any, context: ComposeContext) -> Iterator[tuple[SectionType, dict[str, Any]]]:
    """Yield the sections of the types that the contract knows; an empty one only if the site shows empty ones."""
    section_types = {**page.own_section_types, **SECTION_TYPES}
    for index, child in enumerate(page.sections or []):
        section_type = section_types.get(child.block_type)
        if section_type is None:
            continue
        section = section_type.compose(child.value, context)
        if section.get("is_empty") and context.site_settings.omit_empty_sections:
            continue
        public_id = context.public_id(child.id, f"section-{index}")
        yield section_type, {"id": public_id, "type": section_type.name, **section}


def _section(section_type: SectionType, section: dict[str, Any]) -> Any:
    if section_type in SECTION_TYPES.values():
        return _serializer(section_type.serializer).to_representation(section)
    # One of the site's own may look at more than what it is given to write, and write what is not plain.
    return _plain(section_type.serializer(section).data)


@cache
def _serializer(serializer: type[ContractSerializer]) -> ContractSerializer:
    """Return the one instance of a serializer that writes every document: its fields are costly to make."""
    return serializer()


def _with_own_members(page: Any, own: Any, content: Content) -> Content:
    """Add the members that the page class has of its own, behind those of the contract."""
    if page.own_members is None:
        return content
    # Last again, for a member of the contract is never replaced: the system checks tell who tries.
    return {**content, **_plain(page.own_members(own).data), **content}


def _focus_area(page: Any, context: ComposeContext) -> dict[str, Any] | None:
    if (area := page.focus_area) is None:
        return None
    context.depend(DependencyKind.FOCUS_AREA, area.pk)
    return {"id": area.uuid, "name": area.name}


def _key_of(page: Any) -> UUID | None:
    return page.translation_key if page else None


def _plain(data: Any) -> Any:
    """Return what JSON makes of the data: strings, numbers, lists and dictionaries only."""
    return json.loads(json.dumps(data, cls=JSONEncoder))
