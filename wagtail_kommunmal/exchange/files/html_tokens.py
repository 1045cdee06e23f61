"""Takes HTML apart into tags and texts, in time that grows with its length, whatever it is. Pure.

Python's own parser takes hours for a few hundred kilobytes that somebody has made for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final

from django.utils.translation import gettext as _

from ..errors import FileRefusedError

_TAG: Final = re.compile(r"<(/?)([a-z][^\s/>]*+)((?:=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"']))|[^>=])*+)>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"(?:^|(?<=[\s\"'/]))([^\s=>/\"']++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"']++))")
_RAW: Final = {name: re.compile(f"</{name}[\\s/>]", re.IGNORECASE) for name in ("script", "style", "title", "textarea")}


@dataclass(frozen=True, slots=True)
class Tag:
    """The beginning or the end of an element."""

    name: str
    is_end: bool
    inside: str
    """What stands between its name and its end."""

    def attribute(self, name: str) -> str:
        """Return the value of an attribute; blank if there is none."""
        for match in _ATTRIBUTE.finditer(self.inside):
            if match[1].lower() == name:
                return unescape(next(filter(None, match.groups()[1:]), ""))
        return ""


def tokens(html: str) -> Iterator[Tag | str]:
    """Yield the tags of a page and the texts between them, without comments and scripts.

    Raises ``FileRefusedError`` if a tag or a comment never ends, for then the rest of the page is lost.
    """
    place = 0
    while (start := html.find("<", place)) >= 0:
        if start > place:
            yield _text(html[place:start])
        if html.startswith(("<!", "<?"), start):
            place = _after_comment(html, start)
        elif html[start + 1 : start + 2].isalpha() or html[start + 1 : start + 2] == "/":
            match = _TAG.match(html, start)
            if match is None:
                place = _after_no_tag(html, start)
                continue
            tag = Tag(match[2].lower(), bool(match[1]), match[3])
            place = match.end()
            yield tag
            if tag.name in _RAW and not tag.is_end:
                end = _after_raw(html, tag.name, place)
                if tag.name == "textarea":
                    yield from _lines(html[place:end])
                place = end
        else:
            yield "<"
            place = start + 1
    if place < len(html):
        yield _text(html[place:])


def _lines(text: str) -> Iterator[Tag | str]:
    """Yield what somebody has written into a form: what looks like a tag is none."""
    for line in text.splitlines():
        yield _text(line)
        yield Tag("br", is_end=False, inside="")


def _text(text: str) -> str:
    try:
        return unescape(text)
    except ValueError as error:
        raise FileRefusedError(_damaged()) from error


def _after_comment(html: str, start: int) -> int:
    end = "-->" if html.startswith("<!--", start) else ">"
    # <!--> is a whole comment, too.
    found = html.find(end, start + 2)
    return _found(found) + len(end)


def _after_no_tag(html: str, start: int) -> int:
    """Return where what is no element ends: </3> is none, and nor is a tag that never ends."""
    if html[start + 1] == "/" and not html[start + 2 : start + 3].isalpha():
        return _found(html.find(">", start)) + 1
    raise FileRefusedError(_damaged())


def _after_raw(html: str, name: str, place: int) -> int:
    match = _RAW[name].search(html, place)
    return _found(match.start() if match else -1)


def _found(place: int) -> int:
    if place < 0:
        raise FileRefusedError(_damaged())
    return place


def _damaged() -> str:
    return _("The page is damaged: a tag or a comment in it never ends.")
