from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from django.test.client import Client
from wagtail.models import Site

from wagtail_kommunmal.vocabulary import Unit

from .conftest import ROOT, Get

UNKNOWN_ID = "5f3f2b0e-7c1a-4e58-9b57-1f2d3c4b5a69"
PARAMETERS_OF_GOALS = (
    "asOf, assessment, body, expand, focusArea, kind, lang, limit, number, page, plan, q, sdg, slug, sort, "
    "updatedSince, year"
)

SEARCH_TOO_LONG = "“a b c d e f g h i j k” is not allowed. Allowed: at most 10 words and 200 characters."


def parameter_errors(answer: Any) -> list[tuple[str, str]]:
    return [(error["parameter"], error["detail"]) for error in answer["errors"]]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "sv",
            {
                "type": f"{ROOT}/problems/invalid-parameter",
                "title": "Ogiltig parameter",
                "status": 400,
                "detail": "Anropet har en parameter, eller ett värde på en parameter, som inte är tillåtet. "
                "”errors” säger vilken och vad som är tillåtet.",
                "instance": "/kommunmal/v1/goals",
                "errors": [
                    {"parameter": "yaer", "detail": f"Parametern finns inte. Tillåtna: {PARAMETERS_OF_GOALS}."},
                    {"parameter": "limit", "detail": "”500” är inte tillåtet. Tillåtet: ett heltal från 1 till 100."},
                ],
            },
        ),
        (
            "en",
            {
                "type": f"{ROOT}/problems/invalid-parameter",
                "title": "Invalid parameter",
                "status": 400,
                "detail": "The request has a parameter, or a value of one, that is not allowed. "
                "“errors” says which and what is allowed.",
                "instance": "/kommunmal/v1/goals",
                "errors": [
                    {
                        "parameter": "yaer",
                        "detail": f"There is no such parameter. Allowed: {PARAMETERS_OF_GOALS}.",
                    },
                    {
                        "parameter": "limit",
                        "detail": "“500” is not allowed. Allowed: a whole number from 1 to 100.",
                    },
                ],
            },
        ),
    ],
)
def test_everything_that_is_not_allowed_is_named_at_once(
    site: Site, get: Get, language: str, expected: dict[str, Any]
) -> None:
    assert get("goals?yaer=2026&limit=500", status=400, accept_language=language) == expected


NOT_A_PERIOD = "“x” is not allowed. Allowed: a period, such as 2024, 2024-T1, 2024-Q2 or 2024-08."


