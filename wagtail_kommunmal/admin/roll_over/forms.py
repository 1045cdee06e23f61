from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_content_languages

from ...authoring.closing import may_close
from ...authoring.next_plan import Choices, LastPlan, Name
from ...authoring.plan_items import PlanItem
from ...authoring.roll_over import refusals_of
from ...models import ItemKind, words_of_site
from ...vocabulary import AssignmentStatus
from ...words import SiteWords

CONTINUING = "continuing"
"""The name under which the form sends what goes on."""


@dataclass(frozen=True)
class ItemChoice:
    """An assignment or investment that may go on."""

    item: PlanItem
    value: str
    is_checked: bool
    words: SiteWords

    @property
    def kind(self) -> str:
        return str(ItemKind(self.item.kind).label)

    @property
    def status(self) -> str:
        """What was said of it last, in the site's words."""
        if not self.item.status:
            return str(_("Not reported"))
        return self.words.label(self.item.status, AssignmentStatus, get_language() or settings.LANGUAGE_CODE)


@dataclass(frozen=True)
class GoalChoices:
    """A goal and what of it may go on."""

    goal: Any
    items: list[ItemChoice]


class NextPlanForm(forms.Form):
    """Asks what next year's plan is called and what goes on in it."""

    data: Any
    year = forms.IntegerField(label=_("Year"))
    closes_old = forms.BooleanField(
        label=_("Close the old plan"),
        required=False,
        help_text=_("It then stays as it was decided. You can also close it later, when its year is over."),
    )

    def __init__(self, *args: Any, last: LastPlan, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last, self.user, self.choices = last, user, last.proposal()
        self.fields["year"].initial = self.choices.year
        self.languages = list(self.choices.names)
        for language, name in self.choices.names.items():
            self._add_names(language, name)
        if last.plan.is_closed or not may_close(last.plan, user):
            del self.fields["closes_old"]

    def name_fields(self) -> list[Any]:
        """The fields for title and slug in each language."""
        return [self[f"{name}-{language}"] for language in self.languages for name in ("title", "slug")]

    def goals(self) -> list[GoalChoices]:
        """Return what may go on by goals, those that have nothing left out."""
        checked, words = self._checked(), words_of_site(self.last.plan.get_site())
        goals = {goal.translation_key: goal for goal in reversed(self.last.goals)}
        return [
            GoalChoices(
                goals[key], [ItemChoice(item, value_of(item), value_of(item) in checked, words) for item in items]
            )
            for key, items in self.last.items.items()
            if items
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        names = {
            language: Name(cleaned[f"title-{language}"], cleaned[f"slug-{language}"]) for language in self.languages
        }
        checked = self._checked()
        left_out = frozenset(item.key for item in self._items() if value_of(item) not in checked)
        self.choices = Choices(cleaned["year"], names, left_out, bool(cleaned.get("closes_old")))
        for where, messages in refusals_of(self.last, self.choices, self.user).items():
            self.add_error(where or None, messages)
        return cleaned

    def _add_names(self, language: str, name: Name) -> None:
        of_language = f" ({dict(get_content_languages()).get(language, language)})" if len(self.languages) > 1 else ""
        title = forms.CharField(label=_("Title") + of_language, max_length=255, initial=name.title)
        slug = forms.SlugField(label=_("Slug") + of_language, max_length=255, allow_unicode=True, initial=name.slug)
        self.fields.update({f"title-{language}": title, f"slug-{language}": slug})

    def _items(self) -> list[PlanItem]:
        return [item for items in self.last.items.values() for item in items]

    def _checked(self) -> set[str]:
        if self.is_bound:
            return set(self.data.getlist(CONTINUING))
        return {value_of(item) for item in self._items() if item.key not in self.choices.left_out}


def value_of(item: PlanItem) -> str:
    """Return how the form names an item."""
    goal_key: UUID = item.key.goal_key
    return f"{goal_key}:{item.key.lineage_id}"
