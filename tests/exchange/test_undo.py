from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Site

from wagtail_kommunmal.authoring.row_states import state_of
from wagtail_kommunmal.exchange.applying import apply_plan, undo_batch
from wagtail_kommunmal.exchange.errors import AlreadyUndoneError, ChangedSinceError
from wagtail_kommunmal.exchange.planning import ALL_ROWS
from wagtail_kommunmal.exchange.plans import Plan
from wagtail_kommunmal.models import ImportBatch, KeyFigure, KeyFigureTarget, KeyFigureValue, ResponsibleBody
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    KeyFigureFactory,
    KeyFigureTargetFactory,
    KeyFigureValueFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    key_figures_section,
)
from wagtail_kommunmal.vocabulary import Provenance

pytestmark = pytest.mark.django_db

MakePlan = Callable[..., Plan]


@pytest.fixture
def figure(site: Site) -> KeyFigure:
    figure = KeyFigureFactory(name="Andel nöjda", kolada_id="N00001")
    KeyFigureValueFactory(key_figure=figure, period="2024", value="70.0", provenance=Provenance.KOLADA)
    KeyFigureTargetFactory(key_figure=figure, period="2026")
    return figure


def applied(planned: Plan) -> ImportBatch:
    batch = apply_plan(planned)
    assert batch is not None
    return batch


def everything() -> Any:
    rows = [*KeyFigureValue.objects.all(), *KeyFigureTarget.objects.all()]
    return (
        [(type(row), row.key_figure_id, state_of(row)) for row in rows],
        list(KeyFigure.objects.order_by("pk").values()),
        list(ResponsibleBody.objects.order_by("pk").values()),
    )


TABLES: dict[str, list[list[Any]]] = {
    "values": [["Kolada id", "Period", "Value"], ["N00001", "2023", 1], ["N00001", "2024", 2]],
    "targets": [["Kolada id", "Period", "text"], ["N00001", "2026", "minst 9 %"], ["N00001", "2027", "minst 10 %"]],
    "key-figures": [["Kolada id", "Name"], ["N00001", "Nöjda"], ["N00002", "Antal besök"]],
    "bodies": [["Code", "Name", "Replaced by"], ["KS", "", "B"], ["A", "A", "B"], ["B", "B", ""]],
}


@pytest.mark.parametrize("kind", TABLES)
def test_an_import_is_taken_back_to_the_last_field(plan: MakePlan, figure: KeyFigure, kind: str) -> None:
    ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")
    before = everything()
    batch = applied(plan(kind, *TABLES[kind], accepted=ALL_ROWS))
    assert everything() != before
    user = get_user_model().objects.create_user("anna")
    undo_batch(batch, user=user)
    assert everything() == before
    batch.refresh_from_db()
    assert (batch.undone_at is not None, batch.undone_by) == (True, user)
    with pytest.raises(AlreadyUndoneError):
        undo_batch(batch)


@pytest.mark.parametrize("kind", TABLES)
def test_an_import_that_was_undone_can_be_made_again(plan: MakePlan, figure: KeyFigure, kind: str) -> None:
    ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")
    undo_batch(applied(plan(kind, *TABLES[kind], accepted=ALL_ROWS)))
    applied(plan(kind, *TABLES[kind], accepted=ALL_ROWS))
    assert not plan(kind, *TABLES[kind]).writing


def test_what_was_changed_since_is_told_and_nothing_is_taken_back(plan: MakePlan, figure: KeyFigure) -> None:
    batch = applied(plan("values", *TABLES["values"]))
    figure.values.filter(period="2023").update(note="Rättat")
    before = everything()
    with pytest.raises(ChangedSinceError) as refused:
        undo_batch(batch)
    assert [change.label for change in refused.value.changes] == ["Andel nöjda: 2023, Own municipality, Total"]
    assert everything() == before
    batch.refresh_from_db()
    assert batch.undone_at is None


def test_what_is_used_by_now_is_not_taken_away(plan: MakePlan, figure: KeyFigure) -> None:
    bodies = applied(plan("bodies", ["Code", "Name"], ["A", "A"], ["B", "B"]))
    figures = applied(plan("key-figures", ["Kolada id", "Name"], ["N00002", "Besök"], ["N00003", "Lån"]))
    plan_page = PlanPageFactory(year=2026)
    FollowUpReportFactory(plan=plan_page, body=ResponsibleBody.objects.get(code="A"))
    KeyFigureValueFactory(key_figure=KeyFigure.objects.get(kolada_id="N00003"))
    for batch, used in ((bodies, ["A"]), (figures, ["Lån"])):
        with pytest.raises(ChangedSinceError) as refused:
            undo_batch(batch)
        assert [change.label for change in refused.value.changes] == used
    assert ResponsibleBody.objects.count() == 2
    assert KeyFigure.objects.count() == 3


def test_what_only_a_draft_uses_is_not_taken_away(plan: MakePlan, site: Site) -> None:
    goal = GoalPageFactory(parent=PlanPageFactory(year=2026))
    figures = applied(plan("key-figures", ["Kolada id", "Name"], ["N00002", "Besök"], ["N00003", "Lån"]))
    bodies = applied(plan("bodies", ["Code", "Name"], ["A", "A"], ["B", "B"]))
    used_body, used_figure = ResponsibleBody.objects.get(code="A"), KeyFigure.objects.get(kolada_id="N00003")
    sections = [key_figures_section(used_figure), assignments_section(assignment("Bygg ut", responsible=[used_body]))]
    goal.sections = json.dumps(sections)
    goal.save_revision()
    for batch, used in ((figures, ["Lån"]), (bodies, ["A"])):
        with pytest.raises(ChangedSinceError) as refused:
            undo_batch(batch)
        assert [change.label for change in refused.value.changes] == used
    goal.sections = "[]"
    goal.save_revision()
    for batch in (figures, bodies):
        undo_batch(batch)
    assert (KeyFigure.objects.count(), ResponsibleBody.objects.count()) == (0, 0)


def test_a_key_figure_that_a_goal_shows_is_not_taken_away(plan: MakePlan, site: Site, released: Any) -> None:
    batch = applied(plan("key-figures", ["Kolada id", "Name"], ["N00002", "Besök"]))
    with released():
        GoalPageFactory(parent=PlanPageFactory(year=2026), sections=[key_figures_section(KeyFigure.objects.get())])
    with pytest.raises(ChangedSinceError):
        undo_batch(batch)
