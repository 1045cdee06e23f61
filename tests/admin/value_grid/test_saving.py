from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wagtail_kommunmal.authoring.recorded_changes import recorded_changes
from wagtail_kommunmal.authoring.value_changes import ValueChange, ValueKey, apply_changes
from wagtail_kommunmal.models import KeyFigure

pytestmark = pytest.mark.django_db
CONTENT = {"value": "71.5", "value_text": "", "missing_reason": "", "preliminary": False, "note": ""}
KEY = {"period": "2025", "series": "own", "series_label": "", "gender": "T"}


def change(before: Any = CONTENT, **after: Any) -> dict[str, Any]:
    return {**KEY, "before": before, "after": {**CONTENT, **after}}


def save(client: Client, figure: KeyFigure, *changes: Any) -> Any:
    url = reverse("kommunmal_key_figure:save_values", args=[figure.pk])
    return client.post(url, {"changes": changes}, content_type="application/json")


def test_only_changed_cells_are_written(
    grid_client: Client, figure: KeyFigure, django_assert_max_num_queries: Any
) -> None:
    response = save(grid_client, figure, change(value="72,50"))
    assert response.status_code == 200
    stored = {"content": {**CONTENT, "value": "72.50"}, "shown": "72,50", "source": "", "fetched": ""}
    assert response.json()["cells"] == [{**KEY, "stored": stored}]
    assert "Anna Ek" in response.json()["last_change"]
    assert [row["before"]["period"] for row in recorded_changes(figure).get().data["rows"]] == ["2025"]
    with django_assert_max_num_queries(20):
        save(grid_client, figure, change({**CONTENT, "value": "72.50"}, value="73"))


def test_an_emptied_cell_deletes_its_value(grid_client: Client, figure: KeyFigure) -> None:
    response = save(grid_client, figure, {**KEY, "before": CONTENT, "after": None})
    assert response.json()["cells"] == [{**KEY, "stored": None}]
    assert [row.period for row in figure.values.all()] == ["2024"]


def test_spaces_around_texts_are_left_out(grid_client: Client, figure: KeyFigure) -> None:
    after = {**CONTENT, "value": None, "value_text": " Ja ", "note": " Reviderat "}
    added = {**KEY, "series": "other", "series_label": " Byskolan ", "before": None, "after": after}
    assert save(grid_client, figure, added).status_code == 200
    row = figure.values.get(series="other")
    assert (row.series_label, row.value, row.value_text, row.note) == ("Byskolan", None, "Ja", "Reviderat")


def test_what_is_wrong_is_told_at_its_cell(grid_client: Client, figure: KeyFigure) -> None:
    wrong = [change(value="12,x"), {**change(value="80", missing_reason="suppressed"), "period": "2024"}]
    response = save(grid_client, figure, *wrong, {**change(value="1"), "period": "2026", "before": None})
    assert response.status_code == 400
    assert response.json() == {
        "errors": [
            {
                **KEY,
                "conflict": False,
                "messages": ["“12,x” is not a number. Write for example 12, 1 234,5 or −0,75."],
                "stored": None,
            },
            {
                **KEY,
                "period": "2024",
                "conflict": False,
                "messages": ["Why it is missing: A value that exists is not missing. Remove the reason or the value."],
                "stored": None,
            },
        ]
    }
    assert figure.values.count() == 2


def test_a_conflict_says_who_changed_it_to_what_and_can_be_sent_again(
    grid_client: Client, grid_editor: Any, figure: KeyFigure
) -> None:
    apply_changes(figure, [ValueChange(ValueKey("2025"), {"value": "75"})], user=grid_editor)
    response = save(grid_client, figure, change(value="80"))
    assert response.status_code == 409
    (error,) = response.json()["errors"]
    assert error["conflict"]
    assert error["stored"]["shown"] == "75"
    assert "Anna Ek" in error["messages"][0]
    assert save(grid_client, figure, change(error["stored"]["content"], value="80")).status_code == 200
    assert str(figure.values.get(period="2025").value) == "80"


