"""API v1 in a form to be read, from the OpenAPI document that the package keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from wagtail_kommunmal.api.v1.languages import ENGLISH
from wagtail_kommunmal.api.v1.openapi import FILE

from .markdown import anchor, code, label, sentence, table

Schema = dict[str, Any]

FORMATS = {
    "text/csv": "CSV",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/json-stat+json": "JSON-stat",
}
"""What answers are called that are no documents of the API's own."""


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document."""
    loaded: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return loaded


def paths() -> str:
    """Return each path with its parameters and answers."""
    operations = [
        (path, method, operation) for path, item in document()["paths"].items() for method, operation in item.items()
    ]
    return "\n\n".join("\n\n".join(_operation(*operation)) for operation in operations)


def schemas() -> str:
    """Return every named schema: the members of an object, or the values of an enumeration."""
    components = document()["components"]["schemas"]
    return "\n\n".join("\n\n".join(_component(name, schema)) for name, schema in components.items())


def _operation(path: str, method: str, operation: Schema) -> Iterator[str]:
    yield f"{label(anchor('path', path))}\n### {code(f'{method.upper()} {path}')}"
    yield sentence(_english(operation["description"]))
    if parameters := operation.get("parameters"):
        rows = [
            (code(parameter["name"]), _kind(parameter["schema"]), sentence(_english(parameter["description"])))
            for parameter in parameters
        ]
        yield table(["Parameter", "Type", "Meaning"], rows)
    yield _answers(operation["responses"])


def _answers(responses: Schema) -> str:
    """Return what is answered; that any other error is a problem, too, goes for all paths and is not repeated."""
    good, errors = [], []
    for status, response in responses.items():
        if status.startswith("2"):
            good.append(f"{code(status)} with {_body(response)}")
        elif status != "default":
            errors.append(code(status))
    return f"Answers {' or '.join(good)}; errors: {', '.join(errors)}."


def _body(response: Schema) -> str:
    kinds = [FORMATS.get(media_type) or _kind(content["schema"]) for media_type, content in response["content"].items()]
    return " or ".join(dict.fromkeys(kinds))


def _component(name: str, schema: Schema) -> Iterator[str]:
    yield f"{label(_anchor(name))}\n### {name}"
    if description := _description(schema.get("description", "")):
        yield description
    if properties := schema.get("properties"):
        rows = [
            (code(member), _kind(value), _description(value.get("description", "")))
            for member, value in properties.items()
        ]
        yield table(["Member", "Type", "Meaning"], rows)
    else:
        yield f"{_kind(schema)}."


def _english(text: str) -> str:
    return text.rpartition(ENGLISH)[2]


def _description(text: str) -> str:
    """Return a description without the list of values that drf-spectacular puts in it: the type has them."""
    lines = [line for line in text.splitlines() if not line.startswith("* ")]
    return sentence(" ".join(lines))


def _kind(schema: Schema) -> str:
    """Return a type in words."""
    if name := schema.get("$ref"):
        name = name.rsplit("/", 1)[-1]
        return f"[{name}](#{_anchor(name)})"
    if alternatives := schema.get("oneOf") or schema.get("anyOf") or schema.get("allOf"):
        return " or ".join(dict.fromkeys(map(_kind, alternatives)))
    if "enum" in schema:
        return ", ".join(code(json.dumps(value, ensure_ascii=False).strip('"')) for value in schema["enum"])
    if "const" in schema:
        return code(schema["const"])
    kinds = schema.get("type", "anything")
    return " or ".join(_plain(kind, schema) for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _plain(kind: str, schema: Schema) -> str:
    match kind:
        case "array":
            return f"list of {_kind(schema['items'])}"
        case "string" if "format" in schema:
            return f"string ({schema['format']})"
        case "integer" if "minimum" in schema and "maximum" in schema:
            default = f", {schema['default']} by default" if "default" in schema else ""
            return f"integer, {schema['minimum']} to {schema['maximum']}{default}"
        case _:
            return kind


def _anchor(name: str) -> str:
    return anchor("schema", name)
