"""The pictures and documents that releases show: a release names them by their addresses, and holds no keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final

from django.urls import NoReverseMatch, reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from ...documents.origin import relative_to_origin
from .media import DOCUMENT_FILTER
from .references import Naming

_HREF: Final = re.compile(r'\shref="([^"]*)"')
CHUNK: Final = 500


@dataclass
class ReleasedMedia:
    """Gathers addresses while releases are written: address -> name of the first release that has it."""

    pictures: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)

    def note(self, content: Any, name: str) -> None:
        """Note what the document of a release shows."""
        if isinstance(content, dict):
            for rendition in content.get("renditions") or ():
                self.pictures.setdefault(rendition["url"], name)
            for value in content.values():
                self.note(value, name)
        elif isinstance(content, list):
            for value in content:
                self.note(value, name)
        elif isinstance(content, str):
            for href in _HREF.findall(content):
                self.links.setdefault(unescape(href), name)

    def name_in(self, naming: Naming) -> Iterator[str]:
        """Let the export have the images and documents that are still there, and yield what is not."""
        yield from self._name_images(naming)
        yield from self._name_documents(naming)

    def _name_images(self, naming: Naming) -> Iterator[str]:
        gone = dict(self.pictures)
        renditions = get_image_model().get_rendition_model().objects.filter(filter_spec__startswith=DOCUMENT_FILTER)
        for rendition in renditions.iterator(chunk_size=CHUNK):
            if gone.pop(relative_to_origin(rendition.url), None) is not None:
                naming.images.add(rendition.image_id)
        for address, name in gone.items():
            yield f"The picture “{address}”, which {name} shows, is no longer there."

    def _name_documents(self, naming: Naming) -> Iterator[str]:
        linked = {pk: (href, name) for href, name in self.links.items() if (pk := _document_in(href)) is not None}
        model = get_document_model()
        naming.documents.update(model.objects.filter(pk__in=linked).values_list("pk", flat=True))
        for document in model.objects.iterator(chunk_size=CHUNK):
            # Where files are served by their own addresses, there is no number in them.
            if relative_to_origin(document.url) in self.links:
                naming.documents.add(document.pk)
        for pk, (href, name) in linked.items():
            if pk not in naming.documents:
                yield f"The document “{href}”, which {name} links to, is no longer there."


def _document_in(href: str) -> int | None:
    """Return the key of the document that an address of the site leads to, or ``None``."""
    try:
        before, number, _after = relative_to_origin(reverse("wagtaildocs_serve", args=(0, "x"))).rpartition("0")
    except NoReverseMatch:
        return None
    rest = href.removeprefix(before) if number and href.startswith(before) else ""
    key = rest.partition("/")[0]
    return int(key) if key.isascii() and key.isdecimal() else None
