from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Locale, Site

from tests.releasing.reading import content_of, head_of, reasons_of
from wagtail_kommunmal.models import (
    DependencyKind,
    KeyFigure,
    KeyFigureName,
    KeyFigureValue,
    PendingRelease,
    ReleaseDependency,
    ResponsibleBody,
    ResponsibleBodyName,
)
from wagtail_kommunmal.models.signals import key_figure_changed
from wagtail_kommunmal.testing import (
    FocusAreaFactory,
    GoalPageFactory,
    KeyFigureAssessmentFactory,
    KeyFigureFactory,
    KeyFigureTargetFactory,
    KeyFigureValueFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    key_figures_section,
)

GoalWith = Callable[..., Any]
Released = Callable[[], Any]


@pytest.fixture
def body(site: Site) -> ResponsibleBody:
    return ResponsibleBodyFactory(name="Barnnämnden", code="BN")


@pytest.fixture
def goal_of_body(goal_with: GoalWith, body: ResponsibleBody) -> Any:
    return goal_with(assignments_section(assignment("Bygg en skola.", responsible=[body])))


@pytest.fixture
def figure(site: Site) -> KeyFigure:
    return KeyFigureFactory(name="Trygghet", values={"2025": "71,5"})


@pytest.fixture
def goal_of_figure(goal_with: GoalWith, figure: KeyFigure) -> Any:
    return goal_with(key_figures_section(figure))


def responsible_in(goal: Any) -> list[str]:
    assignments = content_of(goal)["sections"][0]["assignments"]
    return [body["name"] for body in assignments[0]["responsible"]]


def figures_in(goal: Any) -> list[Any]:
    figures: list[Any] = content_of(goal)["sections"][0]["keyFigures"]
    return figures


def test_a_renamed_body_is_renamed_in_every_goal_that_names_it_and_in_no_other(
    goal_of_body: Any, goal: Any, body: ResponsibleBody, released: Released
) -> None:
    body.name = "Skolnämnden"
    with released():
        body.save()
    assert responsible_in(goal_of_body) == ["Skolnämnden"]
    assert reasons_of(goal_of_body) == ["published", "body_changed"]
    assert reasons_of(goal) == ["published"]


def test_a_deleted_body_is_gone_from_the_goals_that_named_it(
    goal_of_body: Any, body: ResponsibleBody, released: Released
) -> None:
    with released():
        body.delete()
    assert responsible_in(goal_of_body) == []
    assert reasons_of(goal_of_body) == ["published", "body_changed"]
    assert not ReleaseDependency.objects.filter(kind=DependencyKind.BODY).exists()


def test_a_body_that_is_responsible_for_a_key_figure_is_renamed_and_removed_with_it(
    goal_of_figure: Any, figure: KeyFigure, body: ResponsibleBody, released: Released
) -> None:
    figure.responsible = body
    with released():
        figure.save()
    assert figures_in(goal_of_figure)[0]["responsible"]["name"] == "Barnnämnden"
    body.name = "Skolnämnden"
    with released():
        body.save()
    assert figures_in(goal_of_figure)[0]["responsible"]["name"] == "Skolnämnden"
    with released():
        body.delete()
    assert figures_in(goal_of_figure)[0]["responsible"] is None
    assert reasons_of(goal_of_figure) == ["published", "key_figure_changed", "body_changed", "body_changed"]


def test_a_bodys_name_in_another_language_is_released_in_that_language(
    goal_of_body: Any, body: ResponsibleBody, english: Locale, home: Any, released: Released
) -> None:
    with released():
        home.copy_for_translation(english)
        goal_of_body.get_parent().specific.copy_for_translation(english)
        translated = goal_of_body.copy_for_translation(english)
        translated.save_revision().publish()
    assert responsible_in(translated) == ["Barnnämnden"]
    with released():
        name = ResponsibleBodyName.objects.create(body=body, locale=english, name="Children's committee")
    assert (responsible_in(translated), responsible_in(goal_of_body)) == (["Children's committee"], ["Barnnämnden"])
    with released():
        name.delete()
    assert responsible_in(translated) == ["Barnnämnden"]
    assert reasons_of(goal_of_body) == ["published"]


