"""The OpenAPI document as it is served: with what the site adds, and with its address and contact."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from ...conf import get_settings
from ...delivery.envelope import Document
from ...delivery.reader import Reader, municipality_name
from ...documents.additions import NONE, Additions

FILE: Final = Path(__file__).with_name("openapi.json")
"""What ``kommunmal_openapi`` wrote: the contract of the package alone."""


@cache
def document_of_site() -> Document:
    """Return the committed document, or one made anew where the site's page classes add to it.

    Making one takes a tenth of a second, once in the life of a process.
    """
    if (additions := Additions.of_site()) != NONE:
        from .generate import generate

        return generate(additions)
    document: Document = json.loads(FILE.read_text(encoding="utf-8"))
    return document


def served_document(reader: Reader) -> Document:
    """Return the description of the API as it is mounted on the reader's site."""
    document = document_of_site()
    contact: dict[str, Any] = get_settings().API_CONTACT or {
        "name": municipality_name(reader.site),
        "url": reader.origin,
    }
    return {**document, "info": {**document["info"], "contact": contact}, "servers": [{"url": reader.api_root}]}
