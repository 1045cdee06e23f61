from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from openpyxl import Workbook
from playwright.sync_api import expect
from wagtail.models import Site
from wagtail.users.models import UserProfile

from tests.exchange.workbooks import workbook
from wagtail_kommunmal.models import KeyFigure, KeyFigureValue
from wagtail_kommunmal.testing import KeyFigureFactory
from wagtail_kommunmal.vocabulary import Unit

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def figures(site: Site) -> list[KeyFigure]:
    return [
        KeyFigureFactory(name="Kostnad för skolan", kolada_id="N15001", unit=Unit.TKR, values={"2025": "1200"}),
        KeyFigureFactory(name="Kostnad för biblioteken", kolada_id="N15002", unit=Unit.TKR),
    ]


def made_by_hand() -> bytes:
    """Return what an office has: a title, a header over two rows with merged cells, units in cells, and a sum."""

    def merge(book: Workbook) -> None:
        for cells in ("A1:E1", "A3:A4", "B3:B4", "C3:D3", "E3:E4"):
            book.active.merge_cells(cells)

    return workbook(
        ["Kostnader, bokslut"],
        [],
        ["Indikator", "Kolada id", "2025", None, "Vår anmärkning"],
        [None, None, "Utfall", "Riket", None],
        ["Kostnad för skolan", "N15001", "1 234 tkr", "1 300 tkr", "Efter en rättelse"],
        ["Kostnad för biblioteken", "N15002", "87,5 tkr", None, None],
        ["Summa", None, "1 321,5 tkr", None, None],
        change=merge,
    )


def stored() -> set[tuple[str, str, str, str]]:
    return {(row.key_figure.kolada_id, row.series, str(row.value), row.note) for row in KeyFigureValue.objects.all()}


def test_a_workbook_made_by_hand_is_understood_looked_at_imported_and_taken_back(
    browser_page: Page, live_server: LiveServer, figures: list[KeyFigure], admin_user: Any
) -> None:
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "en"})
    before = stored()
    page = browser_page
    page.goto(live_server.url + reverse("wagtailsnippets_wagtail_kommunmal_keyfigure:list"))
    page.fill("[name=username]", admin_user.username)
    page.fill("[name=password]", "password")
    page.get_by_role("button", name="Sign in").or_(page.get_by_role("button", name="Logga in")).click()

    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name="Import values of key figures").click()
    expect(page.get_by_role("radio", name="Values of key figures")).to_be_checked()
    file: Any = {"name": "kostnader.xlsx", "mimeType": "application/octet-stream", "buffer": made_by_hand()}
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Go on").click()

    expect(page.get_by_label("“2025 Utfall” is taken for")).to_have_value("value")
    page.get_by_label("“Vår anmärkning” is taken for").select_option("note")
    page.get_by_role("button", name="Show what would be imported").click()

    expect(page.get_by_role("row", name="1,200 → 1,234")).to_be_visible()
    expect(page.get_by_text("Taken for a row of sums.")).to_be_visible()
    assert stored() == before
    page.get_by_role("button", name="Import 3 rows").click()
    expect(page.get_by_text("3 rows were imported.")).to_be_visible()
    assert stored() == {
        ("N15001", "own", "1234", "Efter en rättelse"),
        ("N15001", "nation", "1300", ""),
        ("N15002", "own", "87.5", ""),
    }

    page.get_by_role("link", name="Undo the import").click()
    page.get_by_role("button", name="Yes, undo the import").click()
    expect(page.get_by_text("3 rows were taken back.")).to_be_visible()
    assert stored() == before
