"""Next year's plan, made from this year's: all of it, or nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..compat import page_model
from ..models import plan_models
from ..periods import LAST_YEAR
from .closing import close_plan, may_close
from .next_plan import Choices, LastPlan, NewPage
from .years import date_moved_on, text_moved_on

ROLL_OVER_ACTION: Final = "wagtail_kommunmal.roll_over"

Refusals = Mapping[str, list[str]]
"""Why a plan cannot be rolled over, by what stands in the way: ``year``, ``title-sv``, ``slug-sv``, "" for the rest."""

_OF_THE_OLD_PAGE: Final = {
    "go_live_at": None,
    "expire_at": None,
    "expired": False,
    "locked": False,
    "locked_at": None,
    "locked_by": None,
}
"""What Wagtail would copy, though it was decided for the page of last year."""


class RollOverRefusedError(Exception):
    """The plan cannot be rolled over; nothing was made."""

    def __init__(self, refusals: Refusals) -> None:
        super().__init__(" ".join(message for messages in refusals.values() for message in messages))
        self.refusals = refusals


@dataclass(frozen=True)
class Progress:
    """How many of the pages are made; ``plan`` is the new plan, once everything is stored."""

    done: int
    total: int
    plan: Any = None


def roll_over(plan: Any, choices: Choices, user: Any) -> Iterator[Progress]:
    """Make next year's plan as drafts, in every language, and tell of each page.

    All is stored when the last step has been taken, or nothing: whoever stops asking, or dies, leaves the old state.
    Raises ``RollOverRefusedError``. Without a user, as in a command, nothing is forbidden.
    """
    with transaction.atomic():
        last = LastPlan(plan)
        _lock(last)
        if refusals := refusals_of(last, choices, user):
            raise RollOverRefusedError(refusals)
        pages = last.pages(choices)
        making = _Making(last, choices, user)
        for done, page in enumerate(pages, start=1):
            making.make(page)
            yield Progress(done, len(pages))
        making.set_later_parents()
        if choices.closes_old and not plan.is_closed:
            close_plan(plan, user)
        new_plan = making.made[plan.pk]
    yield Progress(len(pages), len(pages), new_plan)


def refusals_of(last: LastPlan, choices: Choices, user: Any) -> Refusals:
    """Return what stands in the way of a roll-over; empty when nothing does."""
    refusals: defaultdict[str, list[str]] = defaultdict(list)
    if last.plan.alias_of_id:
        refusals[""].append(_("The plan is an alias of another page. Start from that page."))
    if not last.plan.year < choices.year <= LAST_YEAR:
        refusals["year"].append(_("The year must be after %(year)s.") % {"year": last.plan.year})
    if choices.closes_old and user and not may_close(last.plan, user):
        refusals[""].append(_("You may not close the plan."))
    for edition in last.editions:
        for where, message in _refusals_of_edition(edition, choices, user):
            if message not in refusals[where]:
                refusals[where].append(message)
    return {where: messages for where, messages in refusals.items() if messages}


def _refusals_of_edition(edition: Any, choices: Choices, user: Any) -> Iterator[tuple[str, str]]:
    language, parent = edition.locale.language_code, edition.get_parent()
    name = choices.names[language]
    if user and not parent.permissions_for_user(user).can_add_subpage():
        yield "", _("You may not add pages below “%(parent)s”.") % {"parent": parent.title}
    if any(model.objects.child_of(parent).filter(year=choices.year).exists() for model in plan_models()):
        yield (
            "year",
            _("There is already a plan for %(year)s below “%(parent)s”.")
            % {"year": choices.year, "parent": parent.title},
        )
    if not name.title.strip():
        yield f"title-{language}", _("The plan needs a title.")
    if message := _reason_against_slug(edition, name.slug):
        yield f"slug-{language}", message
    elif page_model().objects.child_of(parent).filter(slug=name.slug).exists():
        yield (
            f"slug-{language}",
            _("Another page below “%(parent)s” has the slug “%(slug)s”.") % {"parent": parent.title, "slug": name.slug},
        )


def _reason_against_slug(edition: Any, slug: str) -> str:
    try:
        edition._meta.get_field("slug").clean(slug, edition)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _lock(last: LastPlan) -> None:
    """Let nobody else add pages beside the plan, or roll it over, until all is stored."""
    pages = {page.pk for edition in last.editions for page in (edition, edition.get_parent())}
    list(page_model().objects.select_for_update().filter(pk__in=pages).order_by("pk"))


class _Making:
    """Makes one page after the other, and remembers which is made from which."""

    def __init__(self, last: LastPlan, choices: Choices, user: Any) -> None:
        self.last, self.choices, self.user = last, choices, user
        self.made: dict[int, Any] = {}
        self.keys: defaultdict[UUID, UUID] = defaultdict(uuid4)
        """Old translation key -> new one, the same in every language."""
        self.own_goals = {goal.pk for goal in last.goals}
        self.waiting: list[tuple[Any, int]] = []
        """New goals, and the old parents whose successors were not made yet."""

    def make(self, page: NewPage) -> None:
        source = page.source
        parent = source.get_parent() if page.is_plan else self.made[source.get_parent().pk]
        # The tree is written from what the parent knows of itself.
        parent.refresh_from_db(fields=["path", "depth", "numchild", "url_path"])
        self.made[source.pk] = self._alias(page, parent) if source.alias_of_id else self._copy(page, parent)

    def set_later_parents(self) -> None:
        """Give the goals their parents that were made after them."""
        for goal, old_parent in self.waiting:
            goal.parent_goal_id = self.made[old_parent].pk
            goal.save(clean=False, update_fields=["parent_goal"])
            goal.save_revision(user=self.user, changed=False, clean=False)

    def _alias(self, page: NewPage, parent: Any) -> Any:
        shown = self.made[page.source.alias_of_id]
        return shown.create_alias(
            parent=parent,
            update_slug=page.slug,
            update_locale=page.source.locale,
            user=self.user,
            # In the same language it is no translation.
            reset_translation_key=page.source.locale_id == shown.locale_id,
        )

    def _copy(self, page: NewPage, parent: Any) -> Any:
        source = page.source
        attrs = {
            **_OF_THE_OLD_PAGE,
            **self._titles(page),
            "slug": page.slug,
            "translation_key": self.keys[source.translation_key],
            **(self._of_plan(source) if page.is_plan else self._of_goal(page)),
        }
        made = source.copy(
            to=parent,
            update_attrs=attrs,
            copy_revisions=False,
            keep_live=False,
            user=self.user,
            log_action=None,
        )
        log(instance=made, action=ROLL_OVER_ACTION, user=self.user, revision=made.latest_revision)
        if not page.is_plan and source.parent_goal_id in self.own_goals and made.parent_goal_id is None:
            self.waiting.append((made, source.parent_goal_id))
        return made

    def _titles(self, page: NewPage) -> dict[str, Any]:
        titles = {"title": page.title, "draft_title": page.title}
        if seo_title := getattr(page.source, "seo_title", ""):
            titles["seo_title"] = text_moved_on(seo_title, self.last.plan.year, self.choices.year)
        return titles

    def _of_plan(self, plan: Any) -> dict[str, Any]:
        years = self.choices.year - plan.year
        return {
            "year": self.choices.year,
            "period_from": date_moved_on(plan.period_from, years),
            "period_to": date_moved_on(plan.period_to, years),
            "decision_reference": "",
            "adopted_on": None,
            "closed_at": None,
        }

    def _of_goal(self, page: NewPage) -> dict[str, Any]:
        goal = page.source
        attrs = {
            "previous_goal": goal,
            "sections": goal._meta.get_field("sections").to_python(json.dumps(page.sections)),
        }
        if goal.parent_goal_id in self.own_goals:
            attrs["parent_goal"] = self.made.get(goal.parent_goal_id)
        return attrs
