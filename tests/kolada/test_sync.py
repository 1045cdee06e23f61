from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.translation import gettext, override
from wagtail.models import ModelLogEntry, Site

from tests.kolada.conftest import GROUP, ID, NOW, TITLE
from wagtail_kommunmal.authoring.recorded_changes import VALUES_CHANGED
from wagtail_kommunmal.authoring.value_changes import apply_changes
from wagtail_kommunmal.kolada import sync
from wagtail_kommunmal.kolada.areas import NoMunicipalityError
from wagtail_kommunmal.kolada.client import KoladaClient
from wagtail_kommunmal.kolada.sync import Result, Sync, figures_of
from wagtail_kommunmal.models import KeyFigure, KeyFigureValue, KoladaLink, KoladaRun, KommunmalSiteSettings
from wagtail_kommunmal.testing import KeyFigureFactory, KeyFigureValueFactory
from wagtail_kommunmal.testing.kolada import FakeKolada
from wagtail_kommunmal.vocabulary import Provenance, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

Fetch = Callable[..., Result]
OWN = (ID, "2399", 2024, "T")
OWN_TEXT = "2024, Own municipality, Total"


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
    f"2024 similar {GROUP} T": "15",
    "2024 other Region Norra T": "20.25",
}


def test_fetches_all_areas_with_gender(fetch: Fetch) -> None:
    result = fetch()
    assert stored() == FETCHED
    assert (result.changed, result.texts) == (6, [])
    assert set(KeyFigureValue.objects.values_list("provenance", "fetched_at")) == {("kolada", NOW)}
    assert ModelLogEntry.objects.filter(action=VALUES_CHANGED).count() == 1


def test_a_second_time_writes_nothing(fetch: Fetch) -> None:
    fetch()
    before = list(KeyFigureValue.objects.values())
    assert fetch().changed == 0
    assert list(KeyFigureValue.objects.values()) == before
    assert ModelLogEntry.objects.filter(action=VALUES_CHANGED).count() == 1


def test_tried_dry_it_writes_nothing(fetch: Fetch) -> None:
    assert fetch(dry_run=True).changed == 6
    assert not KeyFigureValue.objects.exists()
    assert not KoladaLink.objects.exists()


def test_a_revised_value_is_marked_and_told(fetch: Fetch, kolada: FakeKolada) -> None:
    fetch()
    kolada.values[OWN] = 21.625
    assert fetch().texts == [f"Kolada has revised values: {OWN_TEXT}."]
    row = KeyFigureValue.objects.get(series="own", gender="T")
    # In the language of the site, whoever fetches.
    with override("sv"):
        note = gettext("Revised, before %(value)s.") % {"value": "21,5"}
    assert (str(row.value), row.note) == ("21.625", note)
    entry = ModelLogEntry.objects.filter(action=VALUES_CHANGED).latest("pk")
    assert [change["before"]["value"] for change in entry.data["rows"]] == ["21.5"]


def test_a_value_is_preliminary_until_the_final_one_is_published(fetch: Fetch, kolada: FakeKolada) -> None:
    kolada.kpis[ID] |= {"publ_period": "2024", "publication_date": "2026-06-02"}
    fetch()
    assert set(KeyFigureValue.objects.values_list("preliminary", flat=True)) == {True}
    kolada.kpis[ID] |= {"publ_period": "2025", "publication_date": "2027-06-02"}
    fetch()
    assert set(KeyFigureValue.objects.values_list("preliminary", flat=True)) == {False}


def test_a_value_stays_preliminary_on_the_day_of_publication(fetch: Fetch, kolada: FakeKolada) -> None:
    kolada.kpis[ID] |= {"publ_period": "2024", "publication_date": NOW.date().isoformat()}
    fetch()
    assert set(KeyFigureValue.objects.values_list("preliminary", flat=True)) == {True}


