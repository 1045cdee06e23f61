"""The imports that were made: listed, told row by row, and taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test.client import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from wagtail_kommunmal.models import ImportBatch, ImportedRow, ResponsibleBody
from wagtail_kommunmal.testing import ResponsibleBodyFactory

from .conftest import address, apply, bring, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

HEADER = ["Kod", "Namn"]


def names() -> dict[str, str]:
    return dict(ResponsibleBody.objects.values_list("code", "name"))


@pytest.fixture
def body(site: Site) -> ResponsibleBody:
    return ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")


@pytest.fixture
def batch(writer_client: Client, body: ResponsibleBody) -> ImportBatch:
    """An import that changed a body and made another."""
    apply(writer_client, bring(writer_client, "bodies", HEADER, ["KS", "Kontoret"], ["BUN", "Barnnämnden"]))
    return ImportBatch.objects.get()


def test_an_import_tells_row_by_row_what_it_did(writer_client: Client, batch: ImportBatch) -> None:
    html = writer_client.get(address("batch", batch.pk)).content.decode()
    assert "Kommunstyrelsen → Kontoret" in html
    assert "<b>Code:</b> BUN" in html
    assert address("undo", batch.pk) in html


def test_the_imports_of_the_site_are_listed(writer_client: Client, batch: ImportBatch) -> None:
    page = writer_client.get(address("index"))
    assert [(each.pk, each.size) for each, _label, _has_drafts in page.context["listed"]] == [(batch.pk, 2)]
    assert address("batch", batch.pk) in page.content.decode()
    assert address("index") in writer_client.get(address("new")).content.decode()


def test_an_import_is_taken_back_once_that_is_confirmed(writer_client: Client, batch: ImportBatch) -> None:
    page = writer_client.get(address("undo", batch.pk))
    assert (page.context["changed_count"], page.context["new"]) == (1, 1)
    assert names() == {"KS": "Kontoret", "BUN": "Barnnämnden"}
    page = writer_client.post(address("undo", batch.pk), follow=True)
    assert told(page) == ["2 rows were taken back."]
    assert names() == {"KS": "Kommunstyrelsen"}
    batch.refresh_from_db()
    assert str(batch.undone_by) == "Målredaktörer"
    assert address("undo", batch.pk) not in page.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_import_is_not_taken_back_twice(writer_client: Client, batch: ImportBatch, method: str) -> None:
    writer_client.post(address("undo", batch.pk))
    page = getattr(writer_client, method)(address("undo", batch.pk), follow=True)
    assert told(page)[-1] == "The import was undone before."


def test_what_was_changed_since_is_named_and_nothing_is_taken_back(
    writer_client: Client, batch: ImportBatch, body: ResponsibleBody
) -> None:
    ResponsibleBody.objects.filter(pk=body.pk).update(name="Någon annans ord")
    page = writer_client.post(address("undo", batch.pk))
    assert page.context["changed"] == ["Kommunstyrelsen"]
    assert "Nothing was undone" in page.content.decode()
    assert names() == {"KS": "Någon annans ord", "BUN": "Barnnämnden"}


def test_a_long_text_is_shown_from_where_it_differs(writer_client: Client) -> None:
    text = "Andelen av dem som svarade. " * 60
    header = ["Kolada-id", "Namn", "Enhet", "Definition"]
    apply(writer_client, bring(writer_client, "key-figures", header, ["N00945", "Nöjda", "percent", f"{text}Gammal"]))
    page = bring(writer_client, "key-figures", header, ["N00945", "Nöjda", "percent", f"{text}Ny"])
    ((field,),) = [each.fields for each in page.context["shown"].rows]
    assert (field.old[-6:], field.new[-2:], field.old[:2]) == ("Gammal", "Ny", "… ")
    assert len(field.old) < 100


@pytest.mark.parametrize("rows", [2, 60])
def test_the_list_asks_as_much_for_few_imports_as_for_many(
    boss_client: Client, site: Site, admin_user: Any, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ImportBatch.objects.bulk_create(
        ImportBatch(site=site, kind="bodies", file_name=f"{number}.csv", user=admin_user) for number in range(rows)
    )
    boss_client.get(address("index"))
    with django_assert_num_queries(9):
        page = boss_client.get(address("index"))
    assert len(page.context["listed"]) == min(rows, 50)


@pytest.mark.parametrize("rows", [2, 250])
def test_an_import_asks_as_much_for_few_rows_as_for_many(
    boss_client: Client, site: Site, admin_user: Any, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    batch = ImportBatch.objects.create(site=site, kind="bodies", file_name="a.csv", user=admin_user)
    ImportedRow.objects.bulk_create(
        ImportedRow(batch=batch, number=number, label="Nämnd", key=["x"], after={"name": "Nämnd", "replaced_by": ""})
        for number in range(rows)
    )
    boss_client.get(address("batch", batch.pk))
    with django_assert_num_queries(10):
        page = boss_client.get(address("batch", batch.pk))
    assert len(page.context["rows"]) == min(rows, 100)
