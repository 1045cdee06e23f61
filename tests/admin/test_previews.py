"""The block picker shows what a section looks like."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles import finders
from django.test.client import Client
from django.urls import reverse
from wagtail.admin.icons import get_icons
from wagtail.blocks import Block, ChooserBlock, ListBlock, StructBlock

from tests.site_pages import GoalPage

pytestmark = pytest.mark.django_db

SECTIONS = GoalPage._meta.get_field("sections").stream_block.child_blocks

SHOWN = {
    "text": ["Background", "The council adopted the goal together with the budget."],
    "assignments": ["Make ten visits to local companies.", "To reach: 10 visits", "2026–2027", "KF 2025-11-24 § 112"],
    "key_figures": ["Content with our service, percent", "at least 75"],
    "investments": ["New sports hall", "2027", "31,000", "11,800"],
    "accomplishments": ["Opened a citizens&#x27; office in the library.", "03/14/2026"],
}


def blocks_below(block: Block) -> list[Block]:
    """Return a block and everything in it that we wrote ourselves."""
    if isinstance(block, ListBlock):
        return blocks_below(block.child_block)
    children = block.child_blocks.values() if isinstance(block, StructBlock) else []
    return [block, *(found for child in children for found in blocks_below(child))]


@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_shows_its_preview(boss_client: Client, name: str) -> None:
    block = SECTIONS[name]
    assert block.is_previewable
    response = boss_client.get(
        reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}, HTTP_ACCEPT_LANGUAGE="en"
    )
    assert response.status_code == 200
    html = response.content.decode().replace("&#x27;", "'")
    for text in SHOWN[name]:
        assert text.replace("&#x27;", "'") in html
    assert "<script" not in html
    assert "<style" not in html


def test_preview_has_its_style_sheet() -> None:
    assert finders.find("wagtail_kommunmal/admin/preview.css")


@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_is_described_grouped_and_has_an_icon_and_a_summary_line(name: str) -> None:
    block = SECTIONS[name]
    assert block.get_description()
    assert block.meta.group
    for found in blocks_below(block):
        assert f'id="icon-{found.meta.icon}"' in get_icons()
        if type(found).__module__.startswith("wagtail_kommunmal") and isinstance(found, StructBlock):
            assert has_a_summary_line(found)


def has_a_summary_line(block: StructBlock) -> bool:
    """Tell whether a collapsed block says something; without a format, Wagtail takes the first field that does."""
    named = re.findall(r"\{(\w+)\}", block.meta.label_format or "")
    # A chooser in a format reads "null" until something is chosen.
    return not any(isinstance(block.child_blocks[name], ChooserBlock) for name in named)