def test_a_renamed_focus_area_is_renamed_and_a_deleted_one_is_gone(
    goal_with: GoalWith, site: Site, released: Released
) -> None:
    area = FocusAreaFactory(name="Trygghet")
    goal = goal_with(focus_area=area)
    area.name = "Trygg uppväxt"
    with released():
        area.save()
    assert content_of(goal)["focusArea"] == {"id": str(area.uuid), "name": "Trygg uppväxt"}
    with released():
        area.delete()
    assert content_of(goal)["focusArea"] is None
    assert reasons_of(goal) == ["published", "focus_area_changed", "focus_area_changed"]


def test_a_renamed_key_figure_is_renamed_and_a_deleted_one_is_gone(
    goal_of_figure: Any, figure: KeyFigure, released: Released
) -> None:
    figure.name = "Upplevd trygghet"
    with released():
        figure.save()
    assert [row["name"] for row in figures_in(goal_of_figure)] == ["Upplevd trygghet"]
    with released():
        figure.delete()
    assert figures_in(goal_of_figure) == []
    assert content_of(goal_of_figure)["sections"][0]["isEmpty"]
    assert reasons_of(goal_of_figure) == ["published", "key_figure_changed", "key_figure_changed"]


def test_deleting_a_key_figure_asks_for_each_goal_once_however_many_values_it_has(
    goal_of_figure: Any, figure: KeyFigure
) -> None:
    for year in range(2015, 2025):
        KeyFigureValueFactory(key_figure=figure, period=str(year))
    PendingRelease.objects.all().delete()
    figure.delete()
    assert PendingRelease.objects.count() == 1


def test_each_row_of_a_key_figure_releases_its_goals_when_saved_and_when_deleted(
    goal_of_figure: Any, figure: KeyFigure, english: Locale, released: Released
) -> None:
    members = {
        "values": lambda: KeyFigureValueFactory(key_figure=figure, period="2026", value="72"),
        "targets": lambda: KeyFigureTargetFactory(key_figure=figure),
        "assessments": lambda: KeyFigureAssessmentFactory(key_figure=figure),
    }
    for member, make in members.items():
        before = len(figures_in(goal_of_figure)[0][member])
        with released():
            row = make()
        assert len(figures_in(goal_of_figure)[0][member]) == before + 1
        with released():
            row.delete()
        assert len(figures_in(goal_of_figure)[0][member]) == before
    assert reasons_of(goal_of_figure) == ["published", *["key_figure_changed"] * 6]


def test_a_name_of_a_key_figure_in_another_language_asks_for_its_goals(
    goal_of_figure: Any, figure: KeyFigure, english: Locale
) -> None:
    KeyFigureName.objects.create(key_figure=figure, locale=english, name="Perceived safety")
    assert [row.reason for row in PendingRelease.objects.all()] == ["key_figure_changed"]


def test_values_written_in_bulk_release_the_goals_once_the_writer_says_so(
    goal_of_figure: Any, figure: KeyFigure, released: Released
) -> None:
    rows = [KeyFigureValue(key_figure=figure, period=str(year), value=str(year)) for year in (2023, 2024)]
    for row in rows:
        row.stamp()
    with released():
        KeyFigureValue.objects.bulk_create(rows)
        key_figure_changed.send(sender=KeyFigure, key_figure=figure)
    values = [(row["period"]["code"], row["value"]) for row in figures_in(goal_of_figure)[0]["values"]]
    assert values == [("2023", "2023"), ("2024", "2024"), ("2025", "71.5")]
    assert reasons_of(goal_of_figure) == ["published", "key_figure_changed"]


def test_a_language_that_is_removed_takes_its_releases_along_and_nothing_is_left_to_do(
    plan: Any, body: ResponsibleBody, english: Locale, home: Any, released: Released
) -> None:
    ResponsibleBodyName.objects.create(body=body, locale=english, name="Children's committee")
    home_en = home.copy_for_translation(english)
    with released():
        plan_en = PlanPageFactory(parent=home_en, year=2026)
        goal_en = GoalPageFactory(
            parent=plan_en, sections=[assignments_section(assignment("Build.", responsible=[body]))]
        )
    assert head_of(goal_en) is not None
    with released():
        home_en.delete()
    with released():
        english.delete()
    assert head_of(goal_en) is None
    assert not PendingRelease.objects.exists()
