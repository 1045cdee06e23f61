from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.models import Site

from tests.kolada.conftest import ID, TITLE
from wagtail_kommunmal.kolada.areas import NoMunicipalityError
from wagtail_kommunmal.kolada.client import KoladaClient
from wagtail_kommunmal.kolada.sync import Result, figures_of, sync
from wagtail_kommunmal.models import KeyFigure, KeyFigureValue, KoladaLink, KommunmalSiteSettings
from wagtail_kommunmal.testing import KeyFigureValueFactory
from wagtail_kommunmal.testing.kolada import FakeKolada
from wagtail_kommunmal.vocabulary import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

Fetch = Callable[..., Result]
OWN = (ID, "2399", 2024, "T")


def stored() -> dict[str, str]:
    rows = KeyFigureValue.objects.all()
    return {
        " ".join(filter(None, [row.period, row.series, row.series_label, row.gender])): f"{row.value}" for row in rows
    }


FETCHED = {
    "2024 own T": "21.5",
    "2024 own K": "21.25",
    "2024 own M": "21.75",
    "2024 nation T": "22",
    "2024 similar T": "15",
    "2024 other Region Norra T": "20.25",
}


def test_fetches_all_areas_with_gender(fetch: Fetch) -> None:
    result = fetch()
    assert stored() == FETCHED
    assert (result.changed, result.texts) == (6, [])
    assert set(KeyFigureValue.objects.values_list("provenance", flat=True)) == {"kolada"}


def test_a_second_time_writes_nothing(fetch: Fetch) -> None:
    fetch()
    before = list(KeyFigureValue.objects.values())
    assert fetch().changed == 0
    assert list(KeyFigureValue.objects.values()) == before


def test_tried_dry_it_writes_nothing(fetch: Fetch) -> None:
    assert fetch(dry_run=True).changed == 6
    assert not KeyFigureValue.objects.exists()
    assert not KoladaLink.objects.exists()


def test_a_revised_value_is_marked_and_told(fetch: Fetch, kolada: FakeKolada) -> None:
    fetch()
    kolada.values[OWN] = 21.625
    assert fetch().texts == ["Kolada has revised values: 2024 own T."]
    row = KeyFigureValue.objects.get(series="own", gender="T")
    assert (str(row.value), row.note) == ("21.625", "Revised, before 21,5.")


def test_a_value_is_preliminary_until_the_final_one_is_published(fetch: Fetch, kolada: FakeKolada) -> None:
    kolada.kpis[ID] |= {"publ_period": "2024", "publication_date": "2026-06-02"}
    fetch()
    assert set(KeyFigureValue.objects.values_list("preliminary", flat=True)) == {True}
    kolada.kpis[ID] |= {"publ_period": "2025", "publication_date": "2027-06-02"}
    fetch()
    assert set(KeyFigureValue.objects.values_list("preliminary", flat=True)) == {False}


def test_values_entered_by_hand_stay(fetch: Fetch, figure: KeyFigure) -> None:
    KeyFigureValueFactory(key_figure=figure, period="2024", value="1")
    text = "Kolada has other values than those entered by hand, which are kept: 2024 own T."
    assert fetch().texts == [text]
    assert stored() == FETCHED | {"2024 own T": "1"}


def _null(kolada: FakeKolada) -> None:
    kolada.values[OWN] = None


def _absent(kolada: FakeKolada) -> None:
    del kolada.values[OWN]


def _deleted(kolada: FakeKolada) -> None:
    kolada.deleted.add(OWN)


def _renamed(kolada: FakeKolada) -> None:
    kolada.kpis[ID]["title"] = "Andel unga"
    kolada.values[OWN] = 1


def _retired(kolada: FakeKolada) -> None:
    kolada.kpis[ID]["title"] = f"{TITLE} (-2024)"


def _vanished(kolada: FakeKolada) -> None:
    del kolada.kpis[ID]


def _value(value: Any) -> Callable[[FakeKolada], None]:
    def write(kolada: FakeKolada) -> None:
        kolada.values[OWN] = value

    return write


def _fault(*faults: int | str) -> Callable[[FakeKolada], None]:
    def write(kolada: FakeKolada) -> None:
        kolada.faults = list(faults)

    return write


