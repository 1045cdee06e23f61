"""One municipality, made by the package's factories and published as editors publish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.cache import cache
from wagtail.models import Locale, Page, Site

from wagtail_kommunmal.models import FollowUpReport, KeyFigure, ResponsibleBody
from wagtail_kommunmal.testing import (
    FocusAreaFactory,
    FollowUpReportFactory,
    GoalPageFactory,
    ItemDict,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    amount,
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
from wagtail_kommunmal.vocabulary import AssignmentStatus, ResponsibleRole

from .sizes import ASSIGNMENTS, GOALS_IN_A_PLAN, INVESTMENTS, KEY_FIGURES
from .sizes import VALUES_OF_A_KEY_FIGURE as VALUES

LAST_YEAR = 2026
BODIES = 6
PERIODS = ("T1", "T2", "")
"""Three follow-ups of each assignment."""
STATUSES = (AssignmentStatus.NOT_STARTED, AssignmentStatus.IN_PROGRESS, AssignmentStatus.COMPLETED)
PROSE = (
    "Alla som bor och verkar i kommunen ska kunna vara med och påverka det som händer här. Därför möter "
    "förtroendevalda invånarna där de är, och tar med sig det som sägs tillbaka till nämnden. "
)
SENTENCE = "Arbetet går som planerat, och nästa dialogmöte hålls i september."


def make_site(years: int) -> Site:
    """Make the first municipality with a plan for each of the last ``years`` years, released."""
    home = _home()
    bodies = [ResponsibleBodyFactory(name=f"Nämnden för område {n + 1}", code=f"N{n + 1}") for n in range(BODIES)]
    area = FocusAreaFactory(name="Ett gott liv i hela kommunen")
    figures = [_key_figure(n, bodies[n % BODIES]) for n in range(GOALS_IN_A_PLAN * KEY_FIGURES)]
    before: Sequence[Any] = [None] * GOALS_IN_A_PLAN
    for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
        plan = PlanPageFactory(year=year, parent=home, intro=f"<p>{PROSE}</p>")
        before = _goals(plan, year, bodies, area, figures, before)
    return home.get_site()


def _home() -> Any:
    locale, _created = Locale.objects.get_or_create(language_code="sv")
    Locale.objects.get_or_create(language_code="en")
    home = Page.get_first_root_node().add_child(title="Sundby kommun", slug="sundby", locale=locale)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "127.0.0.1", "port": 80, "site_name": "Sundby kommun", "root_page": home},
    )
    cache.clear()
    return home


def _key_figure(number: int, body: ResponsibleBody) -> KeyFigure:
    first = LAST_YEAR - VALUES
    return KeyFigureFactory(
        name=f"Andel invånare som är nöjda med område {number + 1}",
        definition=SENTENCE,
        source="Kolada",
        kolada_id=f"N{number:05d}",
        responsible=body,
        values={str(first + n): f"{40 + (number + n) % 50},{n % 10}" for n in range(VALUES)},
        targets={str(LAST_YEAR): "minst 75 %"},
    )


def _goals(
    plan: Any, year: int, bodies: list[ResponsibleBody], area: Any, figures: list[KeyFigure], before: Sequence[Any]
) -> list[Any]:
    """Return the goals of a plan, published once all that is said of them is there."""
    items = [[_assignment(bodies, g, n, year) for n in range(ASSIGNMENTS)] for g in range(GOALS_IN_A_PLAN)]
    goals = [
        GoalPageFactory(
            parent=plan,
            publish=False,
            title=f"Mål {g + 1}: alla kan påverka sin vardag",
            number=str(g + 1),
            scope_line=PROSE,
            political_text=f"<p>{PROSE}</p><ul><li>{PROSE}</li><li>{PROSE}</li></ul>",
            focus_area=area,
            sdgs=[3, 11, 16],
            previous_goal=before[g],
            sections=[
                text_section(f"<p>{PROSE * 2}</p>", heading="Så här är det i dag"),
                assignments_section(*items[g], intro=f"<p>{PROSE}</p>"),
                key_figures_section(
                    *(
                        key_figure_item(figure, note=f"<p>{SENTENCE}</p>")
                        for figure in figures[g * KEY_FIGURES : (g + 1) * KEY_FIGURES]
                    )
                ),
                investments_section(*(_investment(bodies, g, n, year) for n in range(INVESTMENTS))),
            ],
        )
        for g in range(GOALS_IN_A_PLAN)
    ]
    _reports(plan, year, bodies, goals, items)
    for goal in goals:
        goal.get_latest_revision().publish()
    return goals


def _assignment(bodies: list[ResponsibleBody], goal: int, number: int, year: int) -> ItemDict:
    lead, other = bodies[number % BODIES], bodies[(number + goal + 1) % BODIES]
    parts: list[Any] = [lead] if lead == other else [lead, (other, ResponsibleRole.CO)]
    return assignment(
        f"Uppdrag {goal + 1}.{number + 1}: ta fram en modell för medborgardialog i hela kommunen.",
        responsible=parts,
        description=f'<p>{SENTENCE} <b>Dialogen</b> är <a href="https://example.org/dialog">öppen</a> för alla.</p>',
        start_year=year,
        end_year=year + 1,
        decision_reference=f"KF {year - 1}-11-24 § {100 + number}",
        quantity_target=10 if number % 4 == 0 else None,
        quantity_unit="möten" if number % 4 == 0 else "",
    )


def _investment(bodies: list[ResponsibleBody], goal: int, number: int, year: int) -> ItemDict:
    return investment(
        f"Investering {goal + 1}.{number + 1}: en ny idrottshall",
        responsible=[bodies[number % BODIES]],
        amounts=[amount(year + n, budget=12_500 + n, outcome=11_800 if n == 0 else None) for n in range(3)],
        total_budget=37_500,
        planned_start=f"{year}",
        planned_ready=f"{year + 2}",
        budget_changes=[budget_change(1_500, note="Dyrare grundläggning.")],
    )


def _reports(
    plan: Any, year: int, bodies: list[ResponsibleBody], goals: list[Any], items: list[list[ItemDict]]
) -> list[FollowUpReport]:
    """Let every body say something of each of its assignments after each period."""
    return [
        FollowUpReportFactory(
            plan=plan,
            body=body,
            period=f"{year}-{period}" if period else str(year),
            rows=[
                follow_up(goal, item, STATUSES[(g + n + p) % 3], comment=f"<p>{SENTENCE}</p>")
                for g, goal in enumerate(goals)
                for n, item in enumerate(items[g])
                if n % BODIES == b
            ],
        )
        for b, body in enumerate(bodies)
        for p, period in enumerate(PERIODS)
    ]
