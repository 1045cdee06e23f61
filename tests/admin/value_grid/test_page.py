from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wagtail_kommunmal.authoring.value_changes import ValueChange, ValueKey, apply_changes
from wagtail_kommunmal.models import KeyFigure, KeyFigureValue, ResponsibleBody
from wagtail_kommunmal.testing import KeyFigureAssessmentFactory, KeyFigureFactory, KeyFigureTargetFactory

pytestmark = pytest.mark.django_db
NAMES = ("rows", "save_values", "new_row", "save_targets", "save_assessments", "undo")


def url(figure: KeyFigure, name: str = "rows") -> str:
    return reverse(f"kommunmal_key_figure:{name}", args=[figure.pk])


def grid_data(response: Any) -> dict[str, Any]:
    found = re.search(r'<script id="kommunmal-grid-data" type="application/json">(.*?)</script>', response.text, re.S)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_page_holds_what_the_grid_needs(grid_client: Client, figure: KeyFigure) -> None:
    data = grid_data(grid_client.get(url(figure), {"first": 2024, "last": 2025}))
    assert [row["period"] for row in data["rows"]] == ["2024", "2025"]
    content = {"value": "70.00", "value_text": "", "missing_reason": "", "preliminary": False, "note": ""}
    assert data["cells"] == [
        [0, 0, {"content": content, "shown": "70,00", "source": "", "fetched": ""}],
        [1, 0, {"content": {**content, "value": "71.5"}, "shown": "71,5", "source": "", "fetched": ""}],
    ]


def test_without_javascript_the_values_are_a_table(grid_client: Client, figure: KeyFigure) -> None:
    html = grid_client.get(url(figure)).text
    assert re.search(r'<th scope="row">2024</th>\s*<td>70,00</td>', html)


def test_values_outside_the_range_are_told_and_one_step_away(grid_client: Client, figure: KeyFigure) -> None:
    html = grid_client.get(url(figure), {"first": 2025, "last": 2026}).text
    assert "?first=2024&amp;last=2025" in html


@pytest.mark.parametrize(
    "years", [{"first": "i fjol", "last": "2025"}, {"first": "2026", "last": "2020"}, {"first": "1900", "last": "2100"}]
)
def test_an_impossible_range_is_told_and_the_usual_one_shown(
    grid_client: Client, figure: KeyFigure, years: dict[str, str]
) -> None:
    response = grid_client.get(url(figure), years)
    assert "error-message" in response.text
    assert grid_data(response)["rows"][0]["period"] == "2024"


def test_the_page_has_neither_script_nor_style_of_its_own_inside(grid_client: Client, figure: KeyFigure) -> None:
    main = grid_client.get(url(figure)).text.partition('class="kommunmal-rows"')[2].partition("<footer")[0]
    assert not re.search(r"<style|\sstyle=|\son\w+=", main)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_opens_without_the_permission_to_change_key_figures(
    editor_client: Client, figure: KeyFigure, name: str
) -> None:
    for method in (editor_client.get, editor_client.post):
        response = method(url(figure, name), headers={"X-Requested-With": "XMLHttpRequest"})
        assert response.status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_another_site_opens(grid_client: Client, other_site: Any, name: str) -> None:
    figure = KeyFigureFactory(site=other_site)
    assert grid_client.get(url(figure, name)).status_code == 404
    assert grid_client.post(url(figure, name)).status_code == 404


def test_the_values_are_reached_from_the_listing_and_the_edit_page(grid_client: Client, figure: KeyFigure) -> None:
    viewset = KeyFigure.snippet_viewset
    for page in (reverse(viewset.get_url_name("list")), reverse(viewset.get_url_name("edit"), args=[figure.pk])):
        assert f'href="{url(figure)}"' in grid_client.get(page).text


def test_other_listings_have_no_such_button(admin_client: Client, site: Any) -> None:
    ResponsibleBody.objects.create(site=site, name="Kommunstyrelsen", code="KS")
    listing = reverse(ResponsibleBody.snippet_viewset.get_url_name("list"))
    assert "kommunmal/key-figures" not in admin_client.get(listing).text


def test_the_history_tells_what_was_done(grid_client: Client, grid_editor: Any, figure: KeyFigure) -> None:
    apply_changes(figure, [ValueChange(ValueKey("2025"), {"value": "72"})], user=grid_editor)
    history = reverse(KeyFigure.snippet_viewset.get_url_name("history"), args=[figure.pk])
    assert "Changed 1 value" in grid_client.get(history).text


def test_the_page_takes_as_many_queries_for_many_rows_as_for_few(
    grid_client: Client, figure: KeyFigure, django_assert_max_num_queries: Any
) -> None:
    KeyFigureTargetFactory(key_figure=figure)
    KeyFigureAssessmentFactory(key_figure=figure)
    apply_changes(figure, [ValueChange(ValueKey("2023"), {"value": "1"})], user=None)
    grid_client.get(url(figure))
    with django_assert_max_num_queries(40) as few:
        grid_client.get(url(figure))
    keys = [ValueKey(str(year), "nation", "", gender) for year in range(1990, 2020) for gender in "TKM"]
    apply_changes(figure, [ValueChange(key, {"value": "1"}) for key in keys], user=None)
    for year in range(2010, 2020):
        KeyFigureTargetFactory(key_figure=figure, period=str(year))
        KeyFigureAssessmentFactory(key_figure=figure, period=str(year))
    with django_assert_max_num_queries(len(few)):
        response = grid_client.get(url(figure), {"first": 1990, "last": 2026})
    assert len(grid_data(response)["cells"]) == KeyFigureValue.objects.count()
