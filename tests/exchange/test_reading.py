from __future__ import annotations

import time
import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from wagtail_kommunmal.exchange.columns.texts import guarded, normal_text, unguarded
from wagtail_kommunmal.exchange.errors import FileRefusedError
from wagtail_kommunmal.exchange.files import archives, reading
from wagtail_kommunmal.exchange.files.reading import read_table
from wagtail_kommunmal.exchange.files.tables import MAX_ROWS, Table, column_name
from wagtail_kommunmal.spreadsheets import as_text

from .workbooks import SHEET, sheet_xml, with_part, workbook

pytestmark = pytest.mark.same_on_every_database

ROWS = [["Namn", "Kod"], ["Kommunstyrelsen", "KS"]]


def read(data: bytes, sheet: str = "") -> Table:
    return read_table(data, "fil", lambda text: text in ("Namn", "Kod", "Värde"), sheet)


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells.values()] for row in table.rows]


def refusal(data: bytes, sheet: str = "") -> str:
    with pytest.raises(FileRefusedError) as refused:
        read(data, sheet)
    return str(refused.value)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_however_it_is_separated_and_encoded(delimiter: str, encoding: str) -> None:
    text = f"Namn{delimiter}Kod\r\nBarn- och äldrenämnden{delimiter}BÄN\r\n"
    table = read(text.encode(encoding))
    assert (texts(table), table.notices) == ([["Namn", "Kod"], ["Barn- och äldrenämnden", "BÄN"]], [])


def test_csv_as_swedish_excel_saves_it_is_read_and_told() -> None:
    table = read("Namn;Kod\nÄldrenämnden;ÄN\n".encode("cp1252"))
    assert texts(table)[1] == ["Äldrenämnden", "ÄN"]
    assert table.notices == [
        "The file is not in UTF-8. It was read as Windows-1252: see to it that å, ä and ö are right."
    ]


def test_commas_in_numbers_do_not_separate_columns() -> None:
    assert texts(read(b"Namn;V\xc3\xa4rde\nA;1,5\nB;2,5\n")) == [["Namn", "Värde"], ["A", "1,5"], ["B", "2,5"]]


def test_a_line_of_excel_names_the_delimiter() -> None:
    table = read(b"sep=,\nNamn,Kod\nA;B,C\n")
    assert texts(table) == [["Namn", "Kod"], ["A;B", "C"]]
    assert table.rows[0].number == 2


def test_rows_keep_their_numbers_below_blank_ones() -> None:
    table = read(b"\n;;\nNamn;Kod\n\nA;B\n")
    assert [row.number for row in table.rows] == [3, 5]
    assert table.rows[1].cells[2].name == "B5"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"Namn;Kod\n\0\0", "The file is no text."),
        (b"Namn;Kod\n\x81\x8d", "The encoding of the file is unknown."),
        (b'Namn;Kod\n"A;B\n', "Row 2 cannot be read: a quotation mark is missing"),
        (b"Namn;Kod\n" + b"x" * 200_000, "Row 2 cannot be read"),
        (b"Namn;Kod" + b";" * 300 + b"x", "Cell KP1 stands outside the first 200 columns"),
        (b"Namn;Kod\n" + b"A;B\n" * (MAX_ROWS + 1), "more than 100000 rows"),
    ],
)
def test_csv_that_is_no_table_is_refused(data: bytes, message: str) -> None:
    assert message in refusal(data)


def test_a_file_that_is_too_large_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    assert "larger than" in refusal(b"Namn;Kod\nA;B")


def test_a_workbook_gives_typed_values() -> None:
    table = read(workbook(["Namn", "Värde"], ["A", 1.5], [None, None], [datetime(2026, 5, 23), True]))  # noqa: DTZ001
    assert [(cell.name, cell.value) for row in table.rows for cell in row.cells.values()] == [
        ("A1", "Namn"),
        ("B1", "Värde"),
        ("A2", "A"),
        ("B2", 1.5),
        ("A4", datetime(2026, 5, 23)),  # noqa: DTZ001
        ("B4", True),
    ]
    assert isinstance(table.rows[2].cells[1].value, date)


def test_formulas_and_errors_are_known_for_what_they_are() -> None:
    cells = read(workbook(["Namn", "Kod"], ["=A1", "#N/A"])).rows[1].cells
    assert (cells[1].is_formula, cells[2].is_formula, cells[2].is_error) == (True, False, True)


def test_merged_cells_are_told_by_their_range() -> None:
    def merge(book: Workbook) -> None:
        book.active.merge_cells("A1:B1")
        book.active.merge_cells("A3:A12")

    table = read(workbook(["Nämnder"], *ROWS, change=merge))
    assert [(merge.name, merge.first_cell, merge.last_row) for merge in table.merges] == [
        ("A1:B1", "A1", 1),
        ("A3:A12", "A3", 12),
    ]


def test_merged_cells_are_told_whatever_quotation_marks_the_file_has() -> None:
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Namn</t></is></c></row>'
    sheet = sheet_xml(rows).replace(b"</sheetData>", b"</sheetData><mergeCells><mergeCell ref='A1:B2'/></mergeCells>")
    assert [merge.name for merge in read(with_part(workbook(*ROWS), SHEET, sheet)).merges] == ["A1:B2"]


def test_a_cell_begins_no_more_than_one_range_of_merged_ones() -> None:
    merges = b"".join(b'<mergeCell ref="A1:A%d"/>' % number for number in range(2, 50))
    xml = sheet_xml(b'<row r="1"><c r="A1"><v>1</v></c></row>').replace(b"</sheetData>", b"</sheetData>" + merges)
    assert len(read(with_part(workbook(["x"]), SHEET, xml)).merges) == 1


