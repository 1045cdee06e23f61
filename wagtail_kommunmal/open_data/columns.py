"""What stands in the columns of tables: of which kind it is, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ColumnKind(StrEnum):
    """What the cells of a column hold, by the name that CSVW has for it."""

    TEXT = "string"
    NUMBER = "decimal"
    WHOLE_NUMBER = "integer"
    FLAG = "boolean"
    DATE = "date"
    MOMENT = "dateTime"
    ADDRESS = "anyURI"


OF_KIND: Final = {
    ColumnKind.NUMBER: (
        "quantityTarget",
        "quantityDone",
        "value",
        "latestValue",
        "latestTarget",
        "latestTargetMax",
        "totalBudget",
        "budget",
        "outcome",
        "deviation",
        "forecast",
        "outcomeToDate",
    ),
    ColumnKind.WHOLE_NUMBER: ("planYear", "periodYear", "startYear", "endYear", "yearFrom", "yearTo", "decimals"),
    ColumnKind.FLAG: ("isForecast", "deviationIsComputed", "preliminary", "latestValuePreliminary"),
    ColumnKind.DATE: ("periodEndsOn", "latestValuePeriodEndsOn", "latestTargetPeriodEndsOn", "commentedOn"),
    ColumnKind.MOMENT: ("updatedAt", "fetchedAt", "followUpPublishedAt"),
    ColumnKind.ADDRESS: ("webUrl",),
}
"""The columns of each kind, in every table; all others are texts."""

_KINDS: Final = {name: kind for kind, names in OF_KIND.items() for name in names}


def kind_of(column: str) -> ColumnKind:
    """Return the kind of a column with a name."""
    return _KINDS.get(column, ColumnKind.TEXT)


OBSERVATION: Final[Mapping[str, Promise]] = {
    "keyFigureId": _("Id of the key figure."),
    "goalId": _("Id of the goal that it is read from."),
    "keyFigureName": _("What the key figure is called."),
    "koladaId": _("Its id in Kolada."),
    "unitCode": _("Code of its unit."),
    "unitLabel": _("Its unit in words."),
    "periodCode": _("Code of the period that was measured, in an order that sorts."),
    "periodLabel": _("The period in words."),
    "periodYear": _("Year of the period."),
    "periodKindCode": _("Code of what kind of period it is."),
    "periodKindLabel": _("What kind of period it is."),
    "periodEndsOn": _("Last day of the period."),
    "seriesCode": _("Code of whose value it is."),
    "seriesLabel": _("Whose value it is."),
    "genderCode": _("Gender that it is measured for; T is the total, K women and M men."),
    "genderLabel": _("The gender in words."),
    "value": _("The value; empty where there is none, which is not 0."),
    "valueText": _("The value as people read it, with its unit."),
    "missingReasonCode": _("Code of why there is no value."),
    "missingReasonLabel": _("Why there is no value."),
    "preliminary": _("Whether the value is preliminary."),
    "note": _("Note on the value."),
    "fetchedAt": _("When it was fetched from its source."),
    "lang": _("Language of the texts."),
    "sourceName": _("Where the values come from."),
    "attribution": _("What is to be shown wherever the values are shown."),
}
"""What stands in each column of a table of observations."""

OBSERVATION_KEY: Final = ("keyFigureId", "periodCode", "seriesCode", "seriesLabel", "genderCode")
"""The columns that tell one observation from every other."""
