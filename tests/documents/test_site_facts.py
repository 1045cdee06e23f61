from __future__ import annotations

from typing import Any

from wagtail.models import Site

from wagtail_kommunmal.documents.context import SiteFacts
from wagtail_kommunmal.models import KommunmalSiteSettings
from wagtail_kommunmal.models.site_settings import MillionTerm


def test_settings_are_read_anew_however_long_a_site_lives(site: Site) -> None:
    assert SiteFacts(site).settings.million_term == MillionTerm.MNKR
    KommunmalSiteSettings.objects.create(site_id=site.pk, million_term=MillionTerm.MKR)
    assert SiteFacts(site).settings.million_term == MillionTerm.MKR


def test_settings_of_several_sites_are_read_at_once(
    site: Site, other_site: Site, django_assert_num_queries: Any
) -> None:
    KommunmalSiteSettings.objects.create(site_id=site.pk, million_term=MillionTerm.MKR)
    with django_assert_num_queries(1):
        facts = SiteFacts.of_sites([site.pk, other_site.pk])
        terms = {pk: of_site.settings.million_term for pk, of_site in facts.items()}
    assert terms == {site.pk: MillionTerm.MKR, other_site.pk: MillionTerm.MNKR}
