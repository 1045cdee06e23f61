"""What the demo content promises to show, checked on the content itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from demo.content.bodies import BODIES
from demo.content.english import GOAL as ENGLISH_GOAL
from demo.content.english import PLAN as ENGLISH_PLAN
from demo.content.goals.climate import GOAL_2026 as TRANSLATED_GOAL
from demo.content.goals.culture import GOAL_2025 as GOAL_WITH_PROSE_INVESTMENTS
from demo.content.goals.steering import GOAL_2025 as SEED_GOAL
from demo.content.key_figures import KEY_FIGURES
from demo.content.pictures import IMAGES
from demo.content.plans import PLAN_2025, PLAN_2026, PLANS
from demo.content.reports import year_2025, year_2026
from demo.content.shapes import (
    AccomplishmentsSection,
    Assignment,
    AssignmentsSection,
    Goal,
    Image,
    Investment,
    InvestmentsSection,
    KeyFiguresSection,
    Value,
)
from demo.loading.images import FOLDER
from wagtail_kommunmal.vocabulary import AmountFlow, AmountSign, MissingReason, Series, TargetOperator, Unit

GOALS = [goal for plan in PLANS for goal in plan.goals]
ROUNDS = [*year_2025.ROUNDS, *year_2026.ROUNDS]


def assignments(goals: list[Goal]) -> Iterator[Assignment]:
    for goal in goals:
        for section in goal.sections:
            if isinstance(section, AssignmentsSection):
                yield from section.items


def investments() -> Iterator[Investment]:
    for goal in GOALS:
        for section in goal.sections:
            if isinstance(section, InvestmentsSection):
                yield from section.items


def test_two_plans_of_eight_goals_each() -> None:
    assert [(plan.year, len(plan.goals)) for plan in PLANS] == [(2025, 8), (2026, 8)]
    assert {goal.kind for goal in GOALS} == {"operational", "financial"}
    assert {bool(goal.number) for goal in GOALS} == {True, False}


def test_the_second_year_continues_the_first_but_for_one_goal_that_ends_and_one_that_is_new() -> None:
    slugs = {goal.slug for goal in PLAN_2025.goals}
    continued = [goal.previous_goal for goal in PLAN_2026.goals if goal.previous_goal]

    assert len(continued) == len(set(continued)) == 7
    assert slugs - set(continued) == {GOAL_WITH_PROSE_INVESTMENTS.slug}
    assert {item.key for item in assignments([*PLAN_2025.goals])} & {
        item.key for item in assignments([*PLAN_2026.goals])
    }


def test_one_goal_has_the_shape_of_the_classic_page() -> None:
    assert len(SEED_GOAL.political_text.split("\n\n")) == 5
    assert [(type(section), section.heading) for section in SEED_GOAL.sections] == [
        (AssignmentsSection, "Uppdrag från fullmäktige 2025"),
        (AssignmentsSection, "Nämndernas egna uppdrag 2025"),
        (KeyFiguresSection, "Nyckeltal 2025"),
        (InvestmentsSection, "Investeringar 2025"),
        (AccomplishmentsSection, "För att nå målet har vi bland annat:"),
    ]
    assert SEED_GOAL.sections[3] == InvestmentsSection(heading="Investeringar 2025", intro="-")


def test_another_goal_has_investments_in_prose_only() -> None:
    (section,) = [part for part in GOAL_WITH_PROSE_INVESTMENTS.sections if isinstance(part, InvestmentsSection)]

    assert "lokal saknas" in section.intro
    assert not section.items


def test_bodies_of_every_sort() -> None:
    assert len(BODIES) >= 12
    assert {body.kind for body in BODIES} >= {
        "council",
        "executive",
        "committee",
        "company",
        "administration",
        "officer",
    }
    assert [body.name for body in BODIES if body.is_all] == ["Alla"]
    assert [body.code for body in BODIES if body.replaced_by and body.valid_to] == ["SN"]


def test_responsibilities_of_every_form() -> None:
    items = list(assignments(GOALS))

    assert any(item.lead and item.responsible for item in items)
    assert any(len(item.responsible) > 1 and not item.lead for item in items)
    assert any(not item.lead and not item.responsible for item in items)
    assert {"ALLA", "RBAB", "KD"} <= {code for item in items for code in item.responsible}
    assert any(item.quantity_target for item in items)
    assert max(len(item.title) for item in items) > 200


def test_key_figures_of_every_form() -> None:
    values = [value for figure in KEY_FIGURES for value in figure.values]

    assert len(KEY_FIGURES) >= 15
    assert {target.operator for figure in KEY_FIGURES for target in figure.targets} == set(TargetOperator.values)
    assert any(not figure.targets for figure in KEY_FIGURES)
    assert {value.missing_reason for value in values} >= set(MissingReason.values) - {MissingReason.UNKNOWN}
    assert {value.series for value in values} >= {
        Series.NATION,
        Series.PEER_GROUP,
        Series.UPPER_QUARTILE,
        Series.LOWER_QUARTILE,
    }
    assert {figure.unit for figure in KEY_FIGURES} >= {
        Unit.RANK,
        Unit.INDEX,
        Unit.PERCENT,
        Unit.SEK_PER_INHABITANT,
        Unit.DAYS,
        Unit.MWH,
    }
    assert any(value.preliminary for value in values)
    assert any(value.value_text and value.value is None for value in values)
    assert any(value.value == "0" for value in values)


def test_an_own_value_is_missing_while_the_nation_has_one() -> None:
    values = {value.series: value for value in values_of("hemtjanst-helhet", "2025")}

    assert (values["own"].value, values["own"].missing_reason) == (None, "not_published")
    assert values["nation"].value == "86"


def test_women_and_men_have_values_without_a_total() -> None:
    assert {value.gender for value in values_of("fortroende", "2025")} == {"K", "M"}


def values_of(key: str, period: str) -> list[Value]:
    return [value for figure in KEY_FIGURES if figure.key == key for value in figure.values if value.period == period]


def test_investments_of_every_form() -> None:
    sections = [part for goal in GOALS for part in goal.sections if isinstance(part, InvestmentsSection)]
    rows = list(investments())
    amounts = [amount for row in rows for amount in row.amounts]

    assert {section.sign for section in sections} == set(AmountSign.values)
    assert {row.row_kind for row in rows} == {"group", "row"}
    assert {amount.flow for amount in amounts} == set(AmountFlow.values)
    assert any(amount.year_to for amount in amounts)
    assert any(amount.deviation for amount in amounts)
    assert any(len(row.budget_changes) > 1 for row in rows)


def test_two_years_are_reported_on_in_three_periods_each() -> None:
    periods = [(of.year, of.period) for of in ROUNDS]
    assert periods == [(year, code) for year in (2025, 2026) for code in (f"{year}-T1", f"{year}-T2", f"{year}")]


def test_reports_as_far_as_they_come_in_reality() -> None:
    states = {(of.period, report.body): report.state for of in ROUNDS for report in of.reports}
    assert {key: state for key, state in states.items() if state != "published"} == {
        ("2026-T2", "RBAB"): "in_review",
        ("2026", "KFN"): "draft",
    }
    assert ("2026-T1", "GRN") in states
    assert ("2026-T2", "GRN") not in states


def test_outcomes_that_were_expected_otherwise_both_ways() -> None:
    assert statuses_of("culture-youth-centre", "KFN") == ["expected_complete", "delayed", "not_completed"]
    assert statuses_of("care-teams", "OSN") == ["expected_incomplete", "in_progress", "completed"]


def test_the_lead_says_done_while_another_body_has_not_finished() -> None:
    assert statuses_of("housing-business-lane", "KS")[-1] == "completed"
    assert statuses_of("housing-business-lane", "MBN") == ["partly_completed"]


def test_some_comments_have_no_status_and_some_items_are_counted() -> None:
    said = [follow_up for of in ROUNDS for report in of.reports for follow_up in report.follow_ups]
    assert any(follow_up.comment and not follow_up.status for follow_up in said)
    assert [follow_up.quantity_done for follow_up in said if follow_up.key == "steering-visits"] == ["3", "6", "10"]
    assert any(follow_up.forecast and follow_up.outcome_to_date for follow_up in said)


def test_the_executive_board_assesses_the_goals() -> None:
    assert {report.body for of in ROUNDS for report in of.reports if report.assessments} == {"KS"}


def statuses_of(key: str, body: str) -> list[str]:
    """Return what a body said of an item, period by period."""
    reports = [report for of in ROUNDS for report in of.reports if report.body == body]
    return [follow_up.status for report in reports for follow_up in report.follow_ups if follow_up.key == key]


@pytest.mark.parametrize("picture", IMAGES.values(), ids=IMAGES.keys())
def test_pictures_are_small_and_described(picture: Image) -> None:
    assert (FOLDER / picture.file).stat().st_size < 100_000
    assert len(picture.alt) > 30


def test_the_translation_shares_numbers_and_bodies_with_the_original() -> None:
    english, swedish = list(assignments([ENGLISH_GOAL])), list(assignments([TRANSLATED_GOAL]))

    assert ENGLISH_PLAN.goals == [ENGLISH_GOAL]
    assert [(item.key, item.lead, item.responsible, item.end_year) for item in english] == [
        (item.key, item.lead, item.responsible, item.end_year) for item in swedish
    ]
    assert all(translated.title != original.title for translated, original in zip(english, swedish, strict=True))