@pytest.mark.parametrize(
    ("address", "parameter", "detail"),
    [
        ("dcat.rdf?year=2026", "year", "There is no such parameter: this address has none."),
        ("schemas/goal-1.json?lang=sv", "lang", "There is no such parameter: this address has none."),
        ("observations.csv?source=scb", "source", "“scb” is not allowed. Allowed: own, kolada."),
        ("observations.csv-metadata.json?from=x", "from", NOT_A_PERIOD),
        ("goals?limit=0", "limit", "“0” is not allowed. Allowed: a whole number from 1 to 100."),
        ("goals?limit=", "limit", "“” is not allowed. Allowed: a whole number from 1 to 100."),
        ("goals?limit=ten", "limit", "“ten” is not allowed. Allowed: a whole number from 1 to 100."),
        ("goals?page=0", "page", "“0” is not allowed. Allowed: a whole number from 1 to 1000000."),
        ("goals?page=2", "page", "“2” is not allowed. Allowed: a whole number from 1 to 1."),
        ("goals?page=1&page=2", "page", "It may be given only once."),
        ("goals?year=26", "year", "“26” is not allowed. Allowed: a whole number from 1900 to 2200."),
        ("goals?year=2026&year=x", "year", "“x” is not allowed. Allowed: a whole number from 1900 to 2200."),
        ("goals?plan=1", "plan", "“1” is not allowed. Allowed: a UUID."),
        ("goals?number=", "number", "“” is not allowed. Allowed: any text."),
        ("goals?slug=%00", "slug", "“\x00” is not allowed. Allowed: any text."),
        ("goals?sdg=18", "sdg", "“18” is not allowed. Allowed: a whole number from 1 to 17."),
        ("goals?focusArea=1", "focusArea", "“1” is not allowed. Allowed: a UUID."),
        ("goals?kind=big", "kind", "“big” is not allowed. Allowed: operational, financial."),
        (
            "goals?updatedSince=now",
            "updatedSince",
            "“now” is not allowed. Allowed: a date such as 2026-05-31, or a time such as 2026-05-31T12:00:00Z.",
        ),
        ("goals?q=a+b+c+d+e+f+g+h+i+j+k", "q", SEARCH_TOO_LONG),
        (
            "changes",
            "since",
            "It must be given. Allowed: a date such as 2026-05-31, or a time such as 2026-05-31T12:00:00Z.",
        ),
        (
            "changes?since=2026-01-01&year=2026",
            "year",
            "There is no such parameter. Allowed: lang, limit, page, since.",
        ),
        ("goals?expand=all", "expand", "“all” is not allowed. Allowed: sections."),
        (
            "goals?sort=title,colour",
            "sort",
            "“colour” is not allowed. Allowed: number, -number, title, -title, updatedAt, -updatedAt.",
        ),
        ("goals?sort=", "sort", "“” is not allowed. Allowed: number, -number, title, -title, updatedAt, -updatedAt."),
        ("goals?format=csv", "format", f"There is no such parameter. Allowed: {PARAMETERS_OF_GOALS}."),
        ("goals?lang=fi", "lang", "“fi” is not allowed. Allowed: en, sv."),
        ("goals?lang=", "lang", "“” is not allowed. Allowed: en, sv."),
        ("goals?lang=sv&lang=en", "lang", "It may be given only once."),
        (
            "plans?sort=number",
            "sort",
            "“number” is not allowed. Allowed: title, -title, year, -year, updatedAt, -updatedAt.",
        ),
        ("plans?number=1", "number", "There is no such parameter. Allowed: asOf, lang, limit, page, sort, year."),
        (
            "bodies?kind=nämnd",
            "kind",
            "“nämnd” is not allowed. "
            "Allowed: council, executive, committee, board, company, administration, officer, other.",
        ),
        (
            "assignments?status=done",
            "status",
            "“done” is not allowed. Allowed: not_started, in_progress, partly_completed, completed, not_completed, "
            "expected_complete, expected_incomplete, delayed, paused, cancelled, not_assessed.",
        ),
        ("assignments?role=boss", "role", "“boss” is not allowed. Allowed: lead, co."),
        (
            "assignments?period=2026-T1&period=2026-T4",
            "period",
            "“2026-T4” is not allowed. Allowed: a period, such as 2024, 2024-T1, 2024-Q2 or 2024-08.",
        ),
        ("assignments?lineage=1", "lineage", "“1” is not allowed. Allowed: a UUID."),
        ("assignments?origin=king", "origin", "“king” is not allowed. Allowed: council, committee, executive, other."),
        ("assignments?q=", "q", "“” is not allowed. Allowed: any text."),
        (
            "assignments?category=new",
            "category",
            "There is no such parameter. Allowed: body, format, goal, lang, limit, lineage, origin, page, period, "
            "plan, q, role, sort, status, year.",
        ),
        (
            "investments?role=lead",
            "role",
            "There is no such parameter. Allowed: body, category, format, goal, lang, limit, page, plan, q, sort, "
            "status, year.",
        ),
        (
            "investments?category=old",
            "category",
            "“old” is not allowed. Allowed: reinvestment, new, development, other.",
        ),
        (
            "key-figures?status=achieved",
            "status",
            "There is no such parameter. Allowed: body, format, goal, kolada, lang, limit, page, plan, q, sort, unit, "
            "year.",
        ),
        ("key-figures?year=26", "year", "“26” is not allowed. Allowed: a whole number from 1900 to 2200."),
        ("key-figures?plan=1", "plan", "“1” is not allowed. Allowed: a UUID."),
        ("key-figures?goal=1", "goal", "“1” is not allowed. Allowed: a UUID."),
        ("key-figures?body=", "body", "“” is not allowed. Allowed: any text."),
        ("key-figures?kolada=", "kolada", "“” is not allowed. Allowed: any text."),
        (
            "key-figures?unit=metre",
            "unit",
            "“metre” is not allowed. Allowed: " + ", ".join(Unit.values) + ".",
        ),
        (
            "key-figures?sort=title",
            "sort",
            "“title” is not allowed. Allowed: name, -name, year, -year, updatedAt, -updatedAt.",
        ),
        ("key-figures?format=ods", "format", "“ods” is not allowed. Allowed: json, csv, xlsx."),
        ("key-figures?format=csv&format=csv", "format", "It may be given only once."),
        (f"key-figures/{UNKNOWN_ID}?year=2026", "year", "There is no such parameter. Allowed: goal, lang."),
        (f"key-figures/{UNKNOWN_ID}?goal=1", "goal", "“1” is not allowed. Allowed: a UUID."),
        (
            f"key-figures/{UNKNOWN_ID}/observations?period=2024",
            "period",
            "There is no such parameter. Allowed: format, from, gender, goal, lang, limit, page, series, sort, to.",
        ),
        (
            f"key-figures/{UNKNOWN_ID}/observations?series=ours",
            "series",
            "“ours” is not allowed. "
            "Allowed: own, nation, peer_group, similar, best, worst, upper_quartile, lower_quartile, other.",
        ),
        (f"key-figures/{UNKNOWN_ID}/observations?gender=F", "gender", "“F” is not allowed. Allowed: T, K, M."),
        (
            f"key-figures/{UNKNOWN_ID}/observations?from=2024-13",
            "from",
            "“2024-13” is not allowed. Allowed: a period, such as 2024, 2024-T1, 2024-Q2 or 2024-08.",
        ),
        (
            f"key-figures/{UNKNOWN_ID}/observations?to=now",
            "to",
            "“now” is not allowed. Allowed: a period, such as 2024, 2024-T1, 2024-Q2 or 2024-08.",
        ),
        (f"key-figures/{UNKNOWN_ID}/observations?from=2023&from=2024", "from", "It may be given only once."),
        (
            f"key-figures/{UNKNOWN_ID}/observations?sort=value",
            "sort",
            "“value” is not allowed. Allowed: period, -period.",
        ),
        (f"goals/{UNKNOWN_ID}?year=2026", "year", "There is no such parameter. Allowed: asOf, lang."),
        ("api-info?lang=sv", "lang", "There is no such parameter: this address has none."),
        ("openapi.json?x=1", "x", "There is no such parameter: this address has none."),
        ("problems/not-found?x=1", "x", "There is no such parameter: this address has none."),
    ],
)
def test_an_error_names_the_parameter_and_what_is_allowed(
    site: Site, get: Get, address: str, parameter: str, detail: str
) -> None:
    answer = get(address, status=400, accept_language="en")
    assert parameter_errors(answer) == [(parameter, detail)]


