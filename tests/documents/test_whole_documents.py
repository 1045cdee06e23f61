from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from wagtail.models import Locale, Site

from tests.documents.golden import assert_is_golden
from tests.site_pages import Page
from wagtail_kommunmal.blocks import initial_sections
from wagtail_kommunmal.documents.compose import compose
from wagtail_kommunmal.models import KeyFigure, KeyFigureName, ResponsibleBodyName
from wagtail_kommunmal.testing import (
    FocusAreaFactory,
    GoalPageFactory,
    KeyFigureAssessmentFactory,
    KeyFigureFactory,
    KeyFigureTargetFactory,
    KeyFigureValueFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    accomplishment,
    accomplishments_section,
    amount,
    assignment,
    assignments_section,
    budget_change,
    investment,
    investments_section,
    key_figure_item,
    key_figures_section,
    text_section,
)
from wagtail_kommunmal.vocabulary import AchievementStatus, MissingReason, Position, Provenance, Trend


def fixed(number: int) -> UUID:
    """Return an id that is the same in every run."""
    return UUID(int=number)


def block(number: int) -> str:
    return str(fixed(number))


@pytest.fixture
def bodies(site: Site, english: Locale) -> list[Any]:
    committee = ResponsibleBodyFactory(uuid=fixed(1), name="Barnnämnden", code="BN")
    ResponsibleBodyName.objects.create(body=committee, locale=english, name="Children's committee")
    return [
        committee,
        ResponsibleBodyFactory(uuid=fixed(2), name="Sundby Energi AB", code="SEAB", company=True),
        ResponsibleBodyFactory(uuid=fixed(3), everyone=True),
    ]


@pytest.fixture
def figure(site: Site, english: Locale) -> KeyFigure:
    figure = KeyFigureFactory(
        uuid=fixed(10),
        name="Elever som känner sig trygga",
        definition="Andel som svarar ”ja”.",
        source="Skolenkäten",
        kolada_id="N15613",
        decimals=1,
    )
    KeyFigureName.objects.create(key_figure=figure, locale=english, name="Pupils who feel safe", unit_label="per cent")
    from_kolada = {"provenance": Provenance.KOLADA, "fetched_at": datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)}
    rows: list[dict[str, Any]] = [
        {"period": "2024", "value": "71.20"},
        {"period": "2025", "value": "73.45", "preliminary": True, "note": "Delvis räknat."},
        {"period": "2025", "gender": "K", "value": "0"},
        {"period": "2025", "gender": "M", "value": None, "missing_reason": MissingReason.SUPPRESSED},
        {"period": "2025", "series": "nation", "value": "80.1", **from_kolada},
        {"period": "2025", "series": "other", "series_label": "Länet", "value": None, "value_text": "cirka 75"},
        {"period": "2026-T1", "value": None, "missing_reason": MissingReason.NOT_PUBLISHED},
    ]
    for row in rows:
        KeyFigureValueFactory(key_figure=figure, **row)
    KeyFigureTargetFactory(key_figure=figure, period="2026", text="minst 75 %", operator="gte", value="75")
    KeyFigureTargetFactory(
        key_figure=figure,
        period="2023-2026",
        text="ska öka från 70,0",
        operator="increase",
        baseline_period="2022",
        baseline_value="70.0",
    )
    KeyFigureAssessmentFactory(
        key_figure=figure,
        period="2025",
        status=AchievementStatus.PARTLY_ACHIEVED,
        trend=Trend.IMPROVED,
        position=Position.MIDDLE,
        comment="Första stycket.\n\nAndra <stycket>.",
        commented_on=date(2026, 2, 1),
    )
    return figure


