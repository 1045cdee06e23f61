"""Each municipality edits its own content under its own host."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from django.test.client import Client
from django.urls import reverse
from wagtail.models import Site

from tests.site_pages import Page
from wagtail_kommunmal.admin.sites import admin_site
from wagtail_kommunmal.models import FocusArea, ResponsibleBody
from wagtail_kommunmal.models.site_pages import on_site
from wagtail_kommunmal.testing import FocusAreaFactory, PlanPageFactory, ResponsibleBodyFactory

pytestmark = pytest.mark.django_db

ELSEWHERE = {"host": "other.example"}
NAMESPACE = "wagtailsnippets_wagtail_kommunmal_responsiblebody"


def body_form(**fields: Any) -> dict[str, Any]:
    return {
        "name": "Kommunstyrelsen",
        "code": "KS",
        "kind": "executive",
        "url": "",
        "valid_from": "",
        "valid_to": "",
        "replaced_by": "",
        "names-TOTAL_FORMS": "0",
        "names-INITIAL_FORMS": "0",
        "names-MIN_NUM_FORMS": "0",
        "names-MAX_NUM_FORMS": "1000",
        **fields,
    }


def test_site_is_that_of_the_host(other_site: Site) -> None:
    assert admin_site(RequestFactory().get("/", headers=ELSEWHERE)) == other_site


def test_an_unknown_host_works_with_the_default_site(site: Site, other_site: Site) -> None:
    assert admin_site(RequestFactory().get("/", headers={"host": "admin.example"})) == site


def test_any_site_will_do_when_there_is_no_default(site: Site) -> None:
    Site.objects.update(is_default_site=False)
    assert admin_site(RequestFactory().get("/", headers={"host": "admin.example"})) == site


def test_an_installation_without_sites_is_told_so(db: None) -> None:
    Site.objects.all().delete()
    with pytest.raises(ImproperlyConfigured, match="create one under Settings, Sites"):
        admin_site(RequestFactory().get("/"))


def test_pages_of_a_site_are_of_every_language_and_not_of_a_nested_site(
    site: Site, other_site: Site, english: Any
) -> None:
    translated = site.root_page.copy_for_translation(english)
    nested = site.root_page.add_child(title="Sundbyhem", slug="sundbyhem", locale=site.root_page.locale)
    Site.objects.create(hostname="sundbyhem.example", port=80, root_page=nested)
    assert set(Page.objects.filter(on_site(site))) == {site.root_page, translated}


def test_listings_show_the_rows_of_the_site(boss_client: Client, site: Site, other_site: Site) -> None:
    ResponsibleBodyFactory(name="Sundbys nämnd")
    ResponsibleBodyFactory(name="Norrbys nämnd", site=other_site)
    here = boss_client.get(reverse(f"{NAMESPACE}:list")).content.decode()
    there = boss_client.get(reverse(f"{NAMESPACE}:list"), headers=ELSEWHERE).content.decode()
    assert "Sundbys nämnd" in here
    assert "Norrbys nämnd" not in here
    assert "Norrbys nämnd" in there
    assert "Sundbys nämnd" not in there


def test_page_listings_show_the_pages_of_the_site(boss_client: Client, site: Site, other_site: Site) -> None:
    PlanPageFactory(title="Sundbys plan")
    PlanPageFactory(title="Norrbys plan", parent=other_site.root_page)
    there = boss_client.get(reverse("kommunmal_planpage:index"), headers=ELSEWHERE)
    assert [plan.title for plan in there.context["object_list"]] == ["Norrbys plan"]


def test_a_new_row_belongs_to_the_site(boss_client: Client, other_site: Site) -> None:
    response = boss_client.post(reverse(f"{NAMESPACE}:add"), body_form(site="1"), headers=ELSEWHERE)
    assert response.status_code == 302
    assert ResponsibleBody.objects.get().site == other_site


def test_the_same_code_is_refused_within_a_site_at_its_field(boss_client: Client, site: Site) -> None:
    ResponsibleBodyFactory(code="KS")
    response = boss_client.post(reverse(f"{NAMESPACE}:add"), body_form())
    assert list(response.context["form"].errors) == ["code"]


def test_two_sites_may_use_the_same_code(boss_client: Client, site: Site, other_site: Site) -> None:
    ResponsibleBodyFactory(code="KS")
    boss_client.post(reverse(f"{NAMESPACE}:add"), body_form(), headers=ELSEWHERE)
    assert ResponsibleBody.objects.filter(code="KS").count() == 2


def test_a_row_keeps_its_own_code_when_it_is_saved_again(boss_client: Client, site: Site) -> None:
    body = ResponsibleBodyFactory(code="KS")
    response = boss_client.post(reverse(f"{NAMESPACE}:edit", args=[body.pk]), body_form(name="Styrelsen"))
    assert response.status_code == 302
    body.refresh_from_db()
    assert body.name == "Styrelsen"


@pytest.mark.parametrize("view", ["edit", "delete", "usage", "history"])
def test_rows_of_another_site_are_not_found(boss_client: Client, site: Site, other_site: Site, view: str) -> None:
    body = ResponsibleBodyFactory(site=other_site)
    url = reverse(f"{NAMESPACE}:{view}", args=[body.pk])
    assert boss_client.get(url).status_code == 404
    assert boss_client.get(url, headers=ELSEWHERE).status_code == 200


def test_rows_of_another_site_are_not_deleted_in_bulk(boss_client: Client, site: Site, other_site: Site) -> None:
    here, there = FocusAreaFactory(), FocusAreaFactory(site=other_site)
    url = reverse("wagtail_bulk_action", args=["wagtail_kommunmal", "focusarea", "delete"])
    assert boss_client.post(f"{url}?id={here.pk}&id={there.pk}").status_code == 404
    assert FocusArea.objects.count() == 2
    assert boss_client.post(f"{url}?id={here.pk}").status_code == 302
    assert list(FocusArea.objects.all()) == [there]
