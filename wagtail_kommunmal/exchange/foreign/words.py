"""Words that offices and old systems use for columns and codes, beside the package's own; only such as are certain.

Colours and smileys are no words for a status: what they stand for differs from place to place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices

from ...vocabulary import AmountFlow, AssignmentStatus, Gender, Series
from ..columns.texts import folded

COLUMNS: Final[Mapping[str, str]] = {
    "body": "nämnd|nämnd/bolag|nämnd/styrelse|styrelse/nämnd|ansvarig nämnd|ansvarig|organ",
    "budget": "budget|budgeterat|anslag",
    "comment": "kommentar|kommentarer",
    "decision_reference": "beslut|beslutsparagraf|paragraf|diarienummer",
    "description": "beskrivning|uppdragsbeskrivning",
    "deviation": "avvikelse|budgetavvikelse",
    "end_year": "slut|slutår|klart år",
    "flow": "u/i|utgift/inkomst|utgifter/inkomster|in/ut",
    "forecast": "prognos|helårsprognos",
    "key_figure": "nyckeltal|indikator|mått|nyckeltalets namn",
    "kolada_id": "kolada id|koladaid|kolada-id|id i kolada|kolada nr|koladanummer",
    "investments.name": "projekt|investering|investeringsprojekt|benämning",
    "key-figures.name": "nyckeltal|indikator|mått",
    "note": "kommentar|kommentarer|anmärkning|fotnot",
    "outcome": "utfall|bokslut|redovisat",
    "outcome_to_date": "utfall|upparbetat|utfall hittills|ackumulerat utfall",
    "quantity_done": "utfört antal|genomfört antal",
    "responsible": "nämnd|nämnd/bolag|nämnd/styrelse|styrelse/nämnd|ansvarig nämnd|ansvarig|ansvariga|ansvar",
    "start_year": "start|startår",
    "status": "status",
    "targets.text": "målvärde|målnivå",
    "title": "uppdrag|uppdragstext|aktivitet",
    "total_budget": "total budget|totalbudget|projektbudget|total utgift",
    "values.value": "utfall|resultat|värde",
}
"""Column -> what others call it, whichever kind has a column of that name, or only the kind that is named with it."""

OF_PERIOD: Final[Mapping[str, str]] = {"follow-ups": "status", "values": "value"}
"""Kind -> the column that a heading of nothing but a period stands above."""

SERIES: Final[Mapping[str, Series]] = {
    "riket": Series.NATION,
    "rikets": Series.NATION,
    "i riket": Series.NATION,
    "riksgenomsnitt": Series.NATION,
    "kommunen": Series.OWN,
    "egen kommun": Series.OWN,
    "egna kommunen": Series.OWN,
    "jämförbara kommuner": Series.PEER_GROUP,
    "liknande kommuner": Series.SIMILAR,
    "bästa kommun": Series.BEST,
    "sämsta kommun": Series.WORST,
    "övre kvartil": Series.UPPER_QUARTILE,
    "undre kvartil": Series.LOWER_QUARTILE,
    "nedre kvartil": Series.LOWER_QUARTILE,
}
GENDERS: Final[Mapping[str, Gender]] = {"kvinnor": Gender.WOMEN, "män": Gender.MEN, "totalt": Gender.TOTAL}
FLOWS: Final[Mapping[str, AmountFlow]] = {
    **dict.fromkeys(("u", "utgift", "utgifter", "utg", "ut"), AmountFlow.EXPENDITURE),
    **dict.fromkeys(("i", "inkomst", "inkomster", "ink", "in"), AmountFlow.INCOME),
}
_STATUSES: Final[Mapping[str, AssignmentStatus]] = {
    **dict.fromkeys(("klart", "klar", "slutfört", "utfört", "färdigt"), AssignmentStatus.COMPLETED),
    **dict.fromkeys(("pågående", "påbörjat", "påbörjad"), AssignmentStatus.IN_PROGRESS),
    **dict.fromkeys(
        ("ej påbörjat", "ej påbörjad", "inte påbörjad", "ej startat", "inte startat"), AssignmentStatus.NOT_STARTED
    ),
    **dict.fromkeys(("delvis klart", "delvis utfört"), AssignmentStatus.PARTLY_COMPLETED),
    "ej genomfört": AssignmentStatus.NOT_COMPLETED,
    "försenad": AssignmentStatus.DELAYED,
    **dict.fromkeys(("pausad", "vilande"), AssignmentStatus.PAUSED),
    **dict.fromkeys(("avbruten", "struket"), AssignmentStatus.CANCELLED),
}
_CODES: Final[Mapping[type[TextChoices], Mapping[str, TextChoices]]] = {
    AssignmentStatus: _STATUSES,
    AmountFlow: FLOWS,
    Series: SERIES,
    Gender: GENDERS,
}


def code_of(choices: type[TextChoices], text: str) -> str:
    """Return the code that a word of another system stands for; blank if that is not certain."""
    found = _CODES.get(choices, {}).get(folded(text).strip(".:"))
    return found.value if found else ""


def columns_called(text: str, kind: str) -> set[str]:
    """Return the columns that others call so, of whichever kind of table or of this one."""
    names = {name.removeprefix(f"{kind}.") for name, words in COLUMNS.items() if folded(text) in words.split("|")}
    return {name for name in names if "." not in name}


def words_for(column: str, kind: str) -> list[str]:
    """Return what others call a column of a kind."""
    return [word for name in (column, f"{kind}.{column}") if name in COLUMNS for word in COLUMNS[name].split("|")]
