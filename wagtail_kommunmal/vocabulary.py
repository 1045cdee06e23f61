"""The codes of the domain. A code is a promise: it is never renamed or removed, only added."""

from functools import cache

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def label_of(code: str, choices: type[TextChoices]) -> str:
    """Return the label of a code in the active language; raises ``ValueError`` where ``choices`` has no such code."""
    return label_in(get_language(), code, choices)


@cache
def label_in(language: str | None, code: str, choices: type[TextChoices]) -> str:
    """Do what ``label_of`` does, where it is known already which language is active."""
    # Documents have hundreds of labels, of the same few codes: each is translated once for each language.
    return str(choices(code).label)


class GoalKind(TextChoices):
    OPERATIONAL = "operational", _("Operational goal")
    FINANCIAL = "financial", _("Financial goal")


class AssignmentOrigin(TextChoices):
    COUNCIL = "council", _("From the council")
    COMMITTEE = "committee", _("The committee's own")
    EXECUTIVE = "executive", _("From the executive board")
    OTHER = "other", _("Other origin")


class ResponsibleRole(TextChoices):
    LEAD = "lead", _("Lead")
    CO = "co", _("Co-responsible")


class BodyKind(TextChoices):
    COUNCIL = "council", _("Council")
    EXECUTIVE = "executive", _("Executive board")
    COMMITTEE = "committee", _("Committee")
    BOARD = "board", _("Board")
    COMPANY = "company", _("Company")
    ADMINISTRATION = "administration", _("Administration")
    OFFICER = "officer", _("Officer")
    OTHER = "other", _("Other body")


class Unit(TextChoices):
    PERCENT = "percent", _("Percent")
    PERCENTAGE_POINTS = "percentage_points", _("Percentage points")
    COUNT = "count", _("Count")
    SEK = "sek", _("SEK")
    TKR = "tkr", _("SEK thousand")
    MNKR = "mnkr", _("SEK million")
    SEK_PER_INHABITANT = "sek_per_inhabitant", _("SEK per inhabitant")
    INDEX = "index", _("Index")
    RANK = "rank", _("Rank")
    GRADE = "grade", _("Grade")
    RATIO = "ratio", _("Ratio")
    HOURS = "hours", _("Hours")
    DAYS = "days", _("Days")
    MWH = "mwh", _("MWh")
    TONNES = "tonnes", _("Tonnes")
    KG_PER_INHABITANT = "kg_per_inhabitant", _("Kg per inhabitant")
    OTHER = "other", _("Other unit")


class Better(TextChoices):
    HIGHER = "higher", _("Higher is better")
    LOWER = "lower", _("Lower is better")
    TARGET = "target", _("Closest to the target is best")
    NONE = "none", _("No direction")


class Series(TextChoices):
    OWN = "own", _("Own municipality")
    NATION = "nation", _("Nation")
    PEER_GROUP = "peer_group", _("Peer group")
    SIMILAR = "similar", _("Similar municipalities")
    BEST = "best", _("Best municipality")
    WORST = "worst", _("Worst municipality")
    UPPER_QUARTILE = "upper_quartile", _("Upper quartile limit")
    LOWER_QUARTILE = "lower_quartile", _("Lower quartile limit")
    OTHER = "other", _("Other series")


class Gender(TextChoices):
    TOTAL = "T", _("Total")
    WOMEN = "K", _("Women")
    MEN = "M", _("Men")


class MissingReason(TextChoices):
    NOT_MEASURED = "not_measured", _("Not measured")
    NOT_PUBLISHED = "not_published", _("Not published yet")
    NOT_COMPARABLE = "not_comparable", _("Not comparable")
    SUPPRESSED = "suppressed", _("Suppressed for privacy")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    UNKNOWN = "unknown", _("Reason unknown")


class Provenance(TextChoices):
    MANUAL = "manual", _("Entered by hand")
    KOLADA = "kolada", _("Kolada")
    IMPORT = "import", _("Imported")


class TargetOperator(TextChoices):
    NONE = "none", _("Text only")
    GTE = "gte", _("At least")
    GT = "gt", _("More than")
    LTE = "lte", _("At most")
    LT = "lt", _("Less than")
    EQ = "eq", _("Exactly")
    BETWEEN = "between", _("Between")
    INCREASE = "increase", _("Shall increase")
    DECREASE = "decrease", _("Shall decrease")
    UNCHANGED = "unchanged", _("Shall be unchanged")
    IMPROVE = "improve", _("Shall improve")
    YES = "yes", _("Shall be fulfilled")


class AssignmentStatus(TextChoices):
    """How far a body has come with an assignment or an investment, as the body itself says."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    PARTLY_COMPLETED = "partly_completed", _("Partly completed")
    COMPLETED = "completed", _("Completed")
    NOT_COMPLETED = "not_completed", _("Not completed")
    EXPECTED_COMPLETE = "expected_complete", _("Expected to be completed")
    EXPECTED_INCOMPLETE = "expected_incomplete", _("Not expected to be completed")
    DELAYED = "delayed", _("Delayed")
    PAUSED = "paused", _("Paused")
    CANCELLED = "cancelled", _("Cancelled")


class AchievementStatus(TextChoices):
    """Whether a goal or a target is reached, set by a person."""

    ACHIEVED = "achieved", _("Achieved")
    PARTLY_ACHIEVED = "partly_achieved", _("Partly achieved")
    NOT_ACHIEVED = "not_achieved", _("Not achieved")
    EXPECTED_ACHIEVED = "expected_achieved", _("Expected to be achieved")
    EXPECTED_PARTLY = "expected_partly", _("Expected to be partly achieved")
    EXPECTED_NOT = "expected_not", _("Not expected to be achieved")
    UNCERTAIN = "uncertain", _("Uncertain")
    NOT_ASSESSED = "not_assessed", _("Not assessed")


FORECASTS = frozenset(
    {
        AssignmentStatus.EXPECTED_COMPLETE,
        AssignmentStatus.EXPECTED_INCOMPLETE,
        AchievementStatus.EXPECTED_ACHIEVED,
        AchievementStatus.EXPECTED_PARTLY,
        AchievementStatus.EXPECTED_NOT,
    }
)
"""What can only be said while the plan's year still runs."""