def test_a_key_figure_that_cannot_be_written_holds_up_no_other(
    site: Site, figure: KeyFigure, client_of_kolada: KoladaClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(key_figure: KeyFigure, *args: Any, **options: Any) -> Any:
        if key_figure == figure:
            raise ValueError("A fault that nobody thought of.")
        return apply_changes(key_figure, *args, **options)

    monkeypatch.setattr(sync, "apply_changes", refuse)
    other = KeyFigureFactory(site=site, kolada_id=ID)
    first, second = Sync(site, client_of_kolada).run([figure, other])
    assert (first.changed, first.texts) == (0, [f"The values of {ID} could not be written. All values are kept."])
    assert first.is_left
    assert second.changed == 6
    assert set(KeyFigureValue.objects.values_list("key_figure", flat=True)) == {other.pk}
    assert KoladaLink.objects.get(key_figure=figure).warning_texts == first.texts
    assert figure in figures_of(site, nightly=True)


def test_a_new_name_is_told_though_the_municipality_is_another(fetch: Fetch, kolada: FakeKolada, site: Site) -> None:
    fetch()
    assert not figures_of(site, nightly=True, now=NOW)
    KommunmalSiteSettings.objects.update(kolada_municipality="2398")
    assert figures_of(site, nightly=True, now=NOW)
    kolada.kpis[ID]["title"] = "Something else"
    assert "now calls" in fetch().texts[0]


def test_values_entered_by_hand_stay(fetch: Fetch, figure: KeyFigure) -> None:
    KeyFigureValueFactory(key_figure=figure, period="2024", value="1")
    text = f"Kolada has other values than those entered by hand, which are kept: {OWN_TEXT}."
    before = KeyFigureValue.objects.values().get()
    assert fetch().texts == [text]
    assert stored() == FETCHED | {"2024 own T": "1"}
    assert KeyFigureValue.objects.values().get(pk=before["id"]) == before


@pytest.mark.parametrize("provenance", [Provenance.MANUAL, Provenance.IMPORT])
def test_a_value_rounded_by_hand_stays_and_is_no_difference(
    fetch: Fetch, figure: KeyFigure, kolada: FakeKolada, provenance: str
) -> None:
    kolada.values[OWN] = 21.48
    KeyFigureValueFactory(key_figure=figure, period="2024", value="21.5", provenance=provenance)
    assert fetch().texts == []
    assert KeyFigureValue.objects.get(series="own", gender="T").provenance == provenance


def test_a_fetched_value_changed_by_hand_is_from_then_on_left_alone(fetch: Fetch, kolada: FakeKolada) -> None:
    fetch()
    KeyFigureValue.objects.filter(series="own", gender="T").update(value="30", provenance=Provenance.MANUAL)
    kolada.values[OWN] = 31
    fetch()
    assert stored() == FETCHED | {"2024 own T": "30"}


def test_another_series_does_not_overwrite_what_was_fetched_for_the_last(
    fetch: Fetch, figure: KeyFigure, kolada: FakeKolada
) -> None:
    fetch()
    kolada.add_kpi("N00946", "Något annat, andel (%)")
    kolada.values["N00946", "2399", 2024, "T"] = 90
    kolada.values["N00946", "2399", 2025, "T"] = 91
    KeyFigure.objects.update(kolada_id="N00946")
    for day in (1, 2):
        assert fetch(now=lambda: NOW + timedelta(days=day)).texts == [  # noqa: B023
            f"Values fetched for another series are kept: {OWN_TEXT}. Remove them to have those of N00946 fetched."
        ]
    assert stored() == FETCHED | {"2025 own T": "91"}
    kolada.values["N00946", "2399", 2025, "T"] = 92
    fetch(now=lambda: NOW + timedelta(days=3))
    assert stored() == FETCHED | {"2025 own T": "92"}


def test_another_municipality_does_not_overwrite_either(fetch: Fetch) -> None:
    fetch()
    KommunmalSiteSettings.objects.update(kolada_municipality="2398")
    fetch(now=lambda: NOW + timedelta(days=1))
    assert stored() == FETCHED


def test_the_group_of_another_year_is_a_series_of_its_own(fetch: Fetch, kolada: FakeKolada) -> None:
    fetch()
    title = GROUP.replace("2025", "2026")
    kolada.groups["G100002"] = (title, ["2397"])
    KommunmalSiteSettings.objects.update(kolada_similar="G100002")
    assert fetch().texts == []
    assert stored() == FETCHED | {f"2024 similar {title} T": "20"}


def test_areas_that_kolada_does_not_have_and_old_groups_are_told(
    site: Site, figure: KeyFigure, client_of_kolada: KoladaClient, kolada: FakeKolada
) -> None:
    kolada.groups["G100001"] = (GROUP.replace("2025", "2023"), ["2397"])
    KommunmalSiteSettings.objects.update(kolada_region="G9")
    sync = Sync(site, client_of_kolada, now=lambda: NOW)
    list(sync.run([figure]))
    run = KoladaRun(notices=sync.notices)
    assert run.notice_texts == [
        "Kolada does not have the area G9 of the site's settings. It was left out.",
        f"Kolada may have newer groups than “{GROUP.replace('2025', '2023')}”. Choose one in the site's settings.",
    ]


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


def _paged(kolada: FakeKolada) -> None:
    kolada.per_page = 1


def _contradictory(kolada: FakeKolada) -> None:
    """Answers with another number for the same value on a second page."""
    answered = kolada._data

    def twice(named: dict[str, list[str]]) -> list[Any]:
        rows = answered(named)
        again = {"gender": "T", "count": 1, "status": "", "value": 99.0, "isdeleted": False}
        return [*rows, {"kpi": ID, "period": 2024, "municipality": "2399", "values": [again]}]

    kolada._data = twice  # type: ignore[method-assign]


def _many_rows(kolada: FakeKolada) -> None:
    """Answers with 5001 rows and more, most of them of areas that nobody asked for."""
    answered = kolada._data

    def many(named: dict[str, list[str]]) -> list[Any]:
        value = {"gender": "T", "count": 1, "status": "", "value": 1.0, "isdeleted": False}
        others = [{"kpi": ID, "period": 2024, "municipality": f"X{n}", "values": [value]} for n in range(5_001)]
        return [*others, *answered(named)]

    kolada._data = many  # type: ignore[method-assign]


RENAMED = f"Kolada now calls {ID} “%s”, before “{TITLE}”. Nothing was fetched.".replace("(%)", "(%%)")
UNREACHED = "Kolada could not be read: %s All values are kept."
UNREADABLE = "Kolada answered with something that is no value: 2024: %s. It was left out."
ABSENT = f"Kolada has no values any longer where these are kept: {OWN_TEXT}."


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_null, [f"Kolada has withdrawn values that are kept here: {OWN_TEXT}."]),
        (_deleted, [f"Kolada has withdrawn values that are kept here: {OWN_TEXT}."]),
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
        (_fault(400), [UNREACHED % "It answered with 400."]),
        (_fault(404), [UNREACHED % "It answered with 404."]),
        (_fault("html"), [UNREACHED % "The answer is not JSON."]),
        (_fault("truncated"), [UNREACHED % "The answer is not JSON."]),
        (_fault("loop"), [UNREACHED % "The answer leads round in a circle."]),
        (_fault("foreign"), [UNREACHED % "The answer leads to another host: kolada.example."]),
        (_fault(500), []),
        (_fault(429), []),
        (_paged, []),
        (_contradictory, [UNREADABLE % "21.5 / 99"]),
        (_many_rows, []),
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


