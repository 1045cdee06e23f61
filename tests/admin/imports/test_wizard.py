"""An import in the admin: brought, looked at, made."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from tests.exchange.workbooks import SHEET, sheet_xml, with_part, workbook
from wagtail_kommunmal.admin.imports import forms, preview, tables
from wagtail_kommunmal.models import ImportBatch, ImportUpload, KeyFigure, ResponsibleBody
from wagtail_kommunmal.testing import KeyFigureFactory, ResponsibleBodyFactory

from .conftest import address, apply, bring, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

HEADER = ["Kod", "Namn"]


def names() -> dict[str, str]:
    return dict(ResponsibleBody.objects.values_list("code", "name"))


def shown(page: Any) -> dict[int, str]:
    """Return the rows on a page of the preview with what becomes of them."""
    return {each.row.number: each.row.status.value for each in page.context["shown"].rows}


def errors(page: Any) -> dict[str, list[str]]:
    return dict(page.context["form"].errors)


def test_a_file_is_brought_looked_at_and_imported(writer_client: Client) -> None:
    ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")
    page = bring(writer_client, "bodies", HEADER, ["KS", "Kommunstyrelsens kontor"], ["BUN", "Barnnämnden"])
    assert page.redirect_chain == [(address("preview", page.context["upload"].pk), 302)]
    assert "Kommunstyrelsen → Kommunstyrelsens kontor" in page.content.decode()
    assert names() == {"KS": "Kommunstyrelsen"}
    done = apply(writer_client, page)
    batch = ImportBatch.objects.get()
    assert done.redirect_chain == [(address("batch", batch.pk), 302)]
    assert told(done) == ["2 rows were imported."]
    assert (batch.kind, batch.file_name, str(batch.user)) == ("bodies", "tabell.xlsx", "Målredaktörer")
    assert names() == {"KS": "Kommunstyrelsens kontor", "BUN": "Barnnämnden"}
    assert not ImportUpload.objects.exists()


def test_a_table_is_pasted(writer_client: Client) -> None:
    sent = {"kind": "bodies", "text": "Kod\tNamn\r\nKS\tKommunstyrelsen\r\nÄN\tÄldrenämnden\r\n"}
    apply(writer_client, writer_client.post(address("new"), sent, follow=True))
    assert names() == {"KS": "Kommunstyrelsen", "ÄN": "Äldrenämnden"}


def test_a_listing_leads_to_the_wizard_with_the_kind_chosen(writer_client: Client) -> None:
    page = writer_client.get(address("new"), {"kind": "values"})
    assert page.context["form"]["kind"].value() == "values"
    assert 'value="values"' in page.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0", "password"),
        (b"PK\x03\x04 no archive", "damaged"),
        (with_part(workbook(HEADER), "xl/externalLinks/externalLink1.xml", b"<a/>"), "links to other files"),
        (with_part(workbook(HEADER), SHEET, b"<!DOCTYPE a>" + sheet_xml(b"")), "document type"),
        (b"Kod;Namn\n\0", "no text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(writer_client: Client, data: bytes, words: str) -> None:
    page = bring(writer_client, "values", data=data)
    assert list(errors(page)) == ["file"]
    assert words in errors(page)["file"][0]
    assert page.context["form"]["kind"].value() == "values"
    assert not ImportUpload.objects.exists()


def test_what_is_wrong_with_a_field_is_tied_to_it(writer_client: Client) -> None:
    html = writer_client.post(address("new"), {}).content.decode()
    assert 'aria-describedby="id_kind_error"' in html
    page = bring(writer_client, "bodies", data=b"\xd0\xcf\x11\xe0").content.decode()
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize("sent", [{"text": ""}, {"text": " \n "}])
def test_without_a_file_or_a_table_nothing_goes_on(writer_client: Client, sent: dict[str, str]) -> None:
    assert list(errors(writer_client.post(address("new"), {"kind": "bodies", **sent}))) == ["file"]


def test_a_file_and_a_table_at_once_are_refused(writer_client: Client) -> None:
    sent = {"kind": "bodies", "text": "Kod\tNamn\nKS\tKS", "file": SimpleUploadedFile("a.csv", b"Kod;Namn\nKS;KS")}
    assert list(errors(writer_client.post(address("new"), sent))) == ["file"]


def test_a_file_larger_than_the_bounds_is_refused(writer_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MAX_BYTES", 1_000)
    assert list(errors(bring(writer_client, "bodies", HEADER))) == ["file"]
    monkeypatch.undo()
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    page = bring(writer_client, "bodies", HEADER, ["KS", "Kommunstyrelsen"], ["BUN", "Barnnämnden"])
    assert errors(page) == {"file": ["The file has more than 2 rows. Divide it into several files."]}


def test_of_several_sheets_one_is_chosen(writer_client: Client) -> None:
    def change(book: Any) -> None:
        book.create_sheet("Gamla").append(["Kod"])
        book.active.title = "Nämnder"

    page = bring(writer_client, "bodies", data=workbook(HEADER, ["KS", "Kommunstyrelsen"], change=change))
    upload = page.context["upload"]
    assert page.redirect_chain == [(address("sheet", upload.pk), 302)]
    assert [choice for choice, _label in page.context["form"].fields["sheet"].choices] == ["Nämnder", "Gamla"]
    assert list(errors(writer_client.post(address("sheet", upload.pk), {"sheet": "Ingen"}))) == ["sheet"]
    page = writer_client.post(address("sheet", upload.pk), {"sheet": "Nämnder"}, follow=True)
    assert shown(page) == {2: "new"}
    apply(writer_client, page)
    assert names() == {"KS": "Kommunstyrelsen"}


def test_of_several_tables_of_a_page_one_is_chosen(writer_client: Client) -> None:
    table = "<table><tr><th>Kod</th><th>Namn</th></tr><tr><td>%s</td><td>Nämnden</td></tr></table>"
    page = bring(writer_client, "bodies", data=f"<html><body>{table % 'KS'}{table % 'BUN'}</body></html>".encode())
    choices = page.context["form"].fields["sheet"].choices
    place = address("sheet", page.context["upload"].pk)
    apply(writer_client, writer_client.post(place, {"sheet": choices[1][0]}, follow=True))
    assert names() == {"BUN": "Nämnden"}


def test_nothing_is_written_while_a_row_has_an_error_unless_it_is_left_out(writer_client: Client) -> None:
    page = bring(writer_client, "bodies", [*HEADER, "Slag"], ["KS", "Kommunstyrelsen", ""], ["BUN", "Barnnämnden", "?"])
    assert shown(page) == {2: "new", 3: "error"}
    assert "C3" in page.content.decode()
    refused = apply(writer_client, page)
    assert list(errors(refused)) == ["skips"]
    assert names() == {}
    apply(writer_client, page, skips="on")
    assert names() == {"KS": "Kommunstyrelsen"}


def test_a_row_that_only_a_name_identifies_is_confirmed_by_hand(writer_client: Client) -> None:
    figure = KeyFigureFactory(name="Andel nöjda", values={"2025": "70"})
    page = bring(writer_client, "values", ["Nyckeltal", "Period", "value"], ["Andel nöjda", "2025", "71,5"])
    assert shown(page) == {2: "proposed"}
    assert page.context["plan"].writing == []
    upload = address("preview", page.context["upload"].pk)
    page = writer_client.post(upload, {"listed": "2,", "confirmed": "2", "confirm": "1"}, follow=True)
    assert shown(page) == {2: "changed"}
    assert [each.is_confirmed for each in page.context["shown"].rows] == [True]
    page = writer_client.post(upload, {"listed": "2,", "confirm": "1"}, follow=True)
    assert shown(page) == {2: "proposed"}
    page = writer_client.post(upload, {"confirm_all": "1"}, follow=True)
    assert shown(page) == {2: "changed"}
    apply(writer_client, page, listed="2,", confirmed="2")
    assert str(figure.values.get().value) == "71.5"


def test_what_is_confirmed_in_the_same_moment_is_imported(writer_client: Client) -> None:
    figure = KeyFigureFactory(name="Andel nöjda", values={"2025": "70"})
    page = bring(writer_client, "values", ["Nyckeltal", "Period", "value"], ["Andel nöjda", "2025", "71,5"])
    apply(writer_client, page, listed="2,", confirmed="2")
    assert str(figure.values.get().value) == "71.5"


def test_a_browser_cannot_say_what_is_written(writer_client: Client) -> None:
    page = bring(writer_client, "bodies", HEADER, ["KS", ""])
    assert shown(page) == {2: "error"}
    apply(writer_client, page, listed="2,3,x,-1", confirmed=["2", "3", "9" * 30], skips="on", result="published")
    assert names() == {}


def test_what_was_changed_since_it_was_looked_at_is_looked_at_once_more(writer_client: Client) -> None:
    body = ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")
    page = bring(writer_client, "bodies", HEADER, ["KS", "Kommunstyrelsens kontor"])
    body.name = "Någon annans ord"
    body.save()
    again = apply(writer_client, page)
    assert told(again) == ["Something has changed meanwhile. Look once more at what is imported."]
    assert "Någon annans ord → Kommunstyrelsens kontor" in again.content.decode()
    assert names() == {"KS": "Någon annans ord"}
    apply(writer_client, again)
    assert names() == {"KS": "Kommunstyrelsens kontor"}


def test_what_is_changed_while_it_is_written_is_named(writer_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    body = ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")
    page = bring(writer_client, "bodies", HEADER, ["KS", "Kommunstyrelsens kontor"])
    write = preview.apply_plan

    def written_late(*args: Any, **options: Any) -> Any:
        ResponsibleBody.objects.filter(pk=body.pk).update(name="Någon annans ord")
        monkeypatch.undo()
        return write(*args, **options)

    monkeypatch.setattr(preview, "apply_plan", written_late)
    again = apply(writer_client, page)
    assert again.context["changed"] == ["Kommunstyrelsen"]
    assert "Någon annans ord → Kommunstyrelsens kontor" not in again.content.decode()


def test_an_import_that_is_ordered_twice_is_made_once(writer_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = bring(writer_client, "key-figures", ["Namn", "Enhet"], ["Andel nöjda", "percent"])
    upload, write = page.context["upload"], preview.apply_plan

    def written_after_another(*args: Any, **options: Any) -> Any:
        ImportUpload.objects.filter(pk=upload.pk).delete()
        return write(*args, **options)

    monkeypatch.setattr(preview, "apply_plan", written_after_another)
    assert apply(writer_client, page).status_code == 404
    assert not KeyFigure.objects.exists()


def test_a_file_without_changes_offers_nothing_to_import(writer_client: Client) -> None:
    ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")
    page = bring(writer_client, "bodies", HEADER, ["KS", "Kommunstyrelsen"])
    assert (shown(page), page.context["plan"].counts) == ({}, {"unchanged": 1})
    assert 'name="apply"' not in page.content.decode()
    page = writer_client.get(address("preview", page.context["upload"].pk), {"show": "unchanged"})
    assert shown(page) == {2: "unchanged"}


def test_unknown_columns_and_notices_are_told(writer_client: Client) -> None:
    page = bring(writer_client, "bodies", data="Kod;Namn;Färg\nÄN;Äldrenämnden;blå".encode("cp1252"))
    assert "Windows-1252" in page.content.decode()
    html = writer_client.get(address("preview", page.context["upload"].pk)).content.decode()
    assert "Färg (C1)" in html
    assert "Windows-1252" in html


def test_a_file_that_is_not_to_be_imported_is_removed(writer_client: Client, upload: ImportUpload) -> None:
    assert writer_client.get(address("cancel", upload.pk)).status_code == 405
    page = writer_client.post(address("cancel", upload.pk), follow=True)
    assert told(page) == ["Nothing was imported, and the file was removed."]
    assert not ImportUpload.objects.exists()


def test_a_file_is_kept_for_a_day(writer_client: Client, upload: ImportUpload) -> None:
    ImportUpload.objects.update(created_at=timezone.now() - timedelta(hours=23))
    assert writer_client.get(address("preview", upload.pk)).status_code == 200
    ImportUpload.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert writer_client.get(address("preview", upload.pk)).status_code == 404
    bring(writer_client, "bodies", HEADER, ["KS", "Kommunstyrelsen"])
    assert not ImportUpload.objects.filter(pk=upload.pk).exists()


@pytest.mark.parametrize("rows", [3, 250])
def test_a_preview_asks_as_much_of_few_rows_as_of_many(
    boss_client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = bring(boss_client, "bodies", HEADER, *([f"N{number}", f"Nämnd {number}"] for number in range(rows)))
    place = address("preview", page.context["upload"].pk)
    with django_assert_num_queries(9):
        html = boss_client.get(place, {"p": 2}).content
    assert html.count(b"kommunmal-imports__row--new") == (3 if rows == 3 else 100)
    assert len(html) < 150_000


def test_pages_and_filters_keep_what_is_confirmed(writer_client: Client) -> None:
    figures = [KeyFigureFactory(name=f"Nyckeltal {number}") for number in range(120)]
    page = bring(
        writer_client, "values", ["Nyckeltal", "Period", "value"], *([each.name, "2025", "1"] for each in figures)
    )
    place = address("preview", page.context["upload"].pk)
    listed = ",".join(str(number) for number in shown(page))
    page = writer_client.post(place, {"listed": listed, "confirmed": ["2", "3"], "go": "proposed:2"}, follow=True)
    assert page.redirect_chain == [(f"{place}?show=proposed&p=2", 302)]
    assert len(shown(page)) == 18
    page = writer_client.get(place)
    assert [number for number, status in shown(page).items() if status == "new"] == [2, 3]


def test_a_form_without_its_token_changes_nothing(admin_user: Any, site: Site) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.post(address("new"), {"kind": "bodies", "text": "Kod\tNamn\nKS\tKS"}).status_code == 403
