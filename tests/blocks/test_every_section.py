from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.models import Site

from tests.blocks.examples import FULL, with_each_field_unset
from wagtail_kommunmal.blocks import SectionsBlock, initial_sections

SECTIONS = SectionsBlock()
every_type_of_section = pytest.mark.parametrize("section_type", FULL)


def names_of(block: Block) -> Any:
    if isinstance(block, ListBlock):
        return [names_of(block.child_block)]
    if isinstance(block, StreamBlock | StructBlock):
        return {name: names_of(child) for name, child in block.child_blocks.items()}
    # As migrations know it.
    return block.deconstruct()[0].rpartition(".")[2]


def as_stored(block: Block, value: Any) -> Any:
    return json.loads(json.dumps(block.get_prep_value(value), cls=DjangoJSONEncoder))


def test_names_of_sections_and_fields_are_promises() -> None:
    responsible = [{"body": "SnippetChooserBlock", "role": "ChoiceBlock"}]
    frame = {"heading": "CharBlock", "intro": "RichTextBlock", "empty_text": "CharBlock"}
    assert names_of(SECTIONS) == {
        "text": {"heading": "CharBlock", "text": "RichTextBlock"},
        "assignments": {
            **frame,
            "origin": "ChoiceBlock",
            "items": [
                {
                    "title": "TextBlock",
                    "description": "RichTextBlock",
                    "responsible": responsible,
                    "start_year": "IntegerBlock",
                    "end_year": "IntegerBlock",
                    "decision_reference": "CharBlock",
                    "quantity_target": "DecimalTextBlock",
                    "quantity_unit": "CharBlock",
                }
            ],
        },
        "key_figures": {**frame, "items": [{"key_figure": "SnippetChooserBlock", "note": "RichTextBlock"}]},
        "investments": {
            **frame,
            "unit": "ChoiceBlock",
            "sign": "ChoiceBlock",
            "items": [
                {
                    "name": "CharBlock",
                    "row_kind": "ChoiceBlock",
                    "category": "ChoiceBlock",
                    "responsible": responsible,
                    "amounts": [
                        {
                            "year_from": "IntegerBlock",
                            "year_to": "IntegerBlock",
                            "flow": "ChoiceBlock",
                            "budget": "DecimalTextBlock",
                            "outcome": "DecimalTextBlock",
                            "deviation": "DecimalTextBlock",
                        }
                    ],
                    "total_budget": "DecimalTextBlock",
                    "planned_start": "CharBlock",
                    "planned_ready": "CharBlock",
                    "budget_changes": [
                        {
                            "date": "DateBlock",
                            "amount": "DecimalTextBlock",
                            "decision_reference": "CharBlock",
                            "note": "CharBlock",
                        }
                    ],
                }
            ],
        },
        "accomplishments": {
            **frame,
            "items": [
                {
                    "text": "RichTextBlock",
                    "date": "DateBlock",
                    "link": "URLBlock",
                    "image": {"image": "ImageChooserBlock", "decorative": "BooleanBlock", "alt_text": "CharBlock"},
                    "body": "SnippetChooserBlock",
                }
            ],
        },
    }


def test_every_section_is_told_apart_in_the_block_picker() -> None:
    blocks = SECTIONS.child_blocks.values()
    assert all(str(block.meta.description) and block.meta.preview_template and block.meta.group for block in blocks)
    assert len({str(block.label) for block in blocks}) == len({block.meta.icon for block in blocks}) == len(FULL)


@every_type_of_section
def test_a_full_example_is_accepted_and_stored_as_it_was_given(image: Any, section_type: str) -> None:
    section = FULL[section_type](image)
    accepted = SECTIONS.clean(SECTIONS.to_python([section]))
    assert as_stored(SECTIONS, accepted) == [section]


@every_type_of_section
def test_a_full_example_is_rendered(image: Any, section_type: str) -> None:
    section = SECTIONS.to_python([FULL[section_type](image)])[0]
    assert section.value["heading"] in section.render()


@every_type_of_section
def test_a_draft_may_hold_none_in_any_field(image: Any, section_type: str) -> None:
    section = FULL[section_type](image)
    block = SECTIONS.child_blocks[section_type]
    for path, value in with_each_field_unset(section["value"]):
        block.defer_required_validation()
        try:
            draft = block.clean(block.to_python(value))
        finally:
            block.restore_deferred_validation()
        stored = as_stored(block, draft)
        assert as_stored(block, block.to_python(stored)) == stored, path
        assert block.render(draft), path
        assert block.get_form_state(draft), path
        assert block.get_searchable_content(draft) is not None, path


@every_type_of_section
def test_a_section_with_no_more_than_its_type_gets_every_field(section_type: str) -> None:
    value = SECTIONS.to_python([{"type": section_type, "value": {}}])[0].value
    assert list(value) == list(SECTIONS.child_blocks[section_type].child_blocks)


def test_a_new_goal_starts_with_the_five_sections_that_a_goal_is_followed_by() -> None:
    sections = SECTIONS.to_python(initial_sections())
    assert [(section.block_type, section.value.get("origin")) for section in sections] == [
        ("assignments", "council"),
        ("assignments", "committee"),
        ("key_figures", None),
        ("investments", None),
        ("accomplishments", None),
    ]
    assert all(
        not section.value["heading"] and not section.value["items"] and not section.value["empty_text"]
        for section in sections
    )
    SECTIONS.clean(sections)


def test_two_new_goals_share_nothing() -> None:
    one, other = initial_sections(), initial_sections()
    one[0]["value"]["heading"] = "Egen rubrik"
    assert [section["value"] for section in other] == [section["value"] for section in initial_sections()]
    assert len({section["id"] for section in [*one, *other]}) == 10


@pytest.mark.parametrize("section_type", [name for name in FULL if name != "text"])
def test_a_section_may_be_empty(site: Site, section_type: str) -> None:
    SECTIONS.clean(SECTIONS.to_python([{"type": section_type, "value": {}}]))


@pytest.mark.parametrize("section_type", [name for name in FULL if name != "text"])
def test_an_introduction_may_stand_alone(site: Site, section_type: str) -> None:
    prose = {"intro": "<p>Lokal saknas, inga investeringar har kunnat genomföras.</p>"}
    section = SECTIONS.to_python([{"type": section_type, "value": prose}])
    assert SECTIONS.get_prep_value(SECTIONS.clean(section))[0]["value"]["intro"] == prose["intro"]
