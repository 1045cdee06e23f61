from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, TextBlock
from wagtail.blocks.struct_block import BlockGroup

from ..vocabulary import AssignmentOrigin
from .base import CheckedStructBlock, SectionBlock, empty_text_block
from .fields import CodeBlock, DecimalTextBlock, bodies_once, responsible_list, text_block, year_block, years_in_order


class AssignmentBlock(CheckedStructBlock):
    """Something that the council or a committee has decided shall be done."""

    title = TextBlock(label=_("Assignment"), rows=2, max_length=1000)
    description = text_block(_("Description"))
    responsible = responsible_list()
    start_year = year_block(_("Start year"))
    end_year = year_block(_("End year"))
    decision_reference = CharBlock(
        label=_("Decision reference"),
        required=False,
        max_length=255,
        help_text=_("For example KF 2022-05-24 § 117."),
    )
    quantity_target = DecimalTextBlock(
        label=_("Quantity to reach"),
        required=False,
        help_text=_("Only for assignments that are counted, for example 10 visits."),
    )
    quantity_unit = CharBlock(label=_("What is counted"), required=False, max_length=80)

    def disagreements(self, value: Any) -> Mapping[str, ValidationError]:
        return {**years_in_order(value, "start_year", "end_year"), **bodies_once(value)}

    class Meta:
        icon = "tasks"
        label = _("Assignment")
        label_format = "{title}"


class AssignmentsBlock(SectionBlock):
    """The assignments of one origin under a goal."""

    origin = CodeBlock(choices=AssignmentOrigin.choices, default=AssignmentOrigin.COUNCIL, label=_("Origin"))
    items = ListBlock(AssignmentBlock(), default=[], label=_("Assignments"), collapsed=True)
    empty_text = empty_text_block()

    class Meta:
        icon = "tasks"
        label = _("Assignments")
        label_format = "({origin}) {heading} {items}"
        # The origin comes first: it is what tells two sections of assignments apart.
        form_layout = BlockGroup(children=["origin", "heading", "intro", "items"], settings=["empty_text"])
        description = _("What the council or a committee has decided shall be done, and who is responsible.")
        preview_value = {
            "heading": _("Assignments from the council"),
            "origin": AssignmentOrigin.COUNCIL,
            "items": [
                {
                    "title": _("Develop a model for citizens' dialogue in the countryside."),
                    "start_year": 2026,
                    "end_year": 2027,
                    "decision_reference": "KF 2025-11-24 § 112",
                },
                {
                    "title": _("Make ten visits to local companies."),
                    "quantity_target": Decimal(10),
                    "quantity_unit": _("visits"),
                },
            ],
        }
