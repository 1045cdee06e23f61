"""Lists as tables: what stands in the cells, and how they are sent."""

from __future__ import annotations

import csv
import gc
import tracemalloc
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.client import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from wagtail_kommunmal.api.v1 import tabular
from wagtail_kommunmal.models import ReleasedItem, ResponsibleBody
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    KeyFigureAssessmentFactory,
    KeyFigureFactory,
    KeyFigureTargetFactory,
    KeyFigureValueFactory,
    ResponsibleBodyFactory,
    amount,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
    key_figures_section,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus, BodyKind, InvestmentRowKind, ResponsibleRole

from .conftest import ROOT, Get, Released

Rows = list[dict[str, str]]
ReadTable = Callable[..., Rows]

OFFICE = "11111111-1111-4111-8111-111111111111"
ATTACK = '=HYPERLINK("https://evil.example","Klicka")'
COMMENT = "Två kontor är öppna,\nett står kvar; «färdigt» 2027."


@pytest.fixture(scope="module")
def board(shared_plan: Any) -> ResponsibleBody:
    return ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS", kind=BodyKind.EXECUTIVE)


@pytest.fixture(scope="module")
def goal(shared_plan: Any, board: ResponsibleBody, released: Released) -> Any:
    """A goal with items of each kind, some with everything filled in and some with nothing."""
    committee = ResponsibleBodyFactory(name="Barn- och ”unga”-nämnden", code="BN")
    office = assignment(
        'Öppna "ett" kontor, nu',
        description="<p>I alla byar.</p>",
        responsible=[board, (committee, ResponsibleRole.CO)],
        start_year=2026,
        quantity_target="4",
        quantity_unit="kontor",
        block_id=OFFICE,
    )
    figure = KeyFigureFactory(
        name="Trygghet", kolada_id="N00011", source="SCB", decimals=1, responsible=board, values={"2024": "-3.50"}
    )
    KeyFigureValueFactory(key_figure=figure, period="2025", missing=True, note="+46 63")
    KeyFigureTargetFactory(key_figure=figure, at_least=True)
    KeyFigureAssessmentFactory(key_figure=figure, trend="improved", comment="-Bra")
    bridge = investment(
        "Bro",
        category="new",
        responsible=[board],
        amounts=[amount(2026, budget="-10.5", outcome="-9"), amount(2027, 2029, budget="3")],
        total_budget="-7.5",
    )
    with released():
        goal = GoalPageFactory(
            parent=shared_plan,
            title="Alla kan påverka",
            slug="alla-kan-paverka",
            sections=[
                assignments_section(office, assignment(ATTACK)),
                key_figures_section(figure, KeyFigureFactory(name="@SUM(A1)", definition="", unit="sek")),
                investments_section(investment("Vägar", row_kind=InvestmentRowKind.GROUP), bridge, unit="mnkr"),
            ],
        )
    with released():
        rows = [follow_up(goal, office, AssignmentStatus.DELAYED, comment="<p>Två kontor är öppna.</p>")]
        FollowUpReportFactory(plan=shared_plan, body=board, period="2026-T1", rows=rows)
    return goal


@pytest.fixture
def table(client: Client) -> ReadTable:
    """Return the rows of a list as dictionaries, as a program reads them."""

    def table(path: str, params: Any = None) -> Rows:
        response: Any = client.get(f"/kommunmal/v1/{path}", params, headers={"accept": "text/csv"})
        assert response.status_code == 200
        return list(csv.DictReader(StringIO(response.getvalue().decode(), newline="")))

    return table


