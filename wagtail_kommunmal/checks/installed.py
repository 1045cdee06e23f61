"""Checks of the installed apps, their order and the page classes that they bring."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.core.checks import CheckMessage
from wagtail.models import get_page_models

from ..compat import page_model, page_model_name
from ..models import goal_models, plan_models
from .messages import checks, error, warning

HOW_TO_SUBCLASS = "Add 'wagtail_kommunmal.pages' to INSTALLED_APPS, or subclass PlanPageMixin and GoalPageMixin."


@checks()
def check_required_apps() -> Iterator[CheckMessage]:
    """E002: an app that the package builds on is missing from ``INSTALLED_APPS``.

    Without ``wagtail.images`` no check is reached: Wagtail refuses to start.
    """
    for name in ("wagtail.contrib.settings", "wagtail.snippets", "wagtail.documents"):
        if not apps.is_installed(name):
            yield error(2, f"wagtail_kommunmal needs {name!r} in INSTALLED_APPS.", f"Add {name!r} to INSTALLED_APPS.")


@checks()
def check_base_page() -> Iterator[CheckMessage]:
    """E004: ``wagtail_kommunmal.pages`` is installed in a site with a base page of its own.

    Its pages build on Wagtail's base page. Django only says that a relation leads to a model that was swapped out.
    """
    if apps.is_installed("wagtail_kommunmal.pages") and page_model_name().lower() != "wagtailcore.page":
        yield error(
            4,
            f"'wagtail_kommunmal.pages' builds on Wagtail's base page; WAGTAIL_PAGE_MODEL is {page_model_name()!r}.",
            "Take 'wagtail_kommunmal.pages' out of INSTALLED_APPS, and combine PlanPageMixin and GoalPageMixin with"
            " your own base page.",
        )


@checks()
def check_page_classes() -> Iterator[CheckMessage]:
    """W002: no page class for plans, or none for goals: there is nothing that editors could write."""
    for models, what, mixin in ((plan_models(), "plans", "PlanPageMixin"), (goal_models(), "goals", "GoalPageMixin")):
        if not models:
            yield warning(2, f"No page class of this site is a {mixin}: there can be no {what}.", HOW_TO_SUBCLASS)


@checks()
def check_order_of_apps() -> Iterator[CheckMessage]:
    """W003: templates or static files of an app are meant to replace those of the package, and never do.

    The app stands behind ``wagtail_kommunmal`` in ``INSTALLED_APPS``, where the first file of a name is taken.
    """
    configs = list(apps.get_app_configs())
    own = apps.get_app_config("wagtail_kommunmal")
    for config in configs[configs.index(own) + 1 :]:
        for kind in ("templates", "static"):
            hidden = sorted(_files(config.path, kind) & _files(own.path, kind))
            if hidden:
                yield warning(
                    3,
                    f"{config.name!r} has files that are never used: {', '.join(hidden)}.",
                    f"Put {config.name!r} before 'wagtail_kommunmal' in INSTALLED_APPS.",
                )


@checks()
def check_place_for_plans() -> Iterator[CheckMessage]:
    """W013: no page class of the site allows a plan below it, so that the admin never offers to add one.

    A site whose only pages are of Wagtail's base page, which allows everything, has nothing to set.
    """
    plans = plan_models()
    own = {page_model(), *plans, *goal_models()}
    places = [model for model in get_page_models() if model not in own]
    try:
        allowed = {below for place in places for below in place.allowed_subpage_models()}
    except (LookupError, ValueError):
        return  # A page type that does not exist: Wagtail's own check tells.
    if places and plans and allowed.isdisjoint(plans):
        name = plans[0]._meta.label
        yield warning(
            13,
            f"No page class of this site allows a plan below it: the admin never offers to add {name}.",
            f"Add {name!r} to the subpage_types of the page class that plans are to stand below.",
        )


def _files(app: str, kind: str) -> set[str]:
    folder = Path(app) / kind
    paths = (folder / "wagtail_kommunmal").rglob("*")
    return {path.relative_to(folder).as_posix() for path in paths if path.is_file()}
