from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test.client import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry, Site
from wagtail.users.models import UserProfile

from tests.kolada.conftest import ID, TITLE
from wagtail_kommunmal.admin.groups import ACCESS_ADMIN
from wagtail_kommunmal.models import KeyFigure, KeyFigureValue, KoladaLink, KoladaRun, KommunmalSiteSettings
from wagtail_kommunmal.testing import KeyFigureFactory, KeyFigureValueFactory
from wagtail_kommunmal.testing.kolada import FakeKolada

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

INDEX, FETCH, SEARCH = (reverse(f"kommunmal_kolada:{name}") for name in ("index", "fetch", "search"))
TAKE_OVER = reverse("kommunmal_kolada:take_over", args=[ID])
LISTING = reverse("wagtailsnippets_wagtail_kommunmal_keyfigure:list")
STREAM = {"accept": "application/x-ndjson"}
ELSEWHERE = {"host": "other.example"}


@pytest.fixture(autouse=True)
def served(kolada: FakeKolada, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("wagtail_kommunmal.kolada.client.SECONDS_BETWEEN", 0)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    kolada.kpis[ID]["description"] = "Andel invånare 0-19 år. Källa: SCB."
    with kolada.serving() as url:
        settings.WAGTAIL_KOMMUNMAL = {"KOLADA_URL": url}
        yield


@pytest.fixture(autouse=True)
def admin_in_english(admin_user: Any) -> None:
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "en"})


def client_with(*codenames: str) -> Client:
    user = get_user_model().objects.create_user("somebody", "somebody@example.org", "password")
    group = Group.objects.create(name="Några")
    group.permissions.set([Permission.objects.get(**ACCESS_ADMIN), *Permission.objects.filter(codename__in=codenames)])
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def form_data(**fields: Any) -> dict[str, Any]:
    return {
        "name": TITLE,
        "definition": "Andel",
        "source": "SCB",
        "unit": "percent",
        "unit_label": "",
        "decimals": "1",
        "better": "higher",
        **fields,
    }


def test_an_editor_finds_a_key_figure_and_takes_it_over(admin_client: Client, site: Site) -> None:
    page = admin_client.get(SEARCH, {"q": "andel invånare"})
    assert TAKE_OVER in page.content.decode()
    initial = admin_client.get(TAKE_OVER).context["form"].initial
    assert {name: initial[name] for name in form_data()} == {
        "name": TITLE,
        "definition": "Andel invånare 0-19 år. Källa: SCB.",
        "source": "SCB",
        "unit": "percent",
        "unit_label": "",
        "decimals": 1,
        "better": "none",
    }
    admin_client.post(TAKE_OVER, form_data())
    figure = KeyFigure.objects.get()
    assert (figure.name, figure.kolada_id, figure.source, figure.better) == (TITLE, ID, "SCB", "higher")
    assert KoladaLink.objects.get().title == TITLE
    assert ModelLogEntry.objects.get().action == "wagtail.create"


@pytest.mark.parametrize("text", [ID, ID.lower()])
def test_an_editor_finds_a_key_figure_by_its_id(admin_client: Client, site: Site, text: str) -> None:
    assert TAKE_OVER in admin_client.get(SEARCH, {"q": text}).content.decode()


def test_a_search_is_one_request_and_tells_what_there_is_already(
    admin_client: Client, figure: KeyFigure, kolada: FakeKolada
) -> None:
    page = admin_client.get(SEARCH, {"q": "invånare"})
    assert len(kolada.requests) == 1
    assert page.context["found"][0][1] == figure
    assert "1 key figure found." in page.content.decode()


def test_a_search_without_words_or_with_too_short_ones_asks_nothing(
    admin_client: Client, site: Site, kolada: FakeKolada
) -> None:
    assert "three letters" in admin_client.get(SEARCH, {"q": "% i"}).content.decode()
    admin_client.get(SEARCH, {"q": "  "})
    assert kolada.requests == []


