"""The sections of a goal and what they are made of, as the blocks define it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any, Final

from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from wagtail_kommunmal.blocks import SectionsBlock
from wagtail_kommunmal.blocks.fields import DecimalTextBlock

from .markdown import anchor, code, label, paragraphs, sentence, table
from .vocabularies import link_to_codes
from .words import in_both_languages

KINDS: Final[dict[type[blocks.Block], str]] = {
    blocks.IntegerBlock: "whole number",
    blocks.DateBlock: "date",
    blocks.URLBlock: "web address",
    blocks.RichTextBlock: "rich text",
    blocks.TextBlock: "text",
    blocks.CharBlock: "text",
    DecimalTextBlock: "decimal number",
    ImageBlock: "image with its alternative text",
}
"""What a block holds, the more special class first."""


def sections() -> str:
    """Return each type of section with its fields, followed by what its lists are made of."""
    return "\n\n".join(
        text for name, section in SectionsBlock().child_blocks.items() for text in _section(name, section)
    )


def choices_in_blocks() -> set[tuple[str, ...]]:
    """Return the codes of every field of a block that offers a choice."""
    return {
        _codes(block)
        for section in SectionsBlock().child_blocks.values()
        for block in _blocks_in(section)
        if isinstance(block, blocks.ChoiceBlock)
    }


def _section(name: str, section: Any) -> Iterator[str]:
    yield f"{label(anchor('section', name))}\n### {code(name)}\n\n{sentence(str(section.meta.description))}"
    yield _fields(section)
    for list_name, item in _items_in(section):
        yield f"**{code(list_name)}**: {paragraphs(inspect.getdoc(type(item)))}"
        yield _fields(item)


def _fields(block: Any) -> str:
    rows = [
        (code(name), _kind(child), in_both_languages(child.label), _text(child))
        for name, child in block.child_blocks.items()
    ]
    return table(["Field", "Holds", "In the form", "Notes"], rows)


def _kind(block: Any) -> str:
    if isinstance(block, blocks.ListBlock):
        return "list, see below"
    if isinstance(block, blocks.ChoiceBlock):
        return f"code: {link_to_codes(_codes(block))}"
    if isinstance(block, SnippetChooserBlock):
        return code(block.target_model.__name__)
    kind = next(name for cls, name in KINDS.items() if isinstance(block, cls))
    limit = getattr(getattr(block, "field", None), "max_length", None)
    return f"{kind}, at most {limit} characters" if limit and kind == "text" else kind


def _text(block: Any) -> str:
    help_text = str(getattr(getattr(block, "field", None), "help_text", "") or "")
    required = block.required and not isinstance(block, blocks.ListBlock | blocks.ChoiceBlock)
    return " ".join(filter(None, ["Required." if required else "", sentence(help_text)]))


def _items_in(block: Any) -> Iterator[tuple[str, Any]]:
    """Yield the blocks that the lists of a section are made of, from the outside in, with the path of the list."""
    for name, child in block.child_blocks.items():
        if isinstance(child, blocks.ListBlock):
            yield name, child.child_block
            yield from ((f"{name}.{inner}", item) for inner, item in _items_in(child.child_block))


def _blocks_in(block: Any) -> Iterator[Any]:
    yield block
    for child in getattr(block, "child_blocks", {}).values():
        yield from _blocks_in(child)
    if isinstance(block, blocks.ListBlock):
        yield from _blocks_in(block.child_block)


def _codes(block: Any) -> tuple[str, ...]:
    return tuple(value for value, _ in block.field.choices if value)
