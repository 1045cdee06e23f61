from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from ..context import ComposeContext
from ..shapes import BodyReferenceSerializer, ContractSerializer, HtmlField, ImageSerializer, TextField
from .base import Composed, ListSectionSerializer, SectionType, list_frame


def compose(value: Any, context: ComposeContext) -> Composed:
    children = value["items"].bound_blocks
    return {
        "heading": value.get("heading") or _("To reach the goal we have, among other things:"),
        "accomplishments": [_accomplishment(child, context, index) for index, child in enumerate(children)],
        **list_frame(value, context, is_empty=not children, empty_text=_("Nothing to report yet.")),
    }


def _accomplishment(child: Any, context: ComposeContext, index: int) -> Composed:
    value = child.value
    image = value.get("image")
    return {
        "id": context.public_id(child.id, f"accomplishment-{index}"),
        "text": context.rich_text(value.get("text")),
        "date": value.get("date"),
        "link": value.get("link") or None,
        "image": context.image(image, alt=_alt(image)),
        "body": context.body(value.get("body")),
    }


def _alt(image: Any) -> str | None:
    """Return the alternative text that the image has in this place."""
    if image is None:
        return None
    return "" if getattr(image, "decorative", False) else getattr(image, "contextual_alt_text", None)


class AccomplishmentSerializer(ContractSerializer):
    """Something that has been done to reach the goal."""

    id = serializers.UUIDField()
    textHtml = HtmlField("text")
    textText = TextField("text")
    date = serializers.DateField(allow_null=True)
    link = serializers.URLField(allow_null=True)
    image = ImageSerializer(allow_null=True)
    body = BodyReferenceSerializer(allow_null=True)


class AccomplishmentsSectionSerializer(ListSectionSerializer):
    """What has been done so far."""

    type = serializers.ChoiceField(choices=["accomplishments"])
    accomplishments = AccomplishmentSerializer(many=True)


ACCOMPLISHMENTS = SectionType("accomplishments", compose, AccomplishmentsSectionSerializer)