def in_cell(value: Any) -> str:
    """Return what a value of JSON is in a cell."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def flat(document: dict[str, Any], members: dict[str, str]) -> dict[str, str]:
    """Return cells by the names of their columns from the paths of members."""

    def at(path: str) -> Any:
        value: Any = document
        for name in path.split("."):
            value = value[name] if value is not None else None
        return value

    return {column: in_cell(at(path)) for column, path in members.items()}


def same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


PLACE = {
    "goalId": "goal.id",
    "planId": "plan.id",
    "sectionId": "section.id",
    "planYear": "plan.year",
    "planTitle": "plan.title",
    "goalTitle": "goal.title",
    "sectionHeading": "section.heading",
}
SAID = {
    "statusCode": "currentFollowUp.status.code",
    "statusLabel": "currentFollowUp.status.label",
    "followUpPeriodCode": "currentFollowUp.period.code",
    "followUpPeriodLabel": "currentFollowUp.period.label",
    "followUpBodyCode": "currentFollowUp.body.code",
    "followUpBodyName": "currentFollowUp.body.name",
    "isForecast": "currentFollowUp.isForecast",
    "commentText": "currentFollowUp.commentText",
    "followUpPublishedAt": "currentFollowUp.publishedAt",
}
WHEN = same("updatedAt", "webUrl", "lang")


@pytest.mark.usefixtures("goal")
def test_a_table_of_assignments_says_what_json_says(get: Get, table: ReadTable) -> None:
    office, attack = get("assignments")["items"]
    members = {
        **same("id", "lineageId"),
        **PLACE,
        "originCode": "origin.code",
        "originLabel": "origin.label",
        **same("title", "descriptionText"),
        **same("startYear", "endYear", "decisionReference", "quantityTarget", "quantityTargetText", "quantityUnit"),
        **SAID,
        "quantityDone": "currentFollowUp.quantityDone",
        "quantityDoneText": "currentFollowUp.quantityDoneText",
        **WHEN,
    }
    assert table("assignments") == [
        {
            **flat(office, members),
            "responsibleNames": "Kommunstyrelsen; Barn- och ”unga”-nämnden",
            "responsibleCodes": "KS; BN",
            "responsibleRoles": "lead; co",
        },
        {
            **flat(attack, members),
            "title": f"'{ATTACK}",
            "responsibleNames": "",
            "responsibleCodes": "",
            "responsibleRoles": "",
        },
    ]
    assert (office["title"], office["currentFollowUp"]["status"]["code"]) == ('Öppna "ett" kontor, nu', "delayed")


@pytest.mark.usefixtures("goal")
def test_a_table_of_key_figures_has_the_latest_value_and_target(get: Get, table: ReadTable) -> None:
    trygghet, attack = get("key-figures")["items"]
    members = {
        **same("id"),
        **PLACE,
        **same("name", "definition"),
        "unitCode": "unit.code",
        "unitLabel": "unit.label",
        "unitText": "unitLabel",
        "decimals": "decimals",
        "betterCode": "better.code",
        "betterLabel": "better.label",
        "sourceName": "source.name",
        "koladaId": "source.koladaId",
        "attribution": "source.attribution",
        "responsibleId": "responsible.id",
        "responsibleName": "responsible.name",
        "responsibleCode": "responsible.code",
        "noteText": "noteText",
        "latestValuePeriodCode": "latestValue.period.code",
        "latestValuePeriodLabel": "latestValue.period.label",
        "latestValuePeriodEndsOn": "latestValue.period.endsOn",
        "latestValue": "latestValue.value",
        "latestValueText": "latestValue.valueText",
        "latestValueMissingReasonCode": "latestValue.missingReason.code",
        "latestValueMissingReasonLabel": "latestValue.missingReason.label",
        "latestValuePreliminary": "latestValue.preliminary",
        "latestTargetPeriodCode": "latestTarget.period.code",
        "latestTargetPeriodLabel": "latestTarget.period.label",
        "latestTargetPeriodEndsOn": "latestTarget.period.endsOn",
        "latestTargetText": "latestTarget.text",
        "latestTargetOperatorCode": "latestTarget.operator.code",
        "latestTargetOperatorLabel": "latestTarget.operator.label",
        "latestTarget": "latestTarget.value",
        "latestTargetMax": "latestTarget.valueMax",
        "assessmentPeriodCode": "currentAssessment.period.code",
        "assessmentPeriodLabel": "currentAssessment.period.label",
        "statusCode": "currentAssessment.status.code",
        "statusLabel": "currentAssessment.status.label",
        "trendCode": "currentAssessment.trend.code",
        "trendLabel": "currentAssessment.trend.label",
        "positionCode": "currentAssessment.position.code",
        "positionLabel": "currentAssessment.position.label",
        "commentText": "currentAssessment.commentText",
        "commentedOn": "currentAssessment.commentedOn",
        "summaryText": "summaryText",
        **WHEN,
    }
    assert table("key-figures") == [
        {**flat(trygghet, members), "commentText": "'-Bra"},
        {**flat(attack, members), "name": "'@SUM(A1)", "summaryText": in_cell(attack["summaryText"])},
    ]
    assert trygghet["latestTarget"]["value"] == "75"


@pytest.mark.usefixtures("goal")
def test_a_table_of_investments_has_a_row_for_each_amount(get: Get, table: ReadTable) -> None:
    roads, bridge = get("investments")["items"]
    members = {
        **same("id", "lineageId"),
        **PLACE,
        "name": "name",
        "rowKindCode": "rowKind.code",
        "rowKindLabel": "rowKind.label",
        "categoryCode": "category.code",
        "categoryLabel": "category.label",
        "unitCode": "unit.code",
        "unitLabel": "unit.label",
        "signCode": "sign.code",
        "signLabel": "sign.label",
        **same("totalBudget", "totalBudgetText", "plannedStart", "plannedReady"),
        **SAID,
        **{
            name: f"currentFollowUp.{name}"
            for name in ("forecast", "forecastText", "outcomeToDate", "outcomeToDateText")
        },
        **WHEN,
    }
    of_amount = {
        **same("yearFrom", "yearTo", "budget", "budgetText", "outcome", "outcomeText", "deviation", "deviationText"),
        "flowCode": "flow.code",
        "flowLabel": "flow.label",
        "deviationIsComputed": "deviationIsComputed",
    }
    nobody = dict.fromkeys(("responsibleNames", "responsibleCodes", "responsibleRoles"), "")
    board = {"responsibleNames": "Kommunstyrelsen", "responsibleCodes": "KS", "responsibleRoles": "lead"}
    rows = table("investments")
    assert rows == [
        {**flat(roads, members), **nobody, **dict.fromkeys(of_amount, "")},
        *({**flat(bridge, members), **board, **flat(entry, of_amount)} for entry in bridge["amounts"]),
    ]
    assert [row["budget"] for row in rows] == ["", "-10.5", "3"]


@pytest.mark.usefixtures("goal")
def test_a_table_of_values_says_what_json_says_and_of_which_key_figure(get: Get, table: ReadTable) -> None:
    figure = get("key-figures")["items"][0]
    path = f"key-figures/{figure['id']}/observations"
    members = {
        "periodCode": "period.code",
        "periodLabel": "period.label",
        "periodYear": "period.year",
        "periodKindCode": "period.kind.code",
        "periodKindLabel": "period.kind.label",
        "periodEndsOn": "period.endsOn",
        "seriesCode": "series.code",
        "seriesLabel": "series.label",
        "genderCode": "gender.code",
        "genderLabel": "gender.label",
        "value": "value",
        "valueText": "valueText",
        "missingReasonCode": "missingReason.code",
        "missingReasonLabel": "missingReason.label",
        **same("preliminary", "note", "fetchedAt"),
    }
    of_figure = {
        "keyFigureId": figure["id"],
        "goalId": figure["goal"]["id"],
        "keyFigureName": "Trygghet",
        "koladaId": "N00011",
        "unitCode": "percent",
        "unitLabel": "Procent",
        "lang": "sv",
        "sourceName": "SCB",
        "attribution": "",
    }
    first, second = get(path)["items"]
    expected = [
        {**of_figure, **flat(first, members)},
        {**of_figure, **flat(second, members), "note": "'+46 63"},
    ]
    assert table(path) == expected
    assert expected[0]["value"] == "-3.50"
    assert table(path, {"from": "2025"}) == expected[1:]
    assert table(path, {"sort": "-period"}) == expected[::-1]


TABLES = ["assignments", "key-figures", "investments", "observations"]


@pytest.fixture
def paths(goal: Any, get: Get) -> dict[str, str]:
    """Where each table is."""
    key = get("key-figures")["items"][0]["id"]
    return {**{name: name for name in TABLES}, "observations": f"key-figures/{key}/observations"}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_rfc_4180_in_utf_8(paths: dict[str, str], client: Client, name: str) -> None:
    response: Any = client.get(f"/kommunmal/v1/{paths[name]}", headers={"accept": "text/csv"})
    written = response.getvalue()
    text = written.decode("utf-8")
    assert written.count(b"\r\n") == written.count(b"\n") == len(list(csv.reader(StringIO(text, newline=""))))
    assert text.endswith("\r\n")
    columns, *rows = list(csv.reader(StringIO(text, newline="")))
    assert columns[0] in ("id", "keyFigureId")
    assert len(set(columns)) == len(columns)
    assert rows
    assert {len(row) for row in rows} == {len(columns)}
    expected = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}.csv"',
        "Content-Language": "sv",
        "Cache-Control": "public, max-age=60, stale-while-revalidate=300",
        "X-Content-Type-Options": "nosniff",
    }
    assert {header: response.headers[header] for header in expected} == expected
    assert "Accept" in response.headers["Vary"].split(", ")


@pytest.mark.usefixtures("goal")
def test_quotation_marks_commas_and_newlines_stay_in_their_cell(
    plan: Any, released: Released, board: ResponsibleBody, table: ReadTable, client: Client
) -> None:
    with released():
        item = assignment('Säg "hej", åäö', responsible=[board], description="<p>En rad.</p><p>En till.</p>")
        GoalPageFactory(parent=plan, sections=[assignments_section(item)])
    *_, row = table("assignments")
    assert row["title"] == 'Säg "hej", åäö'
    assert "\n" in row["descriptionText"]
    written = client.get("/kommunmal/v1/assignments?format=csv").getvalue().decode()  # type: ignore[attr-defined]
    assert ',"Säg ""hej"", åäö",' in written


@pytest.mark.parametrize("name", TABLES)
def test_the_parameter_gives_the_same_with_a_byte_order_mark_for_excel(
    paths: dict[str, str], client: Client, name: str
) -> None:
    def written(query: str, accept: str) -> bytes:
        response: Any = client.get(f"/kommunmal/v1/{paths[name]}{query}", headers={"accept": accept})
        content: bytes = response.getvalue()
        return content

    accepted = written("", "text/csv;q=0.9, text/html")
    for accept in ("text/html,*/*;q=0.8", "application/json", "text/csv"):
        assert written("?format=csv", accept) == b"\xef\xbb\xbf" + accepted


@pytest.mark.parametrize("name", TABLES)
def test_json_is_what_is_answered_without_a_word(paths: dict[str, str], get: Get, name: str) -> None:
    plain = get(paths[name])
    for accept in ("*/*", "application/json, text/csv", "text/csv;q=0.5, application/json"):
        assert get(paths[name], accept=accept)["items"] == plain["items"]
    assert get(paths[name], {"format": "json"}, accept="text/csv")["items"] == plain["items"]


@pytest.mark.usefixtures("goal")
def test_a_table_is_filtered_and_sorted_as_its_list(table: ReadTable) -> None:
    assert [row["title"] for row in table("assignments?body=KS&status=delayed")] == ['Öppna "ett" kontor, nu']
    assert [row["name"] for row in table("investments?sort=name")] == ["Bro", "Bro", "Vägar"]
    assert table("key-figures?unit=rank") == []


def test_a_table_without_rows_has_its_header(site: Site, client: Client) -> None:
    response: Any = client.get("/kommunmal/v1/assignments?format=csv")
    written = response.getvalue()
    assert written.startswith(b"\xef\xbb\xbfid,lineageId,goalId,planId,sectionId,")
    assert written.count(b"\r\n") == 1


def test_what_is_not_public_is_in_no_table(goal: Any, paths: dict[str, str], client: Client, table: ReadTable) -> None:
    goal.unpublish()
    for name in ("assignments", "key-figures", "investments"):
        assert table(name) == []
    assert client.get(f"/kommunmal/v1/{paths['observations']}?format=csv").status_code == 404


def test_a_table_is_in_the_language_that_is_asked_for(
    goal: Any, plan: Any, english: Any, released: Released, client: Client, table: ReadTable
) -> None:
    with released():
        plan.get_parent().copy_for_translation(english).save_revision().publish()
        plan.copy_for_translation(english).save_revision().publish()
        goal.copy_for_translation(english).save_revision().publish()
    row = table("assignments?lang=en")[0]
    assert (row["originLabel"], row["statusLabel"], row["lang"]) == ("From the council", "Delayed", "en")
    headers = client.get("/kommunmal/v1/assignments?lang=en&format=csv").headers
    assert headers["Content-Language"] == "en"


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("parameter", ["page", "limit"])
def test_a_table_has_no_pages(paths: dict[str, str], get: Get, name: str, parameter: str) -> None:
    expected = [{"parameter": parameter, "detail": "A table has the whole selection, and no pages."}]
    params = {parameter: "1"}
    for asked in ({"params": {**params, "format": "csv"}}, {"params": params, "accept": "text/csv"}):
        answer: Any = get(paths[name], status=400, accept_language="en", **asked)
        assert answer["errors"] == expected


@pytest.mark.parametrize(
    ("query", "accept", "status"),
    [
        ("?format=csv&year=x", "*/*", 400),
        ("?year=x", "text/csv", 400),
        ("?format=csv&lang=fi", "*/*", 400),
        ("/11111111-1111-4111-8111-111111111111?format=csv", "*/*", 400),
        ("/11111111-1111-4111-8111-111111111111", "text/csv", 406),
        ("", "application/pdf", 406),
    ],
)
def test_errors_are_problems_whatever_was_asked_for(
    site: Site, client: Client, query: str, accept: str, status: int
) -> None:
    response = client.get(f"/kommunmal/v1/assignments{query}", headers={"accept": accept})
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["status"] == status
    assert "Content-Disposition" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_the_media_types_that_there_are_are_told(site: Site, get: Get) -> None:
    answer = get("assignments", status=406, accept="application/pdf", accept_language="en")
    workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer["detail"] == f"This address answers in: application/json, text/csv, {workbook}."
    assert answer["type"] == f"{ROOT}/problems/not-acceptable"


@pytest.mark.parametrize("path", ["goals", "plans", "bodies"])
def test_what_is_no_table_is_json_only(site: Site, get: Get, path: str) -> None:
    get(path, status=406, accept="text/csv")
    get(path, {"format": "csv"}, status=400)


# How it is sent


@pytest.fixture
def chunks_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabular, "CHUNK", 2)


@pytest.mark.usefixtures("chunks_of_two")
def test_a_table_is_read_while_it_is_written(plan: Any, released: Released, client: Client) -> None:
    with released():
        GoalPageFactory(parent=plan, sections=[assignments_section(*(assignment(f"Gör {n}.") for n in range(6)))])
    client.get("/kommunmal/v1/goals")
    response: Any = client.get("/kommunmal/v1/assignments?format=csv")
    assert response.streaming
    parts: Iterator[bytes] = iter(response.streaming_content)
    with CaptureQueriesContext(connection) as before:
        assert next(parts) == b"\xef\xbb\xbf"
        assert next(parts).startswith(b"id,")
    assert len(before) == 0
    counts = []
    for first in (0, 2, 4):
        with CaptureQueriesContext(connection) as queries:
            lines = next(parts).decode().splitlines()
        assert [f"Gör {n}." in line for n, line in enumerate(lines, start=first)] == [True, True]
        counts.append(len(queries))
    # The plans of each chunk's goals; and once, the selection itself.
    assert counts == [2, 1, 1]
    assert next(parts, None) is None


@pytest.mark.parametrize("name", TABLES)
def test_a_head_request_answers_with_the_headers_alone(paths: dict[str, str], client: Client, name: str) -> None:
    response: Any = client.head(f"/kommunmal/v1/{paths[name]}?format=csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.getvalue() == b""


def peak_of(client: Client) -> int:
    """Return the bytes that were needed at once to write a table, before any collector comes."""
    response: Any = client.get("/kommunmal/v1/assignments?format=csv")
    gc.collect()
    gc.disable()
    tracemalloc.start()
    try:
        lines = sum(part.count(b"\r\n") for part in response.streaming_content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.enable()
    assert lines == 1 + ReleasedItem.objects.filter(kind="assignment").count()
    return peak


@pytest.mark.same_everywhere
def test_a_larger_table_needs_no_more_memory(goal: Any, client: Client) -> None:
    item = ReleasedItem.objects.filter(kind="assignment").first()
    assert item is not None

    def add(count: int, after: int) -> None:
        fields = {f.attname: getattr(item, f.attname) for f in item._meta.fields if not f.primary_key}
        ReleasedItem.objects.bulk_create(
            ReleasedItem(**{**fields, "position": after + n, "item_id": uuid4()}) for n in range(count)
        )

    add(600, after=1_000)
    peak_of(client)
    small = peak_of(client)
    add(2_400, after=10_000)
    assert peak_of(client) < 1.3 * small
