"""What machines are told of a plan or goal: its address, its languages, a preview for shares, and linked data.

All of it is said by the released document; a draft has none.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.http import HttpRequest

from .envelope import Document
from .pages import kind_of
from .reader import Reader, UnknownLanguageError, municipality_name, page_reader, reader_for, reader_on
from .visibility import visible_heads

DESCRIPTION_LENGTH: Final = 300
KEPT_ENTRIES: Final = "kommunmal_sitemap_entries"
"""The attribute that a request for a sitemap keeps its entries in, so that they are asked for once."""


class Alternate(NamedTuple):
    """The page in one of its languages."""

    language: str
    address: str


@dataclass(frozen=True)
class Metadata:
    """What the head of a page says; ``alternates`` is empty where the page has but one language."""

    canonical: str | None
    api_address: str | None
    title: str
    description: str
    publisher: str
    image: Document | None
    alternates: list[Alternate]
    linked_data: Document


def metadata_for_page(page: Any, document: Document, request: HttpRequest) -> Metadata | None:
    """Return what the head of a page says of the document that it shows, or ``None`` for a draft."""
    if document.get("isDraft"):
        return None
    reader = page_reader(page, request)
    publisher = municipality_name(reader.site)
    api = document["_links"].get("self")
    return Metadata(
        canonical=document["webUrl"],
        api_address=api["href"] if api else None,
        title=document["title"],
        description=description_of(document),
        publisher=publisher,
        image=_largest(document.get("image")),
        alternates=_alternates(page, document, reader, request),
        linked_data=linked_data(document, publisher=publisher, origin=reader.origin),
    )


def description_of(document: Document) -> str:
    """Return a document in a sentence or two: what the goal says or how the plan begins, else its title."""
    texts = (document.get(name) for name in ("statement", "scopeLine", "introText", "politicalTextText"))
    text = " ".join(next(filter(None, texts), document["title"]).split())
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[: DESCRIPTION_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def linked_data(document: Document, *, publisher: str, origin: str) -> Document:
    """Return a document as a ``Dataset`` of schema.org that a ``GovernmentOrganization`` publishes. Pure."""
    api, plan = document["_links"].get("self"), document.get("plan")
    facts = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"urn:uuid:{document['id']}",
        "identifier": document["id"],
        "name": document["title"],
        "description": description_of(document),
        "url": document["webUrl"],
        "inLanguage": document["lang"],
        "version": document["release"]["number"],
        "datePublished": document["firstPublishedAt"],
        "dateModified": document["updatedAt"],
        "temporalCoverage": _time_covered(document.get("plan", document)),
        "isAccessibleForFree": True,
        "publisher": {"@type": "GovernmentOrganization", "name": publisher, "url": f"{origin}/"},
        "isPartOf": _reference(plan) if plan else None,
        "hasPart": [_reference(goal) for goal in document.get("goals", [])],
        "distribution": api
        and {"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": api["href"]},
    }
    return {name: fact for name, fact in facts.items() if fact not in (None, [])}


def sitemap_entries(page: Any, request: HttpRequest | None) -> list[dict[str, Any]]:
    """Return the entry of a page in a sitemap, with the moment of its release; none where the public sees nothing."""
    parts = page.get_url_parts(request)
    if parts is None:
        return []
    kept = {} if request is None else request.__dict__.setdefault(KEPT_ENTRIES, {})
    place = parts[0], page.locale_id
    if place not in kept:
        with suppress(UnknownLanguageError):
            kept[place] = _public_pages(reader_on(parts[0], page.locale))
    entry = kept.setdefault(place, {}).get(page.pk)
    return [{"location": entry[0], "lastmod": entry[1]}] if entry else []


def _public_pages(reader: Reader) -> dict[int, tuple[str, datetime]]:
    """Return the address of every public plan and goal and the moment of its release, by the page's key."""
    rows = visible_heads(reader).values_list("page_id", "page__url_path", "current__published_from")
    found = {key: (reader.page_address(path), moment) for key, path, moment in rows}
    return {key: (address, moment) for key, (address, moment) in found.items() if address}


def _alternates(page: Any, document: Document, reader: Reader, request: HttpRequest) -> list[Alternate]:
    """Return the page in all languages that the public may read it in, if these are several."""
    own = Alternate(document["lang"], document["webUrl"])
    others = []
    # The installation may know languages that the site does not begin in.
    for language in sorted({root.language_code for root in reader.roots} - {document["lang"]}):
        there = reader_for(request, language)
        found = visible_heads(there).filter(kind=kind_of(page), translation_key=page.translation_key)
        path = found.values_list("page__url_path", flat=True).first()
        if path and (address := there.page_address(path)):
            others.append(Alternate(language, address))
    return [own, *others] if own.address and others else []


def _largest(image: Document | None) -> Document | None:
    if not image or not image["renditions"]:
        return None
    return {**max(image["renditions"], key=lambda rendition: rendition["width"]), "alt": image["alt"]}


def _time_covered(plan: Document | None) -> str | None:
    """Return the time that a plan is for, as ISO 8601 writes it: from one day to another, or its year."""
    if plan is None:
        return None
    if plan["periodFrom"] and plan["periodTo"]:
        return f"{plan['periodFrom']}/{plan['periodTo']}"
    return str(plan["year"])


def _reference(document: Document) -> Document:
    facts = {"@type": "Dataset", "@id": f"urn:uuid:{document['id']}", "name": document["title"]}
    return {**facts, "url": document["webUrl"]} if document["webUrl"] else facts
