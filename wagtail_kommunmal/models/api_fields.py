"""What Wagtail's own APIs, v2 and the preview of v3, give of plans and goals beside the title."""

from __future__ import annotations

from typing import Any

from rest_framework.fields import Field
from wagtail.api import APIField


class ReleasedField(Field[Any, Any, Any, Any]):
    """A fact of a page's current release; ``null`` where API v1 shows the public nothing of the page.

    Wagtail's APIs list every page that is live, also a goal whose plan is not published. That is why nothing is read
    from the page itself. No request is needed, for v3 gives none.
    """

    def get_attribute(self, instance: Any) -> Any:
        return instance.public_facts.get(self.field_name)


class ReleasedText(ReleasedField):
    """A fact in words; v3 takes its type from here."""

    def to_representation(self, value: str) -> str:
        return value


class ReleasedYear(ReleasedField):
    """A year; v3 takes its type from here."""

    def to_representation(self, value: int) -> int:
        return value


PLAN_API_FIELDS = [
    APIField("plan_year", serializer=ReleasedYear()),
    APIField("document_url", serializer=ReleasedText()),
]
GOAL_API_FIELDS = [
    APIField("number", serializer=ReleasedText()),
    APIField("statement", serializer=ReleasedText()),
    *PLAN_API_FIELDS,
]
