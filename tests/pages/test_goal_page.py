from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from bs4 import Tag
from django.test import Client

from tests.pages.markup import facts, outline, read, rows, words
from tests.site_pages import PlanPage
from wagtail_kommunmal.testing import (
    FocusAreaFactory,
    FollowUpReportFactory,
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
    assessment,
    assignment,
    assignments_section,
    budget_change,
    follow_up,
    investment,
    investments_section,
    key_figure_item,
    key_figures_section,
    text_section,
)
from wagtail_kommunmal.vocabulary import AchievementStatus, AssignmentStatus, MissingReason, Unit

HARD = "\xa0"


@pytest.fixture
def page_of(english_plan: PlanPage, english_client: Client, released: Any) -> Any:
    """Publish a goal in English with the sections given, and read its page."""

    def publish_and_read(*sections: Any, **fields: Any) -> Tag:
        with released():
            goal = GoalPageFactory(
                parent=english_plan, locale=english_plan.locale, sections=sections, **{"title": "A goal", **fields}
            )
        return read(english_client.get(goal.url))

    return publish_and_read


def test_goal_says_where_it_belongs(page_of: Any, english_plan: PlanPage, released: Any) -> None:
    area = FocusAreaFactory(name="Climate")
    with released():
        parent = GoalPageFactory(parent=english_plan, locale=english_plan.locale, title="The goal above")
    article = page_of(number="2", level_label="Council goal", focus_area=area, parent_goal=parent, sdgs=[7, 13])
    assert facts(article) == {
        "How it goes": ["No assessment"],
        "Last followed up": ["Not yet"],
        "Number": ["2"],
        "Level": ["Council goal"],
        "Kind": ["Operational goal"],
        "Focus area": ["Climate"],
        "Parent goal": ["The goal above"],
        "Global goals (Agenda 2030)": ["7. Affordable and clean energy13. Climate action"],
    }
    links = {words(link): link["href"] for link in article.select("a:not(.kommunmal-data a)")}
    assert links == {"Goals and budget 2026": english_plan.full_url, "The goal above": parent.full_url}


def test_goal_leads_to_the_same_goal_in_other_years(page_of: Any, english_plan: PlanPage, released: Any) -> None:
    with released():
        before = PlanPageFactory(parent=english_plan.get_parent(), locale=english_plan.locale, year=2025)
        previous = GoalPageFactory(parent=before, locale=before.locale, title="A goal last year")
    article = page_of(previous_goal=previous)
    assert words(article.nav) == "Previous year: A goal last year (2025)"
    assert article.select_one("nav a")["href"] == previous.full_url  # type: ignore[index]


def test_image_comes_in_several_widths_with_its_text(page_of: Any, image: Any) -> None:
    picture = page_of(image=image).find("img")
    assert picture["alt"] == "Kajen en morgon i maj."
    assert [source.split()[1] for source in picture["srcset"].split(", ")] == ["400w", "640w"]
    assert (picture["width"], picture["height"]) == ("640", "480")


def test_words_of_editors_are_escaped_and_rich_text_is_not(page_of: Any) -> None:
    unsafe = '<script>alert("1")</script>'
    article = page_of(
        assignments_section(assignment(unsafe, decision_reference=unsafe), heading=unsafe, intro="<p><b>Fat</b></p>"),
        key_figures_section(KeyFigureFactory(name=unsafe, definition=unsafe, source=unsafe, values={"2025": "1"})),
        investments_section(investment(unsafe, amounts=[amount(2026, budget="1")]), heading=unsafe),
        accomplishments_section(heading=unsafe, empty_text=unsafe),
        text_section("<p>Text</p>", heading=unsafe),
        title=unsafe,
        statement=unsafe,
        scope_line=unsafe,
        number="<b>1</b>",
        level_label=unsafe,
    )
    assert words(article.h1) == unsafe
    assert article.find("b") is not None
    assert words(article.b) == "Fat"
    assert words(article).count(unsafe) >= 12


