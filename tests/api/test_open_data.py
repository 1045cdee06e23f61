"""Values as JSON-stat and as described CSV files, lists as workbooks, and the published schema of the goal document."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from csvw import CSVW
from django.test.client import Client
from django.utils import timezone
from jsonschema import Draft202012Validator
from jsonstat_validator import validate_jsonstat
from openpyxl import load_workbook
from openpyxl.worksheet._writer import ALL_TEMP_FILES
from wagtail.models import Site

from tests.documents.golden import FOLDER as GOLDEN
from tests.sundby import PUBLISHER
from wagtail_kommunmal.api import workbooks
from wagtail_kommunmal.api.v1 import tabular
from wagtail_kommunmal.api.v1.examples import answer_examples
from wagtail_kommunmal.api.v1.json_schemas import FILE, goal_schema
from wagtail_kommunmal.api.v1.openapi import FILE as OPENAPI_FILE
from wagtail_kommunmal.models import KeyFigureValue, PageKind, ReleasedItem, ReleaseHead
from wagtail_kommunmal.releasing.items import write_items
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    KeyFigureFactory,
    KeyFigureValueFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    amount,
    assignment,
    assignments_section,
    investment,
    investments_section,
    key_figures_section,
)
from wagtail_kommunmal.vocabulary import Provenance

from .conftest import ROOT, Get, Released

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON_STAT = "application/json-stat+json"
ATTACK = '=HYPERLINK("https://evil.example","Klicka")'
SCHEMA: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def goal(shared_plan: Any, released: Released) -> Any:
    """A goal with an item of each kind, and key figures of the municipality's own and from Kolada."""
    with released():
        fetched = KeyFigureFactory(name="Trygghet", kolada_id="N00011", source="SCB", decimals=1)
        KeyFigureValueFactory(key_figure=fetched, period="2023", value="-3.50")
        KeyFigureValueFactory(key_figure=fetched, period="2024", missing=True, note="+46 63")
        KeyFigureValueFactory(key_figure=fetched, period="2024", gender="K", value="12", preliminary=True)
        KeyFigureValue.objects.filter(key_figure=fetched).update(provenance=Provenance.KOLADA)
        own = KeyFigureFactory(name="Besök", values={"2024": "1200"})
        body = ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")
        return GoalPageFactory(
            parent=shared_plan,
            sections=[
                assignments_section(
                    assignment("Öppna kontor", responsible=[body], start_year=2026, quantity_target="4.50"),
                    assignment(ATTACK),
                ),
                key_figures_section(fetched, own),
                investments_section(investment("Bro", amounts=[amount(2026, budget="-10.5"), amount(2027)])),
            ],
        )


@pytest.fixture
def values(goal: Any, get: Get) -> str:
    """The address of the values of the first key figure."""
    return f"key-figures/{get('key-figures')['items'][0]['id']}/observations"


# JSON-stat


def test_values_are_a_valid_cube_by_parameter_and_by_header(values: str, client: Client, get: Get) -> None:
    by_parameter = client.get(f"/kommunmal/v1/{values}?format=jsonstat")
    assert by_parameter.headers["Content-Type"] == JSON_STAT
    assert by_parameter.headers["Content-Language"] == "sv"
    document = by_parameter.json()
    assert validate_jsonstat(document) is True
    assert document["href"] == f"{ROOT}/{values}?format=jsonstat"
    assert document["label"] == "Trygghet"
    assert document["source"].startswith("SCB; ")
    assert document["updated"] == get(values.removesuffix("/observations"))["updatedAt"]
    assert document["dimension"]["period"]["category"]["index"] == ["2023", "2024"]
    assert document["value"] == [-3.5, None, None, 12]
    assert b'"value": [-3.50,null,null,12]' in by_parameter.content
    by_header = get(values, accept=f"{JSON_STAT}, */*;q=0.1")
    assert by_header == {**document, "href": f"{ROOT}/{values}"}


def test_a_cube_is_of_what_is_asked_for(values: str, get: Get) -> None:
    assert get(f"{values}?format=jsonstat&from=2024&gender=K")["value"] == [12]
    assert get(f"{values}?format=jsonstat&from=2030")["value"] == []
    assert get(f"{values}?format=jsonstat&limit=1", status=400)["errors"][0]["parameter"] == "limit"


def test_only_values_are_a_cube(goal: Any, get: Get) -> None:
    get("assignments?format=jsonstat", status=400)
    get("assignments", status=406, accept=JSON_STAT)


