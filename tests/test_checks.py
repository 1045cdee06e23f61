from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.apps import AppConfig, apps
from django.conf import global_settings
from django.core.checks import CheckMessage, Error, Warning, registry, run_checks
from django.db import OperationalError
from django.urls import include, path
from django.views.generic import RedirectView
from rest_framework import serializers
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant
from wagtail.models import Site

from tests.site_pages import GoalPage, Page, PlanPage
from tests.sundby import PUBLISHER
from tests.testapp.documents import RISKS, CompanyGoalMembers, RisksSectionSerializer
from tests.testapp.models import CompanyGoalPage, CompanyPlanPage
from tests.urls import urlpatterns as urls_of_the_suite
from wagtail_kommunmal import checks
from wagtail_kommunmal.checks.messages import TAG
from wagtail_kommunmal.documents import ContractSerializer, ListSectionSerializer, SectionType

PACKAGE = Path(checks.__file__).parent
ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference" / "checks.md"


def ids(messages: list[CheckMessage]) -> list[str]:
    return [str(message.id).removeprefix("wagtail_kommunmal.") for message in messages]


def documented_ids() -> dict[str, str]:
    """Return the ids that the docstrings of check functions begin with, and what they say."""
    docs = [getattr(checks, name).__doc__ for name in checks.__all__]
    return {doc.partition(":")[0]: " ".join(doc.partition(":")[2].split()) for doc in docs}


def ids_in_the_code() -> Iterator[str]:
    for file in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="error" | "warning" as level), args=[ast.Constant(value=number), *_]):
                    yield f"{level[0].upper()}{number:03}"


# The checks themselves


@pytest.mark.django_db
def test_the_suite_itself_is_set_up_without_remarks() -> None:
    assert [message for message in run_checks() if not message.is_silenced()] == []


def test_every_check_is_registered_under_the_tag_of_the_package() -> None:
    registered = {check for check in registry.registry.get_checks(include_deployment_checks=True) if TAG in check.tags}
    assert registered == {getattr(checks, name) for name in checks.__all__}


def test_every_id_is_told_by_one_check_whose_docstring_begins_with_it() -> None:
    assert sorted(ids_in_the_code()) == sorted(documented_ids())


@pytest.mark.parametrize("id", documented_ids())
def test_every_id_has_a_test_named_after_it(id: str) -> None:
    assert f"\ndef test_{id.lower()}_" in Path(__file__).read_text(encoding="utf-8")


def test_the_reference_explains_every_id_and_no_other() -> None:
    headings = re.findall(r"^### wagtail_kommunmal\.([EW]\d{3})$", REFERENCE.read_text(encoding="utf-8"), re.M)
    assert sorted(headings) == sorted(documented_ids())
    assert headings == sorted(headings)


# Settings


def test_e001_a_misspelt_key_is_told_with_the_one_that_was_meant(settings: Any) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"IMAGE_WIDTH": (320,)}
    assert checks.check_known_settings() == [
        Error(
            "WAGTAIL_KOMMUNMAL has an unknown key 'IMAGE_WIDTH'.",
            hint="Did you mean 'IMAGE_WIDTHS'?",
            id="wagtail_kommunmal.E001",
        )
    ]


def test_e001_a_key_like_no_other_is_told_with_all_that_are_known(settings: Any) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"COLOUR": "green"}
    (error,) = checks.check_known_settings()
    assert error.id == "wagtail_kommunmal.E001"
    assert error.hint is not None
    assert error.hint.startswith("Known keys: API_CACHE, API_CACHE_CONTROL, API_CONTACT, ")


@pytest.mark.parametrize("value", [None, ["IMAGE_WIDTHS"], "IMAGE_WIDTHS"])
def test_e003_settings_that_are_no_dict_are_told_and_break_no_other_check(settings: Any, value: Any) -> None:
    settings.WAGTAIL_KOMMUNMAL = value
    assert ids(run_checks(tags=[TAG])) == ["E003"]