@pytest.mark.parametrize("change", [_null, _absent, _deleted, _renamed, _vanished, _fault("html"), _fault(*[503] * 4)])
def test_values_entered_by_hand_survive_every_answer(
    fetch: Fetch, figure: KeyFigure, kolada: FakeKolada, change: Callable[[FakeKolada], None]
) -> None:
    KeyFigureValueFactory(key_figure=figure, period="2024", value="1")
    KeyFigureValueFactory(key_figure=figure, period="1999", value="2")
    fetch()
    before = list(KeyFigureValue.objects.order_by("pk").values())
    change(kolada)
    fetch()
    assert list(KeyFigureValue.objects.order_by("pk").values()) == before


def test_an_unreached_kolada_hides_nothing_told_before(fetch: Fetch, kolada: FakeKolada, figure: KeyFigure) -> None:
    fetch()
    _renamed(kolada)
    fetch()
    for _time in range(2):
        kolada.faults = [404]
        fetch()
    assert KeyFigure.objects.get(pk=figure.pk).get_warnings() == [
        RENAMED % "Andel unga",
        UNREACHED % "It answered with 404.",
    ]


def test_a_kolada_that_is_down_is_not_asked_for_each_chunk(
    site: Site, figure: KeyFigure, client_of_kolada: KoladaClient, kolada: FakeKolada
) -> None:
    figures = [figure, *KeyFigureFactory.create_batch(60, site=site, kolada_id=ID)]
    kolada.faults = [*[None] * 2, *[503] * 99]  # the areas are answered
    results = list(Sync(site, client_of_kolada).run(figures))
    assert [result.is_left for result in results] == [True] * 61
    assert len(kolada.requests) == 2 + 4


