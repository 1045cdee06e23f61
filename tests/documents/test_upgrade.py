from __future__ import annotations

import pytest

from wagtail_kommunmal.documents import upgrade as module
from wagtail_kommunmal.documents.upgrade import FORMAT, upgrade


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
