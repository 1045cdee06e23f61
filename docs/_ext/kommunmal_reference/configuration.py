"""The settings, as ``wagtail_kommunmal.conf`` documents them."""

from __future__ import annotations

import ast
import inspect
from dataclasses import MISSING, fields
from typing import Any

from wagtail_kommunmal.conf import Settings

from .markdown import anchor, code, label, paragraphs


def settings() -> str:
    """Return a heading, type, default and text for each key of ``WAGTAIL_KOMMUNMAL``."""
    texts = texts_of_attributes(Settings)
    return "\n\n".join(
        f"{label(anchor('setting', field.name))}\n"
        f"### {code(field.name)}\n\n"
        f"Default: {code(repr(_default(field)))}, of type {code(field.type)}.\n\n"
        f"{texts[field.name]}"
        for field in fields(Settings)
    )


def texts_of_attributes(cls: type) -> dict[str, str]:
    """Return what the string below each attribute of a class says."""
    (definition,) = ast.parse(inspect.getsource(cls)).body
    assert isinstance(definition, ast.ClassDef)  # noqa: S101
    texts: dict[str, str] = {}
    for statement, following in zip(definition.body, definition.body[1:], strict=False):
        match statement, following:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                texts[name] = paragraphs(inspect.cleandoc(text))
    return texts


def _default(field: Any) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()