def test_a_search_that_finds_too_much_says_so(admin_client: Client, site: Site, kolada: FakeKolada) -> None:
    for number in range(60):
        kolada.add_kpi(f"U{number:05}", f"Invånare {number}")
    text = admin_client.get(SEARCH, {"q": "invånare"}).content.decode()
    assert "61 key figures found." in text
    assert "The first 50 are shown" in text


def test_a_kolada_that_is_down_is_told_and_not_waited_for(admin_client: Client, site: Site, kolada: FakeKolada) -> None:
    for url in (f"{SEARCH}?q=andel", TAKE_OVER):
        kolada.faults = [503] * 9
        kolada.requests.clear()
        page = admin_client.get(url, follow=True)
        assert "Kolada could not be read: It answered with 503." in page.content.decode()
        assert len(kolada.requests) == 2
    kolada.faults = [503] * 9
    admin_client.post(TAKE_OVER, form_data())
    assert not KeyFigure.objects.exists()


def test_a_key_figure_that_kolada_does_not_have_is_told(admin_client: Client, site: Site) -> None:
    page = admin_client.get(reverse("kommunmal_kolada:take_over", args=["N99999"]), follow=True)
    assert "Kolada does not have N99999." in page.content.decode()


@pytest.mark.parametrize("kolada_id", ["x", "N00945,N00946", "N0094٥", "..", "N00945?a=b"])
def test_what_is_no_id_has_no_page_and_asks_nothing(
    admin_client: Client, site: Site, kolada: FakeKolada, kolada_id: str
) -> None:
    assert admin_client.get(reverse("kommunmal_kolada:take_over", args=[kolada_id])).status_code == 404
    assert kolada.requests == []


def test_a_renamed_key_figure_is_taken_over_anew_and_fetched_again(
    admin_client: Client, figure: KeyFigure, kolada: FakeKolada
) -> None:
    admin_client.post(FETCH)
    kolada.kpis[ID]["title"] = "Andel unga (%)"
    kolada.values[ID, "2399", 2025, "T"] = 23
    admin_client.post(FETCH)
    assert KeyFigureValue.objects.count() == 6
    assert "Kolada now calls" in admin_client.get(INDEX).content.decode()
    url = f"{TAKE_OVER}?pk={figure.pk}"
    assert url.replace("&", "&amp;") in admin_client.get(SEARCH, {"q": ID, "pk": figure.pk}).content.decode()
    page = admin_client.get(url)
    assert page.context["form"].initial["name"] == "Andel unga (%)"
    assert page.context["form"].initial["unit"] == figure.unit
    admin_client.post(url, form_data(name="Andel unga (%)"))
    admin_client.post(FETCH)
    assert KeyFigureValue.objects.count() == 7
    assert KoladaLink.objects.get().warnings == []


def test_a_key_figure_taken_over_as_another_keeps_its_values(admin_client: Client, figure: KeyFigure) -> None:
    KeyFigureValueFactory(key_figure=figure, period="2020", value="1")
    KoladaLink.objects.create(key_figure=figure, kolada_id="N00001", title="En annan")
    admin_client.post(f"{TAKE_OVER}?pk={figure.pk}", form_data())
    figure.refresh_from_db()
    assert (figure.kolada_id, figure.values.count()) == (ID, 1)
    assert KoladaLink.objects.get().since is not None


@pytest.mark.parametrize(
    ("fields", "names"),
    [({"name": "x" * 501}, ["name"]), ({"source": "x" * 256, "unit": "parsec"}, ["source", "unit"])],
)
def test_what_does_not_fit_is_told_at_its_field(
    admin_client: Client, figure: KeyFigure, fields: dict[str, str], names: list[str]
) -> None:
    before = KeyFigure.objects.values().get()
    page = admin_client.post(f"{TAKE_OVER}?pk={figure.pk}", form_data(**fields))
    assert list(page.context["form"].errors) == names
    assert figure.name in page.content.decode()
    assert KeyFigure.objects.values().get() == before


