"""Answers that were put together before: one query finds one, and tells whether it may still be given.

It is given under the version of the content that it was put together of, and only while every page that it tells of is
live and not restricted: that is looked up each time, as for any other answer. Answers are put away by who reads them
first, and who reads never waits for that.
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

from django.db import DatabaseError, connections, router, transaction
from django.db.models import BinaryField, Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone

from ..compat import page_model
from ..models import ContentVersion, StoredAnswer, StoredAnswerPage
from .prepared import Given, PreparedQuery
from .reader import Reader
from .visibility import restrictions_above

logger = logging.getLogger(__name__)

KEPT_FOR: Final = timedelta(minutes=10)
"""For what no version tells of, such as settings that a site is started with anew."""

MOST_STORED: Final = 300
"""Answers of one site in one language; one more takes the place of the oldest."""

LARGEST_STORED: Final = 300_000
"""Bytes of gzip: fifty whole goals. With ``MOST_STORED``, what anybody can make a site store by asking."""


@dataclass(frozen=True)
class Answer:
    """An answer as it is stored: ``content`` is gzip, and ``None`` where the reader has it already."""

    etag: str
    headers: dict[str, str]
    content: bytes | memoryview | None


def stored_answer(key: str, known_etag: str) -> Answer | None:
    """Return the answer with a key, if it may be given: one query.

    Who has the answer with ``known_etag`` is not given its content again.
    """
    for written_at, etag, headers, content in _answer().rows({"key": key, "known": known_etag}):
        # What is still in force does not become wrong with time for who has it.
        if content is None or written_at >= timezone.now() - KEPT_FOR:
            return Answer(etag, json.loads(headers), content)
    return None


def store_answer(key: str, answer: Answer, reader: Reader, paths: Collection[str]) -> None:
    """Put an answer away that tells of the pages at ``paths``, and remove those of former versions.

    One that is too large is not stored. Where it cannot be done at once it is left to the next reader.
    """
    if reader.changed_at is None or len(answer.content or b"") > LARGEST_STORED:
        return
    using = router.db_for_write(StoredAnswer)
    try:
        with _without_waiting(using), transaction.atomic(using):
            _store(key, answer, reader, reader.changed_at, paths, using)
    except DatabaseError as error:
        logger.warning("An answer of the API cannot be stored: %s", error)


def _store(key: str, answer: Answer, reader: Reader, changed_at: datetime, paths: Collection[str], using: str) -> None:
    in_force = {"number": reader.version, "changed_at": changed_at}
    version = ContentVersion.objects.using(using).filter(site=reader.site, locale=reader.locale, **in_force).first()
    if version is None:
        # It has changed meanwhile.
        return
    answers = StoredAnswer.objects.using(using)
    others = answers.filter(version=version)
    too_many = list(others.order_by("-written_at").values_list("pk", flat=True)[MOST_STORED - 1 :])
    _remove(answers.filter(Q(pk__in=[key, *too_many]) | Q(version=version) & ~Q(**in_force)), using)
    stored = StoredAnswer(
        key=key,
        version=version,
        etag=answer.etag,
        headers=json.dumps(answer.headers),
        content=answer.content,
        **in_force,
    )
    # Another reader may have been as far. Whose pages are stored beside those of the other one only hide more.
    answers.bulk_create([stored], ignore_conflicts=True)
    pages = [StoredAnswerPage(answer=stored, path=path) for path in sorted(paths)]
    StoredAnswerPage.objects.using(using).bulk_create(pages, ignore_conflicts=True)


def _remove(answers: Any, using: str) -> None:
    """Remove answers but for those that somebody else is about to remove."""
    can_skip = connections[using].features.has_select_for_update_skip_locked
    keys = list(answers.select_for_update(skip_locked=can_skip).values_list("pk", flat=True))
    if keys:
        # Nobody is told of these rows, and nothing else belongs to them.
        StoredAnswerPage.objects.using(using).filter(answer__in=keys)._raw_delete(using)
        StoredAnswer.objects.using(using).filter(pk__in=keys)._raw_delete(using)


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
    is_live = Exists(page_model().objects.filter(path=OuterRef("path"), live=True))
    hidden = StoredAnswerPage.objects.filter(~is_live | Exists(restrictions_above("path")), answer=OuterRef("pk"))
    answers = StoredAnswer.objects.filter(
        ~Exists(hidden),
        key=Given("key", CharField()),
        number=F("version__number"),
        changed_at=F("version__changed_at"),
    )
    unless_known = Case(When(etag=Given("known", CharField()), then=Value(None)), default=F("content"))
    unless_known.output_field = BinaryField()
    return PreparedQuery(answers.annotate(given=unless_known).values_list("written_at", "etag", "headers", "given"))
