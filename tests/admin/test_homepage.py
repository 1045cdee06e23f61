"""The admin's front page says what of the published goals has not reached the readers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test.client import Client
from django.urls import reverse
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Site

from tests.site_pages import Page
from wagtail_kommunmal.models import PendingRelease
from wagtail_kommunmal.releasing.health import health_of
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory
from wagtail_kommunmal.vocabulary import ReleaseReason

pytestmark = pytest.mark.django_db

HEADING = "Published goals that readers do not see yet"


def front_page(client: Client, **headers: str) -> str:
    html: str = client.get(reverse("wagtailadmin_home"), headers={"accept-language": "en", **headers}).content.decode()
    return html


def pend(page: Any, **fields: Any) -> None:
    PendingRelease.objects.create(
        translation_key=page.translation_key, locale=page.locale, reason=ReleaseReason.PUBLISHED, **fields
    )


def test_nothing_is_shown_when_all_is_well(boss_client: Client, home: Page, released: Callable[[], Any]) -> None:
    with released():
        GoalPageFactory(parent=PlanPageFactory(parent=home))
    assert HEADING not in front_page(boss_client)


def test_live_pages_without_release_are_named_and_drafts_and_aliases_are_not(boss_client: Client, home: Page) -> None:
    plan = PlanPageFactory(parent=home)
    GoalPageFactory(parent=plan, title="Publicerat mål")
    GoalPageFactory(parent=plan, title="Utkast", publish=False)
    CreatePageAliasAction(plan, parent=home, update_slug="alias").execute(skip_permission_checks=True)
    PendingRelease.objects.all().delete()
    html = front_page(boss_client)
    assert HEADING in html
    assert "Publicerat mål" in html
    assert "kommunmal_release" in html
    assert [page.title for page in health_of(Site.objects.get()).unreleased] == [plan.title, "Publicerat mål"]


def test_pending_work_is_counted_with_its_last_error(boss_client: Client, home: Page) -> None:
    plan = PlanPageFactory(parent=home)
    PendingRelease.objects.all().delete()
    pend(plan)
    pend(plan, failures=1, last_error="OperationalError: database is locked")
    html = front_page(boss_client)
    assert "2 changes wait to be published" in html
    assert "OperationalError: database is locked" in html


def test_each_site_sees_its_own(boss_client: Client, home: Page, other_site: Site) -> None:
    PlanPageFactory(parent=home, title="Sundbys plan")
    pend(PlanPageFactory(parent=other_site.root_page, title="Norrbys plan"), last_error="Norrbys fel")
    here, there = front_page(boss_client), front_page(boss_client, host="other.example")
    assert "Sundbys plan" in here
    assert "Norrbys" not in here
    assert "Norrbys fel" in there
    assert "Sundbys" not in there


def test_work_for_a_page_that_is_gone_is_shown_too(boss_client: Client, home: Page) -> None:
    plan = PlanPageFactory(parent=home)
    PendingRelease.objects.all().delete()
    pend(plan)
    Page.objects.filter(pk=plan.pk).delete()
    assert health_of(Site.objects.get()).pending >= 1


def test_those_without_pages_are_not_bothered(home: Page, django_user_model: Any) -> None:
    from django.contrib.auth.models import Permission

    PlanPageFactory(parent=home)
    user = django_user_model.objects.create_user("somebody")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user)
    assert HEADING not in front_page(client)
