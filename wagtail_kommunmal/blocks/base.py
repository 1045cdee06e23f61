"""What every section of a goal page has in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError

from .fields import text_block

PREVIEW_TEMPLATE: Final = "wagtail_kommunmal/previews/section.html"


class CheckedStructBlock(StructBlock):
    """A block whose fields must agree with each other once it is more than a draft."""

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        if not self.is_deferred_validation and (errors := self.disagreements(result)):
            raise StructBlockValidationError(block_errors=dict(errors))
        return result

    def disagreements(self, value: Any) -> Mapping[str, ValidationError]:
        """Return an error for each field that does not fit the others."""
        return {}


class SectionBlock(StructBlock):
    """A section with a heading, an introduction and a list of items.

    A blank heading is published as the section's standard heading with the plan's year, a blank
    ``empty_text`` as its standard text.
    """

    heading = CharBlock(
        label=_("Heading"),
        required=False,
        max_length=255,
        help_text=_("Leave blank for the standard heading with the plan's year."),
    )
    intro = text_block(_("Introduction"), help_text=_("May stand alone, without any items below."))

    class Meta:
        group = _("Sections")
        label_format = "{heading} {items}"
        form_layout = BlockGroup(children=["heading", "intro", "items"], settings=["empty_text"])
        preview_template = PREVIEW_TEMPLATE


def empty_text_block() -> CharBlock:
    """Return the block for what is shown when a section has neither introduction nor items."""
    return CharBlock(
        label=_("Text when the section is empty"),
        required=False,
        max_length=255,
        help_text=_("Leave blank for the standard text."),
    )