@pytest.fixture
def full_goal(bodies: list[Any], figure: KeyFigure, image: Any) -> dict[str, Any]:
    """The fields of a goal with something in every one of them."""
    committee, company, everyone = bodies
    return {
        "translation_key": fixed(100),
        "title": "Trygg skola",
        "number": "1",
        "statement": "Alla elever är trygga.",
        "scope_line": "Målet handlar om skolan.",
        "level_label": "KF-mål",
        "focus_area": FocusAreaFactory(uuid=fixed(20), name="Barn och unga"),
        "sdgs": [4, 16],
        "image": image,
        "political_text": "<p>Skolan är <b>allas</b>.</p><ul><li>Först</li><li>Sedan</li></ul>",
        "sections": [
            text_section("<p>Så började det.</p>", heading="Bakgrund", block_id=block(101)),
            assignments_section(
                assignment(
                    "Anställ fler vuxna.",
                    description="<p>På varje skola.</p>",
                    responsible=[committee, (company, "co"), (everyone, "co")],
                    start_year=2025,
                    end_year=2027,
                    decision_reference="KF 2025-11-24 § 112",
                    quantity_target="1 000,50",
                    quantity_unit="timmar",
                    block_id=block(103),
                ),
                intro="<p>Fullmäktige har beslutat:</p>",
                block_id=block(102),
            ),
            assignments_section(
                assignment("Rusta skolgårdarna.", block_id=block(105)), origin="committee", block_id=block(104)
            ),
            key_figures_section(key_figure_item(figure, note="<p>Vartannat år.</p>"), block_id=block(106)),
            investments_section(
                investment("Skolor", row_kind="group", block_id=block(108)),
                investment(
                    "Ny skola",
                    category="new",
                    responsible=[committee],
                    amounts=[
                        amount(2026, budget="1 250,50", outcome="1 200,00"),
                        amount(2026, 2027, flow="income", budget="100", outcome="90", deviation="−10"),
                        amount(2028, budget="0"),
                    ],
                    total_budget="4 000",
                    planned_start="hösten 2026",
                    planned_ready="2027-2028",
                    budget_changes=[
                        budget_change(
                            "250", on=date(2026, 4, 27), decision_reference="KF § 41", note="Dyrare grundläggning."
                        )
                    ],
                    block_id=block(109),
                ),
                intro="<p>Belopp i fasta priser.</p>",
                unit="mnkr",
                block_id=block(107),
            ),
            accomplishments_section(
                accomplishment(
                    "<p>Kuratorer på alla skolor.</p>",
                    on=date(2026, 3, 14),
                    link="https://example.org/kuratorer",
                    image=image,
                    alt_text="En kurator.",
                    body=committee,
                    block_id=block(111),
                ),
                accomplishment("<p>Trygghetsvandring.</p>", image=image, block_id=block(112)),
                block_id=block(110),
            ),
        ],
    }


def test_a_goal_with_something_in_every_field(composed: Callable[..., Any], full_goal: dict[str, Any]) -> None:
    assert_is_golden("full_goal.sv", composed(**full_goal))


def test_a_goal_in_another_language(full_goal: dict[str, Any], site: Site, english: Locale, plan: Any) -> None:
    home = site.root_page.copy_for_translation(english)
    plan_in_english = PlanPageFactory(parent=home, year=2026, publish=False)
    goal = GoalPageFactory(parent=plan_in_english, publish=False, **full_goal)
    assert_is_golden("full_goal.en", compose(Page.objects.get(pk=goal.pk).specific, site).content)


def test_a_new_goal_with_the_five_sections_it_starts_with(composed: Callable[..., Any]) -> None:
    sections = [{**section, "id": block(200 + number)} for number, section in enumerate(initial_sections())]
    assert_is_golden(
        "new_goal.sv",
        composed(*sections, translation_key=fixed(200), title="Nytt mål", statement="", kind="financial"),
    )


def test_a_plan_with_something_in_every_field(site: Site) -> None:
    plan = PlanPageFactory(
        publish=False,
        translation_key=fixed(300),
        title="Mål och budget 2026",
        year=2026,
        period_from=date(2026, 1, 1),
        period_to=date(2026, 12, 31),
        intro='<p>Se <a href="/om">om planen</a>.</p>',
        decision_reference="KF 2025-11-24 § 147",
        adopted_on=date(2025, 11, 24),
    )
    assert_is_golden("full_plan.sv", compose(type(plan).objects.get(pk=plan.pk), site).content)


def test_a_plan_with_a_title_and_a_year(site: Site) -> None:
    plan = PlanPageFactory(publish=False, translation_key=fixed(301), title="Mål 2027", year=2027)
    assert_is_golden("new_plan.sv", compose(plan, site).content)
