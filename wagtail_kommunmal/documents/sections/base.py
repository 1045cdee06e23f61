"""What the sections of the goal document share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from ...blocks.accomplishments import is_lone_dash
from ..context import ComposeContext
from ..rich_text import plain_text
from ..shapes import ContractSerializer, HtmlField, TextField

Composed = dict[str, Any]


@dataclass(frozen=True)
class SectionType:
    """A type of section: how its block becomes the contract's shape.

    ``name`` is the section's ``type`` in the contract. What ``compose`` returns, the serializer writes once the context
    has filled its references; ``id`` and ``type`` are added in between.
    """

    name: str
    compose: Callable[[Any, ComposeContext], Composed]
    serializer: type[serializers.Serializer[Any]]


def list_frame(value: Mapping[str, Any], context: ComposeContext, *, is_empty: bool, empty_text: str) -> Composed:
    """Return what every section with items has; ``empty_text`` is the standard text."""
    intro = context.rich_text(value.get("intro"))
    return {
        "intro": intro,
        "is_empty": is_empty and (not plain_text(intro.source) or is_lone_dash(intro.source)),
        "empty_text": value.get("empty_text") or empty_text,
    }


class ListSectionSerializer(ContractSerializer):
    """A section with an introduction and items."""

    id = serializers.UUIDField()
    heading = serializers.CharField()
    introHtml = HtmlField("intro")
    introText = TextField("intro")
    isEmpty = serializers.BooleanField(help_text="Neither items nor an introduction that says anything.")
    emptyText = serializers.CharField(help_text="What to show in place of items when the section is empty.")
