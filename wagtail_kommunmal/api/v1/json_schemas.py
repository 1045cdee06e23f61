"""The JSON Schema of the goal document, taken from the OpenAPI document and so from the same serializers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ...delivery.envelope import Document
from .about import API_VERSION
from .examples import API_ROOT

MAJOR: Final = API_VERSION.partition(".")[0]
ADDRESS: Final = f"schemas/goal-{MAJOR}.json"
"""Below the API's root. The number is the major one of the contract: within it, there is only ever more."""

FILE: Final = Path(__file__).with_name(f"goal-{MAJOR}.schema.json")
"""What ``kommunmal_openapi`` wrote: the schema of the package alone."""

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
COMPONENTS: Final = "#/components/schemas/"
OF_OPENAPI: Final = ("discriminator", "example", "externalDocs", "xml")
"""Keywords that OpenAPI adds to those of JSON Schema."""


def goal_schema(openapi: Document, api_root: str = API_ROOT) -> Document:
    """Return the schema of the goal document of an OpenAPI 3.1 document, as it is found below an API's root. Pure."""
    components = openapi["components"]["schemas"]
    needed = _needed("Goal", components)
    return {
        "$schema": DIALECT,
        "$id": f"{api_root}/{ADDRESS}",
        "title": "Goal",
        "version": openapi["info"]["version"],
        "$ref": "#/$defs/Goal",
        "$defs": {name: _of_json_schema(schema) for name, schema in components.items() if name in needed},
    }


def _needed(name: str, components: Document) -> set[str]:
    """Return the names of a component and of all that it refers to, however far."""
    found: set[str] = set()
    waiting = {name}
    while waiting:
        found |= waiting
        waiting = {other for one in waiting for other in _references(components[one])} - found
    return found


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _references(part)
    elif isinstance(value, dict):
        if isinstance(reference := value.get("$ref"), str):
            yield reference.removeprefix(COMPONENTS)
        for part in value.values():
            yield from _references(part)


def _of_json_schema(schema: Any) -> Any:
    """Return a component in the words of JSON Schema alone."""
    if isinstance(schema, list):
        return [_of_json_schema(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {name: _of_json_schema(part) for name, part in schema.items() if name not in OF_OPENAPI}
    if members := schema.get("properties"):
        # Any name may be that of a member.
        kept["properties"] = {name: _of_json_schema(part) for name, part in members.items()}
    if isinstance(reference := kept.get("$ref"), str):
        kept["$ref"] = reference.replace(COMPONENTS, "#/$defs/")
    return kept
