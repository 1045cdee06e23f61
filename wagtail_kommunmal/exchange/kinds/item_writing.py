"""Writes items into the sections of goal pages, and takes them out again."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from ...authoring.plan_items import Stored
from ...authoring.report_states import said, states_of
from ...blocks import SectionsBlock
from ...models import FollowUpReport
from ..errors import ChangedSinceError, WritingRefusedError
from ..plans import Change, Key, State
from . import stored_items
from .base import Kind, Writing
from .goal_pages import locked_goals
from .goals import Goal, GoalKey, Goals, reason_against_editing
from .item_places import ItemPlaces


class ItemWritingKind(Kind):
    """Items of goals, written into drafts, or into what is published and into the draft where there is one besides.

    The first three parts of a key are the goal's translation key, its language and the item's lineage id. A state holds
    the fields of the item, ``in`` which section it stands and of what kind that is, and ``new_section`` if an import
    makes it.
    """

    has_drafts = True
    section_type: ClassVar[str]
    follow_up: ClassVar[type[Any]]
    """The rows of reports on the items."""

    @cached_property
    def goals(self) -> Goals:
        """The goals of the site."""
        return Goals(self.site, self.editor)

    @property
    @abstractmethod
    def item_fields(self) -> list[str]:
        """The fields of an item that a table has."""

    @property
    @abstractmethod
    def places(self) -> ItemPlaces:
        """The sections that the items stand in."""

    def item_state(self, section: Stored, item: Stored) -> State:
        """Return what an item holds, and where it stands."""
        value = item["value"]
        return {**self.places.state(section), **{name: value.get(name, self.blank[name]) for name in self.item_fields}}

    def write(self, changes: Sequence[Change], writing: Writing) -> list[Key]:
        wanted = _by_goal(changes)
        goals = locked_goals(self.site, wanted)
        refusals = [self._reason_against_writing(goal.page, writing) for goal in goals.values()]
        if any(refusals):
            raise WritingRefusedError(list(dict.fromkeys(filter(None, refusals))))
        touched = [change for key, own in wanted.items() if key not in goals for change in own]
        touched += self._reported_on(changes)
        versions = []
        for key, goal in goals.items():
            for version in goal.versions(publishes=writing.publishes):
                sections = stored_items.with_ids(version.sections.raw_data)
                touched += [change for change in wanted[key] if not self._is_as_seen(sections, change, wanted[key])]
                versions.append((goal, version, sections, wanted[key]))
        if touched:
            ids = set(map(id, touched))
            raise ChangedSinceError([change for change in changes if id(change) in ids])
        for goal, version, sections, own in () if writing.is_dry else versions:
            for change in own:
                self.apply(sections, change)
            goal.save(version, sections, writing)
        return [change.key for change in changes]

    def reasons_against_publishing(self, changes: Sequence[Change]) -> list[str]:
        goals = [(self.goals.by_key[key], own) for key, own in _by_goal(changes).items() if key in self.goals.by_key]
        return [reason for goal, own in goals if (reason := self._reason_against_publishing(goal, own))]

    def apply(self, sections: list[Stored], change: Change) -> None:
        """Write a change into stored sections."""
        found = stored_items.find_item(sections, self.section_type, change.key[2])
        if change.after is None:
            if found and change.before:
                stored_items.remove_member(found[0]["value"], "items", change.key[2])
                self.places.remove_if_made(sections, change.before)
            return
        if found:
            item = found[1]
        else:
            section = self.places.add(sections, change.after)
            item = stored_items.add_member(section["value"], "items", change.key[2], {**self.blank})
        before = change.before or {}
        item["value"] |= {
            name: change.after[name] for name in self.item_fields if change.after[name] != before.get(name)
        }

    def state_in(self, sections: Sequence[Stored], key: Key) -> State | None:
        """Return what stored sections hold of the object with a key."""
        found = stored_items.find_item(sections, self.section_type, key[2])
        return self.item_state(*found) if found else None

    def holds_more(self, item: Stored, own: Sequence[Change]) -> bool:
        """Tell whether an item that an import made holds what the import did not write: ``own`` is what it wrote."""
        others = {name: content for name, content in item["value"].items() if name not in self.item_fields}
        return any(content and content != self.blank.get(name) for name, content in others.items())

    def makes_item(self, state: State) -> bool:
        """Tell whether an import that made what has this state made the item itself."""
        return True

    def _is_as_seen(self, sections: Sequence[Stored], change: Change, own: Sequence[Change]) -> bool:
        current = self.state_in(sections, change.key)
        if change.before is None:
            return current is None and (change.after is None or self.places.is_as_seen(sections, change.after))
        if current is None:
            return False
        if change.after is None and self.makes_item(change.before):
            found = stored_items.find_item(sections, self.section_type, change.key[2])
            if found and self.holds_more(found[1], own):
                return False
        others = [other for other in own if other is not change and other.key[:3] == change.key[:3]]
        # What another row of the same item changes, this row need not know of.
        elsewhere = {
            name
            for name in self.item_fields
            if not _touches(change, name) and any(_touches(other, name) for other in others)
        }
        return all(current[name] == change.before.get(name) for name in current if name not in elsewhere)

    def _reported_on(self, changes: Sequence[Change]) -> list[Change]:
        """Return the changes that would remove what somebody has reported on."""
        gone = [
            change for change in changes if change.after is None and change.before and self.makes_item(change.before)
        ]
        if not gone:
            return []
        rows = self.follow_up.objects.filter(lineage_id__in={change.key[2] for change in gone})
        reported = {(str(row.goal_key), str(row.lineage_id)) for row in rows if row.is_reported}
        # What a draft says beside a published report stands in no table.
        drafts = FollowUpReport.objects.filter(site=self.site, has_unpublished_changes=True)
        for states in states_of(drafts.select_related("latest_revision")).values():
            reported |= {(str(key[1]), str(key[2])) for key in said(states.latest) if key[0] is self.follow_up}
        return [change for change in gone if (change.key[0], change.key[2]) in reported]

    def _reason_against_writing(self, page: Any, writing: Writing) -> str:
        """Return why a goal page, as it is now, may not be written, and published if it is to be; "" if it may."""
        if (reason := reason_against_editing(page, self.editor)) or not (writing.publishes and page.live):
            return reason
        told = {"goal": page.get_admin_display_title()}
        if self.editor is not None and not page.permissions_for_user(self.editor).can_publish():
            return _("You may not publish “%(goal)s”.") % told
        # Wagtail ends a review when another version is published.
        if page.workflow_in_progress:
            return _("“%(goal)s” is being reviewed. Wait until the review is over.") % told
        return ""

    def _reason_against_publishing(self, goal: Goal, changes: Sequence[Change]) -> str:
        if not goal.page.live:
            text = _("“%(goal)s” is not published. Import into drafts, and publish the goal when it is ready.")
        elif self.editor is not None and not goal.page.permissions_for_user(self.editor).can_publish():
            text = _("You may not publish “%(goal)s”.")
        elif goal.page.workflow_in_progress:
            text = _("“%(goal)s” is being reviewed. Import into drafts, or wait until the review is over.")
        elif not all(self._is_as_seen(goal.public_sections, change, changes) for change in changes):
            text = _("The draft of “%(goal)s” differs in what the file changes. Publish the draft first.")
        else:
            return ""
        return text % {"goal": goal}

    @cached_property
    def blank(self) -> Mapping[str, Any]:
        """What is stored of an item in which nothing is filled in."""
        return blank_of(self.section_block.child_blocks["items"].child_block)

    @cached_property
    def section_block(self) -> Any:
        """The block of a section."""
        return SectionsBlock().child_blocks[self.section_type]


def blank_of(block: Any) -> Mapping[str, Any]:
    """Return what is stored of a block in which nothing is filled in."""
    blank: Mapping[str, Any] = block.get_prep_value(block.get_default())
    return blank


def _by_goal(changes: Sequence[Change]) -> dict[GoalKey, list[Change]]:
    wanted: dict[GoalKey, list[Change]] = {}
    for change in changes:
        wanted.setdefault((change.key[0], change.key[1]), []).append(change)
    return wanted


def _touches(change: Change, name: str) -> bool:
    return (change.before or {}).get(name) != (change.after or {}).get(name)
