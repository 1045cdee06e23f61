from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import DateBlock, ListBlock, RichTextBlock, URLBlock
from wagtail.images.blocks import ImageBlock

from .base import CheckedStructBlock, SectionBlock, empty_text_block
from .fields import RICH_TEXT_FEATURES, OnceReadChooserBlock

DASHES = frozenset("-–—−")


def is_lone_dash(html: str) -> bool:
    """Tell whether a text is nothing but dashes, which in print means that there is nothing to report."""
    text = strip_tags(html).replace("&nbsp;", " ").strip()
    return bool(text) and set(text) <= DASHES


class AccomplishmentBlock(CheckedStructBlock):
    """Something that has been done to reach the goal."""

    text = RichTextBlock(label=_("What has been done"), features=RICH_TEXT_FEATURES)
    date = DateBlock(label=_("Date"), required=False)
    link = URLBlock(label=_("Read more at"), required=False)
    image = ImageBlock(label=_("Image"), required=False)
    body = OnceReadChooserBlock("wagtail_kommunmal.ResponsibleBody", label=_("Responsible body"), required=False)

    def disagreements(self, value: Any) -> Mapping[str, ValidationError]:
        if not is_lone_dash(getattr(value["text"], "source", "")):
            return {}
        message = _("A lone dash says nothing. Remove the item: an empty section is published with its own text.")
        return {"text": ValidationError(message)}

    class Meta:
        icon = "success"
        label = _("Accomplishment")
        label_format = "{text}"


class AccomplishmentsBlock(SectionBlock):
    """What has been done so far to reach the goal."""

    items = ListBlock(AccomplishmentBlock(), default=[], label=_("Accomplishments"), collapsed=True)
    empty_text = empty_text_block()

    class Meta:
        icon = "success"
        label = _("Accomplishments")
        description = _("What has been done so far to reach the goal.")
        preview_value = {
            "heading": _("To reach the goal we have, among other things:"),
            "items": [
                {"text": _("<p>Opened a citizens' office in the library.</p>"), "date": date(2026, 3, 14)},
                {"text": _("<p>Trained all managers in trust-based leadership.</p>")},
            ],
        }
