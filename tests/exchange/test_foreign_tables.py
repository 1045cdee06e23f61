"""Tables of other systems: what is understood of them, what becomes of each row, and what is only told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import escape
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Site

from wagtail_kommunmal.exchange.applying import apply_plan, undo_batch
from wagtail_kommunmal.exchange.columns.texts import normal_text
from wagtail_kommunmal.exchange.errors import FileRefusedError
from wagtail_kommunmal.exchange.files.tables import Merge
from wagtail_kommunmal.exchange.foreign.mapping import ColumnMapping, Target
from wagtail_kommunmal.exchange.planning import ALL_ROWS, plan_table
from wagtail_kommunmal.exchange.plans import Plan
from wagtail_kommunmal.exchange.registry import KINDS
from wagtail_kommunmal.exchange.suggesting import corrected, found_again, is_own_format, read_foreign_table, suggested
from wagtail_kommunmal.models import KeyFigure, KeyFigureValue
from wagtail_kommunmal.numbers import parse_decimal
from wagtail_kommunmal.testing import KeyFigureFactory
from wagtail_kommunmal.vocabulary import Unit

from .conftest import errors, statuses, told
from .foreign_files import ASSIGNMENTS, figures_workbook, investments_workbook, page, pasted
from .reported_plan import Reported, reported_plan
from .workbooks import workbook

pytestmark = pytest.mark.django_db

FIGURES = ["Nyckeltal", "Kolada id", "Utfall", "Utfall riket", "Utfall kommuner över 50 000", "Kommentar"]


def understood(
    site: Site, kind: str, *headings: str, rows: tuple[str, ...] = ()
) -> dict[str, tuple[str, dict[str, str]]]:
    table = read_foreign_table(KINDS[kind](site), pasted([list(headings), list(rows or headings)]), "fil")
    mapping = suggested(KINDS[kind](site), table)
    targets = {mapping.headings[number]: target for number, target in mapping.targets.items()}
    return {heading: (target.column, dict(target.fixed)) for heading, target in targets.items()}


def planned(
    site: Site, kind: str, data: bytes, change: Callable[[ColumnMapping], ColumnMapping] = lambda mapping: mapping
) -> Plan:
    """Return the plan of a file as it is understood, after ``change`` was made to that, with all names confirmed."""
    table = read_foreign_table(KINDS[kind](site), data, "fil")
    mapping = change(suggested(KINDS[kind](site), table))
    return plan_table(KINDS[kind](site), table, mapping=mapping, accepted=ALL_ROWS)


def with_constants(**constants: str) -> Callable[[ColumnMapping], ColumnMapping]:
    return lambda mapping: replace(mapping, constants={**mapping.constants, **constants})


@pytest.fixture
def figures(site: Site) -> list[KeyFigure]:
    return [
        KeyFigureFactory(name="Nöjda brukare", kolada_id="N00001", unit=Unit.TKR),
        KeyFigureFactory(name="Nöjda elever", kolada_id="N00002", unit=Unit.PERCENT),
    ]


@pytest.fixture
def content(site: Site, released: Any) -> Reported:
    with released():
        return reported_plan()


def test_series_are_told_by_their_headings(site: Site) -> None:
    own = {"series": "own"}
    assert understood(site, "values", *FIGURES) == {
        "Nyckeltal": ("key_figure", {}),
        "Kolada id": ("kolada_id", {}),
        "Utfall": ("value", own),
        "Utfall riket": ("value", {"series": "nation"}),
        "Utfall kommuner över 50 000": ("value", {"series": "peer_group", "series_label": "kommuner över 50 000"}),
        "Kommentar": ("note", own),
    }


@pytest.mark.parametrize(
    ("heading", "column", "fixed"),
    [
        ("T1 2026", "value", {"period": "2026-T1"}),
        ("Utfall T1 2026", "value", {"period": "2026-T1"}),
        ("Utfall 2026 tertial 1", "value", {"period": "2026-T1"}),
        ("Resultat helår 2025", "value", {"period": "2025"}),
        ("Värde aug 2025", "value", {"period": "2025-08"}),
        ("Utfall 2025-08-31", "value", {"period": "2025-08-31"}),
        ("Utfall per 31 aug 2025", "", {}),
        ("Utfall 31 augusti 2025", "value", {"period": "2025-08-31"}),
        ("Utfall 2023–2026", "value", {"period": "2023-2026"}),
        ("Utfall halvår 1 2025", "value", {"period": "2025-H1"}),
        ("Kommentar 2025", "note", {"period": "2025"}),
        ("Utfall kvinnor 2025", "value", {"period": "2025", "gender": "K"}),
        ("Riket 2025", "value", {"period": "2025", "series": "nation"}),
        ("Utfall 2024 och 2025", "", {}),
        ("Utfall norra länet 2025", "", {}),
        ("Mål 2026", "", {}),
        ("Färg", "", {}),
        ("Delår 2025", "", {}),
    ],
)
def test_only_what_is_certain_of_a_heading_is_suggested(
    heading: str, column: str, fixed: dict[str, str], site: Site
) -> None:
    target = understood(site, "values", "Nyckeltal", "Kolada id", heading)[heading]
    assert target == (column, fixed)


def test_a_heading_that_excel_made_a_date_of_is_the_period_that_it_shows(site: Site) -> None:
    def show(book: Any) -> None:
        book.active["C1"].number_format = "mmm\\-yy"

    data = workbook(["Nyckeltal", "Kolada id", date(2025, 8, 1)], ["A", "N00001", 1], change=show)
    mapping = suggested(KINDS["values"](site), read_foreign_table(KINDS["values"](site), data, "fil"))
    assert (mapping.headings[3], mapping.targets[3]) == ("2025-08", Target("value", {"period": "2025-08"}))


def test_a_heading_that_somebody_explains_tells_the_rest_itself(site: Site) -> None:
    kind = KINDS["values"](site)
    table = read_foreign_table(
        kind, pasted([["Nyckeltal", "Utfall", "Utfall norra länet 2025"], ["A", "1", "2"]]), "fil"
    )
    mapping = suggested(kind, table)
    assert mapping.targets[3] == Target("")
    assert corrected(kind, mapping, {3: "value"}).targets[3] == Target(
        "value", {"series": "other", "series_label": "norra länet", "period": "2025"}
    )
    assert corrected(kind, mapping, {2: ""}).targets[2] == Target("")


def test_columns_that_hold_the_same_are_both_left_out(site: Site) -> None:
    assert understood(site, "values", "Nyckeltal", "Kolada id", "Utfall 2025", "Resultat 2025") == {
        "Nyckeltal": ("key_figure", {}),
        "Kolada id": ("kolada_id", {}),
        "Utfall 2025": ("", {}),
        "Resultat 2025": ("", {}),
    }


def test_a_comment_that_could_be_on_each_of_several_periods_is_left_out(site: Site) -> None:
    found = understood(site, "values", "Nyckeltal", "Utfall 2024", "Utfall 2025", "Kommentar")
    assert found["Kommentar"] == ("", {})
    assert understood(site, "values", "Nyckeltal", "Utfall 2025", "Kommentar")["Kommentar"] == (
        "note",
        {"period": "2025"},
    )


def test_assignments_with_follow_ups_are_understood_for_each_kind(site: Site) -> None:
    t1 = {"period": "2026-T1"}
    assert understood(site, "follow-ups", *ASSIGNMENTS[0]) == {
        "Nämnd": ("body", {}),
        "T1 2026": ("status", t1),
        "Uppdrag": ("title", {}),
        "Kommentar T1 2026": ("comment", t1),
    }
    assert understood(site, "assignments", *ASSIGNMENTS[0]) == {
        "Nämnd": ("responsible", {}),
        "T1 2026": ("", {}),
        "Uppdrag": ("title", {}),
        "Kommentar T1 2026": ("", {}),
    }


def test_a_forecast_for_the_year_stands_in_the_report_of_the_period(site: Site) -> None:
    t1 = {"period": "2026-T1"}
    headings = ("Nämnd", "Uppdrag", "T1 2026", "Prognos 2026", "Utfall 2026", "Kommentar")
    assert list(understood(site, "follow-ups", *headings).values())[2:] == [
        ("status", t1),
        ("forecast", t1),
        ("outcome_to_date", t1),
        ("comment", t1),
    ]
    rows = [["Uppföljning T1 2026"], ["Nämnd", "Uppdrag", "Status", "Prognos 2026"], ["KFN", "Bro", "Klart", "1"]]
    kind = KINDS["follow-ups"](site)
    mapping = suggested(kind, read_foreign_table(kind, pasted(rows), "fil"))
    assert mapping.constants == {"period": "2026-T1", "plan": "2026"}
    assert mapping.targets[4] == Target("forecast")


def test_expenditure_and_income_are_told_by_their_headings(site: Site) -> None:
    assert understood(
        site, "investments", "Projekt", "Budget 2026 U", "Budget 2026 I", "Utgift utfall 2026", "U/I"
    ) == {
        "Projekt": ("name", {}),
        "Budget 2026 U": ("budget", {"year_from": "2026", "flow": "expenditure"}),
        "Budget 2026 I": ("budget", {"year_from": "2026", "flow": "income"}),
        "Utgift utfall 2026": ("outcome", {"year_from": "2026", "flow": "expenditure"}),
        "U/I": ("flow", {}),
    }


def test_an_outcome_beside_a_target_is_no_target(site: Site) -> None:
    period = {"period": "2025"}
    assert understood(site, "targets", "Nyckeltal", "Kolada id", "Målvärde 2025", "Utfall 2025", "2024") == {
        "Nyckeltal": ("key_figure", {}),
        "Kolada id": ("kolada_id", {}),
        "Målvärde 2025": ("text", period),
        "Utfall 2025": ("", {}),
        "2024": ("", {}),
    }


def test_an_amount_of_no_year_belongs_to_the_only_one_that_others_name(site: Site) -> None:
    found = understood(site, "investments", "Projekt", "Budget 2026", "Utfall")
    assert found["Utfall"] == ("outcome", {"year_from": "2026"})
    assert understood(site, "investments", "Projekt", "Budget 2026", "Budget 2027", "Utfall")["Utfall"] == ("", {})
    assert understood(site, "investments", "Projekt", "Budget", "Budget I")["Budget"] == ("", {})


def test_a_workbook_of_key_figures_becomes_values_and_texts(site: Site, figures: list[KeyFigure]) -> None:
    plan = planned(site, "values", figures_workbook())
    assert errors(plan) == {}
    assert [(row.number, row.label, row.status.value) for row in plan.rows] == [
        (5, "Nöjda brukare: 2025, Own municipality, Total", "new"),
        (5, "Nöjda brukare: 2025, Nation, Total", "new"),
        (5, "Nöjda brukare: 2025, Peer group: kommuner över 50 000, Total", "new"),
        (6, "Nöjda elever: 2025, Own municipality, Total", "new"),
        (6, "Nöjda elever: 2025, Peer group: kommuner över 50 000, Total", "new"),
        (7, "", "skipped"),
    ]
    assert [[(field.header, field.new) for field in row.fields] for row in plan.rows[:3]] == [
        [("Value", "1,234"), ("Note", "Bättre än i fjol.")],
        [("Value", "1,300")],
        [("Value as text", "ca 1 200 tkr")],
    ]
    assert plan.rows[2].remarks == [
        "E5 (Value): “ca 1 200 tkr” cannot be read there, and is kept as text in “Value as text”."
    ]
    assert plan.notices == ["Cells with nothing but a dash were read as blank: 1."]


def test_a_number_that_became_a_text_is_no_number_any_more(site: Site, figures: list[KeyFigure]) -> None:
    KeyFigureValue.objects.create(key_figure=figures[0], period="2025", value="1200")
    plan = planned(site, "values", pasted([["Kolada id", "Utfall 2025"], ["N00001", "ca 1 200"]]))
    assert told(plan) == {2: [("Value", "1,200", ""), ("Value as text", "", "ca 1 200")]}


@pytest.mark.parametrize(
    ("heading", "cell", "message"),
    [
        ("Utfall 2025 (mnkr)", "12", "The file says “mnkr”, but the unit of the key figure is “SEK thousand”."),
        ("Utfall 2025", "12 mnkr", "The file says “mnkr”, but the unit of the key figure is “SEK thousand”."),
        ("Utfall 2025", "12 %", "The file says “%”, but the unit of the key figure is “SEK thousand”."),
        ("Utfall 2025 (tkr)", "12 mnkr", "The heading says “tkr”, the cell “mnkr”."),
    ],
)
def test_a_number_in_another_unit_is_an_error(
    heading: str, cell: str, message: str, site: Site, figures: list[KeyFigure]
) -> None:
    plan = planned(site, "values", pasted([["Kolada id", heading], ["N00001", cell]]))
    assert errors(plan) == {2: [f"B2 (Value): {message}"]}


@pytest.mark.parametrize(("heading", "cell"), [("Utfall 2025 (tkr)", "12 tkr"), ("Utfall 2025, tkr", "12")])
def test_a_number_in_the_unit_of_its_key_figure_is_read(
    heading: str, cell: str, site: Site, figures: list[KeyFigure]
) -> None:
    plan = planned(site, "values", pasted([["Kolada id", heading], ["N00001", cell]]))
    assert told(plan) == {2: [("Value", "", "12")]}


def test_without_leave_to_keep_texts_what_cannot_be_read_is_an_error(site: Site, figures: list[KeyFigure]) -> None:
    rows = pasted([["Kolada id", "Utfall 2025", "Utfall riket 2025"], ["N00001", "ca 12", "-"]])
    plan = planned(site, "values", rows, lambda mapping: replace(mapping, keeps_text=False))
    assert [cell.split(":")[0] for row in plan.rows for cell in map(str, row.errors)] == ["B2 (Value)", "C2 (Value)"]


def test_a_row_that_contradicts_its_heading_is_an_error(site: Site, figures: list[KeyFigure]) -> None:
    plan = planned(site, "values", pasted([["Kolada id", "Period", "Utfall 2025"], ["N00001", "2024", "1"]]))
    assert errors(plan) == {2: ["B2 (Period): The heading in C1 says “2025”."]}


def test_what_a_file_is_about_can_be_said_for_all_its_rows(site: Site, figures: list[KeyFigure]) -> None:
    rows = pasted([["Kolada id", "Utfall"], ["N00001", "1"], ["N00002", "2"]])
    with pytest.raises(FileRefusedError, match="Nothing in the file tells"):
        planned(site, "values", rows)
    assert statuses(planned(site, "values", rows, with_constants(period="T1 2025"))) == {2: "new", 3: "new"}
    with pytest.raises(FileRefusedError, match="Period: “i fjol” is not a period"):
        planned(site, "values", rows, with_constants(period="i fjol"))
    with pytest.raises(FileRefusedError, match="There is no column “plan”"):
        planned(site, "values", rows, with_constants(plan="2025"))


def test_follow_ups_of_the_old_system_become_a_report(site: Site, content: Reported) -> None:
    for data in (pasted(ASSIGNMENTS), page(ASSIGNMENTS, caption="Uppdrag")):
        plan = planned(site, "follow-ups", data)
        assert errors(plan) == {}
        assert told(plan) == {
            2: [("Status", "", "Completed"), ("Comment", "", "Alla skolor är besökta.")],
            3: [("Comment", "", "Marken är köpt.\nT1 2026: Grön")],
        }
        assert [row.remarks for row in plan.rows] == [
            ["A2 (Responsible body): “KFN (KS)” was read as its lead, “KFN”."],
            ["B3 (Status): “Grön” cannot be read there, and is kept as text in “Comment”."],
        ]


def test_a_status_that_is_not_known_leaves_the_comment_that_there_was(site: Site, content: Reported) -> None:
    content.report()
    rows = [["Nämnd", "T1 2026", "Uppdrag"], ["KFN", "Grön & klar", "Bygg ut biblioteket."]]
    plan = planned(site, "follow-ups", pasted(rows))
    old = "<p>Marken <b>saknas</b>.</p>"
    assert told(plan) == {2: [("Comment", old, f"{old}<p>T1 2026: Grön &amp; klar</p>")]}


def test_a_body_may_be_called_by_a_name_of_several_words(site: Site, content: Reported) -> None:
    rows = [["Nämnd", "T1 2026", "Uppdrag"], ["Kultur- och fritidsnämnden (KS)", "Klart", "Besök skolor."]]
    assert told(planned(site, "follow-ups", pasted(rows))) == {2: [("Status", "", "Completed")]}


def test_rows_that_come_of_one_are_written_and_taken_back_together(site: Site, figures: list[KeyFigure]) -> None:
    plan = planned(site, "values", figures_workbook())
    batch = apply_plan(plan)
    assert batch is not None
    stored = KeyFigureValue.objects.filter(period="2025").values_list("series", "series_label", "value_text", "note")
    assert sorted(stored.filter(key_figure=figures[0])) == [
        ("nation", "", "", ""),
        ("own", "", "", "Bättre än i fjol."),
        ("peer_group", "kommuner över 50 000", "ca 1 200 tkr", ""),
    ]
    undo_batch(batch)
    assert not stored.exists()


def test_a_file_that_is_imported_once_more_changes_nothing(site: Site, content: Reported) -> None:
    rows = page([*ASSIGNMENTS, ["KFN", "Grön<br>nästan", "Bro", ""]])
    apply_plan(planned(site, "follow-ups", rows))
    assert statuses(planned(site, "follow-ups", rows)) == {2: "unchanged", 3: "unchanged", 4: "unchanged"}


def test_no_lead_is_chosen_of_several(site: Site, content: Reported) -> None:
    rows = [["Nämnd", "T1 2026", "Uppdrag"], ["KS, KFN", "Klart", "Besök skolor."]]
    assert (
        "A2 (Responsible body): No body has the code “KS, KFN”."
        in errors(planned(site, "follow-ups", pasted(rows)))[2][0]
    )


def test_amounts_with_expenditure_and_income_become_rows(site: Site, content: Reported) -> None:
    plan = planned(site, "investments", investments_workbook(), with_constants(plan="2026", goal_number="3"))
    assert errors(plan) == {}
    assert statuses(plan) == {4: "changed", 5: "skipped"}
    expenditure, income, _sums = ({field.header: field.new for field in row.fields} for row in plan.rows)
    assert (expenditure["Flow"], expenditure["Year"], expenditure["Budget"]) == ("Expenditure", "2026", "1,234")
    assert (income["Flow"], income["Year"], income["Budget"]) == ("Income", "2026", "100")


def test_texts_that_are_merged_down_are_read_in_each_row_and_numbers_are_not(
    site: Site, figures: list[KeyFigure]
) -> None:
    html = (
        "<meta charset=utf-8><table><tr><td>Kolada id<td>Period<td>Utfall<td>Kommentar"
        "<tr><td>N00001<td>2024<td>1<td rowspan=2>Båda åren<tr><td>N00001<td>2025<td>2</table>"
    )
    plan = planned(site, "values", html.encode())
    assert told(plan) == {
        2: [("Value", "", "1"), ("Note", "", "Båda åren")],
        3: [("Value", "", "2"), ("Note", "", "Båda åren")],
    }
    assert plan.notices == ["What is merged down several rows was read in each of them: D2:D3."]
    with pytest.raises(FileRefusedError, match="These cells are merged: C2:C3"):
        planned(site, "values", html.replace("<td>1<td rowspan=2>Båda åren", "<td rowspan=2>1<td>x").encode())


def test_merged_cells_that_reach_into_each_other_are_refused(site: Site, figures: list[KeyFigure]) -> None:
    kind = KINDS["values"](site)
    rows = [["Kolada id", "Utfall 2025"], *([f"N0000{number}", "1"] for number in range(1, 4))]
    table = read_foreign_table(kind, pasted(rows), "fil")
    merges = [Merge("A2:A3", "A2", 3), Merge("A3:A4", "A3", 4)]
    with pytest.raises(FileRefusedError, match="These cells are merged: A3:A4"):
        plan_table(kind, replace(table, merges=merges), mapping=suggested(kind, table))


def test_a_mapping_comes_back_from_plain_data(site: Site) -> None:
    kind = KINDS["values"](site)
    mapping = suggested(kind, read_foreign_table(kind, figures_workbook(), "fil"))
    assert ColumnMapping.from_json(mapping.to_json()) == mapping


def test_a_mapping_finds_its_columns_again_in_the_file_of_the_next_period(site: Site) -> None:
    kind = KINDS["values"](site)

    def table(*headings: str) -> Any:
        return read_foreign_table(kind, pasted([list(headings), ["1"] * len(headings)]), "fil")

    first = table("Nyckeltal", "Färg", "Kolada id", "Norra T1 2025", "Kommentar T1 2025")
    saved = corrected(kind, suggested(kind, first), {4: "value", 5: ""})
    assert saved.targets[4] == Target("value", {"period": "2025-T1"})
    again = found_again(kind, table("Kolada id", "Norra T2 2025", "Kommentar T2 2025", "Nyckeltal", "Nytt"), saved)
    assert {again.headings[number]: target for number, target in again.targets.items()} == {
        "Kolada id": Target("kolada_id"),
        "Norra T2 2025": Target("value", {"period": "2025-T2"}),
        "Kommentar T2 2025": Target(""),
        "Nyckeltal": Target("key_figure"),
        "Nytt": Target(""),
    }


@pytest.mark.parametrize(
    ("kind", "first", "then", "fixed"),
    [
        (
            "follow-ups",
            ["Nämnd", "Uppdrag", "T1 2026", "Prognos 2026", "Kommentar"],
            ["Nämnd", "Uppdrag", "T2 2026", "Prognos 2026", "Kommentar"],
            [{"period": "2026-T2"}] * 3,
        ),
        (
            "values",
            ["Nyckeltal", "Kolada id", "Utfall", "Riket 2025", "Kommentar"],
            ["Nyckeltal", "Kolada id", "Utfall", "Riket 2026", "Kommentar"],
            [{"series": series, "period": "2026"} for series in ("own", "nation", "own")],
        ),
        (
            "investments",
            ["Projekt", "Nämnd", "Budget 2026", "Utfall"],
            ["Projekt", "Nämnd", "Budget 2027", "Utfall"],
            [{"year_from": "2027"}] * 2,
        ),
    ],
)
def test_what_the_other_headings_told_of_a_column_they_tell_anew(
    kind: str, first: list[str], then: list[str], fixed: list[dict[str, str]], site: Site
) -> None:
    saved, table = (read_foreign_table(KINDS[kind](site), pasted([each, ["1"] * 5]), "fil") for each in (first, then))
    again = found_again(KINDS[kind](site), table, suggested(KINDS[kind](site), saved))
    assert [dict(target.fixed) for target in again.targets.values()][2:] == fixed


def test_a_file_of_which_nothing_is_known_can_be_explained_and_is_known_the_next_time(site: Site) -> None:
    kind = KINDS["values"](site)

    def table(year: int) -> Any:
        return read_foreign_table(kind, pasted([["Rapport"], ["Namnet", f"Siffran {year}"], ["A", "1"]]), "fil")

    mapping = suggested(kind, table(2025))
    assert (mapping.header_row, list(mapping.targets.values())) == (2, [Target("")] * 2)
    saved = corrected(kind, mapping, {1: "key_figure", 2: "value"})
    assert found_again(kind, table(2026), saved).targets == {
        1: Target("key_figure"),
        2: Target("value", {"period": "2026"}),
    }


def test_a_file_without_names_of_columns_is_refused(site: Site) -> None:
    kind = KINDS["values"](site)
    with pytest.raises(FileRefusedError, match="No row near the top can be the names of the columns"):
        suggested(kind, read_foreign_table(kind, b"Rapport\n", "fil"))


def test_what_a_file_said_of_its_own_period_is_not_said_of_the_next(site: Site) -> None:
    kind = KINDS["values"](site)
    rows = [["Kolada id", "Utfall"], ["N00001", "1"]]
    table = read_foreign_table(kind, pasted(rows), "fil")
    saved = with_constants(period="2024", gender="K")(suggested(kind, table))
    assert found_again(kind, table, saved).constants == {"gender": "K"}
    titled = read_foreign_table(kind, pasted([["Nyckeltal T1 2025"], *rows]), "fil")
    assert found_again(kind, titled, saved).constants == {"gender": "K", "period": "2025-T1"}


@pytest.mark.parametrize(
    ("kind", "title", "constants"),
    [
        ("values", "Nyckeltal T1 2026", {"period": "2026-T1"}),
        ("values", "Utskrivet 3 maj 2026", {}),
        ("values", "Utskrivet 2026-05-03", {}),
        ("values", "Mål och budget 2026–2028", {}),
        ("investments", "Investeringar 2026", {"plan": "2026"}),
        ("investments", "Mål och budget 2026–2028", {}),
    ],
)
def test_a_title_tells_of_all_rows_what_is_certain(
    kind: str, title: str, constants: dict[str, str], site: Site
) -> None:
    headings = ["Nyckeltal", "Utfall"] if kind == "values" else ["Projekt", "Budget 2026", "Budget 2026–2028"]
    table = read_foreign_table(KINDS[kind](site), pasted([[title], headings, ["A", "1"]]), "fil")
    assert suggested(KINDS[kind](site), table).constants == constants


DASHES = ("", "-", "–", "—", "−")
words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(words, words, words, words), min_size=1, max_size=4))
def test_no_text_of_a_file_is_lost_in_silence(rows: list[tuple[str, ...]], site: Site) -> None:
    for kolada_id in ("N00001", "N00002"):
        KeyFigure.objects.get_or_create(site=site, kolada_id=kolada_id, defaults={"name": kolada_id})
    header = ["Kolada id", "Utfall 2025", "Utfall riket 2025", "Kommentar 2025", "Färg"]
    cells = [["N00001" if number % 2 else "N00002", *row] for number, row in enumerate(rows)]
    html = page_of([header, *cells])
    plan = planned(site, "values", html)
    for number, row in enumerate(rows, start=2):
        of_row = [each for each in plan.rows if each.number == number]
        told = [field.new for each in of_row for field in each.fields]
        for text in map(normal_text, row[:3]):
            is_told = any(each.errors for each in of_row) or any(text in each for each in told)
            assert is_told or text in DASHES or is_number(text), text
    assert "Färg (E1)" in plan.unknown_columns


def is_number(text: str) -> bool:
    try:
        parse_decimal(text.removesuffix("%"))
    except ValidationError:
        return False
    return True


def page_of(rows: list[list[str]]) -> bytes:
    cells = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<meta charset=utf-8><table>{cells}</table>".encode()


def test_an_exported_file_is_understood_as_it_is(site: Site) -> None:
    for code in KINDS:
        kind = KINDS[code](site)
        table = read_foreign_table(kind, ";".join(column.header for column in kind.columns).encode(), "fil")
        mapping = suggested(kind, table)
        assert is_own_format(kind, mapping)
        assert not mapping.keeps_text
        assert [target.column for target in mapping.targets.values()] == [column.name for column in kind.columns]
