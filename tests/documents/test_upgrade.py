from __future__ import annotations

import pytest

from wagtail_kommunmal.documents import upgrade as module
from wagtail_kommunmal.documents.upgrade import FORMAT, upgrade, upgrade_item


def test_a_document_of_todays_format_is_left_alone() -> None:
    assert upgrade({"title": "Mål"}, FORMAT) == {"title": "Mål"}


def test_an_older_document_is_lifted_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FORMAT", 3)
    monkeypatch.setattr(
        module,
        "_UPGRADES",
        {
            1: lambda content: {**content, "steps": [1]},
            2: lambda content: {**content, "steps": [*content["steps"], 2]},
        },
    )
    assert upgrade({"title": "Mål"}, 1) == {"title": "Mål", "steps": [1, 2]}
    assert upgrade({"title": "Mål", "steps": []}, 2) == {"title": "Mål", "steps": [2]}


def test_a_document_from_the_future_is_refused() -> None:
    with pytest.raises(ValueError, match=rf"Document format {FORMAT + 1} is newer than this version's {FORMAT}\."):
        upgrade({}, FORMAT + 1)


def test_a_document_from_before_the_follow_up_says_that_nothing_was_reported() -> None:
    tallies = {"assignments": {"total": 1}, "keyFigures": {"total": 0, "byStatus": {}}, "investments": {"total": 2}}
    sections = [
        {"type": "assignments", "assignments": [{"title": "Utred."}]},
        {"type": "investments", "investments": [{"name": "Bro"}]},
        {"type": "text", "heading": "Bakgrund"},
    ]
    lifted = upgrade({"title": "Mål", "sections": sections, "tallies": tallies}, 1)
    nothing = {"currentFollowUp": None, "followUps": []}
    assert lifted["sections"] == [
        {"type": "assignments", "assignments": [{"title": "Utred.", **nothing}]},
        {"type": "investments", "investments": [{"name": "Bro", **nothing}]},
        {"type": "text", "heading": "Bakgrund"},
    ]
    assert (lifted["assessment"], lifted["assessments"]) == (None, [])
    assert {kind: tally["byStatus"].get("notAssessed") for kind, tally in lifted["tallies"].items()} == {
        "assignments": 1,
        "keyFigures": None,
        "investments": 2,
    }


def test_a_document_from_before_bodies_were_responsible_for_key_figures_says_that_nobody_is() -> None:
    sections = [
        {"type": "keyFigures", "keyFigures": [{"name": "Trygghet"}]},
        {"type": "text", "heading": "Bakgrund"},
    ]
    assert upgrade({"title": "Mål", "sections": sections}, 2)["sections"] == [
        {"type": "keyFigures", "keyFigures": [{"name": "Trygghet", "responsible": None}]},
        {"type": "text", "heading": "Bakgrund"},
    ]


def test_an_item_of_its_own_is_lifted_as_in_its_document() -> None:
    item = {"title": "Utred.", "lineageId": "1"}
    assert upgrade_item(item, 1) == {"title": "Utred.", "lineageId": "1", "currentFollowUp": None, "followUps": []}
    assert upgrade_item(item, 2) == item
    for older in (1, 2):
        assert upgrade_item({"name": "Trygghet"}, older) == {"name": "Trygghet", "responsible": None}
    assert upgrade_item(item, FORMAT) == item


def test_a_summary_and_a_plan_are_lifted_too() -> None:
    tallies = {"assignments": {"total": 0}, "keyFigures": {"total": 0, "byStatus": {}}, "investments": {"total": 0}}
    assert "assessments" not in upgrade({"title": "Mål", "tallies": tallies}, 1)
    plan = {"title": "Mål och budget", "year": 2026}
    assert upgrade(plan, 1) == {**plan, "words": None}
