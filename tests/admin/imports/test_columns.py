"""How the columns of a file are understood: suggested, said otherwise, saved, and used again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test.client import Client
from wagtail.models import Site

from wagtail_kommunmal.models import ImportMapping, KeyFigure, KeyFigureValue
from wagtail_kommunmal.testing import KeyFigureFactory

from .conftest import address, apply, bring, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

TITLE = ["Uppföljning av nyckeltal"]
HEADER = ["Indikator", "Kolada id", "Utfall 2025", "Riket 2025", "Vår anmärkning"]
ROW = ["Andel nöjda", "N00945", "1 234,5", "80", "Osäkert"]


@pytest.fixture
def figure(site: Site) -> KeyFigure:
    return KeyFigureFactory(name="Andel nöjda", kolada_id="N00945")


@pytest.fixture
def asked(writer_client: Client, figure: KeyFigure) -> Any:
    """The page that asks what the columns of a file from another system are taken for."""
    return bring(writer_client, "values", TITLE, HEADER, ROW)


def sent(page: Any, **changes: str) -> dict[str, str]:
    """Return what a browser sends of the form on a page, after somebody has changed some of it."""
    form = page.context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() not in (None, False, "")}
    return {**{name: "on" if value is True else value for name, value in shown.items()}, **changes}


def values() -> set[tuple[str, str, str]]:
    return {(row.period, row.series, str(row.value)) for row in KeyFigureValue.objects.all()}


def test_a_file_of_another_system_is_asked_about_before_its_rows_are_shown(asked: Any) -> None:
    assert asked.redirect_chain == [(address("columns", asked.context["upload"].pk), 302)]
    said = {each.heading: (each.target.value(), each.samples) for each in asked.context["form"].file_columns()}
    assert said["Utfall 2025"] == ("value", ["1 234,5"])
    assert said["Vår anmärkning"] == ("", ["Osäkert"])


def test_a_long_text_is_shown_shortened_and_says_so(writer_client: Client, figure: KeyFigure) -> None:
    page = bring(writer_client, "values", TITLE, HEADER, [*ROW[:-1], "Osäkert " * 20])
    (sample,) = next(each.samples for each in page.context["form"].file_columns() if each.heading == HEADER[-1])
    assert (len(sample), sample[-1]) == (80, "…")


def test_a_file_of_our_own_is_not_asked_about_but_can_be(writer_client: Client, figure: KeyFigure) -> None:
    page = bring(writer_client, "values", ["Kolada-id", "Period", "Utfall"], ["N00945", "2025", "70"])
    upload = page.context["upload"]
    assert page.redirect_chain == [(address("preview", upload.pk), 302)]
    assert address("columns", upload.pk) in page.content.decode()
    page = writer_client.get(address("columns", upload.pk))
    assert [each.target.value() for each in page.context["form"].file_columns()] == ["kolada_id", "period", "value"]


def test_a_column_is_said_to_be_something_else(writer_client: Client, asked: Any) -> None:
    upload = asked.context["upload"]
    place = address("columns", upload.pk)
    page = writer_client.post(place, sent(asked, **{"column-5": "note"}), follow=True)
    assert page.redirect_chain == [(address("preview", upload.pk), 302)]
    apply(writer_client, page)
    assert values() == {("2025", "own", "1234.5"), ("2025", "nation", "80")}
    assert set(KeyFigureValue.objects.values_list("note", flat=True)) == {"Osäkert", ""}


def test_what_a_heading_does_not_say_is_said_of_its_column(writer_client: Client, asked: Any) -> None:
    place = address("columns", asked.context["upload"].pk)
    data = sent(asked, **{"column-4-period": "2024", "column-4-series": "other", "column-4-series_label": "Grannarna"})
    apply(writer_client, writer_client.post(place, data, follow=True))
    assert values() == {("2025", "own", "1234.5"), ("2024", "other", "80")}


def test_what_no_column_says_is_said_of_the_whole_file(writer_client: Client, figure: KeyFigure) -> None:
    page = bring(writer_client, "values", ["Kolada-id", "Utfall"], ["N00945", "70"])
    place = address("columns", page.context["upload"].pk)
    assert "needs one of these columns" in page.content.decode()
    refused = writer_client.post(place, sent(page))
    assert len(refused.context["form"].non_field_errors()) == 1
    apply(writer_client, writer_client.post(place, sent(page, **{"all-period": "2023"}), follow=True))
    assert values() == {("2023", "own", "70")}


@pytest.mark.parametrize("field", ["column-3-period", "all-period"])
def test_what_cannot_be_read_is_told_beside_its_field(writer_client: Client, asked: Any, field: str) -> None:
    page = writer_client.post(address("columns", asked.context["upload"].pk), sent(asked, **{field: "i fjol"}))
    assert list(page.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in page.content.decode()


def test_two_columns_that_say_the_same_are_refused(writer_client: Client, asked: Any) -> None:
    data = sent(asked, **{"column-4-series": "own"})
    page = writer_client.post(address("columns", asked.context["upload"].pk), data)
    assert len(page.context["form"].non_field_errors()) == 1


def test_how_a_file_was_understood_is_saved_and_used_for_the_next_one(
    writer_client: Client, asked: Any, site: Site
) -> None:
    place = address("columns", asked.context["upload"].pk)
    data = sent(asked, **{"column-5": "note", "save_as": "Från Stratsys"})
    apply(writer_client, writer_client.post(place, data, follow=True))
    saved = ImportMapping.objects.get()
    assert (saved.site, saved.kind, saved.name) == (site, "values", "Från Stratsys")
    header = ["Indikator", "Kolada id", "Utfall 2026", "Riket 2026", "Vår anmärkning"]
    page = bring(writer_client, "values", TITLE, header, ROW)
    place = address("columns", page.context["upload"].pk)
    assert f"?saved={saved.pk}" in page.content.decode()
    page = writer_client.get(place, {"saved": saved.pk})
    assert [each.target.value() for each in page.context["form"].file_columns()][-1] == "note"
    apply(writer_client, writer_client.post(f"{place}?saved={saved.pk}", sent(page), follow=True))
    assert ("2026", "nation", "80") in values()


def test_the_same_name_replaces_what_was_saved(writer_client: Client, asked: Any) -> None:
    place = address("columns", asked.context["upload"].pk)
    for column in ("note", ""):
        writer_client.post(place, sent(asked, **{"column-5": column, "save_as": "Från Stratsys"}))
    assert ImportMapping.objects.get().mapping["columns"][4]["column"] == ""


def test_what_was_saved_is_removed(writer_client: Client, asked: Any) -> None:
    place = address("columns", asked.context["upload"].pk)
    writer_client.post(place, sent(asked, save_as="Från Stratsys"))
    page = writer_client.post(place, {"forget": ImportMapping.objects.get().pk}, follow=True)
    assert told(page) == ["What was saved is removed. Earlier imports stay."]
    assert not ImportMapping.objects.exists()


def test_what_another_site_has_saved_is_not_offered(writer_client: Client, asked: Any, other_site: Site) -> None:
    saved = ImportMapping.objects.create(site=other_site, kind="values", name="Norrbys", mapping={})
    place = address("columns", asked.context["upload"].pk)
    assert "Norrbys" not in writer_client.get(place).content.decode()
    assert writer_client.get(place, {"saved": saved.pk}).status_code == 404
    writer_client.post(place, {"forget": saved.pk})
    assert ImportMapping.objects.exists()


def test_a_file_without_a_header_says_so(writer_client: Client) -> None:
    page = bring(writer_client, "values", [1, 2], [3, 4])
    assert page.status_code == 200
    assert page.context["form"] is None
    assert "No row near the top" in page.content.decode()
    # Nor is there a preview of it.
    page = writer_client.get(address("preview", page.context["upload"].pk))
    assert "No row near the top" in page.content.decode()


def test_a_file_of_which_nothing_is_known_is_explained_by_hand(writer_client: Client, figure: KeyFigure) -> None:
    page = bring(writer_client, "values", ["Kod hos oss", "Siffra"], ["N00945", "70"])
    assert [each.target.value() for each in page.context["form"].file_columns()] == ["", ""]
    said = {"column-1": "kolada_id", "column-2": "value", "all-period": "2024"}
    place = address("columns", page.context["upload"].pk)
    apply(writer_client, writer_client.post(place, sent(page, **said), follow=True))
    assert values() == {("2024", "own", "70")}


def test_the_form_asks_for_all_that_is_suggested_of_the_whole_file(boss_client: Client) -> None:
    page = bring(
        boss_client, "follow-ups", ["Uppföljning T1 2026"], ["Nämnd", "Uppdrag", "Status"], ["KS", "Bygg", "Klart"]
    )
    form = page.context["form"]
    assert form.suggested.constants == {"period": "2026-T1", "plan": "2026"}
    assert {name: form[f"all-{name}"].value() for name in form.suggested.constants} == form.suggested.constants


def test_a_file_with_many_columns_stays_below_the_bound_of_a_form(writer_client: Client, figure: KeyFigure) -> None:
    header = ["Kolada-id", "Period", "Utfall", *(f"Spalt {number}" for number in range(190))]
    page = bring(writer_client, "values", header, ["N00945", "2025", "70"])
    data = {field.html_name: field.value() or "" for field in page.context["form"]}
    page = writer_client.post(address("columns", page.context["upload"].pk), data, follow=True)
    assert [each.row.status for each in page.context["shown"].rows] == ["new"]