def test_the_button_fetches_and_tells(admin_client: Client, figure: KeyFigure) -> None:
    text = admin_client.post(FETCH, follow=True).content.decode()
    assert "1 key figure, 6 changed values." in text
    assert KeyFigureValue.objects.count() == 6


def test_with_a_script_the_button_shows_how_far_it_has_come(admin_client: Client, figure: KeyFigure) -> None:
    KeyFigureFactory(site=figure.site, kolada_id=ID)
    response = admin_client.post(FETCH, headers=STREAM)
    lines = [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]  # type: ignore[attr-defined]
    assert lines == [{"done": 1, "total": 2}, {"done": 2, "total": 2}, {"url": INDEX}]
    assert response["Content-Type"] == "application/x-ndjson"


def test_a_second_fetch_is_told_to_wait(admin_client: Client, figure: KeyFigure, kolada: FakeKolada) -> None:
    KoladaRun.objects.create(site=figure.site, running_for=figure.site, alive_at=timezone.now(), total=3, done=1)
    response = admin_client.post(FETCH, headers=STREAM)
    (line,) = b"".join(response.streaming_content).splitlines()  # type: ignore[attr-defined]
    assert json.loads(line) == {"error": "Another fetch is under way. Wait until it has ended."}
    text = admin_client.post(FETCH, follow=True).content.decode()
    assert "Another fetch is under way." in text
    assert "1 of 3 key figures" in text
    assert kolada.requests == []


