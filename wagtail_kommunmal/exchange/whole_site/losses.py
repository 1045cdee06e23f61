"""What an export refers to that the site does not have: found out without restoring anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail.models import Site

from ...models import FollowUpReport, KeyFigure, ResponsibleBody
from .checking import PARTS, language_of, page_class, without
from .fields import Data, swapped
from .files import Export
from .references import Finding, page_reference


def lost_references(export: Export, site: Site) -> dict[str, str]:
    """Return each reference that leads nowhere, with the name of what it refers to."""
    finding = Finding(site, export.read_json("elsewhere.json"), dict.fromkeys(_known(export), 0))
    for model, data in _content(export):
        swapped(model, data, finding)
    return finding.lost


def reference_of(data: Data) -> str:
    """Return how an export refers to one of its pages."""
    return page_reference(data["fields"]["translation_key"], language_of(data))


def _known(export: Export) -> Iterator[str]:
    """Yield the references to what will be there."""
    yield from (f"body:{row['uuid']}" for row in export.read_json("bodies.json"))
    yield from (f"focus-area:{row['uuid']}" for row in export.read_json("focus-areas.json"))
    yield from (f"key-figure:{export.read_json(name)['uuid']}" for name in export.names("key-figures/"))
    for kind in ("image", "document"):
        yield from (f"{kind}:{row['key']}" for row in export.read_json(f"{kind}s.json"))
    yield from (f"locale:{code}" for code in export.manifest["source"]["languages"])
    yield from (reference_of(export.read_json(name)) for name in export.names("pages/"))


def _content(export: Export) -> Iterator[tuple[type[Any], Data]]:
    yield from ((ResponsibleBody, row) for row in export.read_json("bodies.json"))
    for name in export.names("key-figures/"):
        data = export.read_json(name)
        yield KeyFigure, without(data, *PARTS)
    for name in [*export.names("pages/"), *export.names("reports/")]:
        data = export.read_json(name)
        model: Any = page_class(data) if "model" in data else FollowUpReport
        yield model, data["fields"]
        yield from ((model, revision["content"]) for revision in data["revisions"])