@pytest.mark.parametrize("name", ["API_CACHE", "PAGES_CACHE"])
@pytest.mark.parametrize(("alias", "told"), [(None, []), ("default", []), ("answers", ["E011"])])
def test_e011_a_cache_of_answers_that_there_is_not_is_told(
    settings: Any, name: str, alias: str | None, told: list[str]
) -> None:
    settings.WAGTAIL_KOMMUNMAL = {name: alias}
    assert ids(run_checks(tags=[TAG])) == told


@pytest.mark.parametrize(
    ("age", "told"),
    [(0, []), (0.5, []), (2, []), (2.1, ["E012"]), (60, ["E012"]), (-1, ["E012"]), ("1", ["E012"]), (None, ["E012"])],
)
def test_e012_a_version_that_is_known_for_too_long_is_told(settings: Any, age: Any, told: list[str]) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"API_VERSION_MAX_AGE": age}
    assert ids(run_checks(tags=[TAG])) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (1, []),
        (3600, []),
        (0, ["E013"]),
        (-1, ["E013"]),
        (1.5, ["E013"]),
        ("1h", ["E013"]),
        (None, ["E013"]),
        (True, ["E013"]),
    ],
)
def test_e013_a_number_of_seconds_that_no_token_can_be_valid_for_is_told(
    settings: Any, seconds: Any, told: list[str]
) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"PREVIEW_TOKEN_SECONDS": seconds}
    assert ids(checks.check_age_of_preview_tokens()) == told


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://api.kolada.se/v3/", []),
        ("https://kolada.sundby.example/v3", []),
        ("http://127.0.0.1:8002/v3/", []),
        ("http://localhost:8002/v3/", []),
        ("http://api.kolada.se/v3/", ["E014"]),
        ("api.kolada.se/v3/", ["E014"]),
        ("ftp://api.kolada.se/", ["E014"]),
        ("https:///v3/", ["E014"]),
        ("https://[api.kolada.se/v3/", ["E014"]),
        ("", ["E014"]),
        (None, ["E014"]),
    ],
)
def test_e014_an_address_of_kolada_that_anybody_could_answer_at_is_told(
    settings: Any, url: str | None, told: list[str]
) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"KOLADA_URL": url}
    assert ids(checks.check_address_of_kolada()) == told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (None, []),
        (PUBLISHER, []),
        ({**PUBLISHER, "organisation_number": "9999990003"}, []),
        ({}, ["lacks publisher, organisation_number, contact_name, contact_email."]),
        ({**PUBLISHER, "publisher": " "}, ["lacks publisher."]),
        ({**PUBLISHER, "contact_email": None}, ["lacks contact_email."]),
        ({**PUBLISHER, "email": "x"}, ["has unknown keys: email."]),
        ({**PUBLISHER, "organisation_number": "999999"}, ["has an organisation_number that is not ten digits."]),
        ({**PUBLISHER, "contact_email": "sundby"}, ["has a contact_email that is no e-mail address."]),
        ("Sundby kommun", ["is not a dict."]),
    ],
)
def test_e015_what_is_missing_of_a_publisher_is_named(settings: Any, given: Any, told: list[str]) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"OPEN_DATA": given}
    messages = checks.check_publishers_of_open_data()
    assert ids(messages) == ["E015"] * len(told)
    assert [message.msg for message in messages] == [f"OPEN_DATA {text}" for text in told]
    if given is not None:
        settings.WAGTAIL_KOMMUNMAL = {"OPEN_DATA_BY_HOST": {"sundby.example": given}}
        messages = checks.check_publishers_of_open_data()
        assert [message.msg for message in messages] == [f"OPEN_DATA_BY_HOST['sundby.example'] {text}" for text in told]


def test_e015_publishers_by_host_that_are_no_dict_are_told(settings: Any) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"OPEN_DATA_BY_HOST": [PUBLISHER]}
    [message] = checks.check_publishers_of_open_data()
    assert message.msg == "OPEN_DATA_BY_HOST is not a dict."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("configured", "told"),
    [
        ({}, ["W015"]),
        ({"OPEN_DATA": PUBLISHER}, []),
        ({"OPEN_DATA_BY_HOST": {"sundby.example": PUBLISHER}}, []),
    ],
)
def test_w015_open_data_that_nobody_can_harvest_is_told_before_deployment(
    settings: Any, configured: dict[str, Any], told: list[str]
) -> None:
    settings.WAGTAIL_KOMMUNMAL = configured
    assert ids(checks.check_open_data_is_published()) == told
    assert "W015" not in ids(run_checks(tags=[TAG]))
    assert ("W015" in ids(run_checks(tags=[TAG], include_deployment_checks=True))) == bool(told)


