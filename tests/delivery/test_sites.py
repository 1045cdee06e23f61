"""The site, its languages, its part of the page tree and the version of its content are found in one query."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale, Site

from tests.site_pages import Page
from wagtail_kommunmal.delivery import reader as readers
from wagtail_kommunmal.delivery.reader import NoSiteError, Reader, reader_for
from wagtail_kommunmal.delivery.visibility import is_visible, visible_heads
from wagtail_kommunmal.models import ContentVersion, PageKind

ReaderOf = Callable[..., Reader]

HOSTS = ["one.example", "two.example", "nobody.example", "ONE.example"]
PORTS = ["80", "443", "8000"]
SITES = [
    [("one.example", 80, True)],
    [("one.example", 80, False)],
    [("one.example", 8000, False), ("one.example", 443, False)],
    [("one.example", 8000, True), ("one.example", 443, False)],
    [("one.example", 8000, False), ("two.example", 80, True)],
    [("one.example", 8000, False), ("one.example", 443, False), ("two.example", 80, True)],
]


@pytest.mark.parametrize("sites", SITES)
def test_the_site_of_a_host_is_the_one_that_wagtail_finds(site: Site, rf: RequestFactory, sites: Any) -> None:
    Site.objects.exclude(pk=site.pk).delete()
    for number, (hostname, port, is_default) in enumerate(sites):
        facts = {"hostname": hostname, "port": port, "is_default_site": is_default, "root_page": site.root_page}
        Site.objects.update_or_create(pk=site.pk if number == 0 else None, defaults=facts)
    for hostname, port in product(HOSTS, PORTS):
        found = Site.find_for_request(rf.get("/", HTTP_HOST=f"{hostname}:{port}", SERVER_PORT=port))
        try:
            chosen = reader_for(rf.get("/", HTTP_HOST=f"{hostname}:{port}", SERVER_PORT=port)).site
        except NoSiteError:
            chosen = None
        assert chosen == found, (hostname, port)


def test_the_site_has_all_that_wagtails_own_has(site: Site, reader_of: ReaderOf) -> None:
    own = reader_of().site
    for field in Site._meta.concrete_fields:
        assert getattr(own, field.attname) == getattr(Site.objects.get(pk=site.pk), field.attname)


def test_finding_a_reader_takes_one_query(
    site: Site, reader_of: ReaderOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        reader = reader_of()
        assert (reader.origin, reader.languages, reader.version) == ("http://testserver", ("en", "sv"), 0)


def test_a_reader_knows_the_version_of_what_is_read(
    site: Site, swedish: Locale, english: Locale, other_site: Site, reader_of: ReaderOf
) -> None:
    changed_at = datetime(2026, 5, 31, 12, 0, 0, 123456, tzinfo=UTC)
    ContentVersion.objects.all().delete()
    ContentVersion.objects.create(site=site, locale=swedish, number=7, changed_at=changed_at)
    ContentVersion.objects.create(site=other_site, locale=english, number=9)
    assert (reader_of().version, reader_of().changed_at) == (7, changed_at)
    english_reader = reader_of(language="en")
    assert (english_reader.version, english_reader.changed_at) == (0, None)


def test_a_page_has_the_reader_of_its_site_and_language(plan: Any, reader_of: ReaderOf) -> None:
    assert readers.reader_of(plan) == reader_of()


@pytest.mark.parametrize("append_slash", [True, False])
@pytest.mark.parametrize("urlconf", ["tests.urls", "tests.api.i18n_urls", "wagtail_kommunmal.api.v1.urls"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_page_has_the_address_that_wagtail_gives_it(
    home: Page,
    english: Locale,
    reader_of: ReaderOf,
    settings: Any,
    monkeypatch: Any,
    urlconf: str,
    language: str,
    append_slash: bool,
) -> None:
    settings.ROOT_URLCONF = urlconf
    for module in ("wagtail.models.pages", "wagtail_kommunmal.delivery.reader"):
        monkeypatch.setattr(f"{module}.WAGTAIL_APPEND_SLASH", append_slash)
    home.copy_for_translation(english)
    root = home if language == "sv" else home.get_translation(english)
    child = root.add_child(title="Mål", slug="mal-2026", locale=root.locale)
    accented = root.add_child(title="Åtgärder", slug="åtgärder", locale=root.locale)
    reader = reader_of(language=language)
    for page in (root, child, accented):
        path = page.get_url_parts()[2]
        assert reader.page_address(page.url_path) == (path and f"http://testserver{path}")


def test_a_page_of_another_site_has_no_address(site: Site, other_site: Site, reader_of: ReaderOf) -> None:
    assert reader_of().page_address(other_site.root_page.url_path) is None


def test_a_moved_root_is_where_it_is_at_once(
    site: Site, plan: Any, goal: Any, reader_of: ReaderOf, other_site: Site
) -> None:
    Site.get_site_root_paths()
    # As another process does it, which cannot empty the cache of this one.
    Site.objects.filter(pk=site.pk).update(root_page=other_site.root_page)
    assert not visible_heads(reader_of()).exists()


def test_whether_a_page_is_visible_takes_one_query(
    plan: Any, goal: Any, reader_of: ReaderOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reader = reader_of()
    with django_assert_num_queries(1):
        assert is_visible(PageKind.GOAL, goal.translation_key, reader)
    assert not is_visible(PageKind.PLAN, goal.translation_key, reader)
    assert not is_visible(PageKind.GOAL, goal.translation_key, reader_of(language="en"))
    Page.objects.filter(pk=plan.pk).update(live=False)
    assert not is_visible(PageKind.GOAL, goal.translation_key, reader)


def test_a_prepared_query_leaves_out_the_sites_that_are_nested(
    plan: Any, goal: Any, home: Page, site: Site, reader_of: ReaderOf
) -> None:
    assert is_visible(PageKind.GOAL, goal.translation_key, reader_of())
    nested = Site.objects.create(hostname="bolaget.example", root_page=Page.objects.get(pk=plan.pk))
    assert not is_visible(PageKind.GOAL, goal.translation_key, reader_of())
    assert is_visible(PageKind.GOAL, goal.translation_key, reader_of(nested))