# All values as one file, and what is told of it


def rows_of(response: Any) -> Rows:
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.getvalue().decode(), newline="")))


@pytest.fixture
def all_values(client: Client) -> Callable[..., Rows]:
    return lambda query="": rows_of(client.get(f"/kommunmal/v1/observations.csv{query}"))


def test_one_file_has_the_values_of_all_key_figures(values: str, all_values: Any, client: Client) -> None:
    rows = all_values()
    assert [(row["keyFigureName"], row["periodCode"], row["value"]) for row in rows] == [
        ("Trygghet", "2023", "-3.50"),
        ("Trygghet", "2024", "12"),
        ("Trygghet", "2024", ""),
        ("Besök", "2024", "1200"),
    ]
    assert rows[:3] == rows_of(client.get(f"/kommunmal/v1/{values}", headers={"accept": "text/csv"}))


def test_values_bear_the_attribution_that_is_to_be_shown_with_them(goal: Any, all_values: Any) -> None:
    told = {row["keyFigureName"]: (row["sourceName"], bool(row["attribution"])) for row in all_values()}
    assert told["Trygghet"] == ("SCB", True)
    assert told["Besök"][1] is False


@pytest.mark.parametrize(("source", "names"), [("own", {"Besök"}), ("kolada", {"Trygghet"})])
def test_the_file_is_divided_by_whose_terms_go_for_it(goal: Any, all_values: Any, source: str, names: set[str]) -> None:
    assert {row["keyFigureName"] for row in all_values(f"?source={source}")} == names


def test_the_file_is_selected_from_as_the_values_of_one_key_figure(goal: Any, all_values: Any) -> None:
    assert [row["value"] for row in all_values("?gender=K")] == ["12"]
    assert {row["periodCode"] for row in all_values("?to=2023")} == {"2023"}


def test_a_key_figure_of_several_goals_is_there_once_as_the_latest_plan_has_it(
    site: Site, released: Released, all_values: Any, get: Get
) -> None:
    figure = KeyFigureFactory(values={"2024": "1"})
    with released():
        newer = GoalPageFactory(parent=PlanPageFactory(year=2026), sections=[key_figures_section(figure)])
        GoalPageFactory(parent=PlanPageFactory(year=2025), sections=[key_figures_section(figure)])
    assert [row["goalId"] for row in all_values()] == [str(newer.translation_key)]