NORRBY = {"OPEN_DATA_BY_HOST": {"Mal.Norrby.example": PUBLISHER}}


def told_of_sites(check: Any, *sites: str) -> list[str]:
    """Return what a check says of the default site and others, of which ``check --deploy`` alone tells."""
    for site in sites:
        host, _colon, port = site.partition(":")
        Site.objects.create(hostname=host, port=port, root_page=Site.objects.get(is_default_site=True).root_page)
    messages: list[CheckMessage] = check()
    told = set(ids(messages))
    assert told.isdisjoint(ids(run_checks(tags=[TAG])))
    assert told <= set(ids(run_checks(tags=[TAG], include_deployment_checks=True)))
    return [message.msg for message in messages]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("configured", "sites", "told"),
    [
        ({}, ["mal.norrby.example:443"], []),
        ({"OPEN_DATA": PUBLISHER}, ["mal.norrby.example:443"], ["mal.norrby.example:443"]),
        ({"OPEN_DATA": PUBLISHER, **NORRBY}, ["mal.NORRBY.example:443"], []),
        ({"OPEN_DATA": {}, **NORRBY}, ["mal.norrby.example:443"], ["localhost:80"]),
        (
            {"OPEN_DATA": PUBLISHER, **NORRBY},
            ["mal.norrby.example:443", "mal.norrby.example:8443"],
            ["mal.norrby.example:443", "mal.norrby.example:8443"],
        ),
        (["OPEN_DATA"], ["mal.norrby.example:443"], []),
    ],
)
def test_w016_a_site_whose_data_has_no_publisher_is_told(
    settings: Any, configured: Any, sites: list[str], told: list[str]
) -> None:
    settings.WAGTAIL_KOMMUNMAL = configured
    assert told_of_sites(checks.check_sites_have_publishers, *sites) == [
        f"The site {site} has no publisher of open data, and so no catalogue." for site in told
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("configured", "site", "is_told"),
    [
        (NORRBY, "www.norrby.example:443", True),
        (NORRBY, "MAL.norrby.example:443", False),
        ({"OPEN_DATA": PUBLISHER}, "www.norrby.example:443", False),
        (["OPEN_DATA"], "www.norrby.example:443", False),
    ],
)
def test_w017_a_publisher_of_a_host_that_no_site_has_is_told(
    settings: Any, configured: Any, site: str, is_told: bool
) -> None:
    settings.WAGTAIL_KOMMUNMAL = configured
    text = "OPEN_DATA_BY_HOST has an entry for 'mal.norrby.example', which no site has as its host name."
    assert told_of_sites(checks.check_hosts_of_publishers, site) == [text] * is_told


