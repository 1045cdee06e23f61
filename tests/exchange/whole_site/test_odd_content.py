"""Content that nobody would think of comes back as it was."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from django.test.client import Client
from hypothesis import example, given
from hypothesis import strategies as st
from wagtail.models import Site

from tests.site_pages import GoalPage
from wagtail_kommunmal.blocks import SectionsBlock
from wagtail_kommunmal.exchange.whole_site.content import swapped_block
from wagtail_kommunmal.exchange.whole_site.exporting import export_site
from wagtail_kommunmal.exchange.whole_site.files import Folder, open_export
from wagtail_kommunmal.exchange.whole_site.restoring import restore_site
from wagtail_kommunmal.models import FollowUpReport, KeyFigureTarget, KeyFigureValue, ResponsibleBody
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
)

from .conftest import Released, answers, empty_site

ODD = "  =1+1\r\n'\"<b>&amp;</b>\u2028\ufeffé🎉 \\ {} \t"
TEXTS = st.text(max_size=30)
CELLS = st.one_of(TEXTS, st.sampled_from(["'", "''=1", "=1+1", "-5", "+46", "\t=1", "@x", "\r", "\n'", '"', ","]))


@example(rows=[("\r", ""), ("", "\r"), ("\n", "a\r\nb")])
@given(rows=st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_every_text_of_a_table_is_read_as_it_was_written(rows: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as name:
        folder = Folder(Path(name))
        folder.write_rows("table.csv", ["one", "two"], rows)
        folder.write_manifest({})
        read = open_export(Path(name)).read_rows("table.csv")
        assert [(row["one"], row["two"]) for row in read] == rows


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=10,
)


@given(data=JSON, in_order=st.booleans())
def test_all_data_are_read_as_they_were_written(data: Any, in_order: bool) -> None:
    with TemporaryDirectory() as name:
        folder = Folder(Path(name))
        folder.write_json("data.json", data, in_order=in_order)
        folder.write_manifest({})
        assert open_export(Path(name)).read_json("data.json") == data


def test_numbers_moments_and_ids_are_written_whole() -> None:
    with TemporaryDirectory() as name:
        folder = Folder(Path(name))
        moment = datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)
        folder.write_json("data.json", [Decimal("1E+3"), Decimal("12.50"), moment, UUID(int=7)])
        folder.write_manifest({})
        assert open_export(Path(name)).read_json("data.json") == [
            "1000",
            "12.50",
            "2026-01-02T03:04:05.678901+00:00",
            "00000000-0000-0000-0000-000000000007",
        ]
        with pytest.raises(TypeError, match="object cannot be exported"):
            folder.write_json("other.json", object())


def html(*keys: int) -> str:
    return "".join(f'<p>a <a linktype="page" id="{key}">{key}</a> < b</p>' for key in keys)


KEYS = st.integers(min_value=1, max_value=10**6)
RICH = st.builds(html, KEYS, KEYS)
RESPONSIBLE = st.lists(st.fixed_dictionaries({"body": st.none() | KEYS, "role": st.just("lead")}), max_size=2)


def items(value: Any) -> Any:
    return st.lists(st.fixed_dictionaries({"type": st.just("item"), "value": value, "id": TEXTS}), max_size=3)


SECTIONS = st.lists(
    st.one_of(
        st.fixed_dictionaries({"type": st.just(name), "id": TEXTS, "value": value})
        for name, value in {
            "text": st.fixed_dictionaries({"heading": TEXTS, "text": RICH}),
            "assignments": st.fixed_dictionaries(
                {
                    "intro": RICH,
                    "items": items(
                        st.fixed_dictionaries({"title": st.none() | TEXTS, "responsible": RESPONSIBLE, "old": TEXTS})
                    ),
                }
            ),
            "key_figures": st.fixed_dictionaries(
                {"items": items(st.fixed_dictionaries({"key_figure": st.none() | KEYS, "note": st.none() | RICH}))}
            ),
            "removed_block": JSON,
        }.items()
    ),
    max_size=4,
)


class ToName:
    def __call__(self, model: type[Any], value: Any) -> Any:
        return None if value is None else f"{model.__name__}:{value}"

    def stream(self, blocks: list[Any]) -> Any:
        return blocks


class ToKey(ToName):
    def __call__(self, model: type[Any], value: Any) -> Any:
        name, _, key = ("", "", None) if value is None else value.partition(":")
        assert value is None or name == model.__name__
        return key and int(key)


@given(sections=SECTIONS)
def test_what_is_swapped_in_sections_is_swapped_back(sections: list[Any]) -> None:
    block = SectionsBlock()
    named = swapped_block(block, sections, ToName())
    assert swapped_block(block, named, ToKey()) == sections


def test_odd_texts_and_unfinished_drafts_are_restored(
    site: Site, released: Released, client: Client, tmp_path: Path
) -> None:
    body = ResponsibleBodyFactory(name=ODD.strip(), code="'K", url="https://example.se/?a=1&b=2")
    figure = KeyFigureFactory(name=ODD.strip(), definition=ODD, values={"2025": "0.0"}, targets={"2026": "≥ 80 %"})
    KeyFigureValue.objects.create(key_figure=figure, period="2024", value_text=ODD, note="'")
    KeyFigureTarget.objects.create(key_figure=figure, period="2024-2027", text="ska öka", value=Decimal("9" * 30))
    empty = assignment("")
    empty["value"].update(
        {"title": None, "responsible": [{"type": "item", "value": {"body": None, "role": None}, "id": "x"}]}
    )
    item = assignment(ODD, responsible=[body])
    with released():
        plan = PlanPageFactory(slug="plan", title=ODD.strip())
        goal = GoalPageFactory(
            parent=plan, title=ODD.strip(), statement=ODD, number="1.10", sections=[assignments_section(item)]
        )
        goal.sections = [*goal.sections.raw_data, assignments_section(empty)]
        goal.save_revision()
        FollowUpReportFactory(plan=plan, body=body, period="2026-T1", rows=[follow_up(goal, item, "", comment=ODD)])
        FollowUpReportFactory(plan=plan, body=body, period="2026-T2", publish=False)
    before = answers(client)
    draft = goal.get_latest_revision_as_object().sections.get_prep_value()
    export_site(site, tmp_path / "export")
    empty_site(site, released)
    with released():
        outcome = restore_site(tmp_path / "export", site)
    assert outcome.differing == []
    assert answers(client) == before
    made = GoalPage.objects.get()
    draft[0]["value"]["items"][0]["value"]["responsible"][0]["value"]["body"] = ResponsibleBody.objects.get().pk
    assert made.get_latest_revision_as_object().sections.get_prep_value() == draft
    assert sorted(FollowUpReport.objects.values_list("period", "live")) == [("2026-T1", True), ("2026-T2", False)]
