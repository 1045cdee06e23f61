"""What of JSON-stat 2.0 the API answers with, as OpenAPI describes it. Its members are named by that format."""

from __future__ import annotations

from typing import Any, Final

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
TEXTS: Final[Schema] = {"type": "array", "items": TEXT}
TEXT_BY_KEY: Final[Schema] = {"type": "object", "additionalProperties": TEXT}
TEXT_BY_PLACE: Final[Schema] = {"type": ["object", "null"], "additionalProperties": TEXT}


def _object(required: Schema, optional: Schema | None = None) -> Schema:
    return {"type": "object", "required": list(required), "properties": {**required, **(optional or {})}}


UNIT: Final = _object({"label": TEXT, "decimals": {"type": "integer"}})
CATEGORY: Final = _object(
    {"index": TEXTS, "label": TEXT_BY_KEY}, {"unit": {"type": "object", "additionalProperties": UNIT}}
)
DIMENSION: Final = _object({"label": TEXT, "category": CATEGORY})

DATASET: Final = _object(
    {
        "version": {"type": "string", "enum": ["2.0"]},
        "class": {"type": "string", "enum": ["dataset"]},
        "href": {"type": "string", "format": "uri"},
        "label": TEXT,
        "updated": {"type": "string", "format": "date-time"},
        "id": TEXTS,
        "size": {"type": "array", "items": {"type": "integer"}},
        "role": _object({"metric": TEXTS, "time": TEXTS}),
        "dimension": {"type": "object", "additionalProperties": DIMENSION},
        "extension": _object(
            {
                "koladaId": {"type": ["string", "null"]},
                "goal": {"type": "string", "format": "uuid"},
                "statusLabel": TEXT_BY_KEY,
                "valueText": TEXT_BY_PLACE,
                "note": TEXT_BY_PLACE,
            }
        ),
        "value": {"type": "array", "items": {"type": ["number", "null"]}},
    },
    {"source": TEXT, "note": TEXTS, "status": TEXT_BY_KEY},
)
