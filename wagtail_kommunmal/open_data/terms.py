"""The addresses and words of others that a catalogue of open data refers to."""

from __future__ import annotations

from typing import Final

CC0: Final = "http://creativecommons.org/publicdomain/zero/1.0/"
PUBLIC: Final = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
STABLE: Final = "http://publications.europa.eu/resource/authority/planned-availability/STABLE"
IRREGULARLY: Final = "http://publications.europa.eu/resource/authority/frequency/IRREG"
GOVERNMENT: Final = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
ECONOMY: Final = "http://publications.europa.eu/resource/authority/data-theme/ECON"
LOCAL_AUTHORITY: Final = "http://purl.org/adms/publishertype/LocalAuthority"
REST: Final = "http://www.wikidata.org/entity/Q749568"

LANGUAGE: Final = "http://publications.europa.eu/resource/authority/language/"
LANGUAGES: Final = {"sv": "SWE", "en": "ENG", "fi": "FIN", "sma": "SMA", "se": "SME", "smj": "SMJ"}
"""Language tag -> the last part of its address; a language that is not here goes unnamed."""

JSON: Final = "application/json"
CSV: Final = "text/csv"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON_STAT: Final = "application/json-stat+json"
