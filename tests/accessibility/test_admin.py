"""The admin views of the package hold WCAG 2.2 AA and axe-core's best practice, on small and large screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from tests.end_to_end.goal_form import GoalForm
from tests.site_pages import GoalPage, PlanPage
from wagtail_kommunmal.models import KoladaLink, KoladaRun, KommunmalSiteSettings
from wagtail_kommunmal.testing import KeyFigureFactory
from wagtail_kommunmal.testing.kolada import FakeKolada

from .admin import Admin
from .conftest import administrator_in, log_in
from .municipality import Municipality

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [
    pytest.mark.same_on_every_database,
    pytest.mark.browser,
    pytest.mark.xdist_group("accessibility"),
    pytest.mark.indexed,
]

GOAL_TABS = ("goal", "sections", "context", "promote")


def model(of: type[Model]) -> tuple[str, str]:
    """Return what names a model in the addresses of its forms."""
    return of._meta.app_label, of._meta.model_name or ""


def test_front_page_and_listings_have_no_violation(admin: Admin, municipality: Municipality) -> None:
    admin.check_views(
        {
            "front page with a warning": reverse("wagtailadmin_home"),
            "plans": reverse("kommunmal_planpage:index"),
            "goals": reverse("kommunmal_goalpage:index"),
            "goals of a plan": reverse("wagtailadmin_explore", args=[municipality.plan.pk]),
            "where to put a new goal": reverse("kommunmal_goalpage:choose_parent"),
        }
    )
    assert admin.found == {}


def test_overviews_of_the_follow_up_have_no_violation(admin: Admin, municipality: Municipality) -> None:
    admin.check_views(
        {
            "matrix": reverse("kommunmal_overviews:matrix"),
            "creation of what is missing": reverse(
                "kommunmal_overviews:create_missing", args=[municipality.plan.pk, "2026-T1"]
            ),
            "what is lacking": reverse("kommunmal_overviews:freshness"),
        }
    )
    assert admin.found == {}


def test_views_of_kolada_have_no_violation(admin: Admin, municipality: Municipality, settings: Any) -> None:
    fake = FakeKolada(municipalities={"0000": "Riket", "9999": "Sundby"})
    fake.add_kpi("N00945", "Invånare 0-19 år, andel (%)", description="Andel invånare. Källa: SCB.")
    site = Site.objects.get(is_default_site=True)
    KommunmalSiteSettings.objects.update_or_create(site=site, defaults={"kolada_municipality": "9999"})
    figure = KeyFigureFactory(site=site, kolada_id="N00945")
    KoladaLink.objects.create(
        key_figure=figure, kolada_id="N00945", warnings=[{"code": "vanished", "params": {"id": "N00945"}}]
    )
    KoladaRun.objects.create(
        site=site,
        alive_at=timezone.now(),
        finished_at=timezone.now(),
        problem="Hämtningen avbröts.",
        notices=[{"code": "no_area", "params": {"id": "G9"}}],
    )
    with fake.serving() as url:
        settings.WAGTAIL_KOMMUNMAL = {"KOLADA_URL": url}
        admin.check_views(
            {
                "overview": reverse("kommunmal_kolada:index"),
                "search": f"{reverse('kommunmal_kolada:search')}?q=andel&pk={figure.pk}",
                "search without an answer": f"{reverse('kommunmal_kolada:search')}?q=x",
                "taking over": reverse("kommunmal_kolada:take_over", args=["N00945"]),
                "listing": reverse("wagtailsnippets_wagtail_kommunmal_keyfigure:list"),
                "form": reverse("wagtailsnippets_wagtail_kommunmal_keyfigure:edit", args=[figure.pk]),
            }
        )
    assert admin.found == {}


def test_name_of_the_menu_is_not_cut_off_in_swedish(
    browser_page: Page, live_server: LiveServer, municipality: Municipality
) -> None:
    log_in(browser_page.context, live_server.url, administrator_in("sv"))
    browser_page.goto(live_server.url + reverse("wagtailadmin_home"))
    label = browser_page.locator(".kommunmal-menu > .menuitem-label")
    assert label.inner_text() == "Mål och uppföljning"
    assert label.evaluate("label => label.scrollWidth <= label.clientWidth")


def test_forms_of_a_plan_have_no_violation(admin: Admin, municipality: Municipality) -> None:
    plan, closed = municipality.plan, municipality.closed_plan
    admin.check_views(
        {
            "add": reverse("wagtailadmin_pages:add", args=[*model(PlanPage), municipality.home.pk]),
            "edit": reverse("wagtailadmin_pages:edit", args=[plan.pk]),
            "edit when it is closed": reverse("wagtailadmin_pages:edit", args=[closed.pk]),
            "close": reverse("wagtail_kommunmal_close_plan", args=[plan.pk]),
            "open": reverse("wagtail_kommunmal_open_plan", args=[closed.pk]),
            "releases": reverse("wagtail_kommunmal_releases", args=[plan.pk]),
            "taking a release out of the history": reverse("wagtail_kommunmal_hide_release", args=[plan.pk, 1]),
            "putting a release back": reverse("wagtail_kommunmal_show_release", args=[plan.pk, 1]),
        }
    )
    assert admin.found == {}


def test_tabs_of_a_goal_have_no_violation(admin: Admin, municipality: Municipality) -> None:
    admin.check_tabs(reverse("wagtailadmin_pages:edit", args=[municipality.goal.pk]), *GOAL_TABS)
    assert admin.found == {}


def test_tabs_of_a_new_goal_have_no_violation(admin: Admin, municipality: Municipality) -> None:
    below_plan = [*model(GoalPage), municipality.plan.pk]
    admin.check_tabs(reverse("wagtailadmin_pages:add", args=below_plan), *GOAL_TABS[:2])
    assert admin.found == {}


def test_copy_form_of_a_goal_has_no_violation(admin: Admin, municipality: Municipality) -> None:
    admin.check_views({"copy": reverse("wagtailadmin_pages:copy", args=[municipality.goal.pk])})
    assert admin.found == {}


def test_settings_of_a_site_have_no_violation(admin: Admin, municipality: Municipality) -> None:
    of_site = [*model(KommunmalSiteSettings), Site.objects.get().pk]
    words = reverse("wagtail_kommunmal_words", args=["trend"])
    admin.check_views({"settings": reverse("wagtailsettings:edit", args=of_site), "words of statuses": words})
    assert admin.found == {}


def test_choosers_have_no_violation(admin: Admin, municipality: Municipality) -> None:
    below_plan = [*model(GoalPage), municipality.plan.pk]
    form = GoalForm(admin.open(reverse("wagtailadmin_pages:add", args=below_plan)))
    form.open_tab("Sections")
    responsible = form.add_item(f"{form.add_item('sections-0-value-items')}-responsible")
    admin.check_chooser(f"{responsible}-body")
    admin.check_chooser(f"{form.add_item('sections-2-value-items')}-key_figure")
    form.open_tab("Context")
    admin.check_chooser("id_focus_area")
    assert admin.found == {}


def test_pictures_of_the_sections_in_the_block_picker_have_no_violation(
    admin: Admin, municipality: Municipality
) -> None:
    preview = reverse("wagtailadmin_block_preview")
    sections = type(municipality.goal)._meta.get_field("sections").stream_block.child_blocks
    admin.check_views({name: f"{preview}?id={block.definition_prefix}" for name, block in sections.items()})
    assert admin.found == {}


def test_values_targets_and_assessments_have_no_violation(admin: Admin, municipality: Municipality) -> None:
    admin.check_tabs(
        reverse("kommunmal_key_figure:rows", args=[municipality.figure.pk]), "values", "targets", "assessments"
    )
    assert admin.found == {}


@pytest.mark.parametrize("name", ["figure", "body", "area"])
def test_views_of_a_snippet_have_no_violation(admin: Admin, municipality: Municipality, name: str) -> None:
    snippet: Any = getattr(municipality, name)
    namespace = "_".join(["wagtailsnippets", *model(snippet)])
    # All but the forms are the same views of Wagtail's.
    of_one = ("edit", "delete", "usage", "history") if name == "figure" else ("edit",)
    admin.check_views(
        {
            **{view: reverse(f"{namespace}:{view}") for view in ("list", "add")},
            **{view: reverse(f"{namespace}:{view}", args=[snippet.pk]) for view in of_one},
        }
    )
    assert admin.found == {}
