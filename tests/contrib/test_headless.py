"""With wagtail-headless-preview, the editor's preview of a plan or goal is the frontend, which reads the draft."""

from __future__ import annotations

import json
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test.client import Client
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import streamfield
from wagtail_headless_preview.models import PagePreview

from tests.admin.form_data import goal_form, plan_form
from tests.site_pages import GoalPage, Page, PlanPage
from wagtail_kommunmal.contrib import headless
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

CLIENT = "https://mal.example/forhandsvisning"


@pytest.fixture(autouse=True)
def _frontend(settings: Any) -> None:
    settings.WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": {"default": CLIENT}, "REDIRECT_ON_PREVIEW": True}


@pytest.fixture
def plan(site: Site, released: Any) -> PlanPage:
    with released():
        return PlanPageFactory(year=2026)


@pytest.fixture
def goal(plan: PlanPage, released: Any) -> GoalPage:
    """A live goal with a draft over it."""
    with released():
        goal = GoalPageFactory(parent=plan, title="Som beslutat")
    goal.title = "Ett utkast"
    goal.save_revision()
    return goal


def previewed(client: Client, name: str, *args: Any, form: dict[str, Any]) -> str:
    """Return where the preview panel leads for what stands in the form."""
    url = reverse(f"wagtailadmin_pages:{name}", args=args)
    assert client.post(url, form).json()["is_valid"]
    return led_to(client, url)


def led_to(client: Client, url: str) -> str:
    response = client.get(url, {"in_preview_panel": "true"})
    assert response.status_code == 302
    return str(response.headers["Location"])


def of_draft(page: Page) -> str:
    return reverse("wagtailadmin_pages:view_draft", args=[page.pk])


def read_by(client: Client, frontend: str) -> Any:
    """Do what a frontend does that was opened at an address, and return the answer of the API."""
    query = parse_qs(urlsplit(frontend).query)
    [token] = parse_qs(urlsplit(frontend).fragment)["token"]
    url = f"/kommunmal/v1/{query['kind'][0]}s/{query['id'][0]}"
    return client.get(url, {"lang": query["lang"][0]}, headers={"authorization": f"Bearer {token}"})


def test_preview_is_the_frontend_with_the_token_in_the_fragment(
    goal: GoalPage, editor_client: Client, client: Client
) -> None:
    frontend = led_to(editor_client, of_draft(goal))
    address, _, fragment = frontend.partition("#token=")
    assert address == (
        f"{CLIENT}/?content_type={GoalPage._meta.label_lower}&kind=goal&id={goal.translation_key}&lang={goal.locale.language_code}"
    )
    assert fragment
    answer = read_by(client, frontend)
    assert (answer.status_code, answer.json()["title"]) == (200, "Ett utkast")


def test_plan_is_previewed_as_well(plan: PlanPage, editor_client: Client, client: Client) -> None:
    form = plan_form(title="Plan i formuläret", slug=plan.slug)
    frontend = previewed(editor_client, "preview_on_edit", plan.pk, form=form)
    assert read_by(client, frontend).json()["title"] == "Plan i formuläret"


def test_page_shows_the_frontend_in_a_frame_where_the_site_does_not_redirect(
    goal: GoalPage, editor_client: Client, client: Client, settings: Any
) -> None:
    settings.WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": {"default": CLIENT}}
    html = BeautifulSoup(editor_client.get(of_draft(goal)).content, "html.parser")
    assert html.iframe is not None
    assert read_by(client, str(html.iframe["src"])).json()["title"] == "Ett utkast"


def test_what_stands_in_the_form_is_read_before_it_is_saved(
    goal: GoalPage, editor_client: Client, client: Client
) -> None:
    form = goal_form(title="Ännu inte sparat", slug=goal.slug)
    frontend = previewed(editor_client, "preview_on_edit", goal.pk, form=form)
    assert read_by(client, frontend).json()["title"] == "Ännu inte sparat"
    assert goal.get_latest_revision_as_object().title == "Ett utkast"


def test_new_goal_is_read_before_it_is_saved(plan: PlanPage, editor_client: Client, client: Client) -> None:
    sections = streamfield([])
    form = goal_form(title="Ett nytt mål", number="7", sections=sections)
    frontend = previewed(editor_client, "preview_on_add", GoalPage._meta.app_label, "goalpage", plan.pk, form=form)
    answer = read_by(client, frontend)
    assert answer.status_code == 200, answer.content
    assert (answer.json()["title"], answer.json()["plan"]["year"]) == ("Ett nytt mål", 2026)
    assert not GoalPage.objects.exists()


def test_new_goal_is_not_read_by_who_may_no_longer_add_it(
    plan: PlanPage, editor_client: Client, editor: Any, client: Client
) -> None:
    form = goal_form(title="Ett nytt mål", sections=streamfield([]))
    frontend = previewed(editor_client, "preview_on_add", GoalPage._meta.app_label, "goalpage", plan.pk, form=form)
    editor.groups.clear()
    assert read_by(client, frontend).status_code == 401


