"""The tables that lists are answered with: their columns, named as the members that they are read from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ...delivery.envelope import Document

Read = Callable[[Document], Any]
Columns = dict[str, Read]

BETWEEN_BODIES: Final = "; "


@dataclass(frozen=True)
class Table:
    """A table with a row for each document, or for each entry of one of its members."""

    name: str
    columns: Mapping[str, Read]
    each: str | None = None
    """The member whose entries have a row each, as ``entry``; a document without any has one row all the same."""

    @property
    def header(self) -> list[str]:
        return list(self.columns)

    def rows(self, document: Document) -> Iterator[list[Any]]:
        """Yield the rows of a document."""
        entries = document[self.each] or [None] if self.each else [None]
        for entry in entries:
            yield [read({**document, "entry": entry}) for read in self.columns.values()]


def at(path: str) -> Read:
    """Read what is at a path of members, such as ``goal.title``; below what is ``null`` there is nothing."""

    def read(document: Document) -> Any:
        value: Any = document
        for name in path.split("."):
            if value is None:
                return None
            value = value[name]
        return value

    return read


def members(*names: str) -> Columns:
    return {name: at(name) for name in names}


def prefixed(prefix: str, path: str, *names: str) -> Columns:
    """Return columns for members at a path: ``goal``, ``id`` is ``goalId``."""
    return {f"{prefix}{name[0].upper()}{name[1:]}": at(f"{path}.{name}") for name in names}


def coded(name: str, path: str | None = None) -> Columns:
    return prefixed(name, path or name, "code", "label")


def joined(prefix: str, path: str, **names: str) -> Columns:
    """Return columns that join what each entry of a list has at a path."""

    def column(entry_path: str) -> Read:
        return lambda document: BETWEEN_BODIES.join(map(str, map(at(entry_path), at(path)(document))))

    return {f"{prefix}{name}": column(entry_path) for name, entry_path in names.items()}


PLACE: Final = {
    name: column for place in ("goal", "plan", "section") for name, column in prefixed(place, place, "id").items()
}
WHERE: Final = {
    **prefixed("plan", "plan", "year", "title"),
    **prefixed("goal", "goal", "title"),
    **prefixed("section", "section", "heading"),
}
WHEN: Final = members("updatedAt", "webUrl", "lang")
RESPONSIBLE: Final = joined("responsible", "responsible", Names="name", Codes="code", Roles="role.code")


def said(*more: str) -> Columns:
    """Return the columns of what the lead said last, with further members of its follow-up."""
    current = "currentFollowUp"
    return {
        **coded("status", f"{current}.status"),
        **prefixed("followUpPeriod", f"{current}.period", "code", "label"),
        **prefixed("followUpBody", f"{current}.body", "code", "name"),
        **{name: at(f"{current}.{name}") for name in ("isForecast", *more, "commentText")},
        "followUpPublishedAt": at(f"{current}.publishedAt"),
    }


ASSIGNMENTS = Table(
    "assignments",
    {
        **members("id", "lineageId"),
        **PLACE,
        **WHERE,
        **coded("origin"),
        **members("title", "descriptionText"),
        **RESPONSIBLE,
        **members("startYear", "endYear", "decisionReference", "quantityTarget", "quantityTargetText", "quantityUnit"),
        **said("quantityDone", "quantityDoneText"),
        **WHEN,
    },
)

INVESTMENTS = Table(
    "investments",
    {
        **members("id", "lineageId"),
        **PLACE,
        **WHERE,
        **members("name"),
        **coded("rowKind"),
        **coded("category"),
        **RESPONSIBLE,
        **coded("unit"),
        **coded("sign"),
        **members("totalBudget", "totalBudgetText", "plannedStart", "plannedReady"),
        "yearFrom": at("entry.yearFrom"),
        "yearTo": at("entry.yearTo"),
        **coded("flow", "entry.flow"),
        **{
            name: at(f"entry.{name}")
            for amount in ("budget", "outcome", "deviation")
            for name in (amount, f"{amount}Text")
        },
        "deviationIsComputed": at("entry.deviationIsComputed"),
        **said("forecast", "forecastText", "outcomeToDate", "outcomeToDateText"),
        **WHEN,
    },
    each="amounts",
)

KEY_FIGURES = Table(
    "key-figures",
    {
        **members("id"),
        **PLACE,
        **WHERE,
        **members("name", "definition"),
        **coded("unit"),
        "unitText": at("unitLabel"),
        **members("decimals"),
        **coded("better"),
        **prefixed("source", "source", "name"),
        **{name: at(f"source.{name}") for name in ("koladaId", "attribution")},
        **prefixed("responsible", "responsible", "id", "name", "code"),
        **members("noteText"),
        **prefixed("latestValuePeriod", "latestValue.period", "code", "label", "endsOn"),
        "latestValue": at("latestValue.value"),
        "latestValueText": at("latestValue.valueText"),
        **coded("latestValueMissingReason", "latestValue.missingReason"),
        "latestValuePreliminary": at("latestValue.preliminary"),
        **prefixed("latestTargetPeriod", "latestTarget.period", "code", "label", "endsOn"),
        "latestTargetText": at("latestTarget.text"),
        **coded("latestTargetOperator", "latestTarget.operator"),
        "latestTarget": at("latestTarget.value"),
        "latestTargetMax": at("latestTarget.valueMax"),
        **prefixed("assessmentPeriod", "currentAssessment.period", "code", "label"),
        **coded("status", "currentAssessment.status"),
        **coded("trend", "currentAssessment.trend"),
        **coded("position", "currentAssessment.position"),
        **{name: at(f"currentAssessment.{name}") for name in ("commentText", "commentedOn")},
        **members("summaryText"),
        **WHEN,
    },
)

OBSERVATIONS = Table(
    "observations",
    {
        **prefixed("keyFigure", "keyFigure", "id"),
        **prefixed("goal", "keyFigure.goal", "id"),
        **prefixed("keyFigure", "keyFigure", "name"),
        "koladaId": at("keyFigure.source.koladaId"),
        **coded("unit", "keyFigure.unit"),
        **prefixed("period", "period", "code", "label", "year"),
        **coded("periodKind", "period.kind"),
        "periodEndsOn": at("period.endsOn"),
        **coded("series"),
        **coded("gender"),
        **members("value", "valueText"),
        **coded("missingReason"),
        **members("preliminary", "note", "fetchedAt"),
        "lang": at("keyFigure.lang"),
        **prefixed("source", "keyFigure.source", "name"),
        "attribution": at("keyFigure.source.attribution"),
    },
)
"""The values of key figures, each with its key figure as ``keyFigure``."""