def test_w016_w017_say_nothing_where_there_is_no_database_yet(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    def refuse() -> None:
        raise OperationalError

    settings.WAGTAIL_KOMMUNMAL = NORRBY
    for table_names in (list, refuse):
        connection = SimpleNamespace(introspection=SimpleNamespace(table_names=table_names))
        monkeypatch.setattr("wagtail_kommunmal.checks.publishers.connections", {"default": connection})
        assert checks.check_sites_have_publishers() == checks.check_hosts_of_publishers() == []


@pytest.mark.parametrize(("limit", "told"), [(1000, ["W001"]), (9_999, ["W001"]), (10_000, []), (None, [])])
def test_w001_a_limit_that_large_goals_exceed_is_told(settings: Any, limit: int | None, told: list[str]) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = limit
    assert ids(checks.check_number_of_fields()) == told


def test_w001_the_default_of_django_is_too_low(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = global_settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert checks.check_number_of_fields() == [
        Warning(
            "DATA_UPLOAD_MAX_NUMBER_FIELDS is 1000: large goals cannot be saved.",
            hint="Set DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000 or more, as Wagtail's project template does.",
            id="wagtail_kommunmal.W001",
        )
    ]


# Installed apps


CHECK_SITE_WITHOUT = """
import sys
from django.core.management import execute_from_command_line
from tests import settings
settings.INSTALLED_APPS.remove(sys.argv[1])
execute_from_command_line(["manage.py", "check"])
"""


def check_site_without(app: str) -> subprocess.CompletedProcess[str]:
    """Run ``manage.py check`` for the site of the suite, started without an app."""
    return subprocess.run(
        [sys.executable, "-c", CHECK_SITE_WITHOUT, app],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("app", ["wagtail.contrib.settings", "wagtail.snippets", "wagtail.documents"])
def test_e002_an_app_that_is_missing_is_named(app: str) -> None:
    checked = check_site_without(app)
    assert checked.returncode == 1
    assert (
        f"(wagtail_kommunmal.E002) wagtail_kommunmal needs '{app}' in INSTALLED_APPS.\n"
        f"\tHINT: Add '{app}' to INSTALLED_APPS.\n"
    ) in checked.stderr


def test_e002_without_wagtails_images_no_check_is_reached_and_wagtail_says_why() -> None:
    checked = check_site_without("wagtail.images")
    assert checked.returncode == 1
    said = "WAGTAILIMAGES_IMAGE_MODEL refers to model 'wagtailimages.Image' that has not been installed"
    assert checked.stderr.splitlines()[-1].endswith(said)
    assert said in REFERENCE.read_text(encoding="utf-8")


def test_e004_our_pages_are_told_from_a_base_page_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wagtail_kommunmal.checks.installed.page_model_name", lambda: "base.BasePage")
    monkeypatch.setattr(apps, "is_installed", lambda name: True)
    assert ids(checks.check_base_page()) == ["E004"]
    monkeypatch.setattr(apps, "is_installed", lambda name: name != "wagtail_kommunmal.pages")
    assert checks.check_base_page() == []


@pytest.mark.parametrize(
    ("plans", "goals", "told"),
    [([], [], ["plans", "goals"]), ([PlanPage], [], ["goals"]), ([], [GoalPage], ["plans"])],
)
def test_w002_a_site_without_page_classes_is_told_which_are_missing(
    monkeypatch: pytest.MonkeyPatch, plans: Any, goals: Any, told: list[str]
) -> None:
    monkeypatch.setattr("wagtail_kommunmal.checks.installed.plan_models", lambda: plans)
    monkeypatch.setattr("wagtail_kommunmal.checks.installed.goal_models", lambda: goals)
    messages = checks.check_page_classes()
    assert set(ids(messages)) == {"W002"}
    assert [message.msg.rpartition(" ")[2].rstrip(".") for message in messages] == told


@pytest.mark.parametrize("position", ["before", "behind"])
def test_w003_files_that_are_meant_to_replace_ours_must_come_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, position: str
) -> None:
    files = ("templates/wagtail_kommunmal/base.html", "static/wagtail_kommunmal/kommunmal.css")
    for file in (*files, "templates/wagtail_kommunmal/sections/of_its_own.html"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()

    class SiteConfig(AppConfig):
        path = str(tmp_path)

    own = list(apps.get_app_configs())
    site = SiteConfig("sundby", ModuleType("sundby"))
    monkeypatch.setattr(apps, "get_app_configs", lambda: [site, *own] if position == "before" else [*own, site])
    hint = "Put 'sundby' before 'wagtail_kommunmal' in INSTALLED_APPS."
    behind = [
        Warning(f"'sundby' has files that are never used: {name}.", hint=hint, id="wagtail_kommunmal.W003")
        for name in ("wagtail_kommunmal/base.html", "wagtail_kommunmal/kommunmal.css")
    ]
    assert checks.check_order_of_apps() == (behind if position == "behind" else [])


@pytest.mark.parametrize(
    ("places", "told"),
    [([Page], []), ([Page, PlanPage], []), ([CompanyPlanPage], ["W013"]), ([Page, CompanyPlanPage], ["W013"])],
)
def test_w013_a_site_that_allows_a_plan_nowhere_is_told(
    monkeypatch: pytest.MonkeyPatch, places: Any, told: list[str]
) -> None:
    # A goal stands for a plan here: it is allowed below a PlanPage, and not below a CompanyPlanPage.
    monkeypatch.setattr("wagtail_kommunmal.checks.installed.get_page_models", lambda: [*places, GoalPage])
    monkeypatch.setattr("wagtail_kommunmal.checks.installed.plan_models", lambda: [GoalPage])
    monkeypatch.setattr("wagtail_kommunmal.checks.installed.goal_models", list)
    messages = checks.check_place_for_plans()
    assert ids(messages) == told
    assert all(repr(GoalPage._meta.label) in str(message.hint) for message in messages)


def test_w013_page_types_that_do_not_exist_are_left_to_wagtail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wagtail_kommunmal.checks.installed.goal_models", list)
    monkeypatch.setattr(GoalPage, "subpage_types", ["sundby.MissingPage"])
    monkeypatch.setattr(GoalPage, "_clean_subpage_models", None)
    assert checks.check_place_for_plans() == []
    assert "wagtailcore.E002" in [message.id for message in GoalPage.check()]


# Addresses


def mount(settings: Any, *urlpatterns: Any) -> None:
    urlconf = ModuleType("urls")
    urlconf.__dict__["urlpatterns"] = list(urlpatterns)
    settings.ROOT_URLCONF = urlconf


API = path("kommunmal/v1/", include("wagtail_kommunmal.api.v1.urls"))


def test_w004_pages_without_an_address_are_told(settings: Any) -> None:
    mount(settings, API)
    assert ids(run_checks(tags=[TAG])) == ["W004"]


def test_w005_an_api_that_nobody_can_read_is_told(settings: Any) -> None:
    mount(settings, path("", include("wagtail.urls")))
    assert ids(run_checks(tags=[TAG])) == ["W005"]


def test_w005_an_api_inside_another_namespace_is_told(settings: Any) -> None:
    mount(settings, path("", include(([API], "sundby"))), path("", include("wagtail.urls")))
    assert ids(run_checks(tags=[TAG])) == ["W005"]


def test_w006_what_answers_in_place_of_the_api_is_named(settings: Any) -> None:
    everything = path("<path:rest>", RedirectView.as_view(url="/"), name="everything")
    mount(settings, everything, *urls_of_the_suite)
    assert checks.check_api_is_reached() == [
        Warning(
            "At /kommunmal/v1/goals, where the API of wagtail_kommunmal should answer, 'everything' does.",
            hint='Put path("kommunmal/v1/", include("wagtail_kommunmal.api.v1.urls")) before it in your urlpatterns;'
            " Wagtail's own come last.",
            id="wagtail_kommunmal.W006",
        )
    ]


def test_w006_behind_the_addresses_of_wagtail_the_api_is_reached_all_the_same(settings: Any) -> None:
    mount(settings, path("", include("wagtail.urls")), API)
    assert run_checks(tags=[TAG]) == []


# Languages


@pytest.fixture
def _languages_forgotten() -> Iterator[None]:
    """Let Wagtail read the settings for languages anew, now and after the test."""
    for remembered in (get_content_languages, get_supported_content_language_variant):
        remembered.cache_clear()
    yield
    for remembered in (get_content_languages, get_supported_content_language_variant):
        remembered.cache_clear()


@pytest.mark.usefixtures("_languages_forgotten")
@pytest.mark.parametrize(
    ("code", "content", "told"),
    [("sv", [("en", "English")], ["E005"]), ("en-us", [("en", "English")], []), ("sv", None, [])],
)
def test_e005_a_default_language_that_pages_do_not_have_is_told(
    settings: Any, code: str, content: Any, told: list[str]
) -> None:
    settings.LANGUAGE_CODE = code
    if content is None:
        del settings.WAGTAIL_CONTENT_LANGUAGES
    else:
        settings.WAGTAIL_CONTENT_LANGUAGES = content
    assert ids(checks.check_content_languages()) == told


def test_w007_a_site_that_speaks_english_only_is_told(settings: Any) -> None:
    settings.USE_I18N = False
    assert ids(checks.check_i18n()) == ["W007"]


@pytest.mark.parametrize("languages", [["sv", "en"], ["sv"]])
def test_w008_several_languages_that_nothing_is_translated_into_are_told(settings: Any, languages: list[str]) -> None:
    settings.WAGTAIL_CONTENT_LANGUAGES = [(code, code) for code in languages]
    settings.WAGTAIL_I18N_ENABLED = False
    settings.MIDDLEWARE = []
    messages = [*checks.check_wagtail_i18n(), *checks.check_locale_middleware()]
    assert ids(messages) == (["W008"] if len(languages) > 1 else [])


def test_w009_translations_that_nobody_reaches_are_told(settings: Any) -> None:
    settings.MIDDLEWARE = ["django.middleware.common.CommonMiddleware", "tests.testapp.middleware.plain"]
    assert ids(checks.check_locale_middleware()) == ["W009"]


def test_w009_a_locale_middleware_of_the_site_will_do(settings: Any) -> None:
    settings.MIDDLEWARE = ["tests.testapp.middleware.SundbyLocaleMiddleware"]
    assert checks.check_locale_middleware() == []


# Database


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("engine", "max_age", "options", "told"),
    [
        ("django.db.backends.postgresql", 0, {}, ["W010"]),
        ("django.contrib.gis.db.backends.postgis", 0, {}, ["W010"]),
        ("django.db.backends.postgresql", 60, {}, []),
        ("django.db.backends.postgresql", None, {}, []),
        ("django.db.backends.postgresql", 0, {"pool": True}, []),
        ("django.db.backends.mysql", 0, {}, ["W010"]),
        ("django.db.backends.mysql", 60, {}, []),
        ("django.db.backends.sqlite3", 0, {"transaction_mode": "IMMEDIATE"}, []),
    ],
)
def test_w010_connections_for_one_request_are_told_where_the_database_is_a_server(
    monkeypatch: pytest.MonkeyPatch, settings: Any, engine: str, max_age: int | None, options: Any, told: list[str]
) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"OPEN_DATA": PUBLISHER}
    database = {"ENGINE": engine, "CONN_MAX_AGE": max_age, "OPTIONS": options}
    connections = SimpleNamespace(settings={"default": database})
    monkeypatch.setattr("wagtail_kommunmal.checks.database.connections", connections)
    assert ids(checks.check_lasting_connections()) == told
    assert run_checks(tags=[TAG]) == []
    assert ids(run_checks(tags=[TAG], include_deployment_checks=True)) == told


@pytest.mark.parametrize(
    ("engine", "options", "told"),
    [
        ("django.db.backends.sqlite3", {}, ["W014"]),
        ("django.db.backends.sqlite3", {"transaction_mode": "DEFERRED"}, ["W014"]),
        ("django.contrib.gis.db.backends.spatialite", {"timeout": 20}, ["W014"]),
        ("django.db.backends.sqlite3", {"transaction_mode": "IMMEDIATE"}, []),
        ("django.db.backends.sqlite3", {"transaction_mode": "exclusive"}, []),
        ("django.db.backends.postgresql", {}, []),
    ],
)
def test_w014_transactions_that_fail_instead_of_waiting_are_told_on_sqlite(
    monkeypatch: pytest.MonkeyPatch, engine: str, options: Any, told: list[str]
) -> None:
    connections = SimpleNamespace(settings={"default": {"ENGINE": engine, "CONN_MAX_AGE": 60, "OPTIONS": options}})
    monkeypatch.setattr("wagtail_kommunmal.checks.database.connections", connections)
    assert ids(run_checks(tags=[TAG])) == told


# What page classes add


class GoalMembersOfOurs(ContractSerializer):
    title = serializers.CharField()
    webUrl = serializers.CharField()  # noqa: N815
    ownerDirective = serializers.CharField()  # noqa: N815


class PlanMembersOfOurs(ContractSerializer):
    goals = serializers.CharField()


def test_e006_a_member_with_the_name_of_one_of_ours_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CompanyGoalPage, "own_members", GoalMembersOfOurs)
    monkeypatch.setattr(PlanPage, "own_members", PlanMembersOfOurs)
    messages = checks.check_own_members()
    assert ids(messages) == ["E006", "E006", "E006"]
    assert messages[0] == Error(
        "own_members has a member 'title', which the document has already.",
        hint="Give it another name, for example with the name of your municipality in front.",
        obj=CompanyGoalPage,
        id="wagtail_kommunmal.E006",
    )
    assert [message.msg.split("'")[1] for message in messages] == ["title", "webUrl", "goals"]


