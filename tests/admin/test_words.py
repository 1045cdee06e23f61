"""The words of a site in the admin: who writes them, what is refused, and where they are offered."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test.client import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import GroupSitePermission, Locale, Site
from wagtail.users.models import UserProfile

from tests.site_pages import Page
from wagtail_kommunmal.admin.value_grid.formsets import row_formset
from wagtail_kommunmal.models import (
    FollowUpReport,
    KommunmalSiteSettings,
    StatusWord,
    StatusWordLabel,
    words_of_site,
)
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    KeyFigureAssessmentFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
)
from wagtail_kommunmal.vocabulary import AchievementStatus, AssignmentStatus, StatusVocabulary, Trend

TREND = reverse("wagtail_kommunmal_words", args=["trend"])


@pytest.fixture
def client_in_english(boss_client: Client, admin_user: Any, site: Site, english: Locale) -> Client:
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "en"})
    return boss_client


def filled(client: Client, url: str = TREND, **values: str) -> dict[str, str]:
    """Return what the browser sends of a vocabulary's form with these fields filled in; codes are joined by ``__``."""
    form = client.get(url).context["form"]
    sent = {row.add_prefix(name): row[name].value() or "" for row in form.forms for name in row.fields}
    typed = {name.replace("__", "-", 1): value for name, value in values.items()}
    assert typed.keys() <= sent.keys()
    return {name: str(value) for name, value in {**sent, **typed}.items() if value is not False and value != ""}


def errors(response: Any) -> dict[str, list[str]]:
    """Return the messages of a form by the name of their field, those of the whole form under no name."""
    form = response.context["form"]
    with override("en"):
        found = {
            row.add_prefix(name): [str(message) for message in messages]
            for row in form.forms
            for name, messages in row.errors.items()
        }
        return {**found, **({"": [str(error) for error in form.errors]} if form.errors else {})}


def test_every_code_has_its_row_with_the_standard_word_and_its_sign(client_in_english: Client) -> None:
    page = BeautifulSoup(client_in_english.get(TREND).content, "html.parser")
    rows = page.select("[data-kommunmal-word]")
    legends = [" ".join(row.legend.get_text().split()) for row in rows]  # type: ignore[union-attr]
    assert [legend.split()[-1] for legend in legends] == Trend.values
    assert all(row.select(".kommunmal-sign path[d]") for row in rows)
    assert not page.select(".kommunmal-words script, .kommunmal-words [style], .kommunmal-words [onclick]")


def test_words_places_signs_and_what_is_offered_are_saved_for_the_site_alone(
    client_in_english: Client, site: Site, other_site: Site, english: Locale
) -> None:
    response = client_in_english.post(
        TREND,
        filled(
            client_in_english,
            improved__label="Åt rätt håll",
            **{f"improved__label_{english.pk}": "The right way"},
            improved__icon="check",
            improved__colour="#2F7FB8",
            not_comparable__sort_order="1",
            unchanged__is_offered="",
        ),
    )
    assert response.status_code == 302, errors(response)
    rows = StatusWord.objects.filter(site=site).order_by("sort_order")
    assert list(rows.values_list("code", "label", "icon", "colour", "is_offered")) == [
        ("not_comparable", "", "", "", True),
        ("improved", "Åt rätt håll", "check", "#2f7fb8", True),
        ("unchanged", "", "", "", False),
        ("worsened", "", "", "", True),
    ]
    assert list(StatusWordLabel.objects.values_list("word__code", "label")) == [("improved", "The right way")]
    assert words_of_site(other_site).by_code == {}


def test_a_word_is_taken_back_by_leaving_it_blank(client_in_english: Client, site: Site, english: Locale) -> None:
    both = {"improved__label": "Bättre", f"improved__label_{english.pk}": "Better"}
    client_in_english.post(TREND, filled(client_in_english, **both))
    assert words_of_site(site).word("improved").labels == {"": "Bättre", "en": "Better"}
    client_in_english.post(TREND, filled(client_in_english, **dict.fromkeys(both, "")))
    assert words_of_site(site).word("improved").labels == {}


def test_what_cannot_be_saved_is_told_at_its_field_and_keeps_what_was_typed(client_in_english: Client) -> None:
    response = client_in_english.post(
        TREND,
        filled(
            client_in_english,
            improved__colour="#ffff00",
            worsened__label="Annat ord",
            unchanged__label="annat ord",
            unchanged__sort_order="9",
        ),
    )
    assert errors(response) == {
        "improved-colour": [
            "The contrast with the background #f3f3f1 is 1.0:1. It has to be at least 3:1, with the light background "
            "and with the dark one. Choose a colour in between, for example #2a8a4a."
        ],
        "unchanged-sort_order": ["Ensure this value is less than or equal to 4."],
        "worsened-label": ["Another status has this word. Choose a word that tells them apart."],
    }
    page = BeautifulSoup(response.content, "html.parser")
    assert page.find(attrs={"name": "improved-colour"})["value"] == "#ffff00"  # type: ignore[index]
    assert StatusWord.objects.count() == 0


def test_a_standard_word_is_taken_as_well(client_in_english: Client) -> None:
    standard = client_in_english.get(TREND).context["form"].forms[0].standard_label
    response = client_in_english.post(TREND, filled(client_in_english, worsened__label=standard))
    assert list(errors(response)) == ["worsened-label"]


