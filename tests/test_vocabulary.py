from __future__ import annotations

from django.db.models import TextChoices

from wagtail_kommunmal import vocabulary

PROMISED = {
    "AchievementStatus": [
        "achieved",
        "partly_achieved",
        "not_achieved",
        "expected_achieved",
        "expected_partly",
        "expected_not",
        "uncertain",
        "not_assessed",
    ],
    "AmountFlow": ["expenditure", "income"],
    "AmountSign": ["expenditure_positive", "expenditure_negative"],
    "AmountUnit": ["sek", "tkr", "mnkr"],
    "AssignmentOrigin": ["council", "committee", "executive", "other"],
    "AssignmentStatus": [
        "not_started",
        "in_progress",
        "partly_completed",
        "completed",
        "not_completed",
        "expected_complete",
        "expected_incomplete",
        "delayed",
        "paused",
        "cancelled",
    ],
    "Better": ["higher", "lower", "target", "none"],
    "BodyKind": ["council", "executive", "committee", "board", "company", "administration", "officer", "other"],
    "ChangeKind": ["published", "withdrawn"],
    "Gender": ["T", "K", "M"],
    "GoalKind": ["operational", "financial"],
    "InvestmentCategory": ["reinvestment", "new", "development", "other"],
    "InvestmentRowKind": ["group", "row"],
    "MissingReason": [
        "not_measured",
        "not_published",
        "not_comparable",
        "suppressed",
        "not_applicable",
        "unknown",
    ],
    "PeriodKind": ["year", "half_year", "tertial", "quarter", "month", "day", "years"],
    "Position": ["upper", "middle", "lower"],
    "Provenance": ["manual", "kolada", "import"],
    "ReleaseReason": [
        "published",
        "plan_changed",
        "body_changed",
        "focus_area_changed",
        "key_figure_changed",
        "image_changed",
        "link_changed",
        "follow_up",
        "site_changed",
        "words_changed",
        "rebuilt",
    ],
    "ResponsibleRole": ["lead", "co"],
    "Series": [
        "own",
        "nation",
        "peer_group",
        "similar",
        "best",
        "worst",
        "upper_quartile",
        "lower_quartile",
        "other",
    ],
    "StatusIcon": [
        "check",
        "cross",
        "circle",
        "half",
        "play",
        "pause",
        "square",
        "clock",
        "warning",
        "question",
        "dash",
        "arrow_up",
        "arrow_right",
        "arrow_down",
    ],
    "StatusVocabulary": ["assignment", "achievement", "trend"],
    "TargetOperator": [
        "none",
        "gte",
        "gt",
        "lte",
        "lt",
        "eq",
        "between",
        "increase",
        "decrease",
        "unchanged",
        "improve",
        "yes",
    ],
    "Trend": ["improved", "unchanged", "worsened", "not_comparable"],
    "Unit": [
        "percent",
        "percentage_points",
        "count",
        "sek",
        "tkr",
        "mnkr",
        "sek_per_inhabitant",
        "index",
        "rank",
        "grade",
        "ratio",
        "hours",
        "days",
        "mwh",
        "tonnes",
        "kg_per_inhabitant",
        "other",
    ],
}


def vocabularies() -> dict[str, type[TextChoices]]:
    return {
        name: value
        for name, value in vars(vocabulary).items()
        if isinstance(value, type) and issubclass(value, TextChoices) and value is not TextChoices
    }


def test_a_code_is_a_promise_that_is_only_added_to() -> None:
    assert {name: choices.values for name, choices in sorted(vocabularies().items())} == PROMISED


def test_every_code_has_a_label_of_its_own() -> None:
    for choices in vocabularies().values():
        labels = [str(label) for label in choices.labels]
        assert all(labels)
        assert len(set(labels)) == len(labels)
