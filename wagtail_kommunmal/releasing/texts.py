"""The words of released goals, where Wagtail's search finds them."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import Any, Final

from django.db import transaction
from wagtail.search.backends import get_search_backends_with_name

from ..models import GoalText, ReleaseHead
from .versions import bump

logger = logging.getLogger(__name__)

SEARCHED: Final = ("title", "name", "heading", "introText", "textText", "descriptionText", "definition", "noteText")
"""Members of sections and of what stands in them whose words are searched."""
COLUMNS: Final = ("site_id", "locale_id", "title", "statement", "text")
LISTS: Final = ("assignments", "keyFigures", "investments", "accomplishments")


def write_texts(contents: Collection[tuple[ReleaseHead, dict[str, Any]]]) -> list[ReleaseHead]:
    """Store the words of goals' contents, and return the heads with any new one, which are to be indexed."""
    rows = GoalText.objects.filter(head__in=[head.pk for head, _content in contents])
    stored = {row.pop("head_id"): row for row in rows.values("head_id", *COLUMNS)}
    reworded, added = [], []
    for head, content in contents:
        columns = _columns(head, content)
        if head.pk not in stored:
            added.append(GoalText(head=head, **columns))
        elif stored[head.pk] != columns:
            GoalText.objects.filter(head=head).update(**columns)
        else:
            continue
        reworded.append(head)
    GoalText.objects.bulk_create(added)
    return reworded


def index_texts(heads: Iterable[ReleaseHead]) -> None:
    """Let the search find the words of goals as they are after the commit."""
    if wanted := {head.pk for head in heads}:
        transaction.on_commit(partial(_index, wanted), robust=True)


def _columns(head: ReleaseHead, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "site_id": head.site_id,
        "locale_id": head.locale_id,
        "title": content["title"],
        "statement": content["statement"] or "",
        "text": "\n".join(_words(content)),
    }


def forget_text(head: ReleaseHead) -> None:
    """Remove the words of a goal that is no longer released, from the index as well."""
    # A row at a time, for each sends the signal by which Wagtail forgets it.
    GoalText.objects.filter(head=head).delete()


def _index(head_ids: Collection[int]) -> None:
    rows = list(GoalText.objects.filter(head__in=head_ids).order_by("pk"))
    if not rows:
        return
    for name, backend in get_search_backends_with_name(with_auto_update=True):
        try:
            with transaction.atomic():
                backend.add_bulk(GoalText, rows)
        except Exception:
            logger.exception("Texts are not in the index “%s”; update_index does what was missed: %s", name, rows)
    # Who has searched since the release was committed did not find it yet.
    bump({(row.site_id, row.locale_id) for row in rows})


def _words(content: dict[str, Any]) -> Iterator[str]:
    yield content["politicalTextText"] or ""
    for section in content["sections"]:
        for source in (section, *(item for name in LISTS for item in section.get(name, ()))):
            yield from (source[name] for name in SEARCHED if source.get(name))
