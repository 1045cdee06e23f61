"""The words of released goals, where Wagtail's search finds them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from django.db import transaction
from wagtail.search import index

from ..models import GoalText, ReleaseHead
from .versions import bump

logger = logging.getLogger(__name__)

SEARCHED: Final = ("title", "name", "heading", "introText", "textText", "descriptionText", "definition", "noteText")
"""Members of sections and of what stands in them whose words are searched."""
LISTS: Final = ("assignments", "keyFigures", "investments", "accomplishments")


def write_text(head: ReleaseHead, content: dict[str, Any]) -> None:
    """Store the words of a goal's content; they are indexed after the commit."""
    _write(head, _columns(head, content))


def update_text(head: ReleaseHead, content: dict[str, Any]) -> None:
    """Do the same if any word is new: to index a text costs more than to compare it."""
    columns = _columns(head, content)
    if GoalText.objects.filter(head=head).values(*columns).first() != columns:
        _write(head, columns)


def _columns(head: ReleaseHead, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "site_id": head.site_id,
        "locale_id": head.locale_id,
        "title": content["title"],
        "statement": content["statement"] or "",
        "text": "\n".join(_words(content)),
    }


def _write(head: ReleaseHead, columns: dict[str, Any]) -> None:
    rows = GoalText.objects.filter(head=head)
    if not rows.update(**columns):
        GoalText.objects.bulk_create([GoalText(head=head, **columns)])
    transaction.on_commit(partial(_index, head.pk), robust=True)


def forget_text(head: ReleaseHead) -> None:
    """Remove the words of a goal that is no longer released, from the index as well."""
    # A row at a time, for each sends the signal by which Wagtail forgets it.
    GoalText.objects.filter(head=head).delete()


def _index(head_id: int) -> None:
    row = GoalText.objects.filter(head=head_id).first()
    if row is None:
        return
    try:
        with transaction.atomic():
            index.insert_or_update_object(row)
    except Exception:
        logger.exception("The text of %s is not indexed; update_index does what was missed.", row)
    # Who has searched since the release was committed did not find it yet.
    bump([(row.site_id, row.locale_id)])


def _words(content: dict[str, Any]) -> Iterator[str]:
    yield content["politicalTextText"] or ""
    for section in content["sections"]:
        for source in (section, *(item for name in LISTS for item in section.get(name, ()))):
            yield from (source[name] for name in SEARCHED if source.get(name))
