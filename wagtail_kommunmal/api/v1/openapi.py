"""The OpenAPI document as it is served: the committed file with the address and the contact of the site."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from ...conf import get_settings
from ...delivery.envelope import Document
from ...delivery.reader import Reader, municipality_name

FILE: Final = Path(__file__).with_name("openapi.json")


@cache
def committed_document() -> Document:
    """Return what ``kommunmal_openapi`` wrote."""
    document: Document = json.loads(FILE.read_text(encoding="utf-8"))
    return document


def served_document(reader: Reader) -> Document:
    """Return the description of the API as it is mounted on the reader's site."""
    document = committed_document()
    contact: dict[str, Any] = get_settings().API_CONTACT or {
        "name": municipality_name(reader.site),
        "url": reader.origin,
    }
    return {**document, "info": {**document["info"], "contact": contact}, "servers": [{"url": reader.api_root}]}
