"""Plans and goals, in Swedish and, where there is a translation, in English."""

import json
from uuid import UUID

from django.db import transaction
from wagtail.models import Locale

from demo.content.shapes import Goal, Plan
from demo.loading.bodies import focus_area_named
from demo.loading.identity import identity
from demo.loading.images import image_named
from demo.loading.publishing import publish
from demo.loading.rich_text import to_html
from demo.loading.sections import raw_sections
from demo.loading.site import HOME_KEY
from home.models import HomePage
from wagtail_kommunmal.pages.models import GoalPage, PlanPage


def plan_key(year: int) -> UUID:
    """Return what identifies a plan in all languages."""
    return identity("plan", year)


def goal_key(year: int, slug: str) -> UUID:
    """Return what identifies a goal in all languages; `slug` is that of the Swedish page."""
    return identity("goal", year, slug)


@transaction.atomic
def ensure_plan(content: Plan, locale: Locale) -> bool:
    """Make a plan in one language, below that language's first page."""
    key = plan_key(content.year)
    if PlanPage.objects.filter(translation_key=key, locale=locale).exists():
        return False
    page = PlanPage(
        translation_key=key,
        locale=locale,
        live=False,
        show_in_menus=True,
        slug=content.slug,
        title=content.title,
        year=content.year,
        period_from=content.period_from,
        period_to=content.period_to,
        intro=to_html(content.intro),
        decision_reference=content.decision_reference,
        adopted_on=content.adopted_on,
    )
    HomePage.objects.get(translation_key=HOME_KEY, locale=locale).add_child(instance=page)
    publish(page)
    return True


@transaction.atomic
def ensure_goal(content: Goal, year: int, locale: Locale, original: Goal | None = None) -> bool:
    """Make a goal below its plan; a translation shares the identity of its `original`."""
    slug = (original or content).slug
    key = goal_key(year, slug)
    if GoalPage.objects.filter(translation_key=key, locale=locale).exists():
        return False
    page = GoalPage(
        translation_key=key,
        locale=locale,
        live=False,
        slug=content.slug,
        title=content.title,
        search_description=content.statement,
        number=content.number,
        statement=content.statement,
        scope_line=content.scope_line,
        political_text=to_html(content.political_text),
        image=image_named(content.image),
        level_label=content.level_label,
        kind=content.kind,
        focus_area=focus_area_named(content.focus_area) if content.focus_area else None,
        parent_goal=_goal(year, content.parent_goal),
        previous_goal=_goal(year - 1, content.previous_goal),
        sdgs=list(content.sdgs),
        sections=json.dumps(raw_sections(content.sections, f"{year}/{slug}")),
    )
    PlanPage.objects.get(translation_key=plan_key(year), locale=locale).add_child(instance=page)
    publish(page)
    return True


def _goal(year: int, slug: str | None) -> GoalPage | None:
    """Return the Swedish page of a goal: it stands for the goal in every language."""
    if slug is None:
        return None
    return GoalPage.objects.get(translation_key=goal_key(year, slug), locale=Locale.get_default())
