"""Whatever is stored is exported, and the unchanged file imports with no changes."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable
from csv import reader
from datetime import date
from html import escape
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from wagtail.models import Site

from wagtail_kommunmal.exchange import writing
from wagtail_kommunmal.exchange.errors import FileRefusedError
from wagtail_kommunmal.exchange.files import csv_files, reading, workbooks
from wagtail_kommunmal.exchange.files.tables import MAX_ROWS
from wagtail_kommunmal.exchange.planning import plan_file, plan_table
from wagtail_kommunmal.exchange.plans import RowStatus
from wagtail_kommunmal.exchange.registry import KINDS
from wagtail_kommunmal.exchange.suggesting import read_foreign_table, suggested
from wagtail_kommunmal.exchange.writing import csv_of, most_rows, workbook_of
from wagtail_kommunmal.models import KeyFigure, KeyFigureTarget, KeyFigureValue, ResponsibleBody, goal_models
from wagtail_kommunmal.numbers import wire_format
from wagtail_kommunmal.spreadsheets import as_text
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    KeyFigureFactory,
    amount,
    assignment,
    assignments_section,
    budget_change,
    investment,
    investments_section,
)
from wagtail_kommunmal.vocabulary import (
    AmountFlow,
    AmountUnit,
    AssignmentOrigin,
    Better,
    BodyKind,
    Gender,
    InvestmentCategory,
    InvestmentRowKind,
    MissingReason,
    Provenance,
    ResponsibleRole,
    Series,
    TargetOperator,
    Unit,
)

pytestmark = pytest.mark.django_db

# What no database keeps is not generated: NUL on PostgreSQL, surrogates anywhere.
letters = st.characters(codec="utf-8", exclude_characters="\0")
traps = st.sampled_from(
    ["=1+1", "'=1", "(töm)", "-", "a;b", 'a"b', "rad 1\nrad 2", "#N/A", "_x0041_", "2024", "TRUE", " "]
)
texts = st.text(letters, max_size=30) | traps
names = texts.filter(lambda text: bool(text.strip()))
days = st.none() | st.dates(date(1890, 1, 1), date(2200, 1, 1))
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**20), max_value=10**20)
periods = st.sampled_from(["2020", "2021-T1", "2022-08", "2023-08-31", "2023-2026", "2024-H1", "2025-Q3"])


def choice(choices: Any) -> st.SearchStrategy[str]:
    return st.sampled_from(choices.values)


def body(site: Site, code: str) -> st.SearchStrategy[ResponsibleBody]:
    return st.builds(
        ResponsibleBody,
        site=st.just(site),
        name=names,
        code=st.just(code),
        kind=choice(BodyKind),
        is_all=st.booleans(),
        valid_from=days,
        url=st.sampled_from(["", "https://sundby.example/?a=1&b=2"]),
    )


def key_figure(site: Site) -> st.SearchStrategy[KeyFigure]:
    return st.builds(
        KeyFigure,
        site=st.just(site),
        name=names,
        definition=texts,
        unit=choice(Unit),
        unit_label=texts,
        decimals=st.none() | st.integers(0, 5),
        better=choice(Better),
        source=texts,
        kolada_id=st.sampled_from(["", "N00001", "U00002"]),
        next_publication_on=days,
    )


@st.composite
def value(draw: st.DrawFn) -> KeyFigureValue:
    number = draw(st.none() | numbers.map(wire_format))
    return KeyFigureValue(
        period=draw(periods),
        series=draw(choice(Series)),
        series_label=draw(st.sampled_from(["", "Liknande kommuner", "=1"])),
        gender=draw(choice(Gender)),
        value=number,
        value_text=draw(texts),
        missing_reason="" if number else draw(choice(MissingReason)),
        preliminary=draw(st.booleans()),
        note=draw(texts),
        provenance=draw(choice(Provenance)),
    )


target = st.builds(
    KeyFigureTarget,
    period=periods,
    text=names,
    operator=choice(TargetOperator),
    value=numbers.map(wire_format),
    value_max=st.none() | numbers.map(wire_format),
    gender=choice(Gender),
    baseline_period=st.just("") | periods,
    baseline_value=st.none() | numbers.map(wire_format),
)


years = st.none() | st.integers(1990, 2060)
markup = st.one_of(
    texts.map(lambda text: f"<p>{escape(text)}</p>"),
    st.sampled_from(
        [
            "",
            "<p></p>",
            '<p data-block-key="a1b2c">Ett</p><p data-block-key="d3e4f">Två<br/>rader</p>',
            '<p data-block-key="a1b2c"><b>Fet</b></p><ul><li data-block-key="x">=1+1</li></ul>',
            '<p><a linktype="page" id="3">sidan</a></p>',
            "<p>&lt;p&gt; är en tagg</p>",
            "utan tagg",
            "<h2>Rubrik</h2><table><tr><td>1</td></tr></table>",
            "<p>\u00a0</p>",
            "<p>a\n\nb</p>",
        ]
    ),
)


def responsible(bodies: list[ResponsibleBody]) -> st.SearchStrategy[Any]:
    pairs = st.tuples(st.sampled_from(bodies), choice(ResponsibleRole))
    return st.lists(pairs, max_size=3, unique_by=lambda pair: pair[0].pk)


def sections(bodies: list[ResponsibleBody]) -> st.SearchStrategy[list[Any]]:
    assignments = st.builds(
        assignment,
        names,
        responsible=responsible(bodies),
        description=markup,
        start_year=years,
        end_year=years,
        decision_reference=texts,
        quantity_target=st.none() | numbers,
        quantity_unit=texts,
    )
    amounts = st.builds(
        amount, years, years, flow=choice(AmountFlow), budget=numbers, outcome=st.none() | numbers, deviation=numbers
    )
    investments = st.builds(
        investment,
        names,
        row_kind=choice(InvestmentRowKind),
        category=st.just("") | choice(InvestmentCategory),
        responsible=responsible(bodies),
        amounts=st.lists(amounts, max_size=2),
        total_budget=st.none() | numbers,
        planned_start=texts,
        budget_changes=st.just([]) | st.just([budget_change(1000)]),
    )
    return st.tuples(
        st.lists(assignments, max_size=3).flatmap(
            lambda items: st.builds(assignments_section, *map(st.just, items), origin=choice(AssignmentOrigin))
        ),
        st.lists(investments, max_size=2).flatmap(
            lambda items: st.builds(investments_section, *map(st.just, items), unit=choice(AmountUnit), heading=texts)
        ),
    ).map(list)


def key_of(row: KeyFigureValue) -> Any:
    return (row.period, row.series, row.series_label, row.gender)


def fill(site: Site, data: st.DataObject) -> None:
    for model in (KeyFigure, ResponsibleBody):
        model.objects.all().delete()
    bodies = [data.draw(body(site, code)) for code in ("KS", "=TN", "Å, Ä;Ö")]
    bodies[0].save()
    for each in bodies[1:]:
        each.replaced_by = bodies[0]
        each.save()
    for _number in range(2):
        figure = data.draw(key_figure(site))
        figure.responsible = data.draw(st.sampled_from([None, *bodies]))
        figure.save()
        rows = [
            *data.draw(st.lists(value(), max_size=3, unique_by=key_of)),
            *data.draw(st.lists(target, max_size=3)),
        ]
        for row in rows:
            row.key_figure = figure
            row.save()
    goal = goal_models()[0].objects.first() or GoalPageFactory()
    goal.sections = json.dumps(data.draw(sections(bodies)))
    goal.save_revision()


def problems(site: Site, code: str, write: Callable[[Any], bytes], read_in: str) -> list[Any]:
    """Return the rows that an unchanged file would write or refuse, and what the header does not name."""
    data = write(KINDS[code](site))
    with override(read_in):
        plan = plan_file(KINDS[code](site), data, "tabell")
        kind = KINDS[code](site)
        table = read_foreign_table(kind, data, "tabell")
        assert plan_table(kind, table, mapping=suggested(kind, table)) == plan
    return [*(row for row in plan.rows if row.status != RowStatus.UNCHANGED), *plan.unknown_columns, *plan.notices]


@pytest.mark.parametrize("write", [csv_of, workbook_of])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_unchanged_file_changes_nothing(write: Any, site: Site, data: st.DataObject) -> None:
    fill(site, data)
    for code in KINDS:
        assert problems(site, code, write, "sv") == []


@pytest.mark.parametrize("write", [csv_of, workbook_of])
@pytest.mark.parametrize(("written_in", "read_in"), [("sv", "en"), ("en", "sv"), ("en", "en")])
@pytest.mark.parametrize("code", KINDS)
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_in_one_language_is_read_in_another(
    write: Any, written_in: str, read_in: str, code: str, site: Site, data: st.DataObject
) -> None:
    fill(site, data)
    with override(written_in):
        assert problems(site, code, write, read_in) == []


@pytest.mark.parametrize("write", [csv_of, workbook_of])
def test_no_more_is_exported_than_is_read(write: Any, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (csv_files, workbooks, writing):
        monkeypatch.setattr(module, "MAX_ROWS", 4)
    for number in range(3):
        KeyFigureFactory(name=f"Tal {number}")
    assert problems(site, "key-figures", write, "en") == []
    written = write(KINDS["key-figures"](site))
    KeyFigureFactory()
    with (
        override("en"),
        pytest.raises(FileRefusedError, match=r"too large to be imported again\. Export the whole site"),
    ):
        write(KINDS["key-figures"](site))
    monkeypatch.setattr(writing, "MAX_ROWS", 5)
    with pytest.raises(FileRefusedError):
        plan_file(KINDS["key-figures"](site), write(KINDS["key-figures"](site)), "tabell")
    monkeypatch.setattr(reading, "MAX_BYTES", len(written))
    with override("en"), pytest.raises(FileRefusedError, match="too large"):
        write(KINDS["key-figures"](site))
    # A sheet that was left open is an error when it is collected.
    gc.collect()


def test_a_text_that_is_too_long_to_be_read_is_not_exported(site: Site) -> None:
    KeyFigureFactory(definition="x" * 131_073)
    for write in (csv_of, workbook_of):
        with pytest.raises(FileRefusedError):
            write(KINDS["key-figures"](site))


def test_a_full_table_has_no_more_cells_than_are_read(site: Site) -> None:
    for kind in KINDS.values():
        assert len(kind(site).columns) * most_rows(kind(site)) <= workbooks.MAX_CELLS
        assert 0.9 * MAX_ROWS < most_rows(kind(site)) <= MAX_ROWS


def test_no_exported_text_is_a_formula(site: Site) -> None:
    KeyFigure.objects.create(
        site=site, name="=1+1", definition="@SUM(A1)", unit_label="-", source="+46", kolada_id="=A1"
    )
    (row,) = list(reader(StringIO(csv_of(KINDS["key-figures"](site)).decode("utf-8-sig")), delimiter=";"))[1:]
    assert [cell for cell in row if cell != as_text(cell)] == []
    (_header, cells) = load_workbook(BytesIO(workbook_of(KINDS["key-figures"](site)))).active.iter_rows()
    assert [cell.value for cell in cells if cell.data_type == "f" or cell.value != as_text(cell.value)] == []
    assert [cell.value for cell in cells if "1+1" in str(cell.value)] == ["'=1+1"]
