from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, DateBlock, ListBlock, StructBlock
from wagtail.blocks.struct_block import BlockGroup

from ..vocabulary import AmountFlow, AmountSign, AmountUnit, InvestmentCategory, InvestmentRowKind
from .base import CheckedStructBlock, SectionBlock, empty_text_block
from .fields import CodeBlock, DecimalTextBlock, bodies_once, responsible_list, year_block, years_in_order


class AmountBlock(CheckedStructBlock):
    """Money of one flow for a year or a span of years, in the section's unit and with its sign."""

    year_from = year_block(_("Year"))
    year_to = year_block(_("To year"), help_text=_("Only for a span of years."))
    flow = CodeBlock(choices=AmountFlow.choices, default=AmountFlow.EXPENDITURE, label=_("Flow"))
    budget = DecimalTextBlock(label=_("Budget"), required=False)
    outcome = DecimalTextBlock(label=_("Outcome"), required=False, help_text=_("Final, from the books."))
    deviation = DecimalTextBlock(
        label=_("Deviation"),
        required=False,
        help_text=_("As published. Leave blank to have it calculated and marked as calculated."),
    )

    def disagreements(self, value: Any) -> Mapping[str, ValidationError]:
        return years_in_order(value, "year_from", "year_to")

    class Meta:
        icon = "calendar"
        label = _("Amount")
        label_format = "{year_from} {flow}: {budget}"


class BudgetChangeBlock(StructBlock):
    """A decision that raised or lowered a budget."""

    date = DateBlock(label=_("Date"), required=False)
    amount = DecimalTextBlock(label=_("Change"), required=False, help_text=_("Raised is positive, lowered negative."))
    decision_reference = CharBlock(label=_("Decision reference"), required=False, max_length=255)
    note = CharBlock(label=_("Note"), required=False, max_length=500)

    class Meta:
        icon = "history"
        label = _("Budget change")
        label_format = "{date} {amount}"


class InvestmentBlock(CheckedStructBlock):
    """A project or an area that is invested in, or a group that the rows below it belong to."""

    name = CharBlock(label=_("Name"), max_length=500)
    row_kind = CodeBlock(
        choices=InvestmentRowKind.choices,
        default=InvestmentRowKind.ROW,
        label=_("Kind of row"),
        help_text=_("A group is the sum of the rows that follow it, up to the next group."),
    )
    category = CodeBlock(choices=InvestmentCategory.choices, required=False, label=_("Category"))
    responsible = responsible_list()
    amounts = ListBlock(AmountBlock(), default=[], label=_("Amounts"))
    total_budget = DecimalTextBlock(label=_("Total budget"), required=False)
    planned_start = CharBlock(label=_("Planned start"), required=False, max_length=40)
    planned_ready = CharBlock(label=_("Planned ready"), required=False, max_length=40)
    budget_changes = ListBlock(BudgetChangeBlock(), default=[], label=_("Budget changes"))

    def disagreements(self, value: Any) -> Mapping[str, ValidationError]:
        return bodies_once(value)

    class Meta:
        icon = "kommunmal-investment"
        label = _("Investment")
        label_format = "{name}"


class InvestmentsBlock(SectionBlock):
    """Investments under a goal, as rows or as prose only."""

    unit = CodeBlock(choices=AmountUnit.choices, default=AmountUnit.TKR, label=_("Unit"))
    sign = CodeBlock(choices=AmountSign.choices, default=AmountSign.EXPENDITURE_POSITIVE, label=_("Sign"))
    items = ListBlock(InvestmentBlock(), default=[], label=_("Investments"), collapsed=True)
    empty_text = empty_text_block()

    class Meta:
        icon = "kommunmal-investment"
        label = _("Investments")
        form_layout = BlockGroup(
            children=["heading", "intro", "unit", "sign", "items"],
            settings=["empty_text"],
        )
        description = _("Projects with budget, outcome and decisions. The introduction may stand alone, without rows.")
        preview_value = {
            "heading": _("Investments"),
            "items": [
                {
                    "name": _("New sports hall"),
                    "amounts": [
                        {"year_from": 2026, "budget": Decimal(12500), "outcome": Decimal(11800)},
                        {"year_from": 2027, "budget": Decimal(31000)},
                    ],
                }
            ],
        }
