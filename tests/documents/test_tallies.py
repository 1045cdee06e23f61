from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from wagtail_kommunmal.documents.tallies import ACHIEVEMENTS, PROGRESS, add_up, camel_case, tally
from wagtail_kommunmal.vocabulary import AchievementStatus, AssignmentStatus

STATUSES = st.none() | st.sampled_from(AchievementStatus.values)


def figure(status: str | None) -> dict[str, Any]:
    return {"currentAssessment": {"status": {"code": status, "label": ""} if status else None}}


def item(status: str | None, **members: Any) -> dict[str, Any]:
    return {"currentFollowUp": {"status": {"code": status, "label": ""}} if status else None, **members}


PROGRESSES = st.none() | st.sampled_from(AssignmentStatus.values)
ASSIGNMENTS = st.builds(
    lambda statuses: {"type": "assignments", "assignments": [item(status) for status in statuses]},
    st.lists(PROGRESSES, max_size=6),
)
KEY_FIGURES = st.builds(
    lambda statuses: {"type": "keyFigures", "keyFigures": [figure(status) for status in statuses]},
    st.lists(STATUSES, max_size=6),
)
INVESTMENTS = st.builds(
    lambda rows: {
        "type": "investments",
        "investments": [item(status, rowKind={"code": kind}) for kind, status in rows],
    },
    st.lists(st.tuples(st.sampled_from(["group", "row"]), PROGRESSES), max_size=6),
)
OTHERS = st.sampled_from([{"type": "text"}, {"type": "accomplishments", "accomplishments": [{}]}])
DOCUMENTS = st.lists(ASSIGNMENTS | KEY_FIGURES | INVESTMENTS | OTHERS, max_size=6)


def test_every_status_has_a_member() -> None:
    assert camel_case("not_assessed") == "notAssessed"
    assert len(ACHIEVEMENTS) == len(AchievementStatus.values)
    assert len(PROGRESS) == len(AssignmentStatus.values) + 1


def test_a_document_without_sections_has_none_of_anything() -> None:
    assert tally([]) == {
        "assignments": {"total": 0, "byStatus": dict.fromkeys(PROGRESS, 0)},
        "keyFigures": {"total": 0, "byStatus": dict.fromkeys(ACHIEVEMENTS, 0)},
        "investments": {"total": 0, "byStatus": dict.fromkeys(PROGRESS, 0)},
    }


def test_what_nobody_assessed_is_counted_as_not_assessed() -> None:
    sections = [{"keyFigures": [{"currentAssessment": None}, figure(None), figure("not_assessed"), figure("achieved")]}]
    counted = tally(sections)["keyFigures"]
    assert counted == {"total": 4, "byStatus": {**dict.fromkeys(ACHIEVEMENTS, 0), "notAssessed": 3, "achieved": 1}}


def test_a_group_of_investments_is_not_counted_beside_its_rows() -> None:
    rows = [item("delayed", rowKind={"code": kind}) for kind in ("group", "row")] + [
        item(None, rowKind={"code": "row"})
    ]
    assert tally([{"investments": rows}])["investments"] == {
        "total": 2,
        "byStatus": {**dict.fromkeys(PROGRESS, 0), "delayed": 1, "notAssessed": 1},
    }


@given(sections=DOCUMENTS)
def test_statuses_add_up_to_the_total(sections: list[dict[str, Any]]) -> None:
    counted = tally(sections)
    assert [sum(part["byStatus"].values()) for part in counted.values()] == [part["total"] for part in counted.values()]
    for kind in ("assignments", "keyFigures"):
        assert counted[kind]["total"] == sum(len(section.get(kind, [])) for section in sections)


@given(documents=st.lists(DOCUMENTS, max_size=5))
def test_the_tallies_of_goals_add_up_to_that_of_all_their_sections(documents: list[list[dict[str, Any]]]) -> None:
    counted = add_up({"assessment": None, "tallies": tally(sections)} for sections in documents)
    goals = counted.pop("goals")
    assert counted == tally(section for sections in documents for section in sections)
    assert goals == {
        "total": len(documents),
        "byStatus": {**dict.fromkeys(ACHIEVEMENTS, 0), "notAssessed": len(documents)},
    }


def test_goals_are_counted_by_their_assessment() -> None:
    goals = [
        {"assessment": assessment, "tallies": tally([])}
        for assessment in ({"status": {"code": "partly_achieved"}}, {"status": None}, None)
    ]
    assert add_up(goals)["goals"] == {
        "total": 3,
        "byStatus": {**dict.fromkeys(ACHIEVEMENTS, 0), "partlyAchieved": 1, "notAssessed": 2},
    }


@given(sections=DOCUMENTS, order=st.randoms())
def test_the_order_of_sections_does_not_matter(sections: list[dict[str, Any]], order: Any) -> None:
    shuffled = list(sections)
    order.shuffle(shuffled)
    assert tally(shuffled) == tally(sections)