@pytest.mark.parametrize(
    ("block", "name"), [("assignments", "risks"), ("risks", "keyFigures"), ("key_figures", "text")]
)
def test_e007_a_section_with_the_name_of_one_of_ours_is_told(
    monkeypatch: pytest.MonkeyPatch, block: str, name: str
) -> None:
    section_type = SectionType(name, RISKS.compose, RISKS.serializer)
    monkeypatch.setattr(CompanyGoalPage, "own_section_types", {block: section_type})
    assert ids(checks.check_own_sections()) == ["E007"]


class SectionWithoutId(ContractSerializer):
    type = serializers.ChoiceField(choices=["risks"])


class SectionOfAnyType(ListSectionSerializer):
    type = serializers.CharField()


class SectionOfAnotherType(ListSectionSerializer):
    type = serializers.ChoiceField(choices=["dangers"])


class SectionThatIsCounted(RisksSectionSerializer):
    assignments = serializers.ListField()


@pytest.mark.parametrize(
    "serializer",
    [SectionWithoutId, ListSectionSerializer, SectionOfAnyType, SectionOfAnotherType, SectionThatIsCounted],
)
def test_e008_a_section_that_readers_would_mistake_is_told(monkeypatch: pytest.MonkeyPatch, serializer: Any) -> None:
    section_type = SectionType("risks", RISKS.compose, serializer)
    monkeypatch.setattr(CompanyGoalPage, "own_section_types", {"risks": section_type})
    assert ids(checks.check_own_section_serializers()) == ["E008"]


