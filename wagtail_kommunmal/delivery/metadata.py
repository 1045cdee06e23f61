"""What machines are told of a public page: its address, its languages, a preview for shares, and linked data.

All of it is said by the released document; a draft has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from django.http import HttpRequest

from ..models import PageKind
from ..subpages import BODY, body_address, item_address
from .bodies import body_documents
from .envelope import Document
from .pages import kind_of
from .parts import KINDS_OF_HISTORIES
from .reader import Reader, municipality_name, reader_for
from .visibility import in_plans, visible_items, visible_parts, visible_path

DESCRIPTION_LENGTH: Final = 300


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


def metadata_for_page(page: Any, document: Document, reader: Reader, request: HttpRequest) -> Metadata:
    """Return what the head of a public page says of the document that it shows."""
    publisher = municipality_name(reader.site)
    return Metadata(
        canonical=document["webUrl"],
        api_address=_api_address(document),
        title=document["title"],
        description=description_of(document),
        publisher=publisher,
        image=_largest(document.get("image")),
        alternates=_alternates(document, reader, _translations(page, reader, request)),
        linked_data=linked_data(document, publisher=publisher, origin=reader.origin),
    )


def metadata_for_part(page: Any, facts: Document, name: str, reader: Reader, request: HttpRequest) -> Metadata:
    """Return what the head of a page below a public page says; ``facts`` are what it shows, ``name`` its first step."""
    part, document = facts["part"], facts["document"]
    subject = facts["body"] if name == BODY else facts["item"]
    publisher = municipality_name(reader.site)
    description = f"{part['title']} – {document['title']}"
    return Metadata(
        canonical=part["webUrl"],
        api_address=_api_address(subject),
        title=part["title"],
        description=description,
        publisher=publisher,
        image=None,
        alternates=_alternates(part, reader, _translations_of_part(page, name, subject, reader, request)),
        linked_data=_linked_data_of_part(part, document, description, publisher=publisher, origin=reader.origin),
    )


def description_of(document: Document) -> str:
    """Return a document in a sentence or two: what the goal says or how the plan begins, else its title."""
    texts = (document.get(name) for name in ("statement", "scopeLine", "introText", "politicalTextText"))
    text = " ".join(next(filter(None, texts), document["title"]).split())
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[: DESCRIPTION_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def _api_address(document: Document) -> str | None:
    link = document["_links"].get("self")
    return link["href"] if link else None


def linked_data(document: Document, *, publisher: str, origin: str) -> Document:
    """Return a document as a ``Dataset`` of schema.org that a ``GovernmentOrganization`` publishes. Pure."""
    api, plan = _api_address(document), document.get("plan")
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
        "publisher": _publisher(publisher, origin),
        "isPartOf": _reference(plan) if plan else None,
        "hasPart": [_reference(goal) for goal in document.get("goals", [])],
        "distribution": api and {"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": api},
    }
    return {name: fact for name, fact in facts.items() if fact not in (None, [])}


def _linked_data_of_part(
    part: Document, document: Document, description: str, *, publisher: str, origin: str
) -> Document:
    """Return a page below that of a document as a ``WebPage`` that is about the document."""
    facts = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": part["title"],
        "description": description,
        "url": part["webUrl"],
        "inLanguage": part["lang"],
        "dateModified": part["updatedAt"],
        "publisher": _publisher(publisher, origin),
        "about": _reference(document),
    }
    return {name: fact for name, fact in facts.items() if fact is not None}


def _publisher(name: str, origin: str) -> Document:
    return {"@type": "GovernmentOrganization", "name": name, "url": f"{origin}/"}


def _alternates(shown: Document, reader: Reader, translations: Iterable[tuple[str, str | None]]) -> list[Alternate]:
    """Return a page in all languages that the public may read it in, if these are several."""
    own = Alternate(shown["lang"], shown["webUrl"])
    others = [Alternate(language, address) for language, address in translations if address]
    return [own, *others] if own.address and others else []


def _translations(page: Any, reader: Reader, request: HttpRequest) -> Iterator[tuple[str, str | None]]:
    """Yield the further languages of a site, each with the address of a plan or goal for the public there."""
    for there in _elsewhere(reader, request):
        path = visible_path(cast(PageKind, kind_of(page)), page.translation_key, there)
        yield there.locale.language_code, there.page_address(path) if path else None


def _translations_of_part(
    page: Any, name: str, subject: Document, reader: Reader, request: HttpRequest
) -> Iterator[tuple[str, str | None]]:
    """Yield the further languages of a site, each with the address of a page below a plan or goal."""
    for there in _elsewhere(reader, request):
        yield there.locale.language_code, _address_of_part(page, name, subject, there)


def _address_of_part(page: Any, name: str, subject: Document, reader: Reader) -> str | None:
    """Return the address of a page below a plan or goal in another language, ``None`` where nothing is shown there."""
    path = visible_path(cast(PageKind, kind_of(page)), page.translation_key, reader)
    above = {"webUrl": reader.page_address(path) if path else None}
    if path is None or above["webUrl"] is None:
        return None
    if name != BODY:
        items = visible_items(KINDS_OF_HISTORIES[name], reader)
        is_there = items.filter(lineage_id=subject["lineageId"], head__translation_key=page.translation_key).exists()
        return item_address(above, name, subject) if is_there else None
    parts = visible_parts(reader).filter(body_id=UUID(subject["id"]))
    named = body_documents(in_plans(parts, translation_key=page.translation_key, locale=reader.locale), reader)
    return body_address(above, named[0]) if named else None


def _elsewhere(reader: Reader, request: HttpRequest) -> Iterator[Reader]:
    """Yield the readers of the other languages that a site begins in; the installation may know more of them."""
    for language in sorted({root.language_code for root in reader.roots} - {reader.locale.language_code}):
        yield reader_for(request, language)


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
