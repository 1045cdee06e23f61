"""A municipality with one of everything that the pages and the admin of the package show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from wagtail.models import Site

from tests.site_pages import Page
from tests.sundby import take_picture
from wagtail_kommunmal.models import FocusArea, KeyFigure, PendingRelease, ResponsibleBody
from wagtail_kommunmal.testing import (
    FocusAreaFactory,
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
    assignment,
    assignments_section,
    budget_change,
    investment,
    investments_section,
    key_figure_item,
    key_figures_section,
    text_section,
)
from wagtail_kommunmal.vocabulary import AchievementStatus, ReleaseReason


@dataclass(frozen=True)
class Municipality:
    """What the tests open."""

    home: Page
    plan: Any
    closed_plan: Any
    goal: Any
    empty_goal: Any
    figure: KeyFigure
    body: ResponsibleBody
    area: FocusArea
    picture: Any
    """A picture that stands at two places in the sections of ``goal``, and nowhere else."""


def fill(site: Site) -> Municipality:
    """Give the site a municipality's content."""
    home, locale = site.root_page, site.root_page.locale
    area, body = FocusAreaFactory(name="Trygghet"), ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")
    figure, picture = key_figure(), take_picture()
    earlier = PlanPageFactory(year=2025, intro="<p>Målen för 2025.</p>")
    previous = GoalPageFactory(parent=earlier, title="Mål: En öppen kommun 2025")
    plan = PlanPageFactory(
        intro="<p>Det här är målen.</p>",
        period_from=date(2026, 1, 1),
        period_to=date(2026, 12, 31),
        decision_reference="KF 2025-11-24 § 112",
        adopted_on=date(2025, 11, 24),
    )
    empty_goal = GoalPageFactory(parent=plan, title="Mål: Inget ännu", statement="", sections=empty_sections())
    goal = GoalPageFactory(
        parent=plan,
        title="Mål: En öppen kommun",
        number="1",
        level_label="KF-mål",
        scope_line="Målet handlar om styrning och medborgardialog.",
        political_text='<h2>Varför</h2><p>Vi vill lyssna, se <a href="https://example.org/">hur</a>.</p>',
        image=take_picture(),
        focus_area=area,
        parent_goal=empty_goal,
        previous_goal=previous,
        sdgs=[5, 16],
        sections=full_sections(body, figure, picture),
    )
    earlier.closed_at = goal.first_published_at
    earlier.save()
    # What the front page warns of.
    PendingRelease.objects.create(
        translation_key=empty_goal.translation_key, locale=locale, reason=ReleaseReason.PUBLISHED, failures=1
    )
    return Municipality(home, plan, earlier, goal, empty_goal, figure, body, area, picture)


def key_figure() -> KeyFigure:
    """Return a key figure with every kind of row."""
    figure = KeyFigureFactory(
        name="Förtroende för kommunens politiker",
        definition="Andel som svarar mycket eller ganska stort.",
        source="Kommunens enkät",
        kolada_id="N00945",
        values={str(year): f"{year - 1954},5" for year in range(2018, 2026)},
    )
    KeyFigureValueFactory(key_figure=figure, period="2025", series="nation", value="71.5", preliminary=True)
    KeyFigureValueFactory(key_figure=figure, period="2025", series="peer_group", value="70", note="Sju kommuner.")
    KeyFigureValueFactory(key_figure=figure, period="2025", gender="K", value="0")
    KeyFigureValueFactory(key_figure=figure, period="2025", gender="M", value=None, missing_reason="suppressed")
    KeyFigureTargetFactory(key_figure=figure, baseline_period="2020", baseline_value="68")
    for period, status in (("2024", AchievementStatus.NOT_ACHIEVED), ("2025", AchievementStatus.EXPECTED_PARTLY)):
        KeyFigureAssessmentFactory(
            key_figure=figure, period=period, status=status, trend="worsened", position="upper", comment="Sedan maj."
        )
    return figure


def full_sections(body: ResponsibleBody, figure: KeyFigure, image: Any) -> list[Any]:
    return [
        text_section("<p>Så här läser du sidan.</p>", heading="Inledning"),
        assignments_section(
            assignment(
                "Öppna ett medborgarkontor.",
                description="<p>I biblioteket.</p>",
                responsible=[body, (ResponsibleBodyFactory(name="Sundbyhem AB", company=True), "co")],
                start_year=2025,
                end_year=2027,
                quantity_target="1 000",
                quantity_unit="besök",
                decision_reference="KF 2025-11-24 § 112",
            ),
            assignment("Gör besök hos företag."),
            intro="<p>Uppdragen följs upp tre gånger om året.</p>",
        ),
        key_figures_section(
            key_figure_item(figure, note="<p>Mäts i maj.</p>"), KeyFigureFactory(name="Nöjda invånare")
        ),
        investments_section(
            investment("Lokaler", row_kind="group", amounts=[amount(2026, budget="31 000")]),
            investment(
                "Medborgarkontor",
                category="new",
                responsible=[body],
                amounts=[amount(2026, 2027, budget="31 000", outcome="11 800"), amount(2027, flow="income")],
                total_budget="31 000",
                planned_start="2026",
                planned_ready="2027",
                budget_changes=[budget_change("-500", on=date(2026, 2, 24), decision_reference="KF § 12")],
            ),
            sign="expenditure_negative",
        ),
        accomplishments_section(
            accomplishment(
                "<p>Byggt klart.</p>", on=date(2026, 3, 14), body=body, link="https://example.org/", image=image
            ),
            accomplishment("<p>Utbildat chefer.</p>", image=image),
        ),
    ]


def empty_sections() -> list[Any]:
    return [assignments_section(), key_figures_section(), investments_section(), accomplishments_section()]
