"""What Sphinx is told: a line ``<!-- generated: NAME -->`` in a page becomes that part of the reference.

The text is put in before the page is parsed, so that its headings and links are checked like any others. Django is to
be set up before this is loaded (``kommunmal_reference.site``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import override

import wagtail_kommunmal

from . import api, blocks, checks, codes, commands, configuration, models, permissions, spreadsheets

if TYPE_CHECKING:
    from sphinx.application import Sphinx

MARKER: Final = re.compile(r"^<!-- generated: (\S+) -->$", re.MULTILINE)

PARTS: Final[dict[str, Callable[[], str]]] = {
    "settings": configuration.settings,
    "pages": models.pages,
    "registers": models.registers,
    "reports": models.reports,
    "site-settings": models.site_settings,
    "words": models.words,
    "releases": models.releases,
    "model-codes": codes.codes_of_models,
    "sections": blocks.sections,
    "block-codes": codes.codes_of_blocks,
    "commands": commands.commands,
    "checks": checks.checks,
    "permissions": permissions.permissions,
    "tables": spreadsheets.tables,
    "api-paths": api.paths,
    "api-schemas": api.schemas,
}


def fill_in(text: str) -> str:
    """Return a page's Markdown with its generated parts; a part that does not exist is a ``KeyError``."""
    with override("en"):
        return MARKER.sub(lambda marker: PARTS[marker[1]](), text)


def read_source(app: Sphinx, page: str, source: list[str]) -> None:
    """``source-read``: fill in the generated parts, and remember that the page depends on all of the code."""
    filled = fill_in(source[0])
    if filled == source[0]:
        return
    source[0] = filled
    for file in _code():
        app.env.note_dependency(str(file), docname=page)


def _code() -> list[Path]:
    package = Path(wagtail_kommunmal.__file__).parent
    return [*package.rglob("*.py"), package / "api" / "v1" / "openapi.json", *Path(__file__).parent.glob("*.py")]


def set_language(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """``html-page-context``: a page whose front matter says ``lang: sv`` is marked as Swedish."""
    context["language"] = app.env.metadata.get(page, {}).get("lang", context["language"])


def setup(app: Sphinx) -> dict[str, bool]:
    """Listen to Sphinx."""
    app.connect("source-read", read_source)
    app.connect("html-page-context", set_language)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
