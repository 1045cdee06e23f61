"""A copied goal is another goal: its sections and items get ids of their own."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest

from ..models import GoalPageMixin
from ..releasing.keys import key_of
from ..releasing.pending import request_release_if_possible
from ..vocabulary import ReleaseReason

IdMap = dict[str, str]


def refresh_copied_goals(request: HttpRequest, page: Any, copy: Any) -> None:
    """``after_copy_page``: give every goal below a copy fresh block ids.

    Roll-over and translation keep the ids, which say that an assignment goes on; they do not come this way.
    Aliases are left alone: they show another page and are never released.
    """
    for goal in copy.get_descendants(inclusive=True).filter(alias_of__isnull=True).specific():
        if isinstance(goal, GoalPageMixin):
            refresh_goal(goal)


def refresh_goal(goal: Any) -> None:
    """Give a goal fresh block ids in the live row and in every revision, the same id wherever it was the same."""
    ids: IdMap = {}
    with transaction.atomic():
        field = goal._meta.get_field("sections")
        fresh = with_fresh_ids(json.loads(field.value_to_string(goal)), ids)
        type(goal)._default_manager.filter(pk=goal.pk).update(sections=field.to_python(json.dumps(fresh)))
        for revision in goal.revisions.all():
            sections = with_fresh_ids(json.loads(revision.content["sections"]), ids)
            content = {**revision.content, "sections": json.dumps(sections)}
            goal.revisions.filter(pk=revision.pk).update(content=content)
        if goal.live:
            request_release_if_possible([key_of(goal)], ReleaseReason.PUBLISHED)


def with_fresh_ids(content: Any, ids: IdMap) -> Any:
    """Return stored stream content in which every block and list item has the id that ``ids`` gives it.

    ``ids`` maps old ids to new ones and is added to.
    """
    if isinstance(content, list):
        return [with_fresh_ids(member, ids) for member in content]
    if not isinstance(content, dict):
        return content
    fresh = {key: with_fresh_ids(member, ids) for key, member in content.items()}
    if {"type", "value", "id"} <= content.keys() and content["id"]:
        fresh["id"] = ids.setdefault(content["id"], str(uuid4()))
    return fresh