def test_asks_for_25_key_figures_at_once(
    site: Site, figure: KeyFigure, client_of_kolada: KoladaClient, kolada: FakeKolada
) -> None:
    for number in range(30):
        kolada.add_kpi(f"U{number:05}", f"Nummer {number}")
        KeyFigureFactory(site=site, kolada_id=f"U{number:05}")
    assert len(list(Sync(site, client_of_kolada).run(figures_of(site)))) == 31
    assert len(kolada.requests) == 2 + 2 * 2


def test_what_does_not_fit_is_told_and_the_rest_is_written(fetch: Fetch, figure: KeyFigure, kolada: FakeKolada) -> None:
    KeyFigure.objects.update(unit=Unit.RANK)
    kolada.values[OWN] = 7
    names = ["Nation, Total", "Own municipality, Women", "Own municipality, Men"]
    text = fetch().texts[-1]
    assert text.startswith("Values do not fit the key figure and were not written: 2024,")
    assert text.endswith(". A rank is a whole number from 1.")
    assert all(name in text for name in names[1:])
    assert stored() == {"2024 own T": "7", "2024 nation T": "22", f"2024 similar {GROUP} T": "15"}


def test_a_series_without_values_for_the_municipality_is_told(fetch: Fetch, kolada: FakeKolada) -> None:
    kolada.values = {}
    assert fetch().texts == [f"Kolada has no values of {ID} for the municipality."]


def test_what_a_database_cannot_keep_is_left_out_of_texts(fetch: Fetch, kolada: FakeKolada) -> None:
    kolada.kpis[ID]["title"] = f"{TITLE}\x00\ud800" + "x" * 600
    kolada.values[OWN] = "\x00"
    assert fetch().changed == 5
    assert KoladaLink.objects.get().title == f"{TITLE}?" + "x" * 600


def test_a_key_figure_that_is_gone_meanwhile_is_passed_by(
    site: Site, figure: KeyFigure, client_of_kolada: KoladaClient
) -> None:
    other = KeyFigureFactory(site=site, kolada_id=ID)
    figures = list(figures_of(site))
    figure.delete()
    assert [result.key_figure for result in Sync(site, client_of_kolada).run(figures)] == [other]


def test_a_key_figure_of_another_series_meanwhile_is_left_to_the_next_run(
    site: Site, figure: KeyFigure, client_of_kolada: KoladaClient
) -> None:
    figures = list(figures_of(site))
    KeyFigure.objects.update(kolada_id="N00946")
    assert list(Sync(site, client_of_kolada).run(figures)) == []
    assert stored() == {}


def test_nightly_asks_only_for_what_is_due(fetch: Fetch, site: Site, kolada: FakeKolada, figure: KeyFigure) -> None:
    assert list(figures_of(site, nightly=True)) == [figure]
    kolada.kpis[ID]["publication_date"] = "2026-08-28"
    fetch()
    assert list(figures_of(site, nightly=True, now=datetime(2026, 8, 27, 12, tzinfo=UTC))) == []
    assert list(figures_of(site, nightly=True, now=datetime(2026, 8, 28, 12, tzinfo=UTC))) == [figure]
    figure.refresh_from_db()
    assert f"{figure.next_publication_on}" == "2026-08-28"


