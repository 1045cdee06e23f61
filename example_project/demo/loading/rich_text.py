"""Plain text of the content modules as the HTML that Wagtail's rich-text fields hold."""

from itertools import groupby

from django.utils.html import escape

HEADING, ITEM = "## ", "* "


def to_html(text: str) -> str:
    """Return paragraphs, headings (`## `) and lists (`* `) as HTML; blank lines separate them."""
    return "".join(_block(block) for block in text.strip().split("\n\n") if block)


def _block(block: str) -> str:
    return "".join(
        f"<ul>{''.join(f'<li>{escape(line.removeprefix(ITEM))}</li>' for line in lines)}</ul>"
        if is_list
        else "".join(_line(line) for line in lines)
        for is_list, lines in groupby(block.splitlines(), key=lambda line: line.startswith(ITEM))
    )


def _line(line: str) -> str:
    if line.startswith(HEADING):
        return f"<h2>{escape(line.removeprefix(HEADING))}</h2>"
    return f"<p>{escape(line)}</p>"
