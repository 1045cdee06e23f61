from __future__ import annotations

from typing import Any

from rest_framework import serializers

from ..context import ComposeContext
from ..shapes import ContractSerializer, HtmlField, TextField
from .base import Composed, SectionType


def compose(value: Any, context: ComposeContext) -> Composed:
    return {"heading": value.get("heading") or None, "text": context.rich_text(value.get("text"))}


class TextSectionSerializer(ContractSerializer):
    """Running text under a heading of its own."""

    id = serializers.UUIDField()
    type = serializers.ChoiceField(choices=["text"])
    heading = serializers.CharField(allow_null=True)
    textHtml = HtmlField("text")
    textText = TextField("text")


TEXT = SectionType("text", compose, TextSectionSerializer)
