"""References in streams of blocks and in rich text: each is swapped, everything else stays as it is."""

from __future__ import annotations

import re
from typing import Any, Final

from django.utils.html import escape
from wagtail.blocks import Block, ChooserBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text.rewriters import extract_attrs

from ...compat import page_model
from .references import Swap

_REFERRING_TAG = re.compile(r"<(?:a|embed)\b[^>]*>")
_ID = re.compile(r'(\sid=")([^"]*)(")')
_KNOWN: Final = {
    kind.extract_references
    for kind in (
        Block,
        StreamBlock,
        ListBlock,
        ImageBlock,
        StructBlock,
        BaseTypedTableBlock,
        ChooserBlock,
        RichTextBlock,
    )
}
NOTHING: Final = "0"
"""The id that a link has whose target is not there: its words stay, and it leads nowhere."""


def swapped_html(html: str, swap: Swap) -> str:
    """Swap the ids of pages, documents and images that a rich text names."""
    return _REFERRING_TAG.sub(lambda tag: _swapped_tag(tag[0], swap), html)


def _swapped_tag(tag: str, swap: Swap) -> str:
    attributes = extract_attrs(tag)
    kind = attributes.get("linktype") or attributes.get("embedtype")
    models = {"page": page_model(), "document": get_document_model(), "image": get_image_model()}
    target = attributes.get("id", "")
    if kind not in models or target in ("", NOTHING):
        return tag
    found = swap(models[kind], target)
    return _ID.sub(lambda match: f"{match[1]}{escape(NOTHING if found is None else found)}{match[3]}", tag)


def swapped_block(block: Any, value: Any, swap: Swap) -> Any:
    """Swap the references in the stored value of a block, at any depth; a block of an unknown type stays as it is."""
    if value is None:
        return None
    if isinstance(block, StreamBlock):
        return [_swapped_child(block.child_blocks.get(child["type"]), child, swap) for child in value]
    if isinstance(block, ListBlock):
        return [_swapped_item(block.child_block, item, swap) for item in value]
    if isinstance(block, ImageBlock) and not isinstance(value, dict):
        # As Wagtail stored images before they had texts of their own.
        return swap(get_image_model(), value)
    if isinstance(block, StructBlock):
        return {name: swapped_block(block.child_blocks.get(name), part, swap) for name, part in value.items()}
    if isinstance(block, BaseTypedTableBlock):
        return _swapped_table(block, value, swap)
    if isinstance(block, ChooserBlock):
        return swap(block.model_class, value)
    if isinstance(block, RichTextBlock):
        return swapped_html(value, swap)
    return value


def _swapped_child(block: Any, child: dict[str, Any], swap: Swap) -> dict[str, Any]:
    return child if block is None else {**child, "value": swapped_block(block, child["value"], swap)}


def _swapped_table(block: Any, table: dict[str, Any], swap: Swap) -> dict[str, Any]:
    kinds = [block.child_blocks.get(column["type"]) for column in table["columns"]]
    rows = [
        {**row, "values": [swapped_block(kind, cell, swap) for kind, cell in zip(kinds, row["values"], strict=True)]}
        for row in table["rows"]
    ]
    return {**table, "rows": rows}


def unknown_blocks(block: Any) -> set[type[Any]]:
    """Return the types of blocks in a block, at any depth, that say themselves what they refer to.

    How they store it is not known, so their references stay the primary keys of one database.
    """
    found: set[type[Any]] = set()
    seen: set[int] = set()
    waiting = [block]
    while waiting:
        block = waiting.pop()
        if id(block) in seen:
            continue
        seen.add(id(block))
        if type(block).extract_references not in _KNOWN:
            found.add(type(block))
        waiting += getattr(block, "child_blocks", {}).values()
        if isinstance(block, ListBlock):
            waiting.append(block.child_block)
    return found


def _swapped_item(block: Any, item: Any, swap: Swap) -> Any:
    # As in Wagtail: lists that were stored before their items had ids hold the values alone.
    if isinstance(item, dict) and item.keys() >= {"type", "value", "id"} and item["type"] == "item":
        return {**item, "value": swapped_block(block, item["value"], swap)}
    return swapped_block(block, item, swap)
