"""The codes of the domain, with their words in English and Swedish."""

from __future__ import annotations

import inspect

from django.db.models import TextChoices
from django.utils.translation import override

from .blocks import choices_in_blocks
from .markdown import code, label, paragraphs, table
from .vocabularies import anchor_of, title_of, vocabularies


def codes_of_blocks() -> str:
    """Return the codes that fields of blocks hold."""
    offered = choices_in_blocks()
    return "\n\n".join(_list(choices) for choices in vocabularies() if tuple(choices.values) in offered)


def codes_of_models() -> str:
    """Return all other codes: those of models, periods and releases."""
    offered = choices_in_blocks()
    return "\n\n".join(_list(choices) for choices in vocabularies() if tuple(choices.values) not in offered)


def _list(choices: type[TextChoices]) -> str:
    rows = [
        (code(choice.value), english, swedish)
        for choice, english, swedish in zip(choices, _words(choices, "en"), _words(choices, "sv"), strict=True)
    ]
    heading = f"{label(anchor_of(choices))}\n### {title_of(choices)}"
    # Not getdoc(): an enumeration that says nothing would inherit what Python says of all enumerations.
    text = paragraphs(inspect.cleandoc(choices.__dict__.get("__doc__") or ""))
    return "\n\n".join(filter(None, [heading, text, table(["Code", "English", "Swedish"], rows)]))


def _words(choices: type[TextChoices], language: str) -> list[str]:
    with override(language):
        return [str(choice.label) for choice in choices]
