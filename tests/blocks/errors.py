from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import Block

from wagtail_kommunmal.blocks import SectionsBlock
from wagtail_kommunmal.testing import SectionDict

SECTIONS = SectionsBlock()


def errors_of(section: SectionDict) -> dict[str, list[str]]:
    """Return the messages that an editor gets on publishing, each at the path of its field."""
    return _errors_of(SECTIONS.child_blocks[section["type"]], section["value"])


def errors_of_draft(section: SectionDict) -> dict[str, list[str]]:
    """Return the messages that an editor gets on saving a draft, each at the path of its field."""
    block = SECTIONS.child_blocks[section["type"]]
    block.defer_required_validation()
    try:
        return _errors_of(block, section["value"])
    finally:
        block.restore_deferred_validation()


def _errors_of(block: Block, value: dict[str, Any]) -> dict[str, list[str]]:
    try:
        block.clean(block.to_python(value))
    except ValidationError as error:
        return dict(_by_path(error))
    return {}


def _by_path(error: Any, path: str = "") -> list[tuple[str, list[str]]]:
    children = getattr(error, "block_errors", None)
    if not children:
        return [(path, error.messages)]
    pairs = children.items() if isinstance(children, dict) else enumerate(children)
    return [found for step, child in pairs if child for found in _by_path(child, f"{path}.{step}".removeprefix("."))]