def test_a_long_value_is_repeated_only_in_part(site: Site, get: Get) -> None:
    [(_, detail)] = parameter_errors(get("goals", {"plan": "x" * 5000}, status=400, accept_language="en"))
    assert detail == f"“{'x' * 79}…” is not allowed. Allowed: a UUID."


@pytest.mark.parametrize(
    ("language", "title", "detail"),
    [
        (
            "sv",
            "Finns inte",
            f"Det finns inget offentligt på den här adressen. API:ets adresser beskrivs på {ROOT}/openapi.json.",
        ),
        (
            "en",
            "Not found",
            f"There is nothing public at this address. The addresses of this API are described at {ROOT}/openapi.json.",
        ),
    ],
)
@pytest.mark.parametrize(
    "path",
    [
        f"goals/{UNKNOWN_ID}",
        "goals/1",
        "goals/not-a-uuid",
        f"plans/{UNKNOWN_ID}",
        f"bodies/{UNKNOWN_ID}",
        f"assignments/{UNKNOWN_ID}",
        f"investments/{UNKNOWN_ID}",
        f"key-figures/{UNKNOWN_ID}",
        f"key-figures/{UNKNOWN_ID}/observations",
        f"key-figures/{UNKNOWN_ID}/observations-metadata.json",
        "dcat.rdf",
        "schemas/goal-2.json",
        "problems/unknown",
        "goals/",
        "nothing",
        "",
    ],
)
def test_what_is_not_there_answers_alike_everywhere(
    site: Site, get: Get, path: str, language: str, title: str, detail: str
) -> None:
    assert get(path, status=404, accept_language=language) == {
        "type": f"{ROOT}/problems/not-found",
        "title": title,
        "status": 404,
        "detail": detail,
        "instance": f"/kommunmal/v1/{path}",
    }


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_not_allowed(site: Site, client: Client, method: str) -> None:
    response = getattr(client, method)("/kommunmal/v1/goals", headers={"accept-language": "sv"})
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": f"{ROOT}/problems/method-not-allowed",
        "title": "Metoden är inte tillåten",
        "status": 405,
        "detail": f"{method.upper()} är inte tillåten. Tillåtna: GET, HEAD, OPTIONS.",
        "instance": "/kommunmal/v1/goals",
    }


