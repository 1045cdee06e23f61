"""Whether a document keeps what its serializer promises."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from wagtail_kommunmal.documents.serializers import SECTION_TYPES, GoalMembersSerializer

SECTION_SERIALIZERS = {section_type.name: section_type.serializer for section_type in SECTION_TYPES.values()}


def assert_keeps_the_contract(content: dict[str, Any]) -> None:
    """Check members and nulls of a goal's content at every depth."""
    members = {name: value for name, value in content.items() if name not in ("sections", "tallies")}
    _check(GoalMembersSerializer(), members, "goal")
    for section in content["sections"]:
        _check(SECTION_SERIALIZERS[section["type"]](), section, section["type"])


def _check(field: Any, value: Any, path: str) -> None:
    if value is None:
        assert field.allow_null, f"{path} is null"
    elif isinstance(field, serializers.ListSerializer):
        for index, child in enumerate(value):
            _check(field.child, child, f"{path}[{index}]")
    elif isinstance(field, serializers.Serializer):
        assert list(value) == list(field.fields), path
        for name, child in field.fields.items():
            _check(child, value[name], f"{path}.{name}")
    elif isinstance(field, serializers.ChoiceField):
        assert value in field.choices, path