def test_assignments_say_who_when_and_how_much(page_of: Any) -> None:
    lead, other = ResponsibleBodyFactory(name="Executive Board"), ResponsibleBodyFactory(name="Housing AB")
    article = page_of(
        assignments_section(
            assignment(
                "Make visits.",
                description="<p>To companies.</p>",
                responsible=[lead, (other, "co")],
                start_year=2025,
                end_year=2027,
                quantity_target="1 000",
                quantity_unit="visits",
                decision_reference="KF 2025-11-24 § 112",
            ),
            assignment("Alone.", responsible=[lead], start_year=2026),
            assignment("One year.", start_year=2026, end_year=2026),
            assignment("Nothing known."),
        )
    )
    visits, alone, one_year, nothing = article.select("ul > li[id]")
    assert words(visits).startswith("Make visits. To companies.")
    assert facts(visits) == {
        "Responsible": ["Executive Board (lead)", "Housing AB (co-responsible)"],
        "Runs": ["2025–2027"],
        "To be done": ["1,000 visits"],
        "Decision": ["KF 2025-11-24 § 112"],
    }
    assert facts(alone) == {"Responsible": ["Executive Board"], "Runs": ["from 2026"]}
    assert facts(one_year) == {"Runs": ["2026"]}
    assert nothing.find("dl") is None


def test_key_figure_is_a_sentence_a_table_and_what_was_judged(page_of: Any) -> None:
    figure = KeyFigureFactory(name="Trust", definition="Share of all.", source="SCB", kolada_id="N00945", decimals=1)
    for period, value in (("2024", "70"), ("2025", "0")):
        KeyFigureValueFactory(key_figure=figure, period=period, value=value)
    KeyFigureValueFactory(key_figure=figure, period="2025", series="nation", value="71.55", preliminary=True)
    KeyFigureValueFactory(key_figure=figure, period="2024", gender="K", value=None, missing_reason="suppressed")
    KeyFigureValueFactory(key_figure=figure, period="2023", value=None, value_text="about half", note="Estimated.")
    KeyFigureTargetFactory(key_figure=figure, text="at least 75", baseline_period="2020", baseline_value="68.04")
    KeyFigureTargetFactory(key_figure=figure, period="2027", text="at least 70", gender="M")
    KeyFigureAssessmentFactory(key_figure=figure, period="2024", status="", trend="worsened", comment="Since <May>.")
    KeyFigureAssessmentFactory(key_figure=figure, status=AchievementStatus.EXPECTED_PARTLY, position="upper")
    article = page_of(key_figures_section(key_figure_item(figure, note="<p>Only here.</p>")))

    assert outline(article)[-1] == ("h4", "Trust")
    assert words(article.select_one(".kommunmal-summary")) == f"0.0{HARD}% in 2025."
    assert "Only here." in words(article)
    table = article.table
    assert words(table.caption) == "Trust, 2023–2025. Unit: Percent"
    assert rows(table) == [
        ["Period", "Own municipality, total", "Own municipality, women", "Nation"],
        ["2025", f"0.0{HARD}%", "No value", f"71.6{HARD}% preliminary"],
        ["2024", f"70.0{HARD}%", "No value: suppressed for privacy", "No value"],
        ["2023", "about half Estimated.", "No value", "No value"],
    ]
    known = facts(article.select_one(".kommunmal-figure"))
    assert known["Target 2026"] == [f"at least 75 (baseline 2020: 68.0{HARD}%)"]
    assert known["Target 2027, men"] == ["at least 70"]
    assert known["Assessment 2025"] == ["Expected to be partly achieved Among all municipalities: upper quarter"]
    assert known["Assessment 2024"] == ["No assessment Trend: Worsened Since <May>."]
    assert known["Definition"] == ["Share of all."]
    assert known["Source"] == ["SCB"]
    assert list(known).index("Assessment 2025") < list(known).index("Assessment 2024")


def test_table_can_be_reached_and_is_named_by_its_caption(page_of: Any) -> None:
    figure = KeyFigureFactory(values={"2025": "1"})
    article = page_of(key_figures_section(figure, figure), investments_section(investment("x", amounts=[amount(2026)])))
    regions = article.select('[role="region"]')
    assert len(regions) == 3
    for region in regions:
        assert region["tabindex"] == "0"
        assert region["aria-labelledby"] == region.table.caption["id"]  # type: ignore[union-attr, index]
        assert all(cell["scope"] == "col" for cell in region.select("thead th"))
        assert all(cell["scope"] == "row" for cell in region.select("tbody th"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0", f"0{HARD}%"),
        (MissingReason.NOT_MEASURED, "No value: not measured"),
        (None, "Nothing"),
    ],
)
def test_zero_missing_and_never_reported_are_three_things(page_of: Any, value: Any, shown: str) -> None:
    figure = KeyFigureFactory(name="Nothing", values={} if value is None else {"2025": value})
    article = page_of(key_figures_section(figure))
    if value is None:
        assert article.table is None
        assert "No value has been reported." in words(article)
    else:
        assert rows(article.table)[1] == ["2025", shown]


