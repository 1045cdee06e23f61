"""Turn an installation with many sites into one whose only site has everything: the longest lists there can be."""

from __future__ import annotations

from django.db import connection
from wagtail.models import Page, Site

from wagtail_kommunmal.models import ContentVersion, FollowUpReport, GoalText, PublicChange, Release, ReleaseHead

from ..content.copies import count_anew


def flatten() -> dict[str, int]:
    """Give every page to the default site, without a signal: nothing is composed anew."""
    site = Site.objects.get(is_default_site=True)
    for model in (ReleaseHead, Release, FollowUpReport, GoalText, PublicChange):
        model.objects.update(site=site)
    ReleaseHead.objects.update(shown_on=site)
    ContentVersion.objects.exclude(site=site).delete()
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Site._meta.db_table} WHERE id <> %s", [site.pk])
    Site.objects.filter(pk=site.pk).update(root_page=Page.get_first_root_node())
    # As after the copying: what the database knows of its tables is of another installation.
    count_anew()
    return {"sites": Site.objects.count()}
