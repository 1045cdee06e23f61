"""The shapes of the demo content; fields are named as in the models and blocks that they end up in.

Numbers are strings with a decimal point, so that they reach the database digit for digit. Texts of rich-text fields
are plain text here: a blank line starts a new paragraph, a line that starts with "* " is a list item. `key` is the
identity of an item in the demo: the same key in two years or two languages is the same item there.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Body:
    """A responsible body; `code` is its identity."""

    code: str
    name: str
    kind: str
    name_en: str = ""
    is_all: bool = False
    url: str = ""
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    replaced_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class FocusArea:
    """A focus area that goals are sorted under."""

    key: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Value:
    """One value of a key figure: a number, a text, or the reason why there is neither."""

    period: str
    value: str | None = None
    value_text: str = ""
    missing_reason: str = ""
    series: str = "own"
    series_label: str = ""
    gender: str = "T"
    preliminary: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a key figure should be: the text as decided and, where it can be read so, its structure."""

    period: str
    text: str
    operator: str = "none"
    value: str | None = None
    value_max: str | None = None
    gender: str = "T"
    baseline_period: str = ""
    baseline_value: str | None = None


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What a person says of a key figure in a period."""

    period: str
    status: str = ""
    trend: str = ""
    position: str = ""
    comment: str = ""
    commented_on: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class KeyFigure:
    """A key figure with its rows."""

    key: str
    name: str
    unit: str
    definition: str = ""
    unit_label: str = ""
    decimals: int = 0
    better: str = "none"
    kolada_id: str = ""
    responsible: str | None = None
    values: Sequence[Value] = ()
    targets: Sequence[Target] = ()
    assessments: Sequence[Assessment] = ()
    name_en: str = ""
    definition_en: str = ""
    unit_label_en: str = ""


def yearly(first_year: int, *numbers: str | None, series: str = "own", gender: str = "T") -> list[Value]:
    """Values of consecutive years; None leaves a year without a row."""
    return [
        Value(period=str(year), value=number, series=series, gender=gender)
        for year, number in enumerate(numbers, start=first_year)
        if number is not None
    ]


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """One assignment. Beside a `lead` the `responsible` bodies are co-responsible; without one they share the lead."""

    key: str
    title: str
    description: str = ""
    lead: str | None = None
    responsible: Sequence[str] = ()
    start_year: int | None = None
    end_year: int | None = None
    decision_reference: str = ""
    quantity_target: str | None = None
    quantity_unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Amount:
    """Money of one year, or of a span of years, and one flow."""

    year_from: int
    year_to: int | None = None
    flow: str = "expenditure"
    budget: str | None = None
    outcome: str | None = None
    deviation: str | None = None


@dataclass(frozen=True, kw_only=True)
class BudgetChange:
    """A decision that raised or moved a project's budget."""

    date: datetime.date
    amount: str
    decision_reference: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Investment:
    """A project, or with `row_kind` "group" the heading of the rows after it."""

    key: str
    name: str
    row_kind: str = "row"
    category: str = ""
    lead: str | None = None
    responsible: Sequence[str] = ()
    amounts: Sequence[Amount] = ()
    total_budget: str | None = None
    planned_start: str = ""
    planned_ready: str = ""
    budget_changes: Sequence[BudgetChange] = ()


@dataclass(frozen=True, kw_only=True)
class Accomplishment:
    """Something that has been done to reach the goal."""

    key: str
    text: str
    date: datetime.date | None = None
    link: str = ""
    image: str | None = None
    body: str | None = None


@dataclass(frozen=True, kw_only=True)
class TextSection:
    """A `text` block."""

    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class AssignmentsSection:
    """An `assignments` block."""

    origin: str
    items: Sequence[Assignment] = ()
    heading: str = ""
    intro: str = ""
    empty_text: str = ""


@dataclass(frozen=True, kw_only=True)
class KeyFiguresSection:
    """A `key_figures` block; an item is the key of a key figure, or a pair of key and note."""

    items: Sequence[str | tuple[str, str]] = ()
    heading: str = ""
    intro: str = ""
    empty_text: str = ""


@dataclass(frozen=True, kw_only=True)
class InvestmentsSection:
    """An `investments` block."""

    items: Sequence[Investment] = ()
    heading: str = ""
    intro: str = ""
    unit: str = "tkr"
    sign: str = "expenditure_positive"
    empty_text: str = ""


@dataclass(frozen=True, kw_only=True)
class AccomplishmentsSection:
    """An `accomplishments` block."""

    items: Sequence[Accomplishment] = ()
    heading: str = ""
    intro: str = ""
    empty_text: str = ""


Section = TextSection | AssignmentsSection | KeyFiguresSection | InvestmentsSection | AccomplishmentsSection


@dataclass(frozen=True, kw_only=True)
class Image:
    """A picture in `demo/images/`."""

    file: str
    title: str
    alt: str


@dataclass(frozen=True, kw_only=True)
class Goal:
    """A goal page; `slug` is its identity within the plan."""

    slug: str
    title: str
    statement: str
    number: str = ""
    scope_line: str = ""
    political_text: str = ""
    image: str | None = None
    level_label: str = ""
    kind: str = "operational"
    focus_area: str | None = None
    parent_goal: str | None = None
    previous_goal: str | None = None
    sdgs: Sequence[int] = ()
    sections: Sequence[Section] = ()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A plan page and its goals."""

    year: int
    slug: str
    title: str
    intro: str
    period_from: datetime.date
    period_to: datetime.date
    decision_reference: str
    adopted_on: datetime.date
    goals: Sequence[Goal] = ()


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """What a body says of one of its assignments or investments; `key` is the item's."""

    key: str
    status: str = ""
    comment: str = ""
    quantity_done: str | None = None
    forecast: str | None = None
    outcome_to_date: str | None = None


@dataclass(frozen=True, kw_only=True)
class GoalAssessment:
    """Whether a goal is reached; `goal` is its slug."""

    goal: str
    status: str = ""
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What one body says after a period; `state` is how far its report has come: draft, in_review or published."""

    body: str
    follow_ups: Sequence[FollowUp] = ()
    assessments: Sequence[GoalAssessment] = ()
    state: str = "published"


@dataclass(frozen=True, kw_only=True)
class Round:
    """The reports of a period; a body that is not among them has not begun with its own."""

    year: int
    period: str
    published_on: datetime.date
    reports: Sequence[Report] = ()


@dataclass(frozen=True, kw_only=True)
class News:
    """A news page."""

    slug: str
    title: str
    date: datetime.date
    introduction: str
    body: str


@dataclass(frozen=True, kw_only=True)
class Home:
    """A home page."""

    slug: str
    title: str
    introduction: str
    body: str
    image: str | None = None
