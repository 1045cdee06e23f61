"""Rich text to HTML and plain text, all texts of a document in one pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from bs4 import BeautifulSoup
from django.utils.html import escape
from wagtail.documents import get_document_model
from wagtail.rich_text import features
from wagtail.rich_text.rewriters import EmbedRewriter, LinkRewriter, MultiRuleRewriter

from ..compat import page_model
from ..models import DependencyKind
from .origin import ORIGIN_TOKEN, relative_to_origin

_SEPARATOR: Final = "<hr data-next-text/>"
_EDITOR_KEY = re.compile(r' data-block-key="[^"]*"')
_OWN_PATH = re.compile(r'(<a\b[^>]*\bhref=")(?=/(?!/))')
_BLANK_LINES = re.compile(r"\n{2,}")
_BLOCKS: Final = ["p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote"]

Depend = Callable[[DependencyKind, int], None]


@dataclass(eq=False)
class RichText:
    """A text on its way into a document: the source now, HTML and plain text after ``expand``."""

    source: str
    html: str | None = None
    text: str | None = None


def expand(texts: Iterable[RichText], site_id: int, depend: Depend) -> None:
    """Fill in HTML and plain text, with addresses relative to the origin and every target told to ``depend``.

    A link to a page that the public cannot see keeps its words and loses its address.
    """
    filled = [text for text in texts if _has_content(text.source)]
    if not filled:
        return
    rewrite = _rewriter(site_id, depend)
    html = rewrite(_SEPARATOR.join(text.source for text in filled))
    for text, part in zip(filled, html.split(_SEPARATOR), strict=True):
        text.html = _EDITOR_KEY.sub("", _OWN_PATH.sub(rf"\g<1>{ORIGIN_TOKEN}", part))
        text.text = plain_text(part)


def plain_text(html: str) -> str:
    """Return the words of ``html``, with a blank line between blocks."""
    soup = BeautifulSoup(html, "html.parser")
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    for block in soup.find_all(_BLOCKS):
        block.insert_before("\n\n")
        block.insert_after("\n\n")
    texts = [text.strip() for text in _BLANK_LINES.split(soup.get_text())]
    return "\n\n".join(text for text in texts if text)


def _has_content(source: str) -> bool:
    return bool(source) and bool(plain_text(source))


def _rewriter(site_id: int, depend: Depend) -> MultiRuleRewriter:
    """Return a rewriter with the site's own link types; embeds are dropped, for they would ask the network."""
    rules: dict[str, Any] = {
        name: handler.expand_db_attributes_many for name, handler in features.get_link_types().items()
    }
    rules["page"] = lambda links: _page_links(links, site_id, depend)
    rules["document"] = lambda links: _document_links(links, depend)
    return MultiRuleRewriter([LinkRewriter(bulk_rules=rules), EmbedRewriter(bulk_rules={})])


def _page_links(links: list[dict[str, str]], site_id: int, depend: Depend) -> list[str]:
    ids = _ids(links)
    for pk in ids:
        depend(DependencyKind.PAGE, pk)
    pages = page_model().objects.live().public().filter(pk__in=ids).defer_streamfields().specific()
    addresses = {page.pk: _page_address(page, site_id) for page in pages}
    return [_opening_tag(addresses.get(_as_id(link))) for link in links]


def _page_address(page: Any, site_id: int) -> str | None:
    parts = page.get_url_parts()
    if not parts or parts[2] is None:
        return None
    page_site_id, root_url, path = parts
    return relative_to_origin(path) if page_site_id == site_id else f"{root_url}{path}"


def _document_links(links: list[dict[str, str]], depend: Depend) -> list[str]:
    ids = _ids(links)
    for pk in ids:
        depend(DependencyKind.DOCUMENT, pk)
    documents = get_document_model().objects.in_bulk(ids)
    addresses = {pk: relative_to_origin(document.url) for pk, document in documents.items()}
    return [_opening_tag(addresses.get(_as_id(link))) for link in links]


def _opening_tag(address: str | None) -> str:
    return f'<a href="{escape(address)}">' if address else "<a>"


def _as_id(link: dict[str, str]) -> int | None:
    text = link.get("id", "")
    return int(text) if text.isdecimal() else None


def _ids(links: list[dict[str, str]]) -> list[int]:
    return sorted({pk for link in links if (pk := _as_id(link)) is not None})