def test_unit_as_printed_goes_before_the_code(page_of: Any) -> None:
    own = KeyFigureFactory(name="A", unit=Unit.OTHER, unit_label="tonnes CO2", values={"2025": "1"})
    nameless = KeyFigureFactory(name="B", unit=Unit.OTHER, values={"2025": "1"})
    article = page_of(key_figures_section(own, nameless))
    assert [words(table.caption) for table in article.find_all("table")] == ["A, 2025. Unit: tonnes CO2", "B, 2025"]


def test_investments_are_a_table_and_what_else_is_known(page_of: Any) -> None:
    body = ResponsibleBodyFactory(name="Culture Committee")
    article = page_of(
        investments_section(
            investment(
                "Sports halls",
                row_kind="group",
                amounts=[amount(2025, budget="-40 000", outcome="-41 000,5", deviation="-1 001")],
            ),
            investment(
                "North hall",
                category="new",
                responsible=[body],
                amounts=[
                    amount(2025, 2027, budget="-40 000", outcome="-39 000"),
                    amount(2027, flow="income", budget="0"),
                ],
                total_budget="-40 000",
                planned_start="2025",
                planned_ready="2027-2028",
                budget_changes=[
                    budget_change("-500", on=date(2025, 2, 24), decision_reference="KF § 12", note="Soil."),
                    budget_change(None, decision_reference="KF § 13"),
                ],
            ),
            investment("South hall"),
            heading="Investments",
            sign="expenditure_negative",
        )
    )
    table = article.table
    assert words(table.caption) == "Investments, amounts in tkr (thousands of SEK)"
    assert rows(table) == [
        ["Investment", "Year", "Flow", "Budget", "Outcome", "Deviation", "Budget and outcome"],
        [
            "Sports halls (group)",
            "2025",
            "Expenditure",
            f"−40,000{HARD}tkr",
            f"−41,000.5{HARD}tkr",
            f"−1,001{HARD}tkr",
            f"Budget −40,000{HARD}tkr, outcome −41,000.5{HARD}tkr",
        ],
        [
            "North hall",
            "2025–2027",
            "Expenditure",
            f"−40,000{HARD}tkr",
            f"−39,000{HARD}tkr",
            f"1,000{HARD}tkr calculated",
            f"Budget −40,000{HARD}tkr, outcome −39,000{HARD}tkr",
        ],
        ["North hall", "2027", "Income", f"0{HARD}tkr", "No value", "No value", ""],
    ]
    assert "Expenditure is printed negative." in words(article)
    north, south = article.select("ul > li[id]")
    assert facts(north) == {
        "Category": ["New investment"],
        "Responsible": ["Culture Committee"],
        "Total budget": [f"−40,000{HARD}tkr"],
        "Planned start": ["2025"],
        "Planned to be ready": ["2027-2028"],
        "Budget changes": [f"2025-02-24: −500{HARD}tkr, KF § 12. Soil.", "No value, KF § 13"],
    }
    assert words(south) == "South hall"


def test_columns_that_nothing_is_said_in_are_left_out(page_of: Any) -> None:
    article = page_of(investments_section(investment("A school", amounts=[amount(2026, budget="1")]), unit="mnkr"))
    assert rows(article.table)[0] == ["Investment", "Year", "Flow", "Budget"]
    assert words(article.table.caption).endswith("amounts in mnkr (millions of SEK)")
    assert "calculated" not in words(article)


def test_investments_may_be_prose_alone(page_of: Any) -> None:
    article = page_of(investments_section(intro="<p>No premises, hence no investments.</p>", empty_text="None."))
    assert article.table is None
    assert "No premises, hence no investments." in words(article)
    assert "None." not in words(article)


