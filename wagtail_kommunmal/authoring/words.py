"""Writing a site's words: a vocabulary at once, with one entry in the log and at most one release of what uses it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Locale, Site

from ..models import StatusWord, StatusWordLabel, words_of_site
from ..models.signals import words_changed
from ..vocabulary import StatusVocabulary
from ..words import IN_DEFAULT_LANGUAGE, SiteWords, Word

WORDS_CHANGED: Final = "wagtail_kommunmal.words"


def write_words(site: Site, vocabulary: StatusVocabulary, words: Mapping[str, Word], user: Any) -> None:
    """Write what a site says of the statuses of a vocabulary, given by code; nothing happens if that is known."""
    with transaction.atomic():
        # One writer at a time: two may be the first to write.
        Site.objects.select_for_update().only("pk").get(pk=site.pk)
        before = words_of_site(site)
        if all(before.word(code) == word for code, word in words.items()):
            return
        _write_rows(site, vocabulary, words)
        _write_labels(site, vocabulary, words)
        log(instance=site, action=WORDS_CHANGED, user=user, data={"vocabulary": vocabulary.value})
        if _is_content_changed(before, SiteWords(words), vocabulary):
            words_changed.send(sender=StatusWord, site=site)


def _is_content_changed(before: SiteWords, after: SiteWords, vocabulary: StatusVocabulary) -> bool:
    """Tell whether documents say anything else: signs, colours and what is offered stand in none."""
    statuses = vocabulary.statuses
    return before.in_order(statuses) != after.in_order(statuses) or any(
        before.word(code).labels != after.word(code).labels for code in statuses.values
    )


def _write_rows(site: Site, vocabulary: StatusVocabulary, words: Mapping[str, Word]) -> None:
    rows = {row.code: row for row in _rows(site, vocabulary)}
    new = [StatusWord(site=site, vocabulary=vocabulary, code=code) for code in words if code not in rows]
    for row in (*rows.values(), *new):
        word = words[row.code]
        row.label = word.labels.get(IN_DEFAULT_LANGUAGE, "")
        row.sort_order, row.icon, row.colour, row.is_offered = word.place, word.icon, word.colour, word.is_offered
    StatusWord.objects.bulk_update(rows.values(), ["label", "sort_order", "icon", "colour", "is_offered"])
    StatusWord.objects.bulk_create(new)


def _write_labels(site: Site, vocabulary: StatusVocabulary, words: Mapping[str, Word]) -> None:
    known = list(StatusWordLabel.objects.filter(word__in=_rows(site, vocabulary)).select_related("word", "locale"))
    for label in known:
        label.label = words[label.word.code].labels.get(label.locale.language_code, "")
    StatusWordLabel.objects.bulk_update(known, ["label"])
    locales = list(Locale.objects.all())
    there = {(label.word_id, label.locale_id) for label in known}
    StatusWordLabel.objects.bulk_create(
        StatusWordLabel(word=row, locale=locale, label=text)
        for row in _rows(site, vocabulary)
        for locale in locales
        if (row.pk, locale.pk) not in there and (text := words[row.code].labels.get(locale.language_code))
    )


def _rows(site: Site, vocabulary: StatusVocabulary) -> Any:
    codes = vocabulary.statuses.values
    return StatusWord.objects.filter(site=site, vocabulary=vocabulary, code__in=codes)