def test_where_there_is_a_worker_it_fetches(
    admin_client: Client, figure: KeyFigure, kolada: FakeKolada, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django_tasks.backends.dummy import DummyBackend

    backend = DummyBackend("default", {"BACKEND": "", "OPTIONS": {}})
    monkeypatch.setattr("django_tasks.base.Task.get_backend", lambda task: backend)
    text = admin_client.post(FETCH, follow=True).content.decode()
    assert "has been ordered" in text
    assert len(backend.results) == 1
    assert kolada.requests == []


def test_the_overview_tells_what_to_look_at(admin_client: Client, figure: KeyFigure, kolada: FakeKolada) -> None:
    KommunmalSiteSettings.objects.update(kolada_region="G9")
    admin_client.post(FETCH)
    del kolada.kpis[ID]
    admin_client.post(FETCH)
    text = admin_client.get(INDEX).content.decode()
    assert f"Kolada does not have {ID} any longer." in text
    assert "the area G9" in text


def test_the_overview_does_not_ask_for_each_key_figure(
    admin_client: Client, figure: KeyFigure, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(10):
        KoladaLink.objects.create(key_figure=KeyFigureFactory(site=figure.site, kolada_id=ID), kolada_id=ID)
    admin_client.get(INDEX)
    with django_assert_max_num_queries(25):
        admin_client.get(INDEX)


def test_the_listing_tells_how_key_figures_stand_at_kolada(
    admin_client: Client, figure: KeyFigure, kolada: FakeKolada
) -> None:
    admin_client.post(FETCH)
    manual = KeyFigureFactory(site=figure.site, name="För hand", kolada_id="")
    renamed = KeyFigureFactory(site=figure.site, name="Bytte namn", kolada_id=ID)
    KoladaLink.objects.create(key_figure=renamed, kolada_id=ID, warnings=[{"code": "vanished", "params": {"id": ID}}])
    text = admin_client.get(LISTING).content.decode()
    assert f"{ID}, something to look at" in text
    assert f"{ID}, fetched {timezone.localdate()}" in text
    for state, shown in (("none", [manual]), ("fetched", [figure]), ("warnings", [renamed])):
        assert list(admin_client.get(LISTING, {"kolada": state}).context["object_list"]) == shown


def test_a_site_that_uses_kolada_leads_there_from_its_key_figures(admin_client: Client, figure: KeyFigure) -> None:
    edit = reverse("wagtailsnippets_wagtail_kommunmal_keyfigure:edit", args=[figure.pk])
    assert f'href="{INDEX}"' in admin_client.get(LISTING).content.decode()
    assert f"{SEARCH}?pk={figure.pk}&amp;q={ID}" in admin_client.get(edit).content.decode()


def test_a_site_that_does_not_use_kolada_notices_nothing(admin_client: Client, site: Site) -> None:
    figure = KeyFigureFactory(site=site)
    edit = reverse("wagtailsnippets_wagtail_kommunmal_keyfigure:edit", args=[figure.pk])
    for url in (LISTING, edit, reverse("wagtailadmin_home")):
        assert reverse("kommunmal_kolada:index") not in admin_client.get(url).content.decode()


def test_a_site_that_does_not_say_who_it_is_fetches_nothing(
    admin_client: Client, figure: KeyFigure, kolada: FakeKolada
) -> None:
    KommunmalSiteSettings.objects.update(kolada_municipality="")
    assert "which municipality it is" in admin_client.get(INDEX).content.decode()
    response = admin_client.post(FETCH, headers=STREAM)
    assert b"which municipality it is" in b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert kolada.requests == []


ADDRESSES = [("get", INDEX), ("post", FETCH), ("get", SEARCH), ("get", TAKE_OVER), ("post", TAKE_OVER)]


@pytest.mark.parametrize("codenames", [(), ("view_keyfigure", "add_keyfigure"), ("change_focusarea",)])
def test_who_may_not_change_key_figures_reaches_nothing(
    figure: KeyFigure, kolada: FakeKolada, codenames: tuple[str, ...]
) -> None:
    client = client_with(*codenames)
    for method, url in ADDRESSES:
        for query in ("", f"?pk={figure.pk}", "?pk=x"):
            response = client.generic(method.upper(), url + query)
            assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home")), (url, query)
    assert kolada.requests == []
    assert not KoladaRun.objects.exists()


def test_who_is_not_logged_in_reaches_nothing(figure: KeyFigure, kolada: FakeKolada) -> None:
    for method, url in ADDRESSES:
        response = Client().generic(method.upper(), url)
        assert response["Location"].startswith(reverse("wagtailadmin_login"))
    assert kolada.requests == []


def test_who_may_not_add_key_figures_takes_over_into_existing_ones_only(figure: KeyFigure) -> None:
    client = client_with("change_keyfigure")
    assert client.get(INDEX).status_code == 200
    assert client.post(TAKE_OVER, form_data()).status_code == 302
    assert KeyFigure.objects.count() == 1
    client.post(f"{TAKE_OVER}?pk={figure.pk}", form_data(name="Nytt namn"))
    assert KeyFigure.objects.get().name == "Nytt namn"


@pytest.mark.parametrize("pk", ["0", "x", "99999999999999999999999", "1.5"])
def test_a_key_figure_that_does_not_exist_is_not_found(admin_client: Client, site: Site, pk: str) -> None:
    for url in (SEARCH, TAKE_OVER):
        assert admin_client.get(f"{url}?pk={pk}").status_code == 404
    assert admin_client.post(f"{TAKE_OVER}?pk={pk}", form_data()).status_code == 404


def test_key_figures_of_another_municipality_do_not_exist(
    admin_client: Client, figure: KeyFigure, other_site: Site
) -> None:
    KoladaRun.objects.create(site=figure.site, alive_at=timezone.now(), problem="Hemligt")
    text = admin_client.get(INDEX, headers=ELSEWHERE).content.decode()
    assert figure.name not in text
    assert "Hemligt" not in text
    found = admin_client.get(SEARCH, {"q": ID}, headers=ELSEWHERE).context["found"]
    assert [here for _kpi, here in found] == [None]
    for url in (SEARCH, TAKE_OVER):
        assert admin_client.get(f"{url}?pk={figure.pk}", headers=ELSEWHERE).status_code == 404
    assert admin_client.post(f"{TAKE_OVER}?pk={figure.pk}", form_data(), headers=ELSEWHERE).status_code == 404
    admin_client.post(FETCH, headers=ELSEWHERE)
    assert not KeyFigureValue.objects.exists()