def test_e009_a_member_of_lists_that_is_nowhere_else_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CompanyGoalPage, "own_summary_members", ("ownerDirective", "ownerDirectives"))
    assert ids(checks.check_own_summary_members()) == ["E009"]


class OtherGoalMembers(ContractSerializer):
    ownerDirective = serializers.IntegerField()  # noqa: N815


class SameGoalMembers(CompanyGoalMembers):
    """Adds one member, and has the others from where they stand already."""

    extra = serializers.CharField()


def test_e010_page_classes_that_mean_different_things_by_a_name_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GoalPage, "own_members", OtherGoalMembers)
    monkeypatch.setattr(GoalPage, "own_section_types", {"dangers": SectionType("risks", len, RISKS.serializer)})
    messages = checks.check_same_additions()
    assert ids(messages) == ["E010", "E010"]
    assert [message.msg for message in messages] == [
        "The member of goals 'ownerDirective' is not the same in GoalPage.",
        "The section type 'risks' is not the same in GoalPage.",
    ]


def test_e010_page_classes_may_share_what_they_add(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GoalPage, "own_members", SameGoalMembers)
    monkeypatch.setattr(GoalPage, "own_section_types", {"risks": RISKS})
    assert checks.check_same_additions() == []


def test_w011_a_block_that_is_never_published_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CompanyGoalPage, "own_section_types", {})
    assert checks.check_sections_are_published() == [
        Warning(
            "Sections of the type 'risks' can be written, and are never published.",
            hint="Say how in own_section_types = {'risks': SectionType(…)}.",
            obj=CompanyGoalPage,
            id="wagtail_kommunmal.W011",
        )
    ]


def test_w012_a_section_that_pages_cannot_show_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    section_type = SectionType("dangers", RISKS.compose, RISKS.serializer)
    monkeypatch.setattr(CompanyGoalPage, "own_section_types", {"risks": section_type})
    (message,) = checks.check_own_section_templates()
    assert message.id == "wagtail_kommunmal.W012"
    assert message.hint is not None
    assert message.hint.startswith("Write 'wagtail_kommunmal/sections/dangers.html'.")
