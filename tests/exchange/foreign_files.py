"""Files as a municipality has them: made by hand in Excel, or by the system that it had before."""

from __future__ import annotations

from openpyxl import Workbook

from .workbooks import workbook

ASSIGNMENTS = [
    ["Nämnd", "T1 2026", "Uppdrag", "Kommentar T1 2026"],
    ["KFN (KS)", "Klart", "Besök skolor.", "Alla skolor är besökta."],
    ["KFN", "Grön", "Bygg ut biblioteket.", "Marken är köpt."],
]
"""Follow-ups as the old system prints them; the words are about the plan of ``reported_plan``."""


def pasted(rows: list[list[str]]) -> bytes:
    """Return rows as they are copied from a page or a workbook."""
    return "\n".join("\t".join(row) for row in rows).encode()


def page(rows: list[list[str]], *, caption: str = "", before: str = "") -> bytes:
    """Return a page with a table of these rows, whose cells may hold markup, as an old system saves it."""
    cells = "".join(f"<TR>{''.join(f'<TD class=xl65>{cell}</TD>' for cell in row)}</TR>\n" for row in rows)
    top = f"<caption>{caption}</caption>" if caption else ""
    html = f"<html><head><meta charset=windows-1252><style>td {{ x: y }}</style></head><body>{before}<TABLE border=1>"
    return f"{html}{top}{cells}</TABLE></body></html>".encode("cp1252")


def figures_workbook() -> bytes:
    """Return key figures of a year with a title, a header that is merged over two rows, a dash and a row of sums."""

    def merge(book: Workbook) -> None:
        for cells in ("A1:F1", "A3:A4", "B3:B4", "C3:E3", "F3:F4"):
            book.active.merge_cells(cells)

    return workbook(
        ["Uppföljning av nyckeltal 2025"],
        [],
        ["Nyckeltal", "Kolada id", "Utfall 2025", None, None, "Kommentar"],
        [None, None, "kommunen", "riket", "kommuner över 50 000", None],
        ["Nöjda brukare", "N00001", "1 234 tkr", 1300, "ca 1 200 tkr", "Bättre än i fjol."],
        ["Nöjda elever", "N00002", 61.5, "-", "ej mätt", None],
        ["Summa", None, 1295.5, 1300, None, None],
        change=merge,
    )


def investments_workbook() -> bytes:
    """Return investments with expenditure and income beside each other, below a title and above a row of sums."""

    def merge(book: Workbook) -> None:
        book.active.merge_cells("A1:E1")
        book.active.merge_cells("C2:D2")

    return workbook(
        ["Investeringar"],
        [None, None, "Budget 2026", None, None],
        ["Projekt", "Nämnd", "U", "I", "Totalbudget (tkr)"],
        ["Bro", "KFN", "1 234 tkr", "100 tkr", 5000],
        ["Summa", None, 1234, 100, 5000],
        change=merge,
    )
