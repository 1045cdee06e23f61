"""The start page of a municipality's site stays as long as bodies, key figures or focus areas need the site."""

from __future__ import annotations

import pytest
from django.test.client import Client
from django.urls import reverse
from wagtail.models import Site

from tests.site_pages import Page
from wagtail_kommunmal.testing import ResponsibleBodyFactory

pytestmark = pytest.mark.django_db


def delete(client: Client, page: Page) -> str:
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])
    response = client.post(url, follow=True, HTTP_ACCEPT_LANGUAGE="en")
    return response.content.decode()


def test_the_root_of_a_site_with_bodies_is_kept_with_a_message(boss_client: Client, home: Page) -> None:
    ResponsibleBodyFactory()
    assert "the start page of a site with responsible bodies" in delete(boss_client, home)
    assert Page.objects.filter(pk=home.pk).exists()


def test_the_root_of_a_site_without_them_is_deleted(boss_client: Client, home: Page, site: Site) -> None:
    delete(boss_client, home)
    assert not Page.objects.filter(pk=home.pk).exists()


def test_other_pages_are_deleted_as_ever(boss_client: Client, home: Page) -> None:
    ResponsibleBodyFactory()
    page = home.add_child(title="Nyheter", slug="nyheter", locale=home.locale)
    delete(boss_client, page)
    assert not Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("view", ["wagtailadmin_home", "wagtailsites:index", "wagtailsites:add"])
def test_without_any_site_the_admin_opens_so_that_one_can_be_made(boss_client: Client, site: Site, view: str) -> None:
    site.delete()
    assert boss_client.get(reverse(view)).status_code == 200
