from .answers import StoredAnswer, StoredAnswerPage
from .bodies import FocusArea, ResponsibleBody, ResponsibleBodyName
from .history import GoalText, PublicChange
from .imports import ImportBatch, ImportedRow, ImportMapping, ImportUpload
from .key_figures import KeyFigure, KeyFigureAssessment, KeyFigureName, KeyFigureTarget, KeyFigureValue
from .kolada import KoladaLink, KoladaRun, KoladaWarning, warning_text
from .mixins import GoalPageMixin, PlanPageMixin, goal_models, plan_models
from .releases import (
    DependencyKind,
    ItemKind,
    PageKind,
    PendingRelease,
    Release,
    ReleaseDependency,
    ReleasedFollowUp,
    ReleasedItem,
    ReleasedItemBody,
    ReleaseHead,
)
from .reports import AssignmentFollowUp, FollowUpReport, GoalAssessment, InvestmentFollowUp, ReportRow
from .site_settings import KommunmalSiteSettings
from .versions import ContentVersion
from .words import StatusWord, StatusWordLabel, words_of_site

__all__ = [
    "AssignmentFollowUp",
    "ContentVersion",
    "DependencyKind",
    "FocusArea",
    "FollowUpReport",
    "GoalAssessment",
    "GoalPageMixin",
    "GoalText",
    "ImportBatch",
    "ImportMapping",
    "ImportUpload",
    "ImportedRow",
    "InvestmentFollowUp",
    "ItemKind",
    "KeyFigure",
    "KeyFigureAssessment",
    "KeyFigureName",
    "KeyFigureTarget",
    "KeyFigureValue",
    "KoladaLink",
    "KoladaRun",
    "KoladaWarning",
    "KommunmalSiteSettings",
    "PageKind",
    "PendingRelease",
    "PlanPageMixin",
    "PublicChange",
    "Release",
    "ReleaseDependency",
    "ReleaseHead",
    "ReleasedFollowUp",
    "ReleasedItem",
    "ReleasedItemBody",
    "ReportRow",
    "ResponsibleBody",
    "ResponsibleBodyName",
    "StatusWord",
    "StatusWordLabel",
    "StoredAnswer",
    "StoredAnswerPage",
    "goal_models",
    "plan_models",
    "warning_text",
    "words_of_site",
]