@pytest.mark.usefixtures("goal")
def test_a_release_while_the_file_is_sent_loses_nothing(
    goal: Any, released: Released, client: Client, all_values: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = all_values()
    monkeypatch.setattr(tabular, "CHUNK", 1)
    response: Any = client.get("/kommunmal/v1/observations.csv")
    sent = iter(response.streaming_content)
    begun = [next(sent), next(sent)]
    keys = set(ReleasedItem.objects.values_list("pk", flat=True))
    ReleasedItem.objects.all().delete()  # So that all have new keys.
    for head in ReleaseHead.objects.filter(kind=PageKind.GOAL):
        write_items([(head, head.current.content)])
    assert keys.isdisjoint(ReleasedItem.objects.values_list("pk", flat=True))
    written = b"".join([*begun, *sent]).decode()
    assert list(csv.DictReader(StringIO(written, newline=""))) == whole


def test_a_key_figure_that_stands_twice_in_a_goal_is_there_once(plan: Any, released: Released, all_values: Any) -> None:
    figure = KeyFigureFactory(values={"2024": "1"})
    with released():
        GoalPageFactory(parent=plan, sections=[key_figures_section(figure), key_figures_section(figure)])
    assert [row["value"] for row in all_values()] == ["1"]


def test_the_file_is_rfc_4180_without_a_mark_and_says_where_it_is_described(goal: Any, client: Client) -> None:
    response: Any = client.get("/kommunmal/v1/observations.csv?source=own")
    written = response.getvalue()
    assert written.startswith(b"keyFigureId,goalId,")
    assert written.endswith(b"\r\n")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="observations.csv"'
    described = f"{ROOT}/observations.csv-metadata.json?source=own"
    assert response.headers["Link"] == f'<{described}>; rel="describedby"; type="application/csvm+json"'
    assert client.get(described).status_code == 200


def test_tables_without_a_description_name_none(goal: Any, client: Client) -> None:
    assert "Link" not in client.get("/kommunmal/v1/assignments?format=csv").headers


@pytest.mark.parametrize("query", ["", "?source=own", "?series=own&gender=K"])
def test_the_description_fits_the_file(goal: Any, client: Client, tmp_path: Path, query: str) -> None:
    metadata = client.get(f"/kommunmal/v1/observations.csv-metadata.json{query}").json()
    assert metadata["url"] == f"{ROOT}/observations.csv{query}"
    assert_is_described(metadata, client, tmp_path)


def test_the_description_fits_the_values_of_one_key_figure(values: str, client: Client, tmp_path: Path) -> None:
    metadata = client.get(f"/kommunmal/v1/{values}-metadata.json").json()
    assert metadata["url"] == f"{ROOT}/{values}?format=csv"
    assert metadata["dc:title"] == "Trygghet"
    assert "dc:license" not in metadata
    assert_is_described(metadata, client, tmp_path)


@pytest.mark.parametrize("name", ["page", "limit"])
def test_a_description_has_no_pages_as_its_file_has_none(values: str, get: Get, name: str) -> None:
    for address in (f"{values}-metadata.json?{name}=2", f"{values}?format=csv&{name}=2"):
        assert get(address, status=400)["errors"][0]["parameter"] == name


def assert_is_described(metadata: dict[str, Any], client: Client, folder: Path) -> None:
    """Let a tool that knows CSVW read the file at the address that its metadata names."""
    file = folder / "observations.csv"
    file.write_bytes(client.get(metadata["url"]).getvalue())  # type: ignore[attr-defined]
    described = folder / "observations.csv-metadata.json"
    described.write_text(json.dumps({**metadata, "url": file.name}), encoding="utf-8")
    table = CSVW(str(described), validate=True)
    assert table.is_valid, table.warnings
    rows = list(table.tables[0])
    assert rows
    numbers = {type(row["value"]) for row in rows} - {type(None)}
    assert numbers == {Decimal}
    assert {type(row["periodYear"]) for row in rows} == {int}
    assert {type(row["preliminary"]) for row in rows} == {bool}


def test_the_tool_finds_what_does_not_fit(goal: Any, client: Client, tmp_path: Path) -> None:
    metadata = client.get("/kommunmal/v1/observations.csv-metadata.json").json()
    for column in metadata["tableSchema"]["columns"]:
        if column["name"] == "keyFigureName":
            column["datatype"] = "decimal"
    with pytest.raises(UserWarning, match="Invalid column value: Trygghet"):
        assert_is_described(metadata, client, tmp_path)


def test_columns_are_described_in_both_languages(goal: Any, client: Client) -> None:
    metadata = client.get("/kommunmal/v1/observations.csv-metadata.json?source=own").json()
    for column in metadata["tableSchema"]["columns"]:
        assert [text["@language"] for text in column["dc:description"]] == ["sv", "en"]
    assert metadata["dc:license"] == {"@id": "http://creativecommons.org/publicdomain/zero/1.0/"}


# Workbooks


@pytest.fixture
def sheet(client: Client) -> Callable[[str], list[list[Any]]]:
    """Return the rows of a workbook, whose header is checked."""

    def sheet(path: str, accept: str = "*/*") -> list[list[Any]]:
        response: Any = client.get(f"/kommunmal/v1/{path}", headers={"accept": accept})
        assert (response.status_code, response.headers["Content-Type"]) == (200, XLSX)
        [only] = load_workbook(BytesIO(response.getvalue())).worksheets
        return [list(row) for row in only.iter_rows()]

    return sheet


@pytest.mark.usefixtures("goal")
@pytest.mark.parametrize("path", ["assignments", "key-figures", "investments"])
def test_a_workbook_has_the_cells_of_the_table(client: Client, sheet: Any, path: str) -> None:
    table: Any = client.get(f"/kommunmal/v1/{path}", headers={"accept": "text/csv"})
    header, *rows = csv.reader(StringIO(table.getvalue().decode(), newline=""))
    written_header, *written = sheet(f"{path}?format=xlsx")
    assert [cell.value for cell in written_header] == header
    assert [[as_csv(cell) for cell in row] for row in written] == rows
    assert sheet(path, accept=XLSX)[1][0].value == rows[0][0]


def as_csv(cell: Any) -> str:
    """Return what a cell of a workbook is in CSV."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime() if "h" in cell.number_format:
            return timezone.make_aware(value).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.strftime("%Y-%m-%d")
        case float() | int() if "." in cell.number_format:
            return f"{value:.{len(cell.number_format.partition('.')[2])}f}"
        case _:
            return str(value)


def test_numbers_and_dates_of_a_workbook_are_what_they_are(values: str, sheet: Any) -> None:
    header, *rows = sheet(f"{values}?format=xlsx")
    first = {name.value: cell for name, cell in zip(header, rows[0], strict=True)}
    assert (first["value"].value, first["value"].number_format) == (-3.5, "0.00")
    assert first["periodYear"].value == 2023
    assert first["periodEndsOn"].value.date() == date(2023, 12, 31)
    assert first["preliminary"].value is False
    missing = {name.value: cell for name, cell in zip(header, rows[2], strict=True)}
    assert missing["value"].value is None


@pytest.mark.usefixtures("goal")
def test_no_cell_of_a_workbook_is_a_formula(sheet: Any) -> None:
    cells = [cell for row in sheet("assignments?format=xlsx") for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d"}
    assert f"'{ATTACK}" in [cell.value for cell in cells]


def test_a_number_that_excel_would_round_is_a_text(plan: Any, released: Released, sheet: Any) -> None:
    with released():
        GoalPageFactory(
            parent=plan, sections=[assignments_section(assignment("Gör", quantity_target="1234567890.1234567"))]
        )
    header, row = sheet("assignments?format=xlsx")
    told = {name.value: cell.value for name, cell in zip(header, row, strict=True)}
    assert told["quantityTarget"] == "1234567890.1234567"


@pytest.mark.usefixtures("goal")
def test_a_workbook_is_sent_as_a_file_whose_etag_is_weak(client: Client) -> None:
    address = "/kommunmal/v1/investments?format=xlsx"
    response: Any = client.get(address)
    assert response.headers["Content-Disposition"] == 'attachment; filename="investments.xlsx"'
    assert response.headers["ETag"].startswith('W/"')
    content = response.getvalue()
    assert client.get(address).getvalue() == content  # type: ignore[attr-defined]
    for etag in (response.headers["ETag"], response.headers["ETag"].removeprefix("W/")):
        assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    head: Any = client.head(address)
    assert (head.status_code, head.getvalue()) == (200, b"")
    assert head.headers["Content-Length"] == response.headers["Content-Length"] == str(len(content))


@pytest.mark.usefixtures("goal")
def test_the_bytes_of_a_workbook_do_not_depend_on_the_clock(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> bytes:
        response: Any = client.get("/kommunmal/v1/investments?format=xlsx")
        written: bytes = response.getvalue()
        return written

    content, localtime = read(), time.localtime
    monkeypatch.setattr(time, "localtime", lambda now=None: localtime((now or 0) + 86_400))
    assert read() == content
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {entry.compress_type for entry in archive.infolist()} == {ZIP_DEFLATED}


def test_a_text_that_no_cell_can_hold_is_refused_and_not_cut(
    plan: Any, released: Released, get: Get, sheet: Any
) -> None:
    def paragraph(text: str) -> str:
        return f"<p>{text}</p>"

    with released():
        sections = [assignments_section(assignment("Gör", description=paragraph("x" * 32_767)))]
        goal = GoalPageFactory(parent=plan, sections=sections)
    assert "x" * 32_767 in [cell.value for cell in sheet("assignments?format=xlsx")[1]]
    with released():
        goal.sections = [assignments_section(assignment("Gör", description=paragraph("y" * 32_768)))]
        goal.save_revision().publish()
    answer = get("assignments?format=xlsx", status=400, accept_language="en")
    detail = f"A text is longer than a cell of a workbook can hold: “{'y' * 60} …”. Take “csv”."
    assert answer["errors"] == [{"parameter": "format", "detail": detail}]
    assert ALL_TEMP_FILES == []


def test_too_many_items_are_refused_before_anything_is_read(
    values: str, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 1)
    monkeypatch.setattr(tabular, "xlsx_response", None)
    get("assignments?format=xlsx", status=400)
    get(f"{values}?format=xlsx", status=400)


def test_too_many_rows_are_left_to_csv(goal: Any, get: Get, monkeypatch: pytest.MonkeyPatch, sheet: Any) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 2)
    assert len(sheet("assignments?format=xlsx")) == 3
    monkeypatch.setattr(workbooks, "MOST_ROWS", 1)
    answer = get("assignments?format=xlsx", status=400, accept_language="en")
    detail = "A workbook has at most 1 rows. Select fewer with the other parameters, or take “csv”."
    assert answer["errors"] == [{"parameter": "format", "detail": detail}]
    assert ALL_TEMP_FILES == []


def test_a_workbook_without_rows_has_its_header(site: Site, sheet: Any) -> None:
    [header] = sheet("assignments?format=xlsx")
    assert [cell.value for cell in header[:2]] == ["id", "lineageId"]


# What goes for all of them


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "path", ["dcat.rdf", "schemas/goal-1.json", "observations.csv", "observations.csv-metadata.json"]
)
def test_files_are_only_read(site: Site, client: Client, path: str, method: str) -> None:
    response = getattr(client, method)(f"/kommunmal/v1/{path}")
    assert (response.status_code, response.headers["Content-Type"]) == (405, "application/problem+json")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert client.options(f"/kommunmal/v1/{path}").status_code == 204


@pytest.mark.parametrize("path", ["schemas/goal-1.json", "observations.csv", "observations.csv-metadata.json"])
def test_files_are_public_data_that_may_be_kept_for_a_while(goal: Any, client: Client, path: str) -> None:
    response = client.get(f"/kommunmal/v1/{path}", headers={"origin": "https://www.dataportal.example"})
    assert response.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=300"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get(f"/kommunmal/v1/{path}", headers={"if-none-match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.usefixtures("goal")
@pytest.mark.parametrize("path", ["dcat.rdf", "schemas/goal-1.json"])
def test_nothing_is_told_with_addresses_that_are_not_known(client: Client, settings: Any, path: str) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"OPEN_DATA": PUBLISHER}
    assert client.get(f"/kommunmal/v1/{path}").status_code == 200
    settings.ROOT_URLCONF = "tests.api.nested_urls"
    response = client.get(f"/kommunmal/v1/{path}")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")


# The schema of the goal document


def test_the_schema_is_a_schema_of_2020_12() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == "https://www.sundby.example/kommunmal/v1/schemas/goal-1.json"
    assert SCHEMA["version"] == "1.0.0"


def test_the_schema_refers_to_nothing_that_it_does_not_have() -> None:
    written = json.dumps(SCHEMA)
    assert "#/components/" not in written
    assert "discriminator" not in written
    names = {part.partition('"')[0] for part in written.split('"#/$defs/')[1:]}
    assert names == set(SCHEMA["$defs"])


def test_a_member_may_be_called_as_a_keyword_of_openapi() -> None:
    goal = {"type": "object", "properties": {"example": {"type": "string", "example": "x"}}, "example": {}}
    schema = goal_schema({"info": {"version": "1.0.0"}, "components": {"schemas": {"Goal": goal, "Plan": {}}}})
    assert schema["$defs"] == {"Goal": {"type": "object", "properties": {"example": {"type": "string"}}}}


def delivered(content: dict[str, Any]) -> dict[str, Any]:
    """Return a kept document of a goal with the envelope that it is delivered in."""
    [example] = answer_examples("getGoal").values()
    return {**{name: value for name, value in example.items() if name not in content}, **content}


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*goal*.json")))
def test_every_golden_document_of_a_goal_is_as_the_schema_says(name: str) -> None:
    document = delivered(json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8")))
    Draft202012Validator(SCHEMA).validate(document)
    for wrong in ({**document, "title": None}, {**document, "sections": [{"type": "text"}]}):
        assert list(Draft202012Validator(SCHEMA).iter_errors(wrong))


def test_whole_goals_of_the_api_are_as_the_schema_says(goal: Any, get: Get) -> None:
    served = get("schemas/goal-1.json")
    for document in (get(f"goals/{goal.translation_key}"), *get("goals?expand=sections")["items"]):
        Draft202012Validator(served).validate(document)


@pytest.mark.usefixtures("site")
def test_the_schema_is_served_at_its_own_address(client: Client) -> None:
    response = client.get("/kommunmal/v1/schemas/goal-1.json")
    assert response.headers["Content-Type"] == "application/schema+json"
    served = response.json()
    assert served["$id"] == f"{ROOT}/schemas/goal-1.json"
    # The pages of the tests add members and a section of their own.
    assert set(SCHEMA["$defs"]) < set(served["$defs"])
    openapi = client.get("/kommunmal/v1/openapi.json").json()
    assert served == goal_schema(openapi, ROOT)
    assert goal_schema(json.loads(OPENAPI_FILE.read_text(encoding="utf-8"))) == SCHEMA