def test_accomplishments_say_what_when_who_and_where_to_read_more(page_of: Any, image: Any) -> None:
    article = page_of(
        accomplishments_section(
            accomplishment(
                "<p>Opened an office.</p>",
                on=date(2026, 3, 14),
                body=ResponsibleBodyFactory(name="Executive Board"),
                link="https://example.org/office",
                image=image,
                alt_text="People at a desk.",
            ),
            accomplishment("<p>Trained managers.</p>"),
        )
    )
    office, managers = article.select("ul > li[id]")
    assert words(office) == ("Opened an office. 2026-03-14, Executive Board Read more: https://example.org/office")
    assert office.img["alt"] == "People at a desk."  # type: ignore[index]
    assert words(managers) == "Trained managers."


def test_what_the_bodies_reported_stands_with_the_assignment(
    english_plan: PlanPage, english_client: Client, released: Any
) -> None:
    body = ResponsibleBodyFactory(name="Culture committee")
    item = assignment("Extend the library.", responsible=[body], quantity_target="3", quantity_unit="rooms")
    with released():
        goal = GoalPageFactory(parent=english_plan, locale=english_plan.locale, sections=[assignments_section(item)])
        said = follow_up(goal, item, AssignmentStatus.DELAYED, comment="<p>Appealed.</p>", quantity_done="1")
        FollowUpReportFactory(plan=english_plan, body=body, period="2026-T1", rows=[said])
    article = read(english_client.get(goal.url))
    reported = article.select_one(".kommunmal-follow-ups")
    assert reported is not None
    assert "Status: Delayed T1 2026, Culture committee" in words(reported)
    assert "T1 2026, Culture committee: Delayed Done: 1 rooms Appealed." in words(reported)


def test_what_was_never_reported_is_not_mentioned(page_of: Any) -> None:
    assert page_of(assignments_section(assignment("Extend the library."))).select_one(".kommunmal-follow-ups") is None


def test_how_it_goes_is_said_for_every_period_the_latest_first(
    english_plan: PlanPage, english_client: Client, released: Any
) -> None:
    board = ResponsibleBodyFactory(name="Executive board")
    with released():
        goal = GoalPageFactory(parent=english_plan, locale=english_plan.locale)
        for period, status in (("2026-T1", "uncertain"), ("2026-T2", "expected_achieved")):
            rows = [assessment(goal, status)]
            FollowUpReportFactory(plan=english_plan, body=board, period=period, rows=rows)
    article = read(english_client.get(goal.url))
    assert [entry for entry in outline(article) if entry[0] != "h1"] == [
        ("h2", "How it goes"),
        ("h3", "T2 2026, Executive board"),
        ("h3", "T1 2026, Executive board"),
    ]
    assert words(article.select_one("details.kommunmal-earlier summary")) == "Earlier assessments"  # type: ignore[arg-type]
    assert words(article.select_one("details.kommunmal-earlier h3")) == "T1 2026, Executive board"  # type: ignore[arg-type]
    assert "Expected to be achieved" in words(article)


def test_a_key_figure_is_drawn_and_its_latest_value_compared(page_of: Any) -> None:
    figure = KeyFigureFactory(name="Trips by bus", unit=Unit.COUNT, decimals=0, values={"2024": "1", "2025": "4"})
    KeyFigureTargetFactory(key_figure=figure, period="2026", text="At least 5", value="5")
    article = page_of(key_figures_section(figure))
    picture = article.select_one("svg.kommunmal-chart")
    assert picture is not None
    assert picture["role"] == "img"
    name, text = (article.find(id=part) for part in str(picture["aria-labelledby"]).split())
    assert words(name) == "Chart: Trips by bus"  # type: ignore[arg-type]
    assert words(text).startswith("Trips by bus: 4 in 2025.")  # type: ignore[arg-type]
    assert words(picture.select_one(".kommunmal-chart-target title")) == "Target 2026: At least 5"  # type: ignore[arg-type]
    assert words(picture.select_one(".kommunmal-chart-target text")) == "Target"  # type: ignore[arg-type]
    assert "3 higher than in 2024. 1 below the target for 2026. Calculated here" in words(article)


def test_a_key_figure_with_one_value_has_no_picture(page_of: Any) -> None:
    article = page_of(key_figures_section(KeyFigureFactory(values={"2025": "4"})))
    assert article.select_one("svg.kommunmal-chart") is None
