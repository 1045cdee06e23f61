"""The lists of codes that the package has, and how a page names one."""

from __future__ import annotations

import inspect
from collections.abc import Iterable

from django.db.models import TextChoices

from wagtail_kommunmal import vocabulary

from .markdown import anchor, code


def vocabularies() -> list[type[TextChoices]]:
    """Return every list of codes, in the order of the source."""
    return [
        value
        for value in vars(vocabulary).values()
        if inspect.isclass(value) and issubclass(value, TextChoices) and value is not TextChoices
    ]


def link_to_codes(values: Iterable[str]) -> str:
    """Return a link to the list that has exactly these codes; where none has, the codes themselves."""
    wanted = list(values)
    for choices in vocabularies():
        if choices.values == wanted:
            return f"[{title_of(choices)}](#{anchor_of(choices)})"
    return ", ".join(map(code, wanted))


def anchor_of(choices: type[TextChoices]) -> str:
    """Return the target of a list of codes."""
    return anchor("codes", title_of(choices))


def title_of(choices: type[TextChoices]) -> str:
    """Return the name of a list of codes in words: ``BodyKind`` is “Body kind”."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in choices.__name__).strip()
    return words[0].upper() + words[1:]
