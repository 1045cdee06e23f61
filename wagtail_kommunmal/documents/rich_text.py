"""Rich text to HTML and plain text, all texts of a document in one pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Any, Final

from django.utils.html import escape
from wagtail.documents import get_document_model
from wagtail.rich_text import features
from wagtail.rich_text.rewriters import EmbedRewriter, LinkRewriter, MultiRuleRewriter

from ..compat import page_model
from ..models import DependencyKind
from .origin import ORIGIN_TOKEN, relative_to_origin

_SEPARATOR: Final = "<hr data-next-text/>"
_EDITOR_KEY = re.compile(r' data-block-key="[^"<>]*"')
_OWN_PATH = re.compile(r'(<a\b[^>]*\bhref=")(?=/(?!/))')
_BLANK_LINES = re.compile(r"\n{2,}")
_BLOCKS: Final = frozenset({"p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_WORDLESS: Final = frozenset({"script", "style", "template", "rt", "rp"})
_AS_THE_EDITOR_WRITES = re.compile(
    r"(?:[^<&]++|&(?:[a-z]+|#[0-9]+);"
    r"|</?(?:p|li|h[2-6]|blockquote|br|hr|a|b|strong|i|em|ul|ol|sub|sup|code|del|embed)"
    r'(?: [a-z-]+="[^"<>]*")*+ ?/?>)*+'
)
"""Nothing but words, whole references to characters, and tags whose words stand between other tags."""
_BLOCK_EDGE = re.compile(r"</?(?:p|li|h[2-6]|blockquote)\b[^>]*>")
_LINE_BREAK = re.compile(r"<br\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")

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
    filled = []
    for text in texts:
        # Read from the source, once: rewriting changes the addresses of links, and no words.
        if words := plain_text(text.source):
            text.text = words
            filled.append(text)
    if not filled:
        return
    rewrite = _rewriter(site_id, depend)
    html = rewrite(_SEPARATOR.join(text.source for text in filled))
    html = _EDITOR_KEY.sub("", _OWN_PATH.sub(rf"\g<1>{ORIGIN_TOKEN}", html))
    for text, part in zip(filled, html.split(_SEPARATOR), strict=True):
        text.html = part


def plain_text(html: str) -> str:
    """Return the words of ``html``, with a blank line between blocks."""
    if not html:
        return ""
    words = _words_between_tags(html) if _AS_THE_EDITOR_WRITES.fullmatch(html) else _words_of_anything(html)
    texts = [text.strip() for text in _BLANK_LINES.split(words)]
    return "\n\n".join(text for text in texts if text)


def _words_between_tags(html: str) -> str:
    """Return the words of what an editor writes, ten times as fast as a parser that is ready for anything."""
    return unescape(_TAG.sub("", _LINE_BREAK.sub("\n", _BLOCK_EDGE.sub("\n\n", html))))


def _words_of_anything(html: str) -> str:
    words = _Words()
    words.feed(html)
    words.close()
    return "".join(words.found)


class _Words(HTMLParser):
    """Gathers the words between tags, and line breaks where blocks and lines end."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._wordless = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in _BLOCKS:
            self.found.append("\n\n")
        elif tag == "br":
            self.found.append("\n")
        elif tag in _WORDLESS:
            self._wordless += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.found.append("\n\n")
        if tag in _WORDLESS and self._wordless:
            self._wordless -= 1
        elif tag in _BLOCKS or tag == "ruby":
            # What is read out beside a word may lack an end of its own.
            self._wordless = 0

    def handle_data(self, data: str) -> None:
        if not self._wordless:
            self.found.append(data)


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