def test_a_conflict_with_a_change_that_nobody_logged_is_told_too(grid_client: Client, figure: KeyFigure) -> None:
    figure.values.filter(period="2025").delete()
    response = save(grid_client, figure, change(value="80"))
    assert response.status_code == 409
    assert response.json()["errors"][0]["stored"] is None


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        "{",
        '{"changes": [{}]}',
        '{"changes": 5}',
        '{"changes": [{"period": 2025, "series": "own", "series_label": "", "gender": "T"}]}',
    ],
)
def test_a_request_of_another_shape_is_refused(grid_client: Client, figure: KeyFigure, body: str) -> None:
    url = reverse("kommunmal_key_figure:save_values", args=[figure.pk])
    response = grid_client.post(url, body, content_type="application/json")
    assert (response.status_code, response.json()["errors"]) == (400, [])


@pytest.mark.parametrize("after", [{"value": "1"}, {**CONTENT, "preliminary": "no"}, {**CONTENT, "note": None}])
def test_a_value_of_another_shape_is_refused(grid_client: Client, figure: KeyFigure, after: Any) -> None:
    response = save(grid_client, figure, {**KEY, "before": None, "after": after})
    assert (response.status_code, response.json()["errors"]) == (400, [])


def test_many_cells_are_saved_at_once(grid_client: Client, figure: KeyFigure, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    changes = [
        {**change(None, value="1"), "period": str(year), "gender": gender}
        for year in range(1950, 2020)
        for gender in "TKM"
    ]
    assert save(grid_client, figure, *changes).status_code == 200
    assert figure.values.count() == 212


def test_a_new_period_is_read_as_it_is_typed(grid_client: Client, figure: KeyFigure) -> None:
    url = reverse("kommunmal_key_figure:new_row", args=[figure.pk])
    row = {"period": "2025-T1", "label": "T1 2025", "ends_on": "2025-04-30"}
    assert grid_client.get(url, {"period": " 2025-t1"}).json() == row
    response = grid_client.get(url, {"period": "i fjol"})
    assert response.status_code == 400
    assert "is not a period" in response.json()["message"]


def undo(client: Client, figure: KeyFigure, entry: Any, **data: str) -> Any:
    url = reverse("kommunmal_key_figure:undo", args=[figure.pk])
    return client.post(url, {"entry": entry.pk if entry else "", **data}, follow=True)


def test_the_last_change_is_undone(grid_client: Client, figure: KeyFigure) -> None:
    save(grid_client, figure, {**KEY, "before": CONTENT, "after": None})
    page = reverse("kommunmal_key_figure:rows", args=[figure.pk])
    response = undo(grid_client, figure, recorded_changes(figure)[0], next=f"{page}?first=2020&last=2025")
    assert str(figure.values.get(period="2025").value) == "71.5"
    assert response.request["QUERY_STRING"] == "first=2020&last=2025"
    assert "Undid the change of 1 row" in response.text


def test_an_undo_of_what_is_no_longer_the_last_change_is_refused(grid_client: Client, figure: KeyFigure) -> None:
    save(grid_client, figure, change(value="72"))
    entry = recorded_changes(figure)[0]
    save(grid_client, figure, {**change(None, value="1"), "period": "2026"})
    assert "Another change was made meanwhile" in undo(grid_client, figure, entry).text
    assert str(figure.values.get(period="2025").value) == "72"


def test_an_undo_of_rows_that_were_touched_since_says_which(grid_client: Client, figure: KeyFigure) -> None:
    save(grid_client, figure, change(value="72"))
    figure.values.filter(period="2025").update(note="Reviderat")
    response = undo(grid_client, figure, recorded_changes(figure)[0])
    assert "these rows were changed since: 2025, Own municipality, Total." in response.text


def test_there_is_nothing_to_undo_at_first(grid_client: Client, figure: KeyFigure) -> None:
    assert "Another change was made meanwhile" in undo(grid_client, figure, None).text
