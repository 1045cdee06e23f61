"""The admin views of the package hold WCAG 2.2 AA and axe-core's best practice, on small and large screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests.end_to_end.goal_form import GoalForm
from tests.site_pages import GoalPage

from .axe import violations
from .municipality import Municipality

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.accessibility, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GOAL_TABS = ("goal", "sections", "context", "promote")


class Admin:
    """Opens views of the admin, and notes their violations."""

    def __init__(self, page: Page, root: str) -> None:
        self.page, self.root = page, root
        self.found: dict[str, list[str]] = {}

    def open(self, address: str) -> Page:
        response = self.page.goto(f"{self.root}{address}")
        assert response is not None
        assert response.ok, (response.status, address)
        assert "/login/" not in self.page.url
        return self.page

    def check(self, name: str, within: str | None = None) -> None:
        if found := violations(self.page, within):
            self.found[name] = found

    def check_views(self, views: Mapping[str, str]) -> None:
        for name, address in views.items():
            self.open(address)
            self.check(name)

    def check_tabs(self, address: str, *names: str) -> None:
        """Check the page as it opens, and the panel of each further tab."""
        self.open(address)
        self.check(names[0])
        for name in names[1:]:
            self.page.set_viewport_size({"width": 1280, "height": 900})
            self.page.locator(f"#tab-label-{name}").click()
            self.page.locator(f"#tab-{name}").wait_for()
            self.check(name, within=f"#tab-{name}")

    def check_chooser(self, path: str) -> None:
        """Check both tabs of a chooser in the form that stands open."""
        self.page.locator(f'[id="{path}-chooser"] [data-chooser-action-choose]').first.click()
        dialog = self.page.locator(".modal-dialog")
        dialog.get_by_role("tab").first.wait_for()
        assert dialog.get_by_role("tab").count() == 2
        for tab in dialog.get_by_role("tab").all():
            self.page.set_viewport_size({"width": 1280, "height": 900})
            tab.click()
            self.check(f"{path}, {tab.inner_text()}", within=".modal-dialog")
        self.page.keyboard.press("Escape")
        dialog.wait_for(state="detached")


@pytest.fixture
def admin(admin_page: Page, live_server: LiveServer) -> Admin:
    return Admin(admin_page, live_server.url)


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


def test_name_of_the_menu_is_not_cut_off_in_swedish(admin: Admin, admin_user: Any, municipality: Municipality) -> None:
    UserProfile.objects.filter(user=admin_user).update(preferred_language="sv")
    label = admin.open(reverse("wagtailadmin_home")).locator(".kommunmal-menu > .menuitem-label")
    assert label.inner_text() == "Mål och uppföljning"
    assert label.evaluate("label => label.scrollWidth <= label.clientWidth")


def test_forms_of_a_plan_have_no_violation(admin: Admin, municipality: Municipality) -> None:
    plan, closed = municipality.plan, municipality.closed_plan
    admin.check_views(
        {
            "edit": reverse("wagtailadmin_pages:edit", args=[plan.pk]),
            "edit when it is closed": reverse("wagtailadmin_pages:edit", args=[closed.pk]),
            "close": reverse("wagtail_kommunmal_close_plan", args=[plan.pk]),
            "open": reverse("wagtail_kommunmal_open_plan", args=[closed.pk]),
        }
    )
    assert admin.found == {}


def test_tabs_of_a_goal_have_no_violation(admin: Admin, municipality: Municipality) -> None:
    admin.check_tabs(reverse("wagtailadmin_pages:edit", args=[municipality.goal.pk]), *GOAL_TABS)
    assert admin.found == {}


def test_tabs_of_a_new_goal_have_no_violation(admin: Admin, municipality: Municipality) -> None:
    below_plan = [GoalPage._meta.app_label, "goalpage", municipality.plan.pk]
    admin.check_tabs(reverse("wagtailadmin_pages:add", args=below_plan), *GOAL_TABS)
    assert admin.found == {}


def test_choosers_have_no_violation(admin: Admin, municipality: Municipality) -> None:
    below_plan = [GoalPage._meta.app_label, "goalpage", municipality.plan.pk]
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
    namespace = f"wagtailsnippets_{snippet._meta.app_label}_{snippet._meta.model_name}"
    of_one = ("edit", "delete", "usage", "history")
    admin.check_views(
        {
            **{view: reverse(f"{namespace}:{view}") for view in ("list", "add")},
            **{view: reverse(f"{namespace}:{view}", args=[snippet.pk]) for view in of_one},
        }
    )
    assert admin.found == {}
