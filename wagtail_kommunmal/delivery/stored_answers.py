"""Answers that were put together before: one query finds one, and tells whether it may still be given.

It is given under the version of the content that it was put together of, and only while every page that it tells of is
where it was, live and not restricted: that is looked up each time, as for any other answer. Answers are put away by who
reads them first, and who reads never waits for that.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from django.db import Error, connections, router, transaction
from django.db.models import BinaryField, Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..compat import page_model
from ..models import ContentVersion, StoredAnswer, StoredAnswerPage
from .prepared import Given, PreparedQuery
from .reader import Reader
from .visibility import restrictions_above
from .written import Places

logger = logging.getLogger(__name__)

KEPT_FOR: Final = timedelta(minutes=10)
"""For what no version tells of, such as settings that a site is started with anew."""

JUST_NOW: Final = timedelta(seconds=5)
"""For so long nobody replaces an answer: many may ask for it before it is there, or before a replica has it."""

MOST_STORED: Final = 300
"""Answers of one site in one language; one more takes the place of the oldest."""

LARGEST_STORED: Final = 300_000
"""Bytes of gzip: fifty whole goals. With ``MOST_STORED``, what anybody can make a site store by asking."""


@dataclass(frozen=True)
class Answer:
    """An answer as it is stored: ``content`` is gzip, and ``None`` where the reader has it already.

    ``changed_at`` is that of the version, and not among the headers.
    """

    etag: str
    headers: dict[str, str]
    changed_at: datetime | None
    content: bytes | memoryview | None


def stored_answer(key: str, known_etag: str) -> Answer | None:
    """Return the answer with a key, if it may be given: one query.

    Who has the answer with ``known_etag`` is not given its content again.
    """
    for written_at, etag, headers, changed_at, content in _answer().rows({"key": key, "known": known_etag}):
        # What is still in force does not become wrong with time for who has it.
        if content is None or written_at >= timezone.now() - KEPT_FOR:
            return Answer(etag, json.loads(headers), changed_at, content)
    return None


def store_answer(key: str, answer: Answer, reader: Reader, places: Places) -> None:
    """Put an answer away that tells of the pages at ``places``, and remove those of former versions.

    One that is too large is not stored. Where it cannot be done at once it is left to the next reader.
    """
    if answer.changed_at is None or len(answer.content or b"") > LARGEST_STORED:
        return
    using = router.db_for_write(StoredAnswer)
    if _is_in_the_way_of_editors(using):
        return
    try:
        with _without_waiting(using), transaction.atomic(using):
            _store(key, answer, reader, places, using)
    except Error as error:
        logger.warning("An answer of the API cannot be stored: %s", error)


def _store(key: str, answer: Answer, reader: Reader, places: Places, using: str) -> None:
    in_force: dict[str, Any] = {"number": reader.version, "changed_at": answer.changed_at}
    version = ContentVersion.objects.using(using).filter(site=reader.site, locale=reader.locale, **in_force).first()
    if version is None or not _make_room(key, version, using):
        # It has changed meanwhile, or others were quicker.
        return
    stored = StoredAnswer(
        key=key,
        version=version,
        etag=answer.etag,
        headers=json.dumps(answer.headers),
        content=answer.content,
        **in_force,
    )
    answers = StoredAnswer.objects.using(using)
    answers.bulk_create([stored], ignore_conflicts=True)
    if not answers.filter(pk=key, written_at=stored.written_at).exists():
        # Another reader was as far, and theirs stands. Pages may not refer to it: it may be removed before the commit.
        return
    pages: list[dict[str, Any]] = [{"path": path, "page_id": page_id} for path, page_id in places.items()]
    StoredAnswerPage.objects.using(using).bulk_create(StoredAnswerPage(answer=stored, **page) for page in pages)


def _make_room(key: str, version: ContentVersion, using: str) -> bool:
    """Remove the answer with a key, those of what the version was before, and the oldest of it where there are many.

    Returns ``False``, and removes none, if the answer with the key was stored just now.
    """
    answers = StoredAnswer.objects.using(using).filter(Q(pk=key) | Q(version=version)).order_by("-written_at")
    rows: list[Any] = list(answers.values_list("pk", "written_at", "version", "number", "changed_at", named=True))
    in_force = [row for row in rows if row[2:] == (version.pk, version.number, version.changed_at)]
    if any(row.pk == key and row.written_at > timezone.now() - JUST_NOW for row in in_force):
        return False
    kept = [row.pk for row in in_force if row.pk != key][: MOST_STORED - 1]
    if unneeded := {row.pk for row in rows}.difference(kept):
        _remove(unneeded, using)
    return True


def _remove(keys: Collection[str], using: str) -> None:
    """Remove answers but for those that somebody else is about to remove."""
    can_skip = connections[using].features.has_select_for_update_skip_locked
    answers = StoredAnswer.objects.using(using)
    # In one order, for who cannot skip waits.
    to_lock = answers.filter(pk__in=keys).order_by("pk").select_for_update(skip_locked=can_skip)
    locked = list(to_lock.values_list("pk", flat=True))
    # Nobody is told of these rows, and nothing else belongs to them.
    StoredAnswerPage.objects.using(using).filter(answer__in=locked)._raw_delete(using)
    answers.filter(pk__in=locked)._raw_delete(using)


def _is_in_the_way_of_editors(using: str) -> bool:
    """Tell whether an editor's transaction fails on SQLite because a reader wrote after it had begun by reading."""
    connection = connections[using]
    mode = str(connection.settings_dict["OPTIONS"].get("transaction_mode")).upper()
    return connection.vendor == "sqlite" and mode not in ("IMMEDIATE", "EXCLUSIVE")


@contextmanager
def _without_waiting(using: str) -> Iterator[None]:
    """Fail at once on SQLite, which lets one write at a time, instead of waiting for an editor."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        (before,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {before}")


@cache
def _answer() -> PreparedQuery:
    # A path may have gone to another page. Without this, PostgreSQL would also read all pages, not only look these up.
    is_page = Q(pk=Coalesce(OuterRef("page_id"), F("pk")))
    is_live = Exists(page_model().objects.filter(is_page, path=OuterRef("path"), live=True))
    hidden = StoredAnswerPage.objects.filter(~is_live | Exists(restrictions_above("path")), answer=OuterRef("pk"))
    answers = StoredAnswer.objects.filter(
        ~Exists(hidden),
        key=Given("key", CharField()),
        number=F("version__number"),
        changed_at=F("version__changed_at"),
    )
    unless_known = Case(When(etag=Given("known", CharField()), then=Value(None)), default=F("content"))
    unless_known.output_field = BinaryField()
    columns = "written_at", "etag", "headers", "changed_at", "given"
    return PreparedQuery(answers.annotate(given=unless_known).values_list(*columns))
