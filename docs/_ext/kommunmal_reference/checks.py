"""The system checks, as the first words of their docstrings tell them: ``E001: what is wrong``."""

from __future__ import annotations

import inspect
import re
from typing import Any, Final

from django.core.checks.registry import registry

from .markdown import code, paragraphs, sentence, table

APP: Final = "wagtail_kommunmal"
ID: Final = re.compile(rf"^(?:{APP}\.)?([EWI]\d{{3}}): *")


def checks() -> str:
    """Return every check that the package registers, by its id."""
    rows = [(code(f"{APP}.{name}"), sentence(text)) for name, text in sorted(texts_of_checks().items())]
    return table(["Id", "Tells"], rows)


def texts_of_checks() -> dict[str, str]:
    """Return what each check says of itself; one that does not begin with its id is an error."""
    texts: dict[str, str] = {}
    for check in _registered():
        text = paragraphs(inspect.getdoc(check)).split("\n\n")[0]
        if not (found := ID.match(text)):
            raise ValueError(f"The docstring of {check.__qualname__} does not begin with the id of the check.")
        texts[found[1]] = text[found.end() :]
    return texts


def _registered() -> list[Any]:
    found = {*registry.registered_checks, *registry.deployment_checks}
    return [check for check in found if check.__module__.startswith(f"{APP}.")]
