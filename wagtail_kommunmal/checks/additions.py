"""Checks of what the page classes of a site add to the documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.core.checks import CheckMessage
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from rest_framework.serializers import ChoiceField

from ..api.v1.schemas import GoalSerializer, PlanSerializer
from ..documents.serializers import SECTION_TYPES
from ..models import goal_models, plan_models
from ..templatetags.kommunmal import section_template
from .messages import checks, error, warning

COUNTED_MEMBERS: Final = frozenset({"assignments", "keyFigures", "investments"})
"""What is listed in a section under these names is counted as ours and found by the API's filters."""

SECTION_NAMES: Final = frozenset(section_type.name for section_type in SECTION_TYPES.values())


def _fields_of(page_class: Any) -> Mapping[str, Any]:
    return page_class.own_members().get_fields() if page_class.own_members else {}


def _own_sections() -> Iterator[tuple[Any, str, Any]]:
    """Yield page class, name of the block and section type of every section that a site adds."""
    for page_class in goal_models():
        for block_name, section_type in page_class.own_section_types.items():
            yield page_class, block_name, section_type


@checks()
def check_own_members() -> Iterator[CheckMessage]:
    """E006: a member that a page class adds has the name of one of the contract, which is never replaced."""
    for page_classes, serializer in ((goal_models(), GoalSerializer()), (plan_models(), PlanSerializer())):
        taken = serializer.get_fields().keys()
        for page_class in page_classes:
            for name in sorted(_fields_of(page_class).keys() & taken):
                yield error(
                    6,
                    f"own_members has a member {name!r}, which the document has already.",
                    "Give it another name, for example with the name of your municipality in front.",
                    page_class,
                )


@checks()
def check_own_sections() -> Iterator[CheckMessage]:
    """E007: a section that a page class adds has the name of a block or the type of a section of the package."""
    for page_class, block_name, section_type in _own_sections():
        if block_name in SECTION_TYPES or section_type.name in SECTION_NAMES:
            yield error(
                7,
                f"own_section_types publishes {block_name!r} as {section_type.name!r}, a name that the package has.",
                "Give the block and its section type names of their own.",
                page_class,
            )


@checks()
def check_own_section_serializers() -> Iterator[CheckMessage]:
    """E008: readers cannot tell an own section by its serializer, or would take what it lists for ours.

    It needs ``id`` and a ``type`` that is a ``ChoiceField`` with the section's type as its one choice, and no member
    ``assignments``, ``keyFigures`` or ``investments``.
    """
    for page_class, block_name, section_type in _own_sections():
        fields = section_type.serializer().get_fields()
        kind = fields.get("type")
        is_told = isinstance(kind, ChoiceField) and list(kind.choices) == [section_type.name]
        if "id" not in fields or not is_told or COUNTED_MEMBERS & fields.keys():
            yield error(
                8,
                f"The serializer of the section {block_name!r} does not fit its type {section_type.name!r}.",
                f"It needs the fields id and type = ChoiceField(choices=[{section_type.name!r}]), and none of"
                f" {', '.join(sorted(COUNTED_MEMBERS))}.",
                page_class,
            )


@checks()
def check_own_summary_members() -> Iterator[CheckMessage]:
    """E009: ``own_summary_members`` names something that is not in ``own_members``: no goal could be released."""
    for page_class in goal_models():
        for name in page_class.own_summary_members:
            if name not in _fields_of(page_class):
                yield error(
                    9,
                    f"own_summary_members names {name!r}, which own_members does not have.",
                    "Add it to own_members, or take it out.",
                    page_class,
                )


@checks()
def check_same_additions() -> Iterator[CheckMessage]:
    """E010: two page classes add different things under one name, which the OpenAPI document cannot describe."""
    seen: dict[tuple[str, str], tuple[Any, Any]] = {}
    for kind, page_class, name, addition in _named_additions():
        other, first = seen.setdefault((kind, name), (page_class, addition))
        if addition != first:
            yield error(
                10,
                f"The {kind} {name!r} is not the same in {other.__name__}.",
                "Use the same serializer or section type in both page classes, or different names.",
                page_class,
            )


def _named_additions() -> Iterator[tuple[str, Any, str, Any]]:
    for kind, page_classes in (("member of goals", goal_models()), ("member of plans", plan_models())):
        for page_class in page_classes:
            for name, field in _fields_of(page_class).items():
                yield kind, page_class, name, repr(field)
    for page_class, _block_name, section_type in _own_sections():
        yield "section type", page_class, section_type.name, section_type


@checks()
def check_sections_are_published() -> Iterator[CheckMessage]:
    """W011: a block that a site has added to ``sections`` is not in ``own_section_types``: it is never published."""
    for page_class in goal_models():
        blocks = page_class._meta.get_field("sections").stream_block.child_blocks
        for name in sorted(blocks.keys() - SECTION_TYPES.keys() - page_class.own_section_types.keys()):
            yield warning(
                11,
                f"Sections of the type {name!r} can be written, and are never published.",
                f"Say how in own_section_types = {{{name!r}: SectionType(…)}}.",
                page_class,
            )


@checks()
def check_own_section_templates() -> Iterator[CheckMessage]:
    """W012: an own section has no template: pages of goals that have one answer with an error."""
    for page_class, block_name, section_type in _own_sections():
        template = section_template({"type": section_type.name})
        try:
            get_template(template)
        except TemplateDoesNotExist:
            yield warning(
                12,
                f"Sections of the type {block_name!r} have no template: their goals cannot be shown.",
                f"Write {template!r}. Silence this if the site shows no pages of its own.",
                page_class,
            )
