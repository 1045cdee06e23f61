"""What programs are told of a CSV file: metadata as "CSV on the Web" of the W3C has it. Pure but for translation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.functional import Promise

from .columns import OBSERVATION, OBSERVATION_KEY, kind_of
from .languages import in_each_language

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
        "dc:title": title if isinstance(title, str) else _told(title),
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
        "dc:description": _told(OBSERVATION[name]),
    }


def _told(text: Promise) -> list[dict[str, str]]:
    return [{"@value": told, "@language": language} for language, told in in_each_language(text).items()]
