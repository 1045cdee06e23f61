"""The goals of a site as they were written last: which one a row of a table names, and who may change it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale, Revision, Site

from ...authoring.plan_items import Stored
from ...models import goal_models, plan_models
from ...models.locks import ClosedPlanLock
from ...models.mixins import PLAN_IS_CLOSED
from ...models.site_pages import on_site
from ..columns.headings import Column
from ..columns.references import IdType
from ..columns.texts import folded, normal_text
from ..columns.types import ColumnType, WholeNumberType
from .base import RowError, Values, doubt_of_name
from .stored_items import with_ids

GoalKey: TypeAlias = tuple[str, str]
"""Translation key and language code: every language has a page of its own."""

GOAL_COLUMNS: Final = (
    Column("plan", gettext_lazy("plan year"), WholeNumberType(), is_field=False, can_clear=False),
    Column("goal_id", gettext_lazy("id of the goal"), IdType(), is_field=False, can_clear=False),
    Column("goal_number", gettext_lazy("number of the goal"), ColumnType(), is_field=False, can_clear=False),
    Column("goal", gettext_lazy("goal"), ColumnType(), is_field=False, can_clear=False),
    Column("language", gettext_lazy("language"), ColumnType(), is_field=False, can_clear=False),
)
"""The columns that tell the goal: its id; else its number, or its title, in the plan of a year."""


@dataclass(frozen=True)
class Goal:
    """A goal page: what is public of it, and what its latest draft says."""

    page: Any
    plan: Any
    language: str
    draft: Mapping[str, Any] = field(default_factory=dict)
    """The content of the latest revision, if that is not what is published."""

    @property
    def key(self) -> GoalKey:
        return str(self.page.translation_key), self.language

    @property
    def year(self) -> int | None:
        """The year of the plan; ``None`` for a goal that stands in none."""
        return self.plan.year if self.plan else None

    @property
    def number(self) -> str:
        return str(self.draft.get("number", self.page.number) or "")

    @property
    def title(self) -> str:
        return str(self.draft.get("title", self.page.title))

    @cached_property
    def sections(self) -> list[Stored]:
        """What the latest draft says, in the form in which it is stored."""
        return with_ids(json.loads(self.draft["sections"])) if "sections" in self.draft else self.public_sections

    @cached_property
    def public_sections(self) -> list[Stored]:
        """What the page itself says, whether it is live or not."""
        return with_ids(self.page.sections.raw_data)

    def __str__(self) -> str:
        name = f"{self.number} {self.title}".strip()
        return f"{name} ({self.year})" if self.year else name


@dataclass(frozen=True)
class FoundGoal:
    """A goal, and why it has to be confirmed that it is this one; "" if it is certain."""

    goal: Goal
    doubt: str = ""


class Goals:
    """The goals of a site in every language, without aliases, which show other pages."""

    def __init__(self, site: Site, editor: Any = None) -> None:
        """Make them; without ``editor``, as in a command, nobody is asked for rights."""
        self.site, self.editor = site, editor
        self._refusals: dict[GoalKey, str] = {}
        self._seen: dict[GoalKey, bool] = {}

    @cached_property
    def by_key(self) -> dict[GoalKey, Goal]:
        """The goals by their keys, in the order of the page tree."""
        pages = [
            page
            for model in goal_models()
            for page in model.objects.filter(on_site(self.site), alias_of__isnull=True).order_by("path")
        ]
        drafts = Revision.objects.filter(pk__in=[page.latest_revision_id for page in pages if _has_draft(page)])
        contents = dict(drafts.values_list("pk", "content"))
        plans = {plan.path: plan for model in plan_models() for plan in model.objects.filter(on_site(self.site))}
        goals = [
            Goal(
                page,
                plans.get(page.path[: -page.steplen]),
                self._languages[page.locale_id],
                contents.get(page.latest_revision_id, {}) if _has_draft(page) else {},
            )
            for page in sorted(pages, key=lambda page: str(page.path))
        ]
        return {goal.key: goal for goal in goals}

    @cached_property
    def main_language(self) -> str:
        return self._languages[self.site.root_page.locale_id]

    def find(self, values: Values) -> FoundGoal:
        """Return the goal that a row names. Raises ``RowError``."""
        language = self.language_in(values)
        if uuid := values.get("goal_id"):
            goal = self.by_key.get((uuid, language or self.main_language)) or self._only_edition(uuid, language)
            self.refuse_unseen(goal)
            self.refuse_contradiction(goal, values)
            return FoundGoal(goal)
        year, number, title = values.get("plan"), values.get("goal_number"), values.get("goal")
        if not number and not title:
            raise RowError({"": [_("Nothing in the row tells which goal it is about.")]})
        if year is None:
            raise RowError({"plan": [_("Say of which year the plan is that the goal stands in.")]})
        language = language or self.main_language
        if number:
            goal = _only("goal_number", number, year, self._by_number.get((year, language, folded(number)), []))
            self.refuse_unseen(goal)
            self.refuse_contradiction(goal, values)
            return FoundGoal(goal)
        goal = _only("goal", title or "", year, self._by_title.get((year, language, _as_title(title or "")), []))
        self.refuse_unseen(goal)
        return FoundGoal(goal, doubt_of_name())

    def refuse_unseen(self, goal: Goal) -> None:
        """Raise ``RowError`` if the editor does not see the goal's draft, of which a compared row tells."""
        if goal.key not in self._seen:
            self._seen[goal.key] = self.may_see(goal)
        if not self._seen[goal.key]:
            raise RowError({"": [_may_not_edit(goal.page)]})

    def refuse_contradiction(self, goal: Goal, values: Values) -> None:
        """Raise ``RowError`` if a row gives another plan than the goal's, or a number or title that is another goal's.

        A number or title that no goal of the plan has is no contradiction: the goal may have got another since.
        """
        year, number, title = values.get("plan"), values.get("goal_number"), values.get("goal")
        if year is not None and year != goal.year:
            raise RowError({"plan": [_("The goal “%(goal)s” stands in another plan.") % {"goal": goal}]})
        for column, index, text in (
            ("goal_number", self._by_number, folded(number or "")),
            ("goal", self._by_title, _as_title(title or "")),
        ):
            others = index.get((goal.year, goal.language, text), []) if text else []
            if others and goal not in others:
                raise RowError({column: [_("The row is about “%(goal)s”, not about this goal.") % {"goal": goal}]})

    def language_in(self, values: Values) -> str:
        """Return the language that a row names; "" if it names none. Raises ``RowError``."""
        text = values.get("language")
        found = [code for code in self._languages.values() if folded(code) == folded(text or "")]
        if text and not found:
            message = _("No page is in this language. Write one of: %(allowed)s.")
            raise RowError({"language": [message % {"allowed": ", ".join(sorted(self._languages.values()))}]})
        return found[0] if found else ""

    def named(self, goal: Goal) -> dict[str, Any]:
        """Return what the columns of an exported row say."""
        return {
            "plan": goal.year,
            "goal_id": goal.key[0],
            "goal_number": goal.number,
            "goal": goal.title,
            "language": goal.language,
        }

    def refusal(self, goal: Goal) -> str:
        """Return why the editor may not change a goal now; "" if she may."""
        if goal.key not in self._refusals:
            self._refusals[goal.key] = reason_against_editing(goal.page, self.editor)
        return self._refusals[goal.key]

    def may_see(self, goal: Goal) -> bool:
        """Tell whether the editor sees in the admin what a draft of the goal says: whether she may edit it."""
        return self.editor is None or bool(goal.page.permissions_for_user(self.editor).can_edit())

    def _only_edition(self, uuid: str, language: str) -> Goal:
        editions = [goal for goal in self.by_key.values() if goal.key[0] == uuid]
        if len(editions) == 1 and not language:
            return editions[0]
        if editions:
            raise RowError({"language": [_("The goal with this id has no page in this language.")]})
        raise RowError({"goal_id": [_("No goal of this site has this id.")]})

    @cached_property
    def _languages(self) -> dict[int, str]:
        return dict(Locale.objects.values_list("pk", "language_code"))

    @cached_property
    def _by_number(self) -> dict[tuple[int | None, str, str], list[Goal]]:
        return self._index({key: folded(goal.number) for key, goal in self.by_key.items()})

    @cached_property
    def _by_title(self) -> dict[tuple[int | None, str, str], list[Goal]]:
        return self._index({key: _as_title(goal.title) for key, goal in self.by_key.items()})

    def _index(self, texts: Mapping[GoalKey, str]) -> dict[tuple[int | None, str, str], list[Goal]]:
        index: dict[tuple[int | None, str, str], list[Goal]] = {}
        for key, text in texts.items():
            if text:
                index.setdefault((self.by_key[key].year, key[1], text), []).append(self.by_key[key])
        return index


