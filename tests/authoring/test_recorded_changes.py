from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from wagtail_kommunmal.authoring.recorded_changes import UndoRefusedError, recorded_changes, recording, undo
from wagtail_kommunmal.authoring.row_states import ROW_MODELS, states_by_pk
from wagtail_kommunmal.authoring.value_changes import ValueChange, ValueKey, apply_changes
from wagtail_kommunmal.models import KeyFigure
from wagtail_kommunmal.testing import KeyFigureAssessmentFactory, KeyFigureFactory, KeyFigureTargetFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def figure(site: Any) -> KeyFigure:
    return KeyFigureFactory(values={"2024": "70.00", "2025": "71.5"}, targets={"2026": "minst 75 %"})


def rows(figure: KeyFigure) -> dict[str, Any]:
    """Everything that the figure's rows hold, without the keys that a value may get anew."""
    states = {kind: states_by_pk(figure, model) for kind, model in ROW_MODELS.items()}
    return {**states, "value": list(states["value"].values())}


def undo_last(figure: KeyFigure) -> None:
    undo(figure, recorded_changes(figure)[0], None)


def test_an_undo_restores_changed_new_and_deleted_values_exactly(figure: KeyFigure) -> None:
    figure.values.filter(period="2024").update(
        provenance="kolada", fetched_at=datetime(2026, 3, 1, 8, 30, 0, 123456, tzinfo=UTC), note="Reviderat"
    )
    before = rows(figure)
    changes = [
        ValueChange(ValueKey("2024"), None),
        ValueChange(ValueKey("2025"), {"value": "72"}),
        ValueChange(ValueKey("2026"), {"value": "73"}),
    ]
    apply_changes(figure, changes, user=None)
    assert rows(figure) != before
    undo_last(figure)
    assert rows(figure) == before
    assert figure.values.get(period="2024").ends_on == date(2024, 12, 31)


def test_an_undo_can_be_undone(figure: KeyFigure) -> None:
    apply_changes(figure, [ValueChange(ValueKey("2025"), {"value": "72"})], user=None)
    changed = rows(figure)
    undo_last(figure)
    undo_last(figure)
    assert rows(figure) == changed
    assert [entry.action.rpartition(".")[2] for entry in recorded_changes(figure)] == ["undo", "undo", "values"]


def test_a_fetch_at_local_time_can_be_undone(figure: KeyFigure) -> None:
    fetched_at = datetime.fromisoformat("2026-03-01T09:30:00+01:00")
    apply_changes(
        figure,
        [ValueChange(ValueKey("2025", "nation"), {"value": "80"})],
        user=None,
        provenance="kolada",
        fetched_at=fetched_at,
    )
    undo_last(figure)
    assert not figure.values.filter(series="nation").exists()


def test_an_undo_is_refused_and_says_which_rows_were_touched_since(figure: KeyFigure) -> None:
    apply_changes(figure, [ValueChange(ValueKey(year), {"value": "1"}) for year in ("2024", "2025")], user=None)
    entry = recorded_changes(figure)[0]
    apply_changes(figure, [ValueChange(ValueKey("2025"), {"note": "Granskat"})], user=None)
    before = rows(figure)
    with pytest.raises(UndoRefusedError) as refused:
        undo(figure, entry, None)
    assert [change.identity for change in refused.value.changes] == [("2025", "own", "", "T")]
    assert rows(figure) == before


def test_an_undo_does_not_write_over_a_value_that_was_entered_anew(figure: KeyFigure) -> None:
    apply_changes(figure, [ValueChange(ValueKey("2025"), None)], user=None)
    entry = recorded_changes(figure)[0]
    apply_changes(figure, [ValueChange(ValueKey("2025"), {"value": "99"})], user=None)
    with pytest.raises(UndoRefusedError):
        undo(figure, entry, None)


def test_targets_and_assessments_are_restored_with_their_keys(figure: KeyFigure) -> None:
    assessment = KeyFigureAssessmentFactory(key_figure=figure, commented_on=date(2026, 2, 1))
    before = rows(figure)
    with recording(figure, "target", None):
        figure.targets.all().delete()
        KeyFigureTargetFactory(key_figure=figure, period="2027")
    with recording(figure, "assessment", None):
        assessment.delete()
    undo_last(figure)
    undo(figure, recorded_changes(figure)[2], None)
    assert rows(figure) == before


def test_an_undo_is_refused_when_the_place_of_a_deleted_assessment_is_taken(figure: KeyFigure) -> None:
    assessment = KeyFigureAssessmentFactory(key_figure=figure)
    with recording(figure, "assessment", None):
        assessment.delete()
    KeyFigureAssessmentFactory(key_figure=figure)
    with pytest.raises(UndoRefusedError):
        undo_last(figure)


def test_nothing_changed_is_not_logged(figure: KeyFigure) -> None:
    with recording(figure, "target", None):
        figure.targets.get().save()
    assert not recorded_changes(figure).exists()
