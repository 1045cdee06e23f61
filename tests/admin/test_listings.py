"""The menu “Goals and follow-up” and the listings that it leads to."""

from __future__ import annotations

from typing import Any

import pytest
from django.test.client import Client
from django.urls import reverse
from wagtail.models import Site

from tests.site_pages import Page
from tests.testapp.models import CompanyPlanPage
from wagtail_kommunmal.testing import (
    FocusAreaFactory,
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
)
from wagtail_kommunmal.vocabulary import BodyKind, GoalKind, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]

PLANS = "kommunmal_planpage:index"
GOALS = "kommunmal_goalpage:index"
BODIES = "wagtailsnippets_wagtail_kommunmal_responsiblebody:list"
KEY_FIGURES = "wagtailsnippets_wagtail_kommunmal_keyfigure:list"


def titles(client: Client, name: str, **parameters: Any) -> list[str]:
    """Return what a listing shows, in its order."""
    response = client.get(reverse(name), parameters)
    assert response.status_code == 200
    return [str(row) for row in response.context["object_list"]]


def test_menu_has_an_item_for_every_page_class_and_snippet(boss_client: Client, home: Page) -> None:
    response = boss_client.get(reverse("wagtailadmin_home"))
    menu = response.content.decode()
    for url_name in (
        PLANS,
        GOALS,
        "kommunmal_companyplanpage:index",
        "kommunmal_companygoalpage:index",
        KEY_FIGURES,
        BODIES,
        "wagtailsnippets_wagtail_kommunmal_focusarea:list",
    ):
        assert reverse(url_name) in menu


def test_menu_hides_pages_from_those_who_have_none(home: Page, django_user_model: Any) -> None:
    from wagtail_kommunmal.admin.pages import PageMenuItem

    item = PageMenuItem("Plans", "/")
    request = type("Request", (), {"user": django_user_model.objects.create_user("somebody")})()
    assert not item.is_shown(request)


def test_plans_are_listed_with_the_latest_year_first(boss_client: Client, home: Page) -> None:
    for year in (2024, 2026, 2025):
        PlanPageFactory(year=year, parent=home)
    assert titles(boss_client, PLANS) == ["Mål och budget 2026", "Mål och budget 2025", "Mål och budget 2024"]


def test_each_page_class_has_a_listing_of_its_own(boss_client: Client, home: Page) -> None:
    PlanPageFactory(parent=home)
    PlanPageFactory(parent=home, page_class=CompanyPlanPage, title="Ägardirektiv")
    assert titles(boss_client, "kommunmal_companyplanpage:index") == ["Ägardirektiv"]


def test_goals_are_listed_by_plan_and_in_the_order_of_the_plan(boss_client: Client, home: Page) -> None:
    for year in (2025, 2026):
        plan = PlanPageFactory(year=year, parent=home)
        for number in ("10", "2"):
            GoalPageFactory(parent=plan, title=f"{year}:{number}", number=number)
    assert titles(boss_client, GOALS) == ["2026:10", "2026:2", "2025:10", "2025:2"]
    assert titles(boss_client, GOALS, ordering="plan_year")[0].startswith("2025")
    assert titles(boss_client, GOALS, ordering="-title") == ["2026:2", "2026:10", "2025:2", "2025:10"]


def test_goals_are_filtered_by_plan_year_state_kind_and_focus_area(boss_client: Client, home: Page) -> None:
    area = FocusAreaFactory()
    plan = PlanPageFactory(year=2026, parent=home)
    GoalPageFactory(parent=plan, title="Trygghet", focus_area=area)
    GoalPageFactory(parent=plan, title="Soliditet", kind=GoalKind.FINANCIAL)
    GoalPageFactory(parent=plan, title="Utkast", publish=False)
    GoalPageFactory(parent=PlanPageFactory(year=2025, parent=home), title="Förra året")
    assert set(titles(boss_client, GOALS, plan_year=2026)) == {"Trygghet", "Soliditet", "Utkast"}
    assert titles(boss_client, GOALS, plan_year=2025) == ["Förra året"]
    assert titles(boss_client, GOALS, live="False") == ["Utkast"]
    assert titles(boss_client, GOALS, kind="financial") == ["Soliditet"]
    assert titles(boss_client, GOALS, focus_area=area.pk) == ["Trygghet"]


def test_goals_are_found_by_a_part_of_a_word_and_by_number(boss_client: Client, home: Page) -> None:
    plan = PlanPageFactory(parent=home)
    GoalPageFactory(parent=plan, title="Förskolan", number="7")
    GoalPageFactory(parent=plan, title="Äldreomsorgen", statement="Omsorg hela livet.")
    assert titles(boss_client, GOALS, q="skola") == ["Förskolan"]
    assert titles(boss_client, GOALS, q="7") == ["Förskolan"]
    assert titles(boss_client, GOALS, q="hela livet", ordering="number") == ["Äldreomsorgen"]


def test_bodies_are_listed_searched_and_filtered(boss_client: Client, site: Site) -> None:
    ResponsibleBodyFactory(name="Barn- och utbildningsnämnden", code="BUN")
    ResponsibleBodyFactory(name="Sundbyhem AB", code="SHAB", kind=BodyKind.COMPANY)
    assert titles(boss_client, BODIES) == ["Barn- och utbildningsnämnden", "Sundbyhem AB"]
    assert titles(boss_client, BODIES, q="utbildning") == ["Barn- och utbildningsnämnden"]
    assert titles(boss_client, BODIES, q="shab", kind="company") == ["Sundbyhem AB"]
    assert titles(boss_client, BODIES, ordering="-code") == ["Sundbyhem AB", "Barn- och utbildningsnämnden"]


def test_key_figures_show_their_latest_own_value(boss_client: Client, site: Site) -> None:
    KeyFigureFactory(name="Nöjdhet", values={"2024": "68,0", "2025": "71,4"})
    KeyFigureFactory(name="Utan värde")
    response = boss_client.get(reverse(KEY_FIGURES), HTTP_ACCEPT_LANGUAGE="sv")
    assert "71,4 (2025)" in response.content.decode()


def test_key_figures_are_filtered_by_unit_and_responsible_body(boss_client: Client, site: Site) -> None:
    body = ResponsibleBodyFactory()
    KeyFigureFactory(name="Dagar", unit=Unit.DAYS, kolada_id="N00945")
    KeyFigureFactory(name="Andel", responsible=body)
    assert titles(boss_client, KEY_FIGURES, unit="days") == ["Dagar"]
    assert titles(boss_client, KEY_FIGURES, responsible=body.pk) == ["Andel"]
    assert titles(boss_client, KEY_FIGURES, q="n009") == ["Dagar"]