@pytest.mark.parametrize("dimensions", ["row_dimensions", "column_dimensions"])
def test_a_sheet_that_hides_some_of_its_cells_is_told(dimensions: str) -> None:
    def hide_some(book: Workbook) -> None:
        getattr(book.active, dimensions)[2 if dimensions == "row_dimensions" else "B"].hidden = True

    table = read(workbook(*ROWS, change=hide_some))
    assert (texts(table), table.notices) == (
        ROWS,
        ["The sheet hides rows or columns. What they hold is read like all the rest."],
    )


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_is_refused_as_damaged_whichever_byte_was_flipped(packing: int) -> None:
    data = with_part(
        workbook(*ROWS, *[[f"Nämnd {number}", number] for number in range(40)]), "docProps/app.xml", b"<a/>"
    )
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w", packing) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    whole = file.getvalue()
    refusals = set()
    for place in range(4, len(whole), 7):
        try:
            read(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        except FileRefusedError as refused:
            refusals.add(str(refused))
    assert "The file is damaged: it cannot be opened as an Excel workbook." in refusals


@pytest.mark.parametrize(
    ("name", "size"),
    [("xl/styles.xml", 2_000_001), ("xl/sharedStrings.xml", 20_000_001), ("xl/media/a.png", 2_000_001)],
)
def test_a_part_that_is_larger_than_any_table_needs_is_refused(name: str, size: int) -> None:
    content = (b"%07d" % 0).join(b"%07d" % number for number in range(size // 14 + 1))
    assert "far larger unpacked" in refusal(with_part(workbook(*ROWS), name, content))


def test_of_several_sheets_the_one_that_holds_something_is_read() -> None:
    assert texts(read(workbook(*ROWS, change=lambda book: book.create_sheet("Tomt")))) == ROWS


def test_of_several_tables_one_has_to_be_chosen() -> None:
    data = workbook(*ROWS, change=lambda book: book.create_sheet("Förra året").append(["Namn", "Kod"]))
    assert refusal(data).startswith("Several sheets hold something: Sheet, Förra året.")
    assert texts(read(data, sheet="Förra året")) == [["Namn", "Kod"]]
    assert refusal(data, sheet="Nästa år").startswith("The workbook has no sheet “Nästa år”.")


def hide(book: Workbook) -> None:
    book.create_sheet("Lösenord").append(["hemligt"])
    book["Lösenord"].sheet_state = "hidden"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (workbook(*ROWS, change=hide), "These sheets are hidden: Lösenord."),
        (with_part(workbook(*ROWS), "xl/externalLinks/externalLink1.xml", b"<a/>"), "has links to other files"),
        (with_part(workbook(*ROWS), "xl/vbaProject.bin", b"x"), "has macros"),
        (with_part(workbook(*ROWS), SHEET, b'<!DOCTYPE a [<!ENTITY b "b">]><a/>'), "declares a document type"),
        (with_part(workbook(*ROWS), SHEET, b"<worksheet"), "is damaged"),
        (with_part(workbook(*ROWS), "xl/workbook.xml", b"<a/>"), "is damaged"),
        (b"PK\x03\x04" + b"x" * 100, "is damaged"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "an old workbook (.xls) or has a password"),
        (workbook(["Namn", *[None] * 250, "Kod"]), "Cell IR1 stands outside the first 200 columns"),
    ],
)
def test_a_workbook_that_hides_something_or_is_broken_is_refused(data: bytes, message: str) -> None:
    assert message in refusal(data)


def test_an_archive_without_a_workbook_is_refused() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert "is damaged" in refusal(file.getvalue())


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    def unpacked(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError

    bomb = with_part(workbook(*ROWS), "xl/media/image1.png", bytes(30_000_000))
    assert len(bomb) < 100_000
    monkeypatch.setattr(archives.zipfile.ZipFile, "open", unpacked)
    assert "far larger unpacked" in refusal(bomb)


def test_a_large_workbook_of_little_ratio_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_UNPACKED", 2_000)
    assert "far larger unpacked" in refusal(workbook(*ROWS))


def test_a_million_blank_rows_are_refused_and_not_read() -> None:
    last = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Namn</t></is></c></row>'
    assert "thousands of blank rows" in refusal(with_part(workbook(*ROWS), SHEET, sheet_xml(last)))


def test_rows_that_hold_nothing_but_formats_are_refused_when_they_are_many() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (number, number) for number in range(1, 12_000))
    assert "thousands of blank rows" in refusal(with_part(workbook(*ROWS), SHEET, sheet_xml(rows)))


@pytest.mark.parametrize("piece", [b"<mergeCell ", b"<row "])
def test_a_comment_full_of_tags_takes_no_longer_than_its_length(piece: bytes) -> None:
    rows = b"<!--" + piece * 60_000 + b'--><row r="1"><c r="A1"><v>1</v></c></row>'
    started = time.process_time()
    read(with_part(workbook(["x"]), SHEET, sheet_xml(rows)))
    assert time.process_time() - started < 20


def test_what_a_sheet_says_of_its_own_size_is_not_believed() -> None:
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Namn</t></is></c></row>'
    sheet = sheet_xml(rows).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    assert texts(read(with_part(workbook(*ROWS), SHEET, sheet))) == [["Namn"]]


@pytest.mark.parametrize(("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_are_called_as_in_a_spreadsheet(column: int, name: str) -> None:
    assert column_name(column) == name


@given(st.text())
def test_a_guarded_text_is_no_formula_and_comes_back(text: str) -> None:
    normal = normal_text(text)
    assert unguarded(guarded(normal)) == normal
    assert as_text(guarded(normal)) == guarded(normal)


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "''=1", "(töm)", "'(CLEAR)", "-", "'t Hooft", "+46"])
def test_texts_that_look_like_something_else_come_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