FINAL_OUTCOMES = frozenset(
    {AssignmentStatus.NOT_COMPLETED, AchievementStatus.PARTLY_ACHIEVED, AchievementStatus.NOT_ACHIEVED}
)
"""What can only be said once the plan's year is over."""


class Trend(TextChoices):
    """A valuation of the development, not the direction of the number."""

    IMPROVED = "improved", _("Improved")
    UNCHANGED = "unchanged", _("Unchanged")
    WORSENED = "worsened", _("Worsened")
    NOT_COMPARABLE = "not_comparable", _("Not comparable")


class StatusVocabulary(TextChoices):
    """The vocabularies that a site may have its own words for."""

    ASSIGNMENT = "assignment", _("Status of assignments and investments")
    ACHIEVEMENT = "achievement", _("Achievement of goals and key figures")
    TREND = "trend", _("Trend of key figures")

    @property
    def statuses(self) -> type[TextChoices]:
        """The codes of the vocabulary with their standard words."""
        return STATUSES[self]


STATUSES: dict[str, type[TextChoices]] = {
    StatusVocabulary.ASSIGNMENT: AssignmentStatus,
    StatusVocabulary.ACHIEVEMENT: AchievementStatus,
    StatusVocabulary.TREND: Trend,
}
"""Vocabulary -> its codes. No code stands in two of them."""


class StatusIcon(TextChoices):
    """The shapes that a status may be shown with."""

    CHECK = "check", _("Check mark")
    CROSS = "cross", _("Cross")
    CIRCLE = "circle", _("Circle")
    HALF = "half", _("Half-filled circle")
    PLAY = "play", _("Triangle to the right")
    PAUSE = "pause", _("Pause")
    SQUARE = "square", _("Square")
    CLOCK = "clock", _("Clock")
    WARNING = "warning", _("Warning triangle")
    QUESTION = "question", _("Question mark")
    DASH = "dash", _("Dash")
    ARROW_UP = "arrow_up", _("Arrow upwards")
    ARROW_RIGHT = "arrow_right", _("Arrow to the right")
    ARROW_DOWN = "arrow_down", _("Arrow downwards")


class Position(TextChoices):
    """Where the municipality stands among all municipalities."""

    UPPER = "upper", _("Upper quarter")
    MIDDLE = "middle", _("Middle half")
    LOWER = "lower", _("Lower quarter")


class AmountUnit(TextChoices):
    SEK = "sek", _("SEK")
    TKR = "tkr", _("SEK thousand")
    MNKR = "mnkr", _("SEK million")


class AmountSign(TextChoices):
    EXPENDITURE_POSITIVE = "expenditure_positive", _("Expenditure is printed positive")
    EXPENDITURE_NEGATIVE = "expenditure_negative", _("Expenditure is printed negative")


class AmountFlow(TextChoices):
    EXPENDITURE = "expenditure", _("Expenditure")
    INCOME = "income", _("Income")


class InvestmentRowKind(TextChoices):
    GROUP = "group", _("Group")
    ROW = "row", _("Row")


class InvestmentCategory(TextChoices):
    REINVESTMENT = "reinvestment", _("Reinvestment")
    NEW = "new", _("New investment")
    DEVELOPMENT = "development", _("Land development")
    OTHER = "other", _("Other investment")


class PeriodKind(TextChoices):
    YEAR = "year", _("Year")
    HALF_YEAR = "half_year", _("Half-year")
    TERTIAL = "tertial", _("Tertial")
    QUARTER = "quarter", _("Quarter")
    MONTH = "month", _("Month")
    DAY = "day", _("Day")
    YEARS = "years", _("Span of years")


class ReleaseReason(TextChoices):
    """Why a release was made, as the public change history says it."""

    PUBLISHED = "published", _("Page published")
    PLAN_CHANGED = "plan_changed", _("Plan changed")
    BODY_CHANGED = "body_changed", _("Responsible body changed")
    FOCUS_AREA_CHANGED = "focus_area_changed", _("Focus area changed")
    KEY_FIGURE_CHANGED = "key_figure_changed", _("Key figure changed")
    IMAGE_CHANGED = "image_changed", _("Image changed")
    LINK_CHANGED = "link_changed", _("Linked page or document changed")
    FOLLOW_UP = "follow_up", _("Follow-up reported")
    SITE_CHANGED = "site_changed", _("Site settings changed")
    WORDS_CHANGED = "words_changed", _("Words of statuses changed")
    REBUILT = "rebuilt", _("Rebuilt")


class ChangeKind(TextChoices):
    """What has happened to a document, as the public list of changes says it."""

    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