def test_new_goal_is_not_read_once_its_plan_is_gone(plan: PlanPage, editor_client: Client, client: Client) -> None:
    form = goal_form(title="Ett nytt mål", sections=streamfield([]))
    frontend = previewed(editor_client, "preview_on_add", GoalPage._meta.app_label, "goalpage", plan.pk, form=form)
    plan.delete()
    assert read_by(client, frontend).status_code == 401


def test_form_that_another_new_page_was_kept_in_meanwhile_is_not_read(
    plan: PlanPage, editor_client: Client, client: Client
) -> None:
    form = goal_form(title="Den enas", sections=streamfield([]))
    frontend = previewed(editor_client, "preview_on_add", GoalPage._meta.app_label, "goalpage", plan.pk, form=form)
    kept = PagePreview.objects.get()
    content = {**json.loads(kept.content_json), "title": "Den andras", "translation_key": str(plan.translation_key)}
    PagePreview.objects.update(content_json=json.dumps(content))
    assert read_by(client, frontend).status_code == 401


def test_earlier_version_is_read_as_it_was(goal: GoalPage, editor_client: Client, client: Client) -> None:
    earlier = goal.revisions.order_by("pk").first()
    url = reverse("wagtailadmin_pages:revisions_view", args=[goal.pk, earlier.pk])
    assert read_by(client, led_to(editor_client, url)).json()["title"] == "Som beslutat"


def test_latest_draft_is_read_once_the_form_is_no_longer_kept(
    goal: GoalPage, editor_client: Client, client: Client
) -> None:
    form = goal_form(title="Ännu inte sparat", slug=goal.slug)
    frontend = previewed(editor_client, "preview_on_edit", goal.pk, form=form)
    PagePreview.objects.all().delete()
    assert read_by(client, frontend).json()["title"] == "Ett utkast"


def test_page_that_was_moved_is_read_where_it_stands_now(
    goal: GoalPage, editor_client: Client, client: Client, released: Any
) -> None:
    frontend = led_to(editor_client, of_draft(goal))
    with released():
        other = PlanPageFactory(year=2030)
        goal.move(other, pos="last-child")
    assert read_by(client, frontend).json()["plan"]["year"] == 2030


def test_what_stands_in_a_form_dies_with_its_editors_rights(
    goal: GoalPage, editor_client: Client, client: Client, editor: Any
) -> None:
    form = goal_form(title="Ännu inte sparat", slug=goal.slug)
    frontend = previewed(editor_client, "preview_on_edit", goal.pk, form=form)
    get_user_model().objects.filter(pk=editor.pk).update(is_active=False)
    answer = read_by(client, frontend)
    assert answer.status_code == 401
    assert "sparat" not in answer.content.decode()


def test_token_of_the_library_alone_opens_nothing(goal: GoalPage, editor_client: Client, client: Client) -> None:
    led_to(editor_client, of_draft(goal))
    token = PagePreview.objects.get().token
    url = f"/kommunmal/v1/goals/{goal.translation_key}"
    assert client.get(url, headers={"authorization": f"Bearer {token}"}).status_code == 401
    assert client.get(url, {"token": token}).status_code == 400


@pytest.mark.parametrize("clients", [{}, {"other.example": CLIENT}])
def test_site_without_a_frontend_shows_its_own_page(
    goal: GoalPage, editor_client: Client, settings: Any, clients: dict[str, str]
) -> None:
    settings.WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": clients}
    response = editor_client.get(of_draft(goal))
    assert response.status_code == 200
    assert "<h1>Ett utkast</h1>" in " ".join(str(BeautifulSoup(response.content, "html.parser").h1).split())
    assert not PagePreview.objects.exists()


def test_site_may_have_a_frontend_that_others_have_not(goal: GoalPage, editor_client: Client, settings: Any) -> None:
    settings.WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": {"testserver": CLIENT}, "REDIRECT_ON_PREVIEW": True}
    assert led_to(editor_client, of_draft(goal)).startswith(f"{CLIENT}/?")


def test_without_the_library_pages_are_previewed_as_ever() -> None:
    class Base:
        def serve_preview(self, request: Any, mode_name: str) -> str:
            return f"own page, mode {mode_name}"

    spec = spec_from_file_location("wagtail_kommunmal.contrib.headless_alone", headless.__file__)
    assert spec is not None
    assert spec.loader is not None
    alone = module_from_spec(spec)
    with patch.object(apps, "is_installed", return_value=False):
        spec.loader.exec_module(alone)
    page = type("Page", (alone.HeadlessPreviewMixin, Base), {})()
    assert page.serve_preview(None, "print") == "own page, mode print"
    assert alone.page_in_form("id=1:x", None) is None
