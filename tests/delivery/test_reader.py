from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from wagtail.models import Locale, Site

from wagtail_kommunmal.delivery.reader import NoSiteError, UnknownLanguageError, reader_for


def test_the_reader_is_that_of_the_site_that_was_asked(site: Site, other_site: Site, rf: RequestFactory) -> None:
    assert reader_for(rf.get("/", headers={"host": "other.example"})).site == other_site
    assert reader_for(rf.get("/")).site == site


def test_without_a_language_it_is_that_of_the_root_page(
    site: Site, swedish: Locale, english: Locale, rf: RequestFactory
) -> None:
    reader = reader_for(rf.get("/"))
    assert (reader.locale, reader.languages, reader.origin) == (swedish, ("en", "sv"), "http://testserver")
    assert reader_for(rf.get("/"), "en").locale == english


def test_an_unknown_language_is_refused_with_those_that_there_are(site: Site, rf: RequestFactory) -> None:
    with pytest.raises(UnknownLanguageError) as caught:
        reader_for(rf.get("/"), "fi")
    assert (caught.value.language, caught.value.allowed) == ("fi", ("en", "sv"))


def test_a_host_without_a_site_is_refused(site: Site, rf: RequestFactory) -> None:
    Site.objects.update(is_default_site=False)
    with pytest.raises(NoSiteError):
        reader_for(rf.get("/", headers={"host": "nobody.example"}))


def test_where_the_api_is_not_mounted_it_has_no_address(site: Site, rf: RequestFactory, settings: Any) -> None:
    settings.ROOT_URLCONF = "wagtail.urls"
    reader = reader_for(rf.get("/"))
    assert (reader.api_root, reader.api_address("goals")) == (None, None)
