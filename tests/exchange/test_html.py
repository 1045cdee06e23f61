from __future__ import annotations

import time
from contextlib import suppress
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_kommunmal.exchange.errors import FileRefusedError
from wagtail_kommunmal.exchange.files import html_files
from wagtail_kommunmal.exchange.files.html_tokens import tokens
from wagtail_kommunmal.exchange.files.reading import read_table
from wagtail_kommunmal.exchange.files.tables import MAX_ROWS, Table

from .foreign_files import page

pytestmark = pytest.mark.same_on_every_database

ROWS = [["Namn", "Kod"], ["Äldrenämnden", "ÄN"]]


@pytest.fixture(autouse=True)
def _in_english(in_english: None) -> None:
    """What is refused is compared in the language of the sources."""


def read(data: bytes | str, sheet: str = "") -> Table:
    data = data if isinstance(data, bytes) else data.encode()
    return read_table(data, "fil", lambda text: text in ("Namn", "Kod", "Värde"), sheet)


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells.values()] for row in table.rows]


def names(table: Table) -> dict[str, str]:
    return {cell.name: cell.text for row in table.rows for cell in row.cells.values()}


def refusal(data: bytes | str, sheet: str = "") -> str:
    with pytest.raises(FileRefusedError) as refused:
        read(data, sheet)
    return str(refused.value)


def test_a_page_is_read_in_the_encoding_that_it_names() -> None:
    table = read(page(ROWS))
    assert (texts(table), table.notices) == (ROWS, [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_page_that_names_no_encoding_is_read_like_csv(encoding: str) -> None:
    html = "<table><tr><th>Namn<th>Kod<tr><td>Äldrenämnden<td>ÄN</table>"
    assert texts(read(html.encode(encoding))) == ROWS


def test_a_page_that_names_a_wrong_encoding_is_read_all_the_same() -> None:
    html = "<meta charset=utf-8><table><tr><td>Namn</td><td>Kod</td></tr><tr><td>Äldrenämnden<td>ÄN</table>"
    table = read(html.encode("cp1252"))
    assert texts(table) == ROWS
    assert table.notices == [
        "The file is not in UTF-8. It was read as Windows-1252: see to it that å, ä and ö are right."
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("a\n   b", "a b"),
        ("<p>ett</p><p>två</p>", "ett\ntvå"),
        ("ett<br>två<BR/>tre", "ett\ntvå\ntre"),
        ("<ul><li>ett<li>två</ul>", "• ett\n• två"),
        ("<b>K</b>od <i>&amp;&nbsp;p&aring;&#246;</i>", "Kod &\xa0påö"),
        ("3 < 4 > 2", "3 < 4 > 2"),
        ("<script>if (a < b) { '</td>' }</script>x<!-- </td> -->y", "xy"),
        ("<![if !supportEmptyParas]>x<![endif]>", "x"),
        ('<img src=x alt="Grön">', "Grön"),
        ('<img src=x alt="" title="Grön">', "Grön"),
        ('<a title="a > b" href=x>länk</a>', "länk"),
        ("<a title=Bob's>länk</a>", "länk"),
        ("<table><tr><td>inre</td><td>två</td></tr></table>", "inre två"),
        ("</3>x", "x"),
        ("75<sup>1)</sup> %", "75¹⁾ %"),
        ("m<sup>2</sup>", "m²"),
        ("Ned&shy;lagt&#8203;&#65279;", "Nedlagt"),
        ("<del>80</del>75", "80\n75"),
        ('<span style="display: none"><span>00</span>75</span>75', "0075\n75"),
        ("75<b hidden>0075</b>", "75\n0075"),
        ('<input name=x value="7&#53;"> %<input type=hidden value=8><input type=checkbox value=9>', "75 %"),
        ("<textarea rows=2>ett\n<b>två</b> &amp;</textarea>", "ett\n<b>två</b> &"),
    ],
)
def test_markup_in_a_cell_becomes_lines_of_text(cell: str, text: str) -> None:
    table = read(f"<table><tr><td>Namn<td>Kod<tr><td>{cell}<td>KS</table>", sheet="1")
    assert texts(table)[1] == [text, "KS"]


def test_cells_that_span_others_keep_the_rest_in_place() -> None:
    html = (
        "<table><tr><th rowspan=2>Namn<th colspan=2>Utfall<tr><th>Värde<th>Kod"
        "<tr><td rowspan=0>A<td>1<td>2<tr><td>3<td>4</table>"
    )
    table = read(html)
    assert names(table) == {
        "A1": "Namn",
        "B1": "Utfall",
        "B2": "Värde",
        "C2": "Kod",
        "A3": "A",
        "B3": "1",
        "C3": "2",
        "B4": "3",
        "C4": "4",
    }
    assert [merge.name for merge in table.merges] == ["A1:A2", "B1:C1", "A3:A4"]


def test_a_cell_that_another_one_reaches_into_keeps_its_own_place() -> None:
    html = "<table><tr><td>Namn<td rowspan=4>Kod<tr><td colspan=2 rowspan=2>A<tr><td>b<tr><td>c<td>d</table>"
    assert names(read(html)) == {"A1": "Namn", "B1": "Kod", "A2": "A", "C3": "b", "A4": "c", "C4": "d"}


def test_a_page_may_have_all_of_its_content_in_a_cell_of_another_table() -> None:
    rows = f"<tr><td>{'x' * 100_000}<td>KS" * 2
    html = f"<table><tr><td><table><tr><td>Namn<td>Kod{rows}</table></table>"
    assert len(texts(read(html))) == 3
    assert refusal(html, sheet="1") == "Cell A1 is too long."


def test_of_several_tables_the_one_with_known_columns_is_read() -> None:
    data = page(ROWS, caption="Nämnder", before="<table><tr><td>Meny<td>Sök</table>")
    assert texts(read(data)) == ROWS
    assert texts(read(data, sheet="1")) == [["Meny", "Sök"]]
    assert texts(read(data, sheet="Nämnder")) == ROWS
    assert refusal(data, sheet="3") == "The page has no table “3”. Its tables are: 1, 2 (Nämnder)."


def test_of_tables_that_are_alike_one_has_to_be_chosen() -> None:
    data = page(ROWS, before="<table><tr><td>Namn<td>Kod<tr><td>A<td>B</table>")
    assert refusal(data).startswith("Several tables hold something: 1, 2. Say the number")


def test_a_page_of_many_tables_takes_no_longer_than_its_length() -> None:
    started = time.process_time()
    assert refusal("<table><tr><td>Namn</table>" * 50_000).startswith("Several tables hold something")
    assert time.process_time() - started < 20


def test_csv_with_tags_in_it_stays_csv() -> None:
    assert texts(read("<b>Namn</b>;Kod\nA;B\n")) == [["<b>Namn</b>", "Kod"], ["A", "B"]]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("<table></table>", "no table that holds anything"),
        ("<table>" * 30, "Too many tables stand in one another"),
        ("<table><tr>" + "<td>x" * 300, "Cell GS1 stands outside the first 200 columns"),
        ("<table><tr><td colspan=1000000000><td>x", "Cell GS1 stands outside the first 200 columns"),
        ("<table>" + "<tr><td>x" * (MAX_ROWS + 1), "more than 100000 rows"),
        ("<table><tr><td>" + "x" * 200_000, "Cell A1 is too long"),
        ("<table><tr><td>&#" + "9" * 5_000 + ";", "The page is damaged"),
        ("<table><tr><td>x<!-- ", "a tag or a comment in it never ends"),
        ("<table><tr><td>x<td title='", "a tag or a comment in it never ends"),
        ("<table><tr><td>x<script>", "a tag or a comment in it never ends"),
        ('<?xml version="1.0"?>\n<Workbook xmlns="urn:x"><Table ss:x="1">', "in an old form (XML)"),
        (b"MIME-Version: 1.0\r\n<table>", "an archived page (.mht)"),
    ],
)
def test_a_page_that_is_no_table_is_refused(data: bytes | str, message: str) -> None:
    assert message in refusal(data)