def reason_against_editing(page: Any, editor: Any) -> str:
    """Return why an editor may not change a goal page now; "" if she may. Without one, what locks it binds all."""
    if editor is not None and not page.permissions_for_user(editor).can_edit():
        return _may_not_edit(page)
    lock = page.get_lock()
    if isinstance(lock, ClosedPlanLock):
        return str(PLAN_IS_CLOSED)
    if lock is None or (editor is not None and not lock.for_user(editor)):
        return ""
    return _("The goal “%(goal)s” is locked. %(why)s.") % {
        "goal": page.get_admin_display_title(),
        "why": str(lock.get_description(editor or AnonymousUser())).removesuffix("."),
    }


def _may_not_edit(page: Any) -> str:
    # Not the title of its draft, which is for those who may edit it.
    return _("You may not edit the goal “%(goal)s”.") % {"goal": page.title}


def _only(column: str, text: str, year: int, found: Sequence[Goal]) -> Goal:
    if not found:
        message = _("The plan of %(year)d has no goal “%(text)s”.")
        raise RowError({column: [message % {"year": year, "text": text[:100]}]})
    if len(found) > 1:
        message = _("%(count)d goals are “%(text)s”. Give the id of one of them.")
        raise RowError({column: [message % {"count": len(found), "text": text[:100]}]})
    return found[0]


def goal_identities(*further: str) -> Sequence[frozenset[str]]:
    """Return each set of columns that tells the goal, together with further ones."""
    return [
        frozenset({"goal_id", *further}),
        frozenset({"plan", "goal_number", *further}),
        frozenset({"plan", "goal", *further}),
    ]


def _has_draft(page: Any) -> bool:
    return bool(page.has_unpublished_changes and page.latest_revision_id)


def _as_title(text: str) -> str:
    return folded(normal_text(text))
