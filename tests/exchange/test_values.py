"""Values and targets: how cells are read, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils.translation import override
from wagtail.models import Site

from wagtail_kommunmal.authoring.recorded_changes import changes_in, recorded_changes
from wagtail_kommunmal.exchange.applying import apply_plan
from wagtail_kommunmal.exchange.errors import ChangedSinceError, FileRefusedError, RowsRefusedError
from wagtail_kommunmal.exchange.plans import Plan
from wagtail_kommunmal.models import ImportBatch, KeyFigure, KeyFigureTarget, KeyFigureValue, ReleaseHead
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    KeyFigureFactory,
    KeyFigureTargetFactory,
    KeyFigureValueFactory,
    PlanPageFactory,
    key_figures_section,
)
from wagtail_kommunmal.vocabulary import MissingReason

from .conftest import csv, errors, statuses, told
from .workbooks import workbook

pytestmark = pytest.mark.django_db

MakePlan = Callable[..., Plan]
HEADER = ["Kolada id", "Period", "Value"]


@pytest.fixture
def figure(site: Site) -> KeyFigure:
    return KeyFigureFactory(
        name="Andel nöjda", kolada_id="N00001", values={"2024": "70.0", "2025": MissingReason.NOT_PUBLISHED}
    )


def stored(figure: KeyFigure, period: str) -> KeyFigureValue:
    return figure.values.get(period=period)


def test_each_row_says_what_would_become_of_it(plan: MakePlan, figure: KeyFigure) -> None:
    planned = plan(
        "values",
        HEADER,
        ["N00001", "2023", "69,5"],
        ["N00001", "2024", "71,5"],
        ["N00001", "2025", ""],
        ["N9", "2024", 1],
    )
    assert statuses(planned) == {2: "new", 3: "changed", 4: "unchanged", 5: "error"}
    assert told(planned) == {2: [("Value", "", "69.5")], 3: [("Value", "70.0", "71.5")]}
    assert errors(planned) == {5: ["A5 (Kolada id): No key figure of this site is “N9”."]}
    assert planned.rows[0].label == "Andel nöjda: 2023, Own municipality, Total"
    assert KeyFigureValue.objects.count() == 2


def test_nothing_is_written_while_a_row_has_an_error(plan: MakePlan, figure: KeyFigure) -> None:
    planned = plan("values", HEADER, ["N00001", "2023", "69,5"], ["N00001", "2024", "många"])
    with pytest.raises(RowsRefusedError):
        apply_plan(planned)
    assert ImportBatch.objects.count() == 0
    batch = apply_plan(planned, skip_blocking=True)
    assert batch is not None
    assert [(row.number, row.before is None) for row in batch.rows.all()] == [(2, True)]
    assert (str(stored(figure, "2023").value), str(stored(figure, "2024").value)) == ("69.5", "70.0")


@pytest.mark.parametrize(
    "header",
    [
        ["keyFigureId", "goalId", "periodCode", "value", "note"],
        ["id", "lineageId", "goalId", "planId", "title"],
    ],
)
def test_a_table_of_the_api_is_refused_with_where_the_right_one_is(plan: MakePlan, header: list[str]) -> None:
    with pytest.raises(FileRefusedError, match="Export the table to edit from the list in the admin, or"):
        plan("values", header, ["1", "2", "2024", "3", "4"])


def test_one_name_of_the_api_does_not_make_a_table_of_the_api(plan: MakePlan, figure: KeyFigure) -> None:
    planned = plan("values", [*HEADER, "periodCode"], ["N00001", "2024", "71", "2024"])
    assert statuses(planned) == {2: "changed"}


def test_a_name_that_the_series_has_anyway_makes_no_second_value(plan: MakePlan, figure: KeyFigure) -> None:
    header = [*HEADER, "series_label"]
    planned = plan("values", header, ["N00001", "2024", "71", "Own municipality"])
    assert statuses(planned) == {2: "changed"}
    apply_plan(planned)
    assert str(stored(figure, "2024").value) == "71"


def test_what_is_imported_says_so_and_is_logged_once_for_each_key_figure(plan: MakePlan, figure: KeyFigure) -> None:
    other = KeyFigureFactory(kolada_id="N00002")
    rows = [["N00001", "2023", 1], ["N00001", "2024", 2], ["N00002", "2024", 3]]
    batch = apply_plan(plan("values", HEADER, *rows))
    assert batch is not None
    assert set(KeyFigureValue.objects.filter(value__isnull=False).values_list("provenance", flat=True)) == {"import"}
    entries = [recorded_changes(each).get() for each in (figure, other)]
    assert [len(changes_in(entry)) for entry in entries] == [2, 1]
    assert [entry.data["import"] for entry in entries] == [batch.pk, batch.pk]


def test_a_blank_cell_leaves_and_a_word_clears(plan: MakePlan, figure: KeyFigure) -> None:
    KeyFigureValue.objects.filter(period="2024").update(note="Enkät", preliminary=True)
    header = [*HEADER, "Note", "Preliminary"]
    assert statuses(plan("values", header, ["N00001", "2024", "", "", ""])) == {2: "unchanged"}
    planned = plan("values", header, ["N00001", "2024", "", "(töm)", "nej"])
    assert told(planned) == {2: [("Preliminary", "yes", "no"), ("Note", "Enkät", "")]}
    apply_plan(planned)
    row = stored(figure, "2024")
    assert (str(row.value), row.note, row.preliminary) == ("70.0", "", False)


def test_a_value_takes_the_place_of_the_reason_why_it_was_missing(plan: MakePlan, figure: KeyFigure) -> None:
    planned = plan("values", HEADER, ["N00001", "2025", "72"])
    assert told(planned) == {2: [("Value", "", "72"), ("Why it is missing", "Not published yet", "")]}
    apply_plan(planned)
    assert stored(figure, "2025").missing_reason == ""


def test_a_value_with_a_reason_is_refused_at_its_cell(plan: MakePlan, figure: KeyFigure) -> None:
    planned = plan("values", [*HEADER, "missing_reason"], ["N00001", "2024", "72", "not_measured"])
    assert errors(planned)[2][0].startswith("D2 (Why it is missing): A value that exists is not missing.")


def test_a_value_cannot_be_cleared_into_nothing(plan: MakePlan, figure: KeyFigure) -> None:
    planned = plan("values", HEADER, ["N00001", "2024", "(clear)"])
    assert errors(planned) == {2: ["C2 (Value): Give a number, a text, or the reason why the value is missing."]}


def test_a_row_prepared_for_a_value_that_nobody_filled_in_is_left_out_and_told(
    plan: MakePlan, figure: KeyFigure
) -> None:
    planned = plan("values", HEADER, ["N00001", "2026", ""])
    assert statuses(planned) == {2: "skipped"}
    assert planned.rows[0].note == "Nothing is filled in for it."


def test_a_note_without_a_value_is_not_passed_over(plan: MakePlan, figure: KeyFigure) -> None:
    planned = plan("values", [*HEADER, "Note"], ["N00001", "2026", "", "Enkäten görs om"])
    assert errors(planned) == {2: ["C2 (Value): Give a number, a text, or the reason why the value is missing."]}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1 234,5", "1234.5"),
        ("1\u00a0234,50", "1234.50"),
        ("−12", "-12"),
        ("12 %", "12"),
        ("0", "0"),
        ("'-3,5", "-3.5"),
    ],
)
def test_numbers_are_read_as_swedes_write_them(plan: MakePlan, figure: KeyFigure, typed: str, number: str) -> None:
    change = plan("values", HEADER, ["N00001", "2020", typed]).rows[0].change
    assert change is not None
    assert change.after is not None
    assert change.after["value"] == number


@pytest.mark.parametrize(
    ("typed", "number_format", "number"),
    [
        (0.1 + 0.2, "General", "0.3"),
        (1234567, "# ##0", "1234567"),
        (0.125, "0.0%", "12.5"),
        (0.125, "0.0%;[Red]-0.0%", "12.5"),
        (0.12, '"ca "0_)%', "12"),
        (12, '0"%"', "12"),
        (12, "0\\%", "12"),
        (12, '0" %"', "12"),
        (12, "0_%", "12"),
        (12.0, "General", "12"),
        (1e-7, "General", "0.0000001"),
        (1234000, '#,##0," i tusental"', "1234"),
        (-1234567, "#,##0.0,,;[Red]-#,##0.0,,;0.0,,;@", "-1.234567"),
        (1234.5, "#,##0.00", "1234.5"),
    ],
)
def test_numbers_are_read_as_excel_keeps_them(
    plan: MakePlan, figure: KeyFigure, typed: float, number_format: str, number: str
) -> None:
    def show(book: Any) -> None:
        book.active["C2"].number_format = number_format

    change = plan("values", data=workbook(HEADER, ["N00001", 2020, typed], change=show)).rows[0].change
    assert change is not None
    assert change.after is not None
    assert change.after["value"] == number


def test_a_number_that_is_shown_in_thousands_or_not_by_its_size_is_an_error(plan: MakePlan, figure: KeyFigure) -> None:
    def show(book: Any) -> None:
        book.active["C2"].number_format = '[>=1000]#,##0,"k";0'

    planned = plan("values", data=workbook(HEADER, ["N00001", 2020, 12000], change=show))
    assert errors(planned)[2][0].startswith("C2 (Value): The cell shows some numbers in thousands and others not.")


def test_equal_numbers_are_no_change_however_many_zeros_they_have(plan: MakePlan, figure: KeyFigure) -> None:
    assert statuses(plan("values", HEADER, ["N00001", "2024", "70,00"])) == {2: "unchanged"}


@pytest.mark.parametrize(
    ("typed", "number_format", "period"),
    [
        (2024, "General", "2024"),
        ("T1 2024", "General", "2024-T1"),
        ("2024-08", "@", "2024-08"),
        (datetime(2024, 8, 1), "mmm\\-yy", "2024-08"),  # noqa: DTZ001
        (datetime(2024, 8, 31), "yyyy\\-mm\\-dd", "2024-08-31"),  # noqa: DTZ001
        (datetime(2024, 1, 1), "yyyy", "2024"),  # noqa: DTZ001
        (datetime(2024, 1, 1), '"mål för d. "yyyy', "2024"),  # noqa: DTZ001
        (datetime(2024, 8, 1), '[$-41D]mmmm" mån"\\ yyyy', "2024-08"),  # noqa: DTZ001
    ],
)
def test_periods_are_read_as_the_cell_shows_them(
    plan: MakePlan, figure: KeyFigure, typed: Any, number_format: str, period: str
) -> None:
    def show(book: Any) -> None:
        book.active["B2"].number_format = number_format

    change = plan("values", data=workbook(HEADER, ["N00001", typed, 1], change=show)).rows[0].change
    assert change is not None
    assert change.key[1] == period


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("=1+1", "C2 (Value): The cell has a formula. Paste its value instead (Paste special, Values)."),
        ("#DIV/0!", "C2 (Value): The cell has the error #DIV/0!."),
        ("många", "C2 (Value): “många” is not a number. Write for example 12, 1 234,5 or −0,75."),
        (datetime(2024, 1, 1), "C2 (Value): “2024-01-01 00:00:00” is not a number."),  # noqa: DTZ001
        (1e300, "C2 (Value): “1000"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(plan: MakePlan, figure: KeyFigure, cell: Any, message: str) -> None:
    planned = plan("values", data=workbook(HEADER, ["N00001", "2024", cell]))
    assert errors(planned)[2][0].startswith(message)


def test_a_code_is_read_as_itself_and_as_its_word_in_either_language(plan: MakePlan, figure: KeyFigure) -> None:
    header = ["Kolada id", "Period", "Series", "Gender", "Value"]
    planned = plan(
        "values",
        header,
        ["N00001", "2024", "nation", "K", 1],
        ["N00001", "2024", "RIKET", "Män", 2],
        ["N00001", "2024", "Nation", "Total", 3],
        ["N00001", "2024", "Landet", "T", 4],
    )
    assert [row.change.key[2:] for row in planned.rows if row.change] == [
        ("nation", "", "K"),
        ("nation", "", "M"),
        ("nation", "", "T"),
    ]
    assert errors(planned)[5][0].startswith("C5 (Series): “Landet” is not allowed here. Write one of: Own mun")


def test_headers_are_read_in_either_language_in_any_order_below_a_title(plan: MakePlan, figure: KeyFigure) -> None:
    planned = plan(
        "values",
        ["Utfall 2024, bokslut"],
        [],
        ["UTFALL *", "Ansvarig handläggare", "kolada_id", "Period:"],
        ["71", "Anna", "N00001", "2024"],
        ["Summa", "", "", ""],
    )
    assert statuses(planned) == {4: "changed", 5: "skipped"}
    assert planned.unknown_columns == ["Ansvarig handläggare (B3)"]
    assert ("UTFALL *", "Value") in planned.columns


@pytest.mark.parametrize("word", ["Summa:", "Delsumma KFN", "Summa 2024", "TOTALT"])
def test_a_sum_among_the_rows_is_left_out_and_told(plan: MakePlan, figure: KeyFigure, word: str) -> None:
    planned = plan("values", [*HEADER, "Not"], [word, "-", "71 tkr", "–"], ["N00001", "2024", "71"])
    assert statuses(planned) == {2: "skipped", 3: "changed"}


def test_a_row_of_women_and_men_together_is_no_sum(plan: MakePlan, figure: KeyFigure) -> None:
    assert statuses(plan("values", [*HEADER, "Kön"], ["N00001", "2024", "71", "Totalt"])) == {2: "changed"}


def test_a_sum_of_formulas_below_the_rows_is_left_out(plan: MakePlan, figure: KeyFigure) -> None:
    planned = plan("values", data=workbook(HEADER, ["N00001", "2024", 71], ["Summa", None, "=SUM(C2:C2)"]))
    assert statuses(planned) == {2: "changed", 3: "skipped"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file holds nothing."),
        (csv(["Ort", "Antal"], ["Sundby", "3"]), "No row near the top has the names of the columns."),
        (csv([*HEADER, "Utfall"], ["N00001", "2024", 1, 2]), "Cell D1 names the column “Utfall” a second time."),
        (
            csv(["Period", "Value"], ["2024", 1]),
            "Id of the key figure + Period; Kolada id + Period; Key fig",
        ),
        (
            workbook(HEADER, ["N00001", "2024", 1], change=lambda book: book.active.merge_cells("A2:A3")),
            "These cells are merged: A2:A3.",
        ),
    ],
)
def test_a_file_that_is_no_table_of_the_kind_is_refused(
    plan: MakePlan, figure: KeyFigure, data: bytes, message: str
) -> None:
    with pytest.raises(FileRefusedError) as refused:
        plan("values", data=data or b"\n")
    assert message in str(refused.value)


def test_a_merged_title_above_the_header_is_no_obstacle(plan: MakePlan, figure: KeyFigure) -> None:
    data = workbook(["Utfall"], HEADER, ["N00001", "2024", 71], change=lambda book: book.active.merge_cells("A1:C1"))
    assert statuses(plan("values", data=data)) == {3: "changed"}


def test_merged_cells_in_the_header_are_no_obstacle(plan: MakePlan, figure: KeyFigure) -> None:
    def merge(book: Any) -> None:
        for cells in ("A1:D1", "A2:A3", "B2:B3", "C2:D2"):
            book.active.merge_cells(cells)

    rows = [["Bokslut"], ["Kolada id", "Period", "2024"], [None, None, "Utfall", "Note"], ["N00001", 2024, 71, "Enkät"]]
    planned = plan("values", data=workbook(*rows, change=merge))
    assert told(planned) == {4: [("Value", "70.0", "71"), ("Note", "", "Enkät")]}
    assert planned.unknown_columns == []


def test_a_column_below_no_name_is_told(plan: MakePlan, figure: KeyFigure) -> None:
    data = workbook(HEADER, ["N00001", 2024, 71, "x"], change=lambda book: book.active.merge_cells("C1:D1"))
    assert plan("values", data=data).unknown_columns == ["D1"]


def test_two_rows_about_the_same_are_an_error(plan: MakePlan, figure: KeyFigure) -> None:
    planned = plan("values", HEADER, ["N00001", "2024", 71], ["N00001", "2024", 72])
    assert errors(planned) == {3: ["Row 2 is about the same. Remove one of the two."]}


def test_a_key_figure_that_only_its_name_tells_is_proposed(plan: MakePlan, figure: KeyFigure) -> None:
    rows = [["Key figure", "Period", "Value"], ["andel  NÖJDA", "2024", "71"]]
    planned = plan("values", *rows)
    assert statuses(planned) == {2: "proposed"}
    assert told(planned) == {2: [("Value", "70.0", "71")]}
    with pytest.raises(RowsRefusedError):
        apply_plan(planned)
    accepted = plan("values", *rows, accepted={2})
    assert statuses(accepted) == {2: "changed"}
    apply_plan(accepted)
    assert str(stored(figure, "2024").value) == "71"


def test_a_name_that_several_have_proves_nothing(plan: MakePlan, figure: KeyFigure) -> None:
    KeyFigureFactory(name="Andel nöjda")
    planned = plan("values", ["Key figure", "Period", "Value"], ["Andel nöjda", "2024", "71"])
    assert errors(planned) == {2: ["A2 (Key figure): 2 key figures are “Andel nöjda”. Give the id of one of them."]}


def test_a_key_figure_of_another_site_is_not_found(plan: MakePlan, figure: KeyFigure, other_site: Site) -> None:
    foreign = KeyFigureFactory(site=other_site, kolada_id="N00009")
    planned = plan(
        "values",
        ["key_figure_id", "Kolada id", "Period", "Value"],
        ["", "N00009", "2024", 1],
        [foreign.uuid, "", "2024", 1],
    )
    assert statuses(planned) == {2: "error", 3: "error"}


def test_a_row_that_names_two_key_figures_is_refused_at_the_cell(plan: MakePlan, figure: KeyFigure) -> None:
    KeyFigureFactory(name="Antal besök", kolada_id="N00002")
    named = [
        [figure.uuid, "N00002", "", "2024", 1],
        [figure.uuid, "n00001", "Antal besök", "2024", 1],
        ["", "N00001", "antal  besök", "2024", 1],
        [figure.uuid, "n00001", "Andel mycket nöjda", "2024", 1],
    ]
    expected = {
        2: ["B2 (Kolada id): The id belongs to “Andel nöjda”, which has another Kolada id."],
        3: ["C3 (Key figure): The id belongs to “Andel nöjda”, not to the key figure of this name."],
        4: ["C4 (Key figure): The id belongs to “Andel nöjda”, not to the key figure of this name."],
    }
    header = ["key_figure_id", "Kolada id", "Key figure", "Period"]
    planned = plan("values", [*header, "Value"], *named)
    assert errors(planned) == expected
    assert statuses(planned)[5] == "changed"
    target = KeyFigureTargetFactory(key_figure=figure, period="2026")
    rows = [[*row[:3], "2026", target.pk, "mer"] for row in named[:2]]
    assert errors(plan("targets", [*header, "id", "text"], *rows)) == {number: expected[number] for number in (2, 3)}


def test_what_was_changed_after_the_preview_is_not_written_over(plan: MakePlan, figure: KeyFigure) -> None:
    planned = plan("values", HEADER, ["N00001", "2023", 1], ["N00001", "2024", 2])
    KeyFigureValueFactory(key_figure=figure, period="2023", value="5")
    with pytest.raises(ChangedSinceError) as refused:
        apply_plan(planned)
    assert [change.label for change in refused.value.changes] == ["Andel nöjda: 2023, Own municipality, Total"]
    assert (ImportBatch.objects.count(), str(stored(figure, "2024").value)) == (0, "70.0")


def test_values_of_a_key_figure_that_is_gone_are_not_written(plan: MakePlan, figure: KeyFigure) -> None:
    planned = plan("values", HEADER, ["N00001", "2023", 1])
    figure.delete()
    with pytest.raises(ChangedSinceError):
        apply_plan(planned)
    assert ImportBatch.objects.count() == 0


def test_a_goal_is_released_once_however_many_rows_of_its_key_figures_are_written(
    plan: MakePlan, figure: KeyFigure, released: Any
) -> None:
    other = KeyFigureFactory(kolada_id="N00002")
    with released():
        GoalPageFactory(parent=PlanPageFactory(year=2026), sections=[key_figures_section(figure, other)])
    number = ReleaseHead.objects.get(kind="goal").current.number
    rows = [[kolada_id, year, year] for kolada_id in ("N00001", "N00002") for year in range(2000, 2020)]
    with released():
        apply_plan(plan("values", HEADER, *rows))
    assert ReleaseHead.objects.get(kind="goal").current.number == number + 1


def test_targets_are_known_by_id_and_by_period_where_there_is_one_only(plan: MakePlan, figure: KeyFigure) -> None:
    first = KeyFigureTargetFactory(key_figure=figure, period="2026", text="minst 75 %")
    header = ["Id", "Kolada id", "Period", "Target as decided", "Reading", "Target value"]
    planned = plan(
        "targets",
        header,
        [first.pk, "", "2027", "minst 76 %", "", ""],
        ["", "N00001", "2028", "minst 80 %", "Minst", "80"],
        ["", "N00001", "2029", "minst 80 %", "gte", ""],
    )
    assert statuses(planned) == {2: "changed", 3: "new", 4: "error"}
    assert errors(planned) == {4: ["F4 (Target value): This reading needs a number."]}
    apply_plan(planned, skip_blocking=True)
    rows = KeyFigureTarget.objects.values_list("period", "text", "operator", "value")
    assert [(*row[:3], str(row[3])) for row in rows] == [
        ("2027", "minst 76 %", "none", "None"),
        ("2028", "minst 80 %", "gte", "80"),
    ]
    again = plan("targets", header[1:], ["N00001", "2028", "minst 81 %", "", ""])
    assert told(again) == {2: [("Target as decided", "minst 80 %", "minst 81 %")]}


def test_a_second_target_for_a_period_is_made_beside_the_one_that_its_id_names(
    plan: MakePlan, figure: KeyFigure
) -> None:
    first = KeyFigureTargetFactory(key_figure=figure, period="2026", text="minst 75 %")
    planned = plan(
        "targets",
        ["Id", "Kolada id", "Period", "text"],
        [first.pk, "N00001", "2026", "minst 75 %"],
        ["", "N00001", "2026", "högst 80 %"],
        ["", "N00001", "2026", "högst 90 %"],
        ["", "N00001", "2026", "Högst 80 %"],
    )
    assert statuses(planned) == {2: "unchanged", 3: "new", 4: "new", 5: "error"}
    apply_plan(planned, skip_blocking=True)
    assert sorted(figure.targets.values_list("text", flat=True)) == ["högst 80 %", "högst 90 %", "minst 75 %"]


def test_a_target_with_another_text_is_proposed(plan: MakePlan, figure: KeyFigure) -> None:
    KeyFigureTargetFactory(key_figure=figure, period="2026", text="minst 75 %")
    header = ["Kolada id", "Period", "text", "operator", "Target value"]
    planned = plan("targets", header, ["N00001", "2026", "minst 76 %", "", ""])
    assert (statuses(planned), planned.rows[0].note) == (
        {2: "proposed"},
        "The only target for this period has another text: confirm that it is this one that the row changes.",
    )
    for text in ("Minst  75 %", ""):
        assert statuses(plan("targets", header, ["N00001", "2026", text, "gte", 75])) == {2: "changed"}


def test_of_several_targets_for_a_period_the_text_tells_which(plan: MakePlan, figure: KeyFigure) -> None:
    for text in ("minst 75 %", "högst 80 %"):
        KeyFigureTargetFactory(key_figure=figure, period="2026", text=text)
    header = ["Kolada id", "Period", "text", "operator", "Target value"]
    planned = plan("targets", header, ["N00001", "2026", "högst 80 %", "lte", 80])
    assert told(planned) == {2: [("Reading", "Text only", "At most"), ("Target value", "", "80")]}


def test_a_label_of_a_series_is_spelled_as_it_is_stored(plan: MakePlan, figure: KeyFigure) -> None:
    KeyFigureValueFactory(key_figure=figure, period="2024", series="similar", series_label="Liknande", value="1")
    header = ["Kolada id", "Period", "Series", "series_label", "Value"]
    planned = plan(
        "values",
        header,
        ["N00001", "2024", "similar", "liknande ", 1],
        ["N00001", "2025", "similar", "LIKNANDE", 2],
        ["N00001", "2025", "similar", "Liknande", 3],
        ["N00001", "2025", "similar", "Grannar", 4],
        ["N00001", "2023", "similar", "grannar", 5],
    )
    assert statuses(planned) == {2: "unchanged", 3: "new", 4: "error", 5: "new", 6: "new"}
    apply_plan(planned, skip_blocking=True)
    rows = figure.values.filter(series="similar").order_by("value").values_list("series_label", flat=True)
    assert list(rows) == ["Liknande", "Liknande", "Grannar", "Grannar"]


def test_of_two_targets_for_a_period_the_id_has_to_be_given(plan: MakePlan, figure: KeyFigure) -> None:
    for text in ("minst 75 %", "högst 80 %"):
        KeyFigureTargetFactory(key_figure=figure, period="2026", text=text)
    planned = plan("targets", ["Kolada id", "Period", "text"], ["N00001", "2026", "minst 76 %"])
    assert errors(planned) == {2: ["Id: 2 targets are for this period. Give the id in the column “Id”."]}


def test_a_preview_speaks_the_language_of_its_reader(site: Site, plan: MakePlan, figure: KeyFigure) -> None:
    with override("sv"):
        planned = plan("values", HEADER, ["N00001", "2024", "71,5"])
        assert told(planned) == {2: [("Utfall", "70,0", "71,5")]}
