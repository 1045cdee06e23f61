"""What programs are told of a CSV file: metadata as "CSV on the Web" of the W3C has it. Pure but for translation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils import translation
from django.utils.functional import Promise

from .catalogue import TOLD_IN
from .columns import OBSERVATION, OBSERVATION_KEY, kind_of

CONTEXT: Final = "http://www.w3.org/ns/csvw"
MEDIA_TYPE: Final = "application/csvm+json"


def csvw_metadata(
    url: str, columns: Iterable[str], *, title: str | Promise, language: str, licence: str | None
) -> dict[str, Any]:
    """Return the metadata of a table of observations at an address, whose texts are in a language."""
    about: dict[str, Any] = {"dc:license": {"@id": licence}} if licence else {}
    return {
        "@context": [CONTEXT, {"@language": language}],
        "url": url,
        "dc:title": title if isinstance(title, str) else _in_both(title),
        **about,
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": [_column(name) for name in columns], "primaryKey": list(OBSERVATION_KEY)},
    }


def _column(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "titles": name,
        "datatype": str(kind_of(name)),
        "required": name in OBSERVATION_KEY,
        "dc:description": _in_both(OBSERVATION[name]),
    }


def _in_both(text: Promise) -> list[dict[str, str]]:
    texts = []
    for language in TOLD_IN:
        with translation.override(language):
            texts.append({"@value": str(text), "@language": language})
    return texts
