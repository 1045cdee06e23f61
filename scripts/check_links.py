"""Fail if a link of the built documentation, or of the Markdown beside it, leads nowhere.

``python scripts/check_links.py docs/_build/html``. Links within the documentation and the repository are followed, with
their anchors. Nothing is asked of other machines: addresses of theirs are checked for their form only.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
HOST = re.compile(r"^(localhost|[a-z0-9-]+(\.[a-z0-9-]+)+)(:\d+)?$")
MARKDOWN_LINK = re.compile(r"\]\(<?([^)\s>]+)>?\)|<img[^>]*\ssrc=\"([^\"]+)\"")
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)


class Page(HTMLParser):
    """The links of a page and what can be linked to on it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors = {"", "top"}
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.add(value)
            elif name in ("href", "src") and value:
                self.links.append(value)


@cache
def read(path: Path) -> Page:
    """Read a page once."""
    return Page(path)


def fault(source: Path, link: str) -> str | None:
    """Return what is wrong with a link on the page or in the file ``source``, or nothing."""
    address = urlsplit(link)
    if address.scheme in ("data", "mailto"):
        return None
    if address.scheme or address.netloc:
        good = address.scheme in ("http", "https") and HOST.match(address.netloc.lower())
        return None if good else "is not an address"
    target = (source.parent / unquote(address.path)).resolve() if address.path else source
    if not target.exists():
        return "does not exist"
    if address.fragment and target.suffix == ".html" and unquote(address.fragment) not in read(target).anchors:
        return "has no such anchor"
    return None


def links(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield every link of the built pages, and of the Markdown files at the root of the repository."""
    for path in sorted(folder.rglob("*.html")):
        yield from ((path, link) for link in read(path).links)
    for path in sorted(ROOT.glob("*.md")):
        text = CODE.sub("", path.read_text(encoding="utf-8"))
        yield from ((path, found[1] or found[2]) for found in MARKDOWN_LINK.finditer(text))


def main(folder: Path) -> int:
    """Print every link that leads nowhere; 1 if there is one, or none at all."""
    found = list(links(folder))
    faults = [f"{source}: {link} {why}" for source, link in found if (why := fault(source, link))]
    print("\n".join([*dict.fromkeys(faults), f"{len(found)} links, {len(faults)} that lead nowhere."]))
    return 1 if faults or not found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