def test_one_status_has_to_be_offered(client_in_english: Client) -> None:
    none = {f"{code}__is_offered": "" for code in Trend.values}
    response = client_in_english.post(TREND, filled(client_in_english, **none))
    assert errors(response) == {"": ["Offer at least one status: otherwise nobody can choose any."]}


def test_a_code_that_nobody_knows_is_not_saved(client_in_english: Client, site: Site) -> None:
    form = {**filled(client_in_english, improved__label="Bättre"), "invented-label": "Nytt", "invented-sort_order": "1"}
    client_in_english.post(TREND, form)
    assert set(StatusWord.objects.values_list("code", flat=True)) == set(Trend.values)
    assert client_in_english.get(TREND.replace("trend", "invented")).status_code == 404


def test_who_may_change_the_settings_of_the_site_writes_its_words(reviewer_client: Client, site: Site) -> None:
    menu = 'kommunmal-words"'
    assert reviewer_client.get(TREND).status_code == 302
    assert reviewer_client.post(TREND, {}).status_code == 302
    assert menu not in reviewer_client.get(reverse("wagtailadmin_home")).content.decode()
    user = get_user_model().objects.get(username="Målgranskare")
    user.user_permissions.add(Permission.objects.get(codename="change_kommunmalsitesettings"))
    assert reviewer_client.get(TREND).status_code == 200
    assert TREND.replace("trend", "assignment") in reviewer_client.get(reverse("wagtailadmin_home")).content.decode()
    assert KommunmalSiteSettings.objects.count() == 0


@pytest.mark.parametrize(("granted", "status"), [("site", 200), ("other_site", 302)])
def test_a_right_that_holds_for_one_site_lets_nobody_write_the_words_of_another(
    reviewer_client: Client, request: pytest.FixtureRequest, granted: str, status: int
) -> None:
    group = get_user_model().objects.get(username="Målgranskare").groups.get()
    permission = Permission.objects.get(codename="change_kommunmalsitesettings")
    granted_for = request.getfixturevalue(granted)
    GroupSitePermission.objects.create(group=group, site=granted_for, permission=permission)
    assert reviewer_client.get(TREND).status_code == status
    menu = reviewer_client.get(reverse("wagtailadmin_home")).content.decode()
    assert ('kommunmal-words"' in menu) == (granted == "site")


def say(site: Site, vocabulary: StatusVocabulary, code: str, **fields: Any) -> None:
    StatusWord.objects.create(site=site, vocabulary=vocabulary, code=code, **fields)


def test_a_report_offers_the_sites_words_and_keeps_what_was_given_before(
    client_in_english: Client, home: Page, site: Site
) -> None:
    plan, body = PlanPageFactory(parent=home, year=2026), ResponsibleBodyFactory()
    first, second = (assignment(title, responsible=[body]) for title in ("Bygg.", "Riv."))
    goal = GoalPageFactory(parent=plan, sections=[assignments_section(first, second)])
    rows = [follow_up(goal, first, AssignmentStatus.PAUSED)]
    report = FollowUpReportFactory(plan=plan, body=body, period="2026-T1", rows=rows)
    for code in (AssignmentStatus.PAUSED, AssignmentStatus.CANCELLED, AssignmentStatus.PARTLY_COMPLETED):
        say(site, StatusVocabulary.ASSIGNMENT, code, is_offered=False)
    english = Locale.objects.get(language_code="en")
    row = StatusWord.objects.create(
        site=site, vocabulary=StatusVocabulary.ASSIGNMENT, code=AssignmentStatus.DELAYED, sort_order=1
    )
    StatusWordLabel.objects.create(word=row, locale=english, label="Late")
    url = reverse(FollowUpReport.snippet_viewset.get_url_name("edit"), args=[report.pk])  # type: ignore[attr-defined]
    form = client_in_english.get(url).context["form"]
    offered = [
        list(form.fields[f"assignmentfollowup-{goal.translation_key}-{item['id']}-status"].choices)[1:]
        for item in (first, second)
    ]
    common = [
        ("not_started", "Not started"),
        ("delayed", "Late"),
        ("in_progress", "In progress"),
        ("completed", "Completed"),
        ("expected_complete", "Expected to be completed"),
        ("expected_incomplete", "Not expected to be completed"),
    ]
    assert offered == [[*common, ("paused", "Paused")], common]


@pytest.mark.usefixtures("in_english")
def test_assessments_of_a_key_figure_offer_the_sites_words(
    site: Site, other_site: Site, django_assert_max_num_queries: Any
) -> None:
    figure = KeyFigureFactory()
    KeyFigureAssessmentFactory(key_figure=figure, status=AchievementStatus.UNCERTAIN, trend="")
    for code in set(AchievementStatus.values) - {"achieved", "not_achieved"}:
        say(site, StatusVocabulary.ACHIEVEMENT, code, is_offered=False)
    for code in set(Trend.values) - {"improved"}:
        say(site, StatusVocabulary.TREND, code, is_offered=False)
    say(other_site, StatusVocabulary.TREND, "improved", is_offered=False)
    with django_assert_max_num_queries(5):
        known, new = row_formset("assessment", figure).forms
    final = [("achieved", "Achieved"), ("not_achieved", "Not achieved")]
    assert list(known.fields["status"].choices) == [("", "---------"), *final, ("uncertain", "Uncertain")]
    assert list(new.fields["status"].choices) == [("", "---------"), *final]
    assert list(new.fields["trend"].choices) == [("", "---------"), ("improved", "Improved")]
