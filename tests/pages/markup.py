"""Reading a page as strictly as a validator does, as far as it matters here.

html5lib finds every error that the HTML standard tells a parser to report. What an element may hold is not a
parser's business: that is ``Markup``'s, which also wants every element to be closed where it was opened.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import html5lib
from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
FLOW = {"article", "blockquote", "details", "div", "dl", "footer", "header", "main", "nav", "ol", "p", "section"}
FLOW |= {"table", "ul", "h1", "h2", "h3", "h4", "h5", "h6"}
CHILDREN_OF = {"ul": {"li"}, "ol": {"li"}, "tr": {"th", "td"}, "tbody": {"tr"}, "thead": {"tr"}, "dl": {"div"}}
WAGTAILS_OWN = re.compile(r"<!-- Wagtail user bar embed code -->.*<!-- end Wagtail user bar embed code -->", re.DOTALL)
"""What Wagtail adds to the page for those who are logged in to the admin."""
INLINE_PROGRAMS = {"script", "style"}
DATA_BLOCK = "application/ld+json"
"""What is in a script of this type is never run."""


class Markup(HTMLParser):
    """Notes what stands where it may not, and what a strict Content-Security-Policy refuses."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.faults: list[str] = []
        self._open: list[str] = []
        self._ids: set[str] = set()
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self._open[-1] if self._open else ""
        if tag not in CHILDREN_OF.get(parent, {tag}):
            self._fault(f"<{tag}> in <{parent}>")
        if tag in FLOW and "p" in self._open:
            self._fault(f"<{tag}> in <p>")
        if tag in INLINE_PROGRAMS and dict(attrs).get("type") != DATA_BLOCK:
            self._fault(f"<{tag}>")
        self._check_attributes(tag, attrs)
        if tag not in VOID:
            self._open.append(tag)

    def _check_attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self._fault(f"{name}= on <{tag}>")
            if name == "id":
                if value in self._ids or not value or " " in value:
                    self._fault(f"id {value!r} is empty, has a space or occurs twice")
                self._ids.add(value or "")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self._fault(f"</{tag}> where {self._open[-1:]} is open")
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and self._open and self._open[-1] in CHILDREN_OF:
            self._fault(f"text {data.strip()!r} in <{self._open[-1]}>")

    def _fault(self, what: str) -> None:
        line, _column = self.getpos()
        self.faults.append(f"line {line}: {what}")


def faults_of(text: str) -> list[str]:
    """Return every fault of a page."""
    parser = html5lib.HTMLParser()
    parser.parse(text)
    return [f"{place}: {code} {details}" for place, code, details in parser.errors] + Markup(text).faults


def read(response: HttpResponse) -> Tag:
    """Return the document of a page that was found and has no faults."""
    assert response.status_code == 200, response.status_code
    text = WAGTAILS_OWN.sub("", response.content.decode())
    assert faults_of(text) == []
    article = BeautifulSoup(text, "html.parser").find("article")
    assert isinstance(article, Tag)
    return article


def words(element: Tag | None) -> str:
    """Return the text of an element as a reader sees it."""
    assert element is not None
    return " ".join(element.get_text().replace("\xa0", "~").split()).replace("~", "\xa0")


def outline(element: Tag) -> list[tuple[str, str]]:
    """Return the headings in their order, each with its level."""
    return [(heading.name, words(heading)) for heading in element.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]


def facts(element: Tag) -> dict[str, list[str]]:
    """Return what a list of facts says, by name."""
    return {words(fact.dt): [words(value) for value in fact.find_all("dd")] for fact in element.select("dl > div")}


def rows(table: Tag) -> list[list[str]]:
    """Return the cells of a table, its head included."""
    return [[words(cell) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
