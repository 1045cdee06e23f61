"""The sections that a goal page is written in."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, RichTextBlock, StreamBlock, StructBlock

from ..vocabulary import AssignmentOrigin
from .accomplishments import AccomplishmentsBlock
from .assignments import AssignmentsBlock
from .base import PREVIEW_TEMPLATE
from .fields import RICH_TEXT_FEATURES
from .investments import InvestmentsBlock
from .key_figures import KeyFiguresBlock


class TextSectionBlock(StructBlock):
    """Running text under a heading of its own."""

    heading = CharBlock(label=_("Heading"), required=False, max_length=255)
    text = RichTextBlock(label=_("Text"), features=RICH_TEXT_FEATURES)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Running text under a heading of its own.")
        group = _("Sections")
        label_format = "{heading}"
        preview_template = PREVIEW_TEMPLATE
        preview_value = {
            "heading": _("Background"),
            "text": _("<p>The council adopted the goal together with the budget.</p>"),
        }


class SectionsBlock(StreamBlock):
    """All types of sections; a type's name is data and never renamed."""

    text = TextSectionBlock()
    assignments = AssignmentsBlock()
    key_figures = KeyFiguresBlock()
    investments = InvestmentsBlock()
    accomplishments = AccomplishmentsBlock()


def initial_sections() -> list[dict[str, Any]]:
    """Return the five sections that a new goal starts with, to be assigned to ``sections``.

    They have the form in which they are stored, so that every field that is not named here gets its default.
    Headings are blank: they are published as the standard headings with the plan's year.
    """
    sections: list[tuple[str, dict[str, Any]]] = [
        ("assignments", {"origin": AssignmentOrigin.COUNCIL.value}),
        ("assignments", {"origin": AssignmentOrigin.COMMITTEE.value}),
        ("key_figures", {}),
        ("investments", {}),
        ("accomplishments", {}),
    ]
    # Without ids of their own, Wagtail's form gives all of them the same, and they cannot be told apart or linked to.
    return [{"type": name, "value": value, "id": str(uuid4())} for name, value in sections]
