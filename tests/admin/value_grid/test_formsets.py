from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from wagtail_kommunmal.admin.value_grid.change_texts import describe
from wagtail_kommunmal.authoring.recorded_changes import changes_in, recorded_changes
from wagtail_kommunmal.authoring.row_states import fingerprint, states_by_pk
from wagtail_kommunmal.models import KeyFigure, KeyFigureAssessment, KeyFigureTarget
from wagtail_kommunmal.testing import KeyFigureAssessmentFactory, KeyFigureTargetFactory

pytestmark = pytest.mark.django_db

BLANK_TARGET = {
    "period": "",
    "gender": "T",
    "text": "",
    "operator": "none",
    "value": "",
    "value_max": "",
    "baseline_period": "",
    "baseline_value": "",
}
BLANK_ASSESSMENT = {"period": "", "status": "", "trend": "", "position": "", "comment": "", "commented_on": ""}
MODELS = {"target": KeyFigureTarget, "assessment": KeyFigureAssessment}


def post(client: Client, figure: KeyFigure, kind: str, *rows: dict[str, Any], version: str = "") -> Any:
    """Sends ``rows``, those that are stored first, as the page does."""
    blank = BLANK_TARGET if kind == "target" else BLANK_ASSESSMENT
    data = {f"{kind}-{n}-{name}": text for n, row in enumerate(rows) for name, text in {**blank, **row}.items()}
    management = {
        f"{kind}-TOTAL_FORMS": len(rows),
        f"{kind}-INITIAL_FORMS": sum("id" in row for row in rows),
        f"{kind}-version": version or fingerprint(states_by_pk(figure, MODELS[kind])),
    }
    return client.post(reverse(f"kommunmal_key_figure:save_{kind}s", args=[figure.pk]), {**data, **management})


def test_targets_are_added_changed_and_deleted_with_one_entry(grid_client: Client, figure: KeyFigure) -> None:
    kept = KeyFigureTargetFactory(key_figure=figure, value="75.0", operator="gte")
    gone = KeyFigureTargetFactory(key_figure=figure, period="2027", text="ska öka")
    response = post(
        grid_client,
        figure,
        "target",
        {"id": kept.pk, "period": "2026", "text": "minst 1 075,00 %", "operator": "gte", "value": "1 075,00"},
        {"id": gone.pk, "period": "2027", "text": "ska öka", "DELETE": "on"},
        {"period": "2028-t1", "text": "70–80 %", "operator": "between", "value": "70", "value_max": "80"},
        {},
    )
    assert (response.status_code, response.url.partition("#")[2]) == (302, "tab-targets")
    assert [(row.period, row.text, str(row.value), row.ends_on.isoformat()) for row in figure.targets.all()] == [
        ("2026", "minst 1 075,00 %", "1075.00", "2026-12-31"),
        ("2028-T1", "70–80 %", "70", "2028-04-30"),
    ]
    entry = recorded_changes(figure).get()
    assert entry.action == "wagtail_kommunmal.key_figure.targets"
    with override("en"):
        texts = {text.heading: text.fields for text in map(describe, changes_in(entry))}
    assert texts["Target 2026"] == [
        ("Target as decided", "minst 75 %", "minst 1 075,00 %"),
        ("Target value", "75,0", "1\u00a0075,00"),
    ]
    assert set(texts) == {"Target 2026", "Target 2027", "Target T1 2028"}


def test_a_change_of_decimals_only_is_saved(grid_client: Client, figure: KeyFigure) -> None:
    row = KeyFigureTargetFactory(key_figure=figure, at_least=True)
    post(
        grid_client,
        figure,
        "target",
        {"id": row.pk, "period": "2026", "text": row.text, "operator": "gte", "value": "75,0"},
    )
    assert str(figure.targets.get().value) == "75.0"


def test_errors_stand_at_their_fields_and_nothing_is_lost(grid_client: Client, figure: KeyFigure) -> None:
    rows = [
        {"period": "2026", "text": "70–80 %", "operator": "between", "value": "70"},
        {"period": "i fjol", "text": "ska öka", "value": "12,x", "baseline_period": "sist"},
    ]
    response = post(grid_client, figure, "target", *rows)
    first, second = response.context["formsets"]["target"].forms
    assert (set(first.errors), set(second.errors)) == ({"value_max"}, {"period", "value", "baseline_period"})
    assert 'value="12,x"' in response.text
    assert 'data-w-tabs-active-panel-id-value="tab-targets"' in response.text
    assert not figure.targets.exists()


def test_rows_that_somebody_else_changed_are_not_written_over_unasked(grid_client: Client, figure: KeyFigure) -> None:
    row = KeyFigureTargetFactory(key_figure=figure)
    seen = fingerprint(states_by_pk(figure, KeyFigureTarget))
    figure.targets.update(text="minst 80 %")
    mine = {"id": row.pk, "period": "2026", "text": "minst 90 %"}
    response = post(grid_client, figure, "target", mine, version=seen)
    formset = response.context["formsets"]["target"]
    assert [error.code for error in formset.non_form_errors().as_data()] == ["conflict"]
    assert 'value="minst 90 %"' in response.text
    assert figure.targets.get().text == "minst 80 %"
    post(grid_client, figure, "target", mine, version=formset.version)
    assert figure.targets.get().text == "minst 90 %"


def test_an_assessment_is_saved_as_it_was_set(grid_client: Client, figure: KeyFigure) -> None:
    row = {"period": "2025", "status": "achieved", "comment": "Målet nås.", "commented_on": "2026-02-01"}
    post(grid_client, figure, "assessment", row)
    stored = figure.assessments.get()
    assert (stored.status, stored.trend, stored.position) == ("achieved", "", "")
    assert recorded_changes(figure).get().action == "wagtail_kommunmal.key_figure.assessments"


def test_a_second_assessment_of_a_period_is_refused_however_it_is_written(
    grid_client: Client, figure: KeyFigure
) -> None:
    KeyFigureAssessmentFactory(key_figure=figure, period="2025-T1")
    stored = figure.assessments.get()
    rows = [
        {"id": stored.pk, "period": "2025-T1", "status": stored.status},
        {"period": "2025-t1", "status": "achieved"},
    ]
    assert post(grid_client, figure, "assessment", *rows).status_code == 200
    assert figure.assessments.count() == 1


def test_the_address_of_a_form_leads_to_its_tab(grid_client: Client, figure: KeyFigure) -> None:
    response = grid_client.get(reverse("kommunmal_key_figure:save_assessments", args=[figure.pk]))
    assert response.url == f"{reverse('kommunmal_key_figure:rows', args=[figure.pk])}#tab-assessments"
