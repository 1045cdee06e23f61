"""A section of the site's own beside those of the package."""

from __future__ import annotations

from django.db.models import TextChoices
from wagtail.blocks import ChoiceBlock, ListBlock, StructBlock, TextBlock

from wagtail_kommunmal.blocks import SectionBlock, SectionsBlock, empty_text_block, responsible_list, text_block


class RiskLevel(TextChoices):
    LOW = "low", "Låg"
    HIGH = "high", "Hög"


class RiskBlock(StructBlock):
    title = TextBlock(rows=2)
    level = ChoiceBlock(choices=RiskLevel.choices, required=False)
    countermeasure = text_block("Countermeasure")
    responsible = responsible_list()


class RisksBlock(SectionBlock):
    items = ListBlock(RiskBlock(), default=[])
    empty_text = empty_text_block()


class CompanySectionsBlock(SectionsBlock):
    risks = RisksBlock()
