"""Factories for sites that test their own plans and goals; they need the extra ``testing``.

.. code-block:: python

    body = ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")
    figure = KeyFigureFactory(values={"2024": "71,5", "2025": MissingReason.NOT_PUBLISHED})
    goal = GoalPageFactory(
        parent=PlanPageFactory(year=2026),
        sections=[
            assignments_section(assignment("Öppna ett medborgarkontor.", responsible=[body])),
            key_figures_section(figure),
        ],
    )
"""

from .bodies import FocusAreaFactory, ResponsibleBodyFactory
from .key_figures import KeyFigureAssessmentFactory, KeyFigureFactory, KeyFigureTargetFactory, KeyFigureValueFactory
from .pages import GoalPageFactory, PlanPageFactory
from .reports import FollowUpReportFactory, assessment, follow_up
from .sections import (
    ItemDict,
    SectionDict,
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

__all__ = [
    "FocusAreaFactory",
    "FollowUpReportFactory",
    "GoalPageFactory",
    "ItemDict",
    "KeyFigureAssessmentFactory",
    "KeyFigureFactory",
    "KeyFigureTargetFactory",
    "KeyFigureValueFactory",
    "PlanPageFactory",
    "ResponsibleBodyFactory",
    "SectionDict",
    "accomplishment",
    "accomplishments_section",
    "amount",
    "assessment",
    "assignment",
    "assignments_section",
    "budget_change",
    "follow_up",
    "investment",
    "investments_section",
    "key_figure_item",
    "key_figures_section",
    "text_section",
]
