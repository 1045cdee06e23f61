from .bodies import FocusArea, ResponsibleBody, ResponsibleBodyName
from .key_figures import KeyFigure, KeyFigureAssessment, KeyFigureName, KeyFigureTarget, KeyFigureValue
from .mixins import GoalPageMixin, PlanPageMixin, goal_models, plan_models
from .releases import (
    DependencyKind,
    ItemKind,
    PageKind,
    PendingRelease,
    Release,
    ReleaseDependency,
    ReleasedItem,
    ReleasedItemBody,
    ReleaseHead,
)
from .site_settings import KommunmalSiteSettings

__all__ = [
    "DependencyKind",
    "FocusArea",
    "GoalPageMixin",
    "ItemKind",
    "KeyFigure",
    "KeyFigureAssessment",
    "KeyFigureName",
    "KeyFigureTarget",
    "KeyFigureValue",
    "KommunmalSiteSettings",
    "PageKind",
    "PendingRelease",
    "PlanPageMixin",
    "Release",
    "ReleaseDependency",
    "ReleaseHead",
    "ReleasedItem",
    "ReleasedItemBody",
    "ResponsibleBody",
    "ResponsibleBodyName",
    "goal_models",
    "plan_models",
]
