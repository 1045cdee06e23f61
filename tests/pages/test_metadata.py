"""What the head of a page tells search engines and shares, and what a sitemap lists of the site."""

from __future__ import annotations

import json
from typing import Any

from bs4 import BeautifulSoup
from django.contrib.sites.requests import RequestSite
from django.test import Client, RequestFactory
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import PageViewRestriction, Site

from tests.pages.markup import faults_of
from tests.site_pages import Page, PlanPage
from wagtail_kommunmal.models import ReleaseHead
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory


def head_of(client: Client, url: str, **parameters: str) -> BeautifulSoup:
    response = client.get(url, parameters)
    assert response.status_code == 200
    assert faults_of(response.content.decode()) == []
    return BeautifulSoup(response.content, "html.parser")


def shared(head: BeautifulSoup) -> dict[str, str]:
    return {str(meta["property"]): str(meta["content"]) for meta in head.select("meta[property]")}


def linked_data(head: BeautifulSoup) -> dict[str, Any]:
    [block] = head.select('script[type="application/ld+json"]')
    found: dict[str, Any] = json.loads(block.get_text())
    return found


def test_goal_is_a_dataset_that_the_municipality_publishes(
    home: Page, client: Client, image: Any, released: Any
) -> None:
    with released():
        plan = PlanPageFactory(title="Mål och budget 2026", year=2026)
        goal = GoalPageFactory(parent=plan, title="Mål: <Kultur> & bad", statement="Nära dig.", image=image)
    head = head_of(client, goal.url)
    release = ReleaseHead.objects.get(page=goal).current
    assert release is not None
    api = f"http://testserver/kommunmal/v1/goals/{goal.translation_key}"
    document = client.get(api).json()
    assert linked_data(head) == {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"urn:uuid:{goal.translation_key}",
        "identifier": str(goal.translation_key),
        "name": "Mål: <Kultur> & bad",
        "description": "Nära dig.",
        "url": goal.full_url,
        "inLanguage": "sv",
        "version": release.number,
        "datePublished": document["firstPublishedAt"],
        "dateModified": document["updatedAt"],
        "temporalCoverage": "2026",
        "isAccessibleForFree": True,
        "publisher": {
            "@type": "GovernmentOrganization",
            "name": head.select_one('meta[property="og:site_name"]')["content"],  # type: ignore[index]
            "url": "http://testserver/",
        },
        "isPartOf": {
            "@type": "Dataset",
            "@id": f"urn:uuid:{plan.translation_key}",
            "name": "Mål och budget 2026",
            "url": plan.full_url,
        },
        "distribution": {"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": api},
    }
    said = shared(head)
    assert (said["og:title"], said["og:description"], said["og:url"]) == (
        "Mål: <Kultur> & bad",
        "Nära dig.",
        goal.full_url,
    )
    assert said["og:image"].startswith("http://testserver/media/")


def test_plan_names_its_goals_and_one_address_however_it_is_filtered(home: Page, client: Client, released: Any) -> None:
    with released():
        plan = PlanPageFactory(year=2026, period_from="2026-01-01", period_to="2026-12-31")
        goal = GoalPageFactory(parent=plan, title="Kultur")
    head = head_of(client, plan.url, status="completed")
    assert [str(link["href"]) for link in head.select('link[rel="canonical"]')] == [plan.full_url]
    said = linked_data(head)
    assert said["temporalCoverage"] == "2026-01-01/2026-12-31"
    assert [part["url"] for part in said["hasPart"]] == [goal.full_url]
    assert head.select("link[hreflang]") == []


def test_languages_that_the_public_reads_are_linked(
    home: Page, client: Client, english_plan: PlanPage, released: Any
) -> None:
    with released():
        plan = PlanPageFactory(year=2026, translation_key=english_plan.translation_key)
    languages = {str(link["hreflang"]): str(link["href"]) for link in head_of(client, plan.url).select("[hreflang]")}
    assert languages == {"sv": plan.full_url, "en": english_plan.full_url}
    with released():
        english_plan.unpublish()
    assert head_of(client, plan.url).select("[hreflang]") == []


def test_draft_is_told_to_no_machine(home: Page, client: Client, admin_client: Client, released: Any) -> None:
    with released():
        goal = GoalPageFactory(parent=PlanPageFactory(), statement="Som beslutat")
    goal.statement = "Ett utkast"
    goal.save_revision()
    said = linked_data(head_of(client, goal.url))
    assert said["description"] == "Som beslutat"
    draft = goal.make_preview_request(preview_mode="")
    assert b"Ett utkast" in draft.content
    assert b"ld+json" not in draft.content
    assert b"og:title" not in draft.content


def test_who_is_let_in_below_a_restricted_plan_is_no_machine(
    home: Page, client: Client, admin_client: Client, released: Any
) -> None:
    with released():
        goal = GoalPageFactory(parent=PlanPageFactory(), statement="Nära dig.")
    PageViewRestriction.objects.create(page=goal.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    assert client.get(goal.url).status_code == 302
    response = admin_client.get(goal.url)
    assert response.status_code == 200
    head = BeautifulSoup(response.content, "html.parser")
    assert "Nära dig." in head.get_text()
    assert head.select('script[type="application/ld+json"], meta[property], link[rel="canonical"]') == []


def test_sitemap_lists_what_is_public_since_its_release(
    site: Site, home: Page, released: Any, django_assert_num_queries: Any
) -> None:
    with released():
        plan = PlanPageFactory(year=2026)
        goal, draft = (GoalPageFactory(parent=plan) for _number in range(2))
        hidden = GoalPageFactory(parent=PlanPageFactory(year=2027))
    with released():
        draft.unpublish()
    PageViewRestriction.objects.create(page=hidden.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    request = RequestFactory().get("/sitemap.xml")
    entries = [entry for page in (plan, goal, draft, hidden) for entry in page.get_sitemap_urls(request)]
    moments = [ReleaseHead.objects.get(page=page).current.published_from for page in (plan, goal)]  # type: ignore[union-attr]
    assert entries == [
        {"location": page.full_url, "lastmod": moment} for page, moment in zip((plan, goal), moments, strict=True)
    ]
    with django_assert_num_queries(0):
        goal.get_sitemap_urls(request)
    listed = [entry["location"] for entry in Sitemap(request).get_urls(site=RequestSite(request))]
    assert {plan.full_url, goal.full_url} <= set(listed)
    assert not {draft.full_url, hidden.full_url} & set(listed)