def test_a_page_that_is_too_large_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_files, "MAX_BYTES", 10)
    assert "The page is larger than" in refusal(page(ROWS))


def test_a_page_of_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_files, "MAX_CELLS", 3)
    assert "more than 3 cells" in refusal(page(ROWS))


def test_a_cell_that_spans_millions_of_rows_takes_no_more_room_than_another() -> None:
    table = read("<table><tr><td rowspan=1000000>Namn<td rowspan=99999999999>Kod<tr><td>x</table>")
    assert [merge.name for merge in table.merges] == ["A1:A2", "B1:B2"]
    assert names(table) == {"A1": "Namn", "B1": "Kod", "C2": "x"}


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<a ",
        "<a b='",
        "<a b=c ",
        "<a/",
        "<![",
        "<!x",
        "</",
        "<?",
        "&#",
        "&a",
        "<script>",
        "<td>",
        '<b c="',
        "<p ",
        "<textarea>",
        "<b hidden>",
        "<td><b hidden><i><b>",
    ],
)
def test_what_was_made_to_take_long_takes_no_longer_than_its_length(piece: str) -> None:
    started = time.process_time()
    with suppress(FileRefusedError):
        list(tokens(piece * 100_000))
    # Python's own parser takes hours for some of these.
    assert time.process_time() - started < 20


@given(st.text(st.sampled_from("<>/!-='\" atdbr&#;x\n[]?"), max_size=80))
def test_whatever_a_page_holds_it_is_read_or_refused(html: str) -> None:
    with suppress(FileRefusedError):
        read(f"<table><tr><td>{html}")


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1), min_size=1), min_size=1
    )
)
def test_no_text_of_a_table_is_lost(rows: list[list[str]]) -> None:
    cells = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    assert texts(read(f"<meta charset=utf-8><table>{cells}</table>")) == rows
