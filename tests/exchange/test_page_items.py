"""Which assignment or investment a row is about, and what its cells say of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Locale, Site

from wagtail_kommunmal.authoring.plan_items import stored_sections
from wagtail_kommunmal.exchange.applying import apply_plan
from wagtail_kommunmal.exchange.planning import ALL_ROWS
from wagtail_kommunmal.exchange.plans import Plan
from wagtail_kommunmal.models import ResponsibleBody
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    amount,
    assignment,
    assignments_section,
    budget_change,
    investment,
    investments_section,
)

from .conftest import errors, statuses, told
from .workbooks import workbook

pytestmark = pytest.mark.django_db

MakePlan = Callable[..., Plan]

PARK = "11111111-1111-4111-8111-111111111111"
LIBRARY = "22222222-2222-4222-8222-222222222222"
HALL = "33333333-3333-4333-8333-333333333333"
POOL = "44444444-4444-4444-8444-444444444444"


@pytest.fixture(scope="module")
def bodies(shared_site: Site) -> dict[str, ResponsibleBody]:
    names = {"KS": "Kommunstyrelsen", "KFN": "Kultur- och fritidsnämnden", "TN": "Tekniska nämnden"}
    made = {code: ResponsibleBodyFactory(name=name, code=code) for code, name in names.items()}
    return {**made, "ALLA": ResponsibleBodyFactory(name="Alla", code="ALLA", is_all=True)}


@pytest.fixture(scope="module")
def goal(bodies: dict[str, ResponsibleBody]) -> Any:
    sections = [
        assignments_section(
            assignment("Bygg en park", responsible=[bodies["KFN"], (bodies["KS"], "co")], block_id=PARK),
            assignment("Öppna biblioteket", description="<p>Även <b>söndagar</b></p>", block_id=LIBRARY),
        ),
        assignments_section(origin="committee", heading="Nämndernas egna"),
        investments_section(
            investment(
                "Sporthall",
                amounts=[amount(2026, budget="12,5"), amount(2026, flow="income", budget=3)],
                budget_changes=[budget_change(100)],
                block_id=HALL,
            ),
            investment("Badhus", block_id=POOL),
        ),
    ]
    return GoalPageFactory(parent=PlanPageFactory(year=2026), number="1", title="Kultur för alla", sections=sections)


def items(goal: Any, section: int) -> list[Any]:
    """Return the items of a section of the latest draft, by what is stored of them."""
    draft = type(goal).objects.get(pk=goal.pk).get_latest_revision_as_object()
    return [item["value"] for item in stored_sections(draft)[section]["value"]["items"]]


GOAL = ["Plan year", "Number of the goal"]


def test_a_row_finds_its_assignment_by_id_whatever_goal_it_does_not_name(plan: MakePlan, goal: Any) -> None:
    planned = plan("assignments", ["id", "start_year", "end_year"], [PARK, "2026", "2027"])
    assert statuses(planned) == {2: "changed"}
    assert told(planned) == {2: [("Start year", "", "2026"), ("End year", "", "2027")]}
    apply_plan(planned)
    assert [(item["start_year"], item["end_year"]) for item in items(goal, 0)] == [(2026, 2027), (None, None)]


def test_a_row_without_an_id_is_proposed_for_the_only_assignment_of_the_goal_with_its_title(
    plan: MakePlan, goal: Any
) -> None:
    rows = [[*GOAL, "title", "start_year"], [2026, 1, "bygg  EN park", 2027], [2026, 1, "Bygg en skola", 2027]]
    with_origin = [[*rows[0], "origin"], [*rows[1], ""], [*rows[2], "Nämndens eget"]]
    planned = plan("assignments", *with_origin)
    assert statuses(planned) == {2: "proposed", 3: "new"}
    apply_plan(plan("assignments", *with_origin, accepted={2}))
    assert [item["title"] for item in items(goal, 0)] == ["Bygg en park", "Öppna biblioteket"]
    assert items(goal, 0)[0]["start_year"] == 2027
    assert [item["title"] for item in items(goal, 1)] == ["Bygg en skola"]
    assert statuses(plan("assignments", *with_origin)) == {2: "unchanged", 3: "unchanged"}


@pytest.mark.parametrize(
    ("columns", "row", "message"),
    [
        (["id", "title"], [POOL, "Annat"], "A2 (Id): There is nothing with this id here. Leave the cell blank"),
        ([*GOAL, "id", "title"], [2025, 1, PARK, ""], "A2 (Plan year): The goal “1 Kultur för alla (2026)” stands in"),
        ([*GOAL, "title"], [2026, 7, "Nytt"], "B2 (Number of the goal): The plan of 2026 has no goal “7”."),
        ([*GOAL, "title"], ["", 1, "Nytt"], "A2 (Plan year): Say of which year the plan is"),
        ([*GOAL, "title"], [2026, "", "Nytt"], "Nothing in the row tells which goal it is about."),
        ([*GOAL, "title", "language"], [2026, 1, "Nytt", "fi"], "D2 (Language): No page is in this language."),
        ([*GOAL, "title"], [2026, 1, "Nytt"], "Origin: Say in which section of the goal it shall stand: (From the"),
        ([*GOAL, "title", "section"], [2026, 1, "Nytt", "Annat"], "D2 (Section): Say in which section of the goal"),
        (["id", "origin"], [PARK, "committee"], "B2 (Origin): It stands in a section of another origin."),
        (["id", "section"], [PARK, "Nämndernas egna"], "B2 (Section): It stands in another section."),
        (["id", "title"], [PARK, "(töm)"], "B2 (Assignment): This cannot be removed."),
        (["id", "title"], [PARK, "x" * 1001], "B2 (Assignment): Ensure this value has at most 1000 characters"),
        (["id", "start_year"], [PARK, 1066], "B2 (Start year): Ensure this value is greater than or equal to"),
        (["id", "start_year", "end_year"], [PARK, 2027, 2026], "C2 (End year): The end year 2026 is before"),
        (["id", "responsible"], [PARK, "KFN (BUN)"], "B2 (Responsible bodies): No body has the code “BUN”."),
        (["id", "quantity_target"], [PARK, "många"], "B2 (Quantity to reach): “många” is not a number."),
    ],
)
def test_what_an_assignment_cannot_be_is_told_by_its_cell(
    plan: MakePlan, goal: Any, columns: list[str], row: list[Any], message: str
) -> None:
    (told_errors,) = errors(plan("assignments", columns, row)).values()
    assert told_errors[0].startswith(message)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("TN", [("TN", "lead")]),
        ("KS, TN", [("KS", "lead"), ("TN", "lead")]),
        ("TN (KS, KFN)", [("TN", "lead"), ("KS", "co"), ("KFN", "co")]),
        ("- (TN)", [("TN", "co")]),
        ("(Alla)", [("ALLA", "lead")]),
        ("tekniska nämnden (ks)", [("TN", "lead"), ("KS", "co")]),
        ("(töm)", []),
    ],
)
def test_a_cell_names_all_who_are_responsible(
    plan: MakePlan, goal: Any, bodies: dict[str, ResponsibleBody], cell: str, expected: list[tuple[str, str]]
) -> None:
    apply_plan(plan("assignments", ["id", "responsible"], [PARK, cell]))
    codes = {body.pk: code for code, body in bodies.items()}
    stored = [item["value"] for item in items(goal, 0)[0]["responsible"]]
    assert [(codes[value["body"]], value["role"]) for value in stored] == expected
    assert statuses(plan("assignments", ["id", "responsible"], [PARK, cell])) == {2: "unchanged"}


def test_who_stays_responsible_keeps_the_block(plan: MakePlan, goal: Any, bodies: dict[str, ResponsibleBody]) -> None:
    before = {item["value"]["body"]: item["id"] for item in items(goal, 0)[0]["responsible"]}
    apply_plan(plan("assignments", ["id", "responsible"], [PARK, "KS (TN)"]))
    after = {item["value"]["body"]: item["id"] for item in items(goal, 0)[0]["responsible"]}
    assert after[bodies["KS"].pk] == before[bodies["KS"].pk]


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("Bara text & 1 < 2", "<p>Bara text &amp; 1 &lt; 2</p>"),
        ("Ett\nrad två\n\nTvå", "<p>Ett<br/>rad två</p><p>Två</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ],
)
def test_a_description_is_stored_as_paragraphs(plan: MakePlan, goal: Any, cell: str, stored: str) -> None:
    apply_plan(plan("assignments", data=workbook(["id", "description"], [PARK, cell])))
    assert items(goal, 0)[0]["description"] == stored


def test_markup_in_a_cell_is_only_what_an_editor_can_write(plan: MakePlan, goal: Any) -> None:
    cell = '<p onclick="alert(1)">Även <b>lördagar</b><script>alert(1)</script><img src="x" onerror="y"/></p>'
    apply_plan(plan("assignments", data=workbook(["id", "description"], [LIBRARY, cell])))
    stored = items(goal, 0)[1]["description"]
    assert "<b>lördagar</b>" in stored
    assert [bad for bad in ("onclick", "<script", "<img", "onerror") if bad in stored] == []


def test_markup_that_cannot_be_read_is_told(plan: MakePlan, goal: Any) -> None:
    planned = plan("assignments", data=workbook(["id", "description"], [PARK, '<a linktype="page" id="x">y</a>']))
    assert errors(planned) == {2: ["B2 (Description): The markup cannot be read. Write the text without tags."]}


def test_new_rows_share_the_section_that_is_made_for_them(plan: MakePlan, site: Site) -> None:
    goal = GoalPageFactory(parent=PlanPageFactory(year=2026), number="2", sections=[])
    rows = [[2026, 2, "Ett", "other"], [2026, 2, "Två", "other"], [2026, 2, "Tre", "executive"]]
    apply_plan(plan("assignments", [*GOAL, "title", "origin"], *rows))
    assert [len(items(goal, number)) for number in (0, 1)] == [2, 1]
    apply_plan(plan("investments", [*GOAL, "name", "unit", "year_from", "budget"], [2026, 2, "Hall", "mnkr", 2026, 7]))
    section = stored_sections(goal.__class__.objects.get(pk=goal.pk).get_latest_revision_as_object())[2]
    assert (section["type"], section["value"]["unit"], len(section["value"]["items"])) == ("investments", "mnkr", 1)


def test_a_section_is_made_once_and_of_no_unit_that_nobody_has_said(plan: MakePlan, site: Site) -> None:
    goal = GoalPageFactory(parent=PlanPageFactory(year=2026), number="2", sections=[])
    planned = plan(
        "investments", [*GOAL, "name", "unit", "budget"], [2026, 2, "Hall", "", 7], [2026, 2, "Bad", "tkr", 7]
    )
    assert statuses(planned) == {2: "error", 3: "new"}
    assert errors(planned)[2] == [
        "D2 (Unit): The goal has no section of investments yet. Say in which unit the amounts are."
    ]
    apply_plan(plan("assignments", [*GOAL, "title", "origin"], [2026, 2, "Ett", "council"], [2026, 2, "Två", ""]))
    assert [item["title"] for item in items(goal, 0)] == ["Ett", "Två"]


def test_the_same_assignment_goes_on_under_several_goals_and_languages(
    plan: MakePlan, goal: Any, english: Locale, home: Any
) -> None:
    later = GoalPageFactory(
        parent=PlanPageFactory(year=2027),
        number="1",
        sections=[assignments_section(assignment("Bygg en park", block_id=PARK))],
    )
    assert errors(plan("assignments", ["id", "start_year"], [PARK, 2026])) == {
        2: ["A2 (Id): What has this id stands under several goals. Give the id of the goal, too."]
    }
    by_plan = plan("assignments", ["plan", "id", "start_year"], [2026, PARK, 2026], [2027, PARK, 2027])
    assert statuses(by_plan) == {2: "changed", 3: "changed"}
    root = home.copy_for_translation(english)
    translated = later.get_parent().specific.copy_for_translation(english)
    assert translated.is_child_of(root)
    edition = later.copy_for_translation(english)
    apply_plan(plan("assignments", ["goal_id", "language", "id", "title"], [later.translation_key, "en", PARK, "Park"]))
    assert [items(page, 0)[0]["title"] for page in (later, edition)] == ["Bygg en park", "Park"]


def test_another_site_has_other_goals(plan: MakePlan, goal: Any, other_site: Site) -> None:
    elsewhere = GoalPageFactory(
        parent=PlanPageFactory(year=2026, parent=other_site.root_page),
        number="9",
        sections=[assignments_section(assignment("Norrbys park", block_id=POOL))],
    )
    planned = plan("assignments", ["goal_id", "id", "title"], [elsewhere.translation_key, POOL, "Annat"])
    assert statuses(planned) == {2: "error"}


INVESTMENTS = ["id", "name", "year_from", "flow", "budget"]


def test_the_amounts_of_an_investment_are_told_apart_by_years_and_flow(plan: MakePlan, goal: Any) -> None:
    rows = [[HALL, "", 2026, "", "13"], [HALL, "", 2026, "Inkomst", 3], [HALL, "", 2027, "", 9], [POOL, "", "", "", ""]]
    planned = plan("investments", INVESTMENTS, *rows)
    assert statuses(planned) == {2: "changed", 3: "unchanged", 4: "changed", 5: "unchanged"}
    assert told(planned)[2] == [("Budget", "12.5", "13")]
    apply_plan(planned)
    hall, pool = items(goal, 2)
    amounts = [(each["value"]["year_from"], each["value"]["flow"], each["value"]["budget"]) for each in hall["amounts"]]
    assert amounts == [(2026, "expenditure", "13"), (2026, "income", "3"), (2027, "expenditure", "9")]
    assert (len(hall["budget_changes"]), pool["amounts"]) == (1, [])
    assert set(statuses(plan("investments", INVESTMENTS, *rows)).values()) == {"unchanged"}


def test_a_span_of_one_year_is_that_year(plan: MakePlan, goal: Any) -> None:
    apply_plan(plan("investments", ["id", "year_from", "year_to", "budget"], [HALL, 2026, 2026, 13]))
    assert [each["value"]["budget"] for each in items(goal, 2)[0]["amounts"]] == ["13", "3"]


def test_what_one_row_changes_of_an_investment_the_others_need_not_repeat(plan: MakePlan, goal: Any) -> None:
    rows = [[HALL, "Idrottshall", 2026, "expenditure", 14], [HALL, "Sporthall", 2026, "income", 4]]
    apply_plan(plan("investments", INVESTMENTS, *rows))
    assert [item["name"] for item in items(goal, 2)] == ["Idrottshall", "Badhus"]
    assert [each["value"]["budget"] for each in items(goal, 2)[0]["amounts"]] == ["14", "4"]


def test_rows_of_an_investment_that_contradict_each_other_are_told(plan: MakePlan, goal: Any) -> None:
    rows = [[HALL, "Idrottshall", 2026, "expenditure", 14], [HALL, "Arena", 2026, "income", 4]]
    message = "B3 (Name): An earlier row of the same investment says something else."
    assert errors(plan("investments", INVESTMENTS, *rows)) == {3: [message]}
    new = [[2026, 1, "Ishall", 2026, 1, "2027"], [2026, 1, "Ishall", 2027, 2, "2028"]]
    planned = plan("investments", [*GOAL, "name", "year_from", "budget", "planned_ready"], *new)
    assert errors(planned) == {3: ["F3 (Planned ready): An earlier row of the same investment says something else."]}


def test_several_rows_make_one_new_investment(plan: MakePlan, goal: Any) -> None:
    rows = [
        [2026, 1, "Ishall", "KFN (TN)", 2026, 100],
        [2026, 1, "ishall", "", 2027, 200],
        [2026, 1, "Gym", "", "", ""],
    ]
    columns = [*GOAL, "name", "responsible", "year_from", "budget"]
    planned = plan("investments", columns, *rows)
    assert statuses(planned) == {2: "new", 3: "new", 4: "new"}
    apply_plan(planned)
    hall, gym = items(goal, 2)[2:]
    assert (hall["name"], gym["name"], gym["amounts"]) == ("Ishall", "Gym", [])
    assert [each["value"]["budget"] for each in hall["amounts"]] == ["100", "200"]
    assert len(hall["responsible"]) == 2
    assert set(statuses(plan("investments", columns, *rows)).values()) == {"unchanged"}


@pytest.mark.parametrize(
    ("columns", "row", "message"),
    [
        (["id", "unit"], [HALL, "mnkr"], "B2 (Unit): The amounts of the section are in another unit."),
        ([*GOAL, "name", "unit"], [2026, 1, "Ny", "kr"], "D2 (Unit): “kr” is not allowed here."),
        ([*GOAL, "name", "unit"], [2026, 1, "Ny", "sek"], "D2 (Unit): The amounts of the section are in another unit."),
        (["id", "amount_id"], [HALL, PARK], "B2 (Id of the amount): The investment has no amount with this id."),
        (["id", "year_from", "budget"], [HALL, 1066, 1], "B2 (Year): Ensure this value is greater than"),
        (["id", "year_from", "year_to", "budget"], [POOL, 2027, 2026, 1], "C2 (To year): The end year 2026 is before"),
        (["id", "planned_start"], [HALL, "x" * 41], "B2 (Planned start): Ensure this value has at most 40"),
    ],
)
def test_what_an_investment_cannot_be_is_told_by_its_cell(
    plan: MakePlan, goal: Any, columns: list[str], row: list[Any], message: str
) -> None:
    (told_errors,) = errors(plan("investments", columns, row)).values()
    assert told_errors[0].startswith(message)


def test_a_goal_found_by_its_title_alone_has_to_be_confirmed(plan: MakePlan, goal: Any) -> None:
    rows = [["Plan year", "Goal", "title", "origin"], [2026, "kultur för ALLA", "Nytt", "council"]]
    assert statuses(plan("assignments", *rows)) == {2: "proposed"}
    apply_plan(plan("assignments", *rows, accepted=ALL_ROWS))
    assert [item["title"] for item in items(goal, 0)][-1] == "Nytt"


def test_items_without_ids_of_their_own_are_known_as_long_as_they_stay_as_they_are(plan: MakePlan, goal: Any) -> None:
    sections = stored_sections(goal)
    for section in sections:
        for item in section["value"]["items"]:
            item.pop("id")
            item["id"] = None
    goal.__class__.objects.filter(pk=goal.pk).update(sections=sections)
    planned = plan("assignments", [*GOAL, "title", "start_year"], [2026, 1, "Bygg en park", 2026], accepted=ALL_ROWS)
    apply_plan(planned)
    assert items(goal, 0)[0]["start_year"] == 2026


def test_what_is_allowed_is_named_until_it_is_much(plan: MakePlan, goal: Any) -> None:
    for number in range(9):
        ResponsibleBodyFactory(code=f"A{number}")
    planned = plan("assignments", ["id", "responsible"], [PARK, "XX"])
    named = ", ".join([*(f"A{number}" for number in range(9)), "ALLA"])
    ((message,),) = errors(planned).values()
    assert message.endswith(f"Write one of: {named} and 3 more.")