RENAMED = f"Kolada now calls {ID} “%s”, before “{TITLE}”. Nothing was fetched.".replace("(%)", "(%%)")
UNREACHED = "Kolada could not be read: %s All values are kept."
UNREADABLE = "Kolada answered with something that is no value: 2024: %s. It was left out."
ABSENT = "Kolada has no values any longer where these are kept: 2024 own T."


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_null, ["Kolada has withdrawn values that are kept here: 2024 own T."]),
        (_deleted, ["Kolada has withdrawn values that are kept here: 2024 own T."]),
        (_absent, [ABSENT]),
        (_renamed, [RENAMED % "Andel unga"]),
        (
            _retired,
            [
                RENAMED % f"{TITLE} (-2024)",
                f"Kolada has ended the series: “{TITLE} (-2024)”. Look for the one that took its place.",
            ],
        ),
        (_vanished, [f"Kolada does not have {ID} any longer. Nothing was fetched, and all values are kept."]),
        (_value(float("nan")), [ABSENT, UNREADABLE % "NaN"]),
        (_value(float("inf")), [ABSENT, UNREADABLE % "Infinity"]),
        (_value("12"), [ABSENT, UNREADABLE % "12"]),
        (_value(True), [ABSENT, UNREADABLE % "True"]),
        (_value(1e300), [ABSENT, UNREADABLE % "1E+300"]),
        (_fault(*["time-out"] * 4), [UNREACHED % "It did not answer in time."]),
        (_fault(*[503] * 4), [UNREACHED % "It answered with 503."]),
        (_fault(*[429] * 4), [UNREACHED % "It answered with 429."]),
        (_fault(404), [UNREACHED % "It answered with 404."]),
        (_fault("html"), [UNREACHED % "The answer is not JSON."]),
        (_fault("truncated"), [UNREACHED % "The answer is not JSON."]),
        (_fault("loop"), [UNREACHED % "The answer leads round in a circle."]),
        (_fault("foreign"), [UNREACHED % "The answer leads to another host: kolada.example."]),
        (_fault(500), []),
    ],
)
def test_no_value_is_lost_and_the_editor_is_told(
    fetch: Fetch, kolada: FakeKolada, figure: KeyFigure, change: Callable[[FakeKolada], None], told: list[str]
) -> None:
    fetch()
    change(kolada)
    assert fetch().texts == told
    assert stored() == FETCHED
    assert KeyFigure.objects.get(pk=figure.pk).get_warnings() == told


def test_what_does_not_fit_is_told_and_not_written(fetch: Fetch, figure: KeyFigure) -> None:
    figure.unit = Unit.RANK
    figure.save()
    assert fetch().texts == [
        "Kolada's values do not fit the key figure: A rank is a whole number from 1. Nothing was written."
    ]
    assert stored() == {}


def test_nightly_asks_only_for_what_is_due(fetch: Fetch, site: Site, kolada: FakeKolada, figure: KeyFigure) -> None:
    assert list(figures_of(site, nightly=True)) == [figure]
    kolada.kpis[ID]["publication_date"] = "2026-08-28"
    fetch()
    assert list(figures_of(site, nightly=True, today=date(2026, 8, 27))) == []
    assert list(figures_of(site, nightly=True, today=date(2026, 8, 28))) == [figure]
    figure.refresh_from_db()
    assert figure.next_publication_on == date(2026, 8, 28)


def test_a_site_without_a_municipality_fetches_nothing(
    site: Site, figure: KeyFigure, client_of_kolada: KoladaClient, kolada: FakeKolada
) -> None:
    KommunmalSiteSettings.objects.update(kolada_municipality="")
    with pytest.raises(NoMunicipalityError):
        list(sync(site, [figure], client_of_kolada))
    assert kolada.requests == []


def test_the_command_says_what_it_did(
    site: Site, figure: KeyFigure, kolada: FakeKolada, settings: Any, capsys: Any
) -> None:
    with kolada.serving() as url:
        settings.WAGTAIL_KOMMUNMAL = {"KOLADA_URL": url}
        call_command("kommunmal_sync_kolada", "--key-figure", ID)
        assert f"{ID} {figure.name}: 6 changed" in capsys.readouterr().out
        kolada.faults = [404]
        with pytest.raises(CommandError, match="could not be read for 1"):
            call_command("kommunmal_sync_kolada")