def test_other_media_types_are_not_acceptable(site: Site, get: Get) -> None:
    assert get("goals", status=406, accept="text/csv", accept_language="en") == {
        "type": f"{ROOT}/problems/not-acceptable",
        "title": "Not acceptable",
        "status": 406,
        "detail": "This address answers in: application/json.",
        "instance": "/kommunmal/v1/goals",
    }


def test_a_request_that_django_finds_suspicious_is_the_readers_error(site: Site, get: Get, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1
    assert get("goals?year=2026&limit=1", status=400, accept_language="en") == {
        "type": f"{ROOT}/problems/invalid-parameter",
        "title": "Invalid parameter",
        "status": 400,
        "detail": "Invalid parameter",
        "instance": "/kommunmal/v1/goals",
    }


def test_an_installation_without_a_site_has_nothing(site: Site, get: Get) -> None:
    site.delete()
    assert get("goals", status=404)["type"] == f"{ROOT}/problems/not-found"


BROKEN = patch("wagtail_kommunmal.api.v1.views.rows_of_goals", side_effect=ValueError("a secret"))


def test_an_unforeseen_error_tells_nothing_of_the_inside_and_is_reported(
    site: Site, get: Get, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.raise_request_exception = False
    with BROKEN:
        answer = get("goals", status=500, accept_language="sv")
    assert answer == {
        "type": f"{ROOT}/problems/internal-error",
        "title": "Internt fel",
        "status": 500,
        "detail": "Något gick fel i tjänsten. Felet är loggat.",
        "instance": "/kommunmal/v1/goals",
    }
    [record] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert (record.name, record.getMessage()) == ("django.request", "Internal Server Error: /kommunmal/v1/goals")
    assert record.exc_info
    assert "a secret" in str(record.exc_info[1])


def test_an_unforeseen_error_reaches_who_listens_for_errors(site: Site, get: Get) -> None:
    with BROKEN, pytest.raises(ValueError, match="a secret"):
        get("goals", status=500)


def test_a_developer_sees_djangos_own_page(site: Site, client: Client, settings: Any) -> None:
    settings.DEBUG = True
    client.raise_request_exception = False
    with BROKEN:
        response = client.get("/kommunmal/v1/goals")
    assert response.status_code == 500
    assert "a secret" in response.content.decode()


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        (None, "sv"),
        ("sv-SE,sv;q=0.9", "sv"),
        ("en-GB,en;q=0.9,sv;q=0.8", "en"),
        ("fi,sv;q=0.5", "sv"),
        ("fi, en;q=0.5", "en"),
        ("fi", "sv"),
        ("*", "sv"),
        ("<nonsense>", "sv"),
    ],
)
def test_the_language_of_errors_is_the_readers_even_without_locale_middleware(
    site: Site, client: Client, settings: Any, accepted: str | None, expected: str
) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("LocaleMiddleware")]
    settings.LANGUAGES = [("de", "Deutsch")]
    response = client.get("/kommunmal/v1/goals/1", headers={"accept-language": accepted} if accepted else None)
    assert response.headers["Content-Language"] == expected
    assert response.json()["title"] == {"sv": "Finns inte", "en": "Not found"}[expected]


@pytest.mark.parametrize(
    ("slug", "language", "expected"),
    [
        (
            "not-found",
            "en",
            {
                "type": f"{ROOT}/problems/not-found",
                "title": "Not found",
                "status": 404,
                "description": "There is nothing public at the address. Whether there ever was is not told.",
            },
        ),
        (
            "not-found",
            "sv",
            {
                "type": f"{ROOT}/problems/not-found",
                "title": "Finns inte",
                "status": 404,
                "description": "Det finns inget offentligt på adressen. Om det någonsin har funnits framgår inte.",
            },
        ),
    ],
)
def test_a_type_of_problem_is_described_at_its_own_address(
    site: Site, get: Get, slug: str, language: str, expected: dict[str, Any]
) -> None:
    assert get(f"problems/{slug}", accept_language=language) == expected


@pytest.mark.parametrize(
    "slug",
    ["invalid-parameter", "invalid-token", "not-found", "method-not-allowed", "not-acceptable", "internal-error"],
)
def test_every_type_of_problem_is_described(site: Site, get: Get, slug: str) -> None:
    assert get(f"problems/{slug}")["type"] == f"{ROOT}/problems/{slug}"