def test_nightly_asks_at_once_for_a_series_that_was_changed(
    fetch: Fetch, site: Site, kolada: FakeKolada, figure: KeyFigure
) -> None:
    kolada.kpis[ID]["publication_date"] = "2999-01-01"
    fetch()
    assert list(figures_of(site, nightly=True, now=NOW)) == []
    KeyFigure.objects.update(kolada_id="N00946")
    assert list(figures_of(site, nightly=True, now=NOW)) == [figure]


def test_nightly_asks_once_a_week_where_no_date_is_known(fetch: Fetch, site: Site, figure: KeyFigure) -> None:
    fetch()
    assert list(figures_of(site, nightly=True, now=NOW + timedelta(days=6))) == []
    assert list(figures_of(site, nightly=True, now=NOW + timedelta(days=7))) == [figure]


def test_only_what_looks_like_a_kolada_id_is_asked_for(site: Site) -> None:
    for kolada_id in ("", "n00945", "N0094", "SCB1"):
        KeyFigureFactory(site=site, kolada_id=kolada_id)
    assert not figures_of(site).exists()


def test_a_site_without_a_municipality_fetches_nothing(
    site: Site, figure: KeyFigure, client_of_kolada: KoladaClient, kolada: FakeKolada
) -> None:
    KommunmalSiteSettings.objects.update(kolada_municipality="")
    with pytest.raises(NoMunicipalityError):
        list(Sync(site, client_of_kolada).run([figure]))
    assert kolada.requests == []


def test_warnings_are_read_in_the_language_of_the_reader(fetch: Fetch, kolada: FakeKolada, figure: KeyFigure) -> None:
    fetch()
    _absent(kolada)
    fetch()
    with override("sv"):
        (text,) = KeyFigure.objects.get(pk=figure.pk).get_warnings()
    assert "2024, Egen kommun, Totalt" in text


def test_the_command_says_what_it_did(
    site: Site, figure: KeyFigure, kolada: FakeKolada, settings: Any, capsys: Any
) -> None:
    KommunmalSiteSettings.objects.update(kolada_region="G9")
    with kolada.serving() as url:
        settings.WAGTAIL_KOMMUNMAL = {"KOLADA_URL": url}
        call_command("kommunmal_sync_kolada", "--key-figure", ID, "--dry-run")
        assert not KoladaRun.objects.exists()
        assert stored() == {}
        call_command("kommunmal_sync_kolada", "--key-figure", ID)
        told = capsys.readouterr().out
        assert told.count(f"{ID} {figure.name}: 5 changed") == 2
        assert told.count("Kolada does not have the area G9") == 2
        kolada.faults = [404]
        with pytest.raises(CommandError, match="for 1 key figures"):
            call_command("kommunmal_sync_kolada")
        KoladaRun.objects.create(site=site, running_for=site, alive_at=datetime.now(UTC))
        with pytest.raises(CommandError, match="under way for testserver"):
            call_command("kommunmal_sync_kolada")


def test_the_nightly_command_asks_for_nothing_when_nothing_is_due(
    fetch: Fetch, kolada: FakeKolada, settings: Any
) -> None:
    kolada.kpis[ID]["publication_date"] = "2999-01-01"
    fetch()
    kolada.requests.clear()
    with kolada.serving() as url:
        settings.WAGTAIL_KOMMUNMAL = {"KOLADA_URL": url}
        call_command("kommunmal_sync_kolada", "--nightly")
    assert kolada.requests == []
    assert not KoladaRun.objects.exists()


def test_an_unknown_host_is_told(site: Site) -> None:
    with pytest.raises(CommandError, match="No site has the host"):
        call_command("kommunmal_sync_kolada", "--site", "nowhere.example")
