from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from ...numbers import HARD_SPACE, display_format
from ...vocabulary import AmountFlow, AmountSign, AmountUnit, InvestmentCategory, InvestmentRowKind
from .. import follow_ups
from ..context import ComposeContext
from ..follow_ups import InvestmentFollowUpSerializer
from ..shapes import Coded, ContractSerializer, DecimalStringField, ResponsibleSerializer, coded
from .base import Composed, ListSectionSerializer, SectionType, list_frame


def compose(value: Any, context: ComposeContext) -> Composed:
    unit = value.get("unit") or AmountUnit.TKR
    sign = value.get("sign") or AmountSign.EXPENDITURE_POSITIVE
    children = value["items"].bound_blocks
    heading = _("Investments %(year)s") % {"year": context.year or ""}
    return {
        "heading": value.get("heading") or heading.strip(),
        "unit": Coded(unit, unit_term(unit, context)),
        "sign": sign,
        "investments": [_investment(child, context, index, unit, sign) for index, child in enumerate(children)],
        **list_frame(value, context, is_empty=not children, empty_text=_("No investments.")),
    }


def unit_term(unit: str, context: ComposeContext) -> str:
    """Return the short word for a unit of money, as the site says it."""
    terms = {
        AmountUnit.SEK: "kr",
        AmountUnit.TKR: "tkr",
        AmountUnit.MNKR: context.site_settings.million_term,
    }
    return terms[AmountUnit(unit)]


def computed_deviation(budget: Decimal, outcome: Decimal, flow: str, sign: str) -> Decimal:
    """Return the deviation where positive is better for the municipality's money than the budget.

    Signed accounts already print expenditure negative, so that outcome minus budget holds for both flows.
    """
    if flow == AmountFlow.EXPENDITURE and sign == AmountSign.EXPENDITURE_POSITIVE:
        return budget - outcome
    return outcome - budget


def _investment(child: Any, context: ComposeContext, index: int, unit: str, sign: str) -> Composed:
    value = child.value
    total = value.get("total_budget")
    responsible = context.responsible(value.get("responsible"))
    return {
        "id": context.public_id(child.id, f"investment-{index}"),
        "lineage_id": child.id,
        "name": value.get("name") or "",
        "row_kind": value.get("row_kind") or InvestmentRowKind.ROW,
        "category": value.get("category") or None,
        "responsible": responsible,
        "amounts": [_amount(amount, context, unit, sign) for amount in value.get("amounts") or []],
        "total_budget": total,
        "total_budget_text": _money(total, unit, context),
        "planned_start": value.get("planned_start") or None,
        "planned_ready": value.get("planned_ready") or None,
        "budget_changes": [_budget_change(change, context, unit) for change in value.get("budget_changes") or []],
        **follow_ups.of_investment(child.id, responsible, lambda amount: _money(amount, unit, context), context),
    }


def _amount(value: Any, context: ComposeContext, unit: str, sign: str) -> Composed:
    flow = value.get("flow") or AmountFlow.EXPENDITURE
    budget, outcome, deviation = value.get("budget"), value.get("outcome"), value.get("deviation")
    is_computed = deviation is None and budget is not None and outcome is not None
    if is_computed:
        deviation = computed_deviation(budget, outcome, flow, sign)
    return {
        "year_from": value.get("year_from"),
        "year_to": value.get("year_to"),
        "flow": flow,
        "budget": budget,
        "budget_text": _money(budget, unit, context),
        "outcome": outcome,
        "outcome_text": _money(outcome, unit, context),
        "deviation": deviation,
        "deviation_text": _money(deviation, unit, context),
        "deviation_is_computed": is_computed,
    }


def _budget_change(value: Any, context: ComposeContext, unit: str) -> Composed:
    return {
        "date": value.get("date"),
        "amount": value.get("amount"),
        "amount_text": _money(value.get("amount"), unit, context),
        "decision_reference": value.get("decision_reference") or None,
        "note": value.get("note") or None,
    }


def _money(amount: Decimal | None, unit: str, context: ComposeContext) -> str | None:
    if amount is None:
        return None
    return f"{display_format(amount, context.language)}{HARD_SPACE}{unit_term(unit, context)}"


class AmountSerializer(ContractSerializer):
    """Money of one flow for a year or a span of years, in the section's unit and with its sign."""

    yearFrom = serializers.IntegerField(allow_null=True)
    yearTo = serializers.IntegerField(allow_null=True)
    flow = coded(AmountFlow)()
    budget = DecimalStringField(allow_null=True)
    budgetText = serializers.CharField(allow_null=True)
    outcome = DecimalStringField(allow_null=True)
    outcomeText = serializers.CharField(allow_null=True)
    deviation = DecimalStringField(allow_null=True)
    deviationText = serializers.CharField(allow_null=True)
    deviationIsComputed = serializers.BooleanField(
        help_text="False: as published. True: calculated, positive when better than the budget."
    )


class BudgetChangeSerializer(ContractSerializer):
    """A decision that raised or lowered a budget."""

    date = serializers.DateField(allow_null=True)
    amount = DecimalStringField(allow_null=True)
    amountText = serializers.CharField(allow_null=True)
    decisionReference = serializers.CharField(allow_null=True)
    note = serializers.CharField(allow_null=True)


class InvestmentSerializer(ContractSerializer):
    """A project or area, or a group that the rows after it belong to."""

    id = serializers.UUIDField()
    lineageId = serializers.UUIDField(help_text="The same through the years that the investment runs.")
    name = serializers.CharField()
    rowKind = coded(InvestmentRowKind)()
    category = coded(InvestmentCategory)(allow_null=True)
    responsible = ResponsibleSerializer(many=True)
    amounts = AmountSerializer(many=True)
    totalBudget = DecimalStringField(allow_null=True)
    totalBudgetText = serializers.CharField(allow_null=True)
    plannedStart = serializers.CharField(allow_null=True)
    plannedReady = serializers.CharField(allow_null=True)
    budgetChanges = BudgetChangeSerializer(many=True)
    currentFollowUp = InvestmentFollowUpSerializer(
        allow_null=True, help_text="What the lead or only body said last; null when it has said nothing."
    )
    followUps = InvestmentFollowUpSerializer(many=True, help_text="What every body said, the earliest period first.")


class InvestmentsSectionSerializer(ListSectionSerializer):
    """Investments as rows, or as prose alone."""

    type = serializers.ChoiceField(choices=["investments"])
    unit = coded(AmountUnit)()
    sign = coded(AmountSign)()
    investments = InvestmentSerializer(many=True)


INVESTMENTS = SectionType("investments", compose, InvestmentsSectionSerializer)
