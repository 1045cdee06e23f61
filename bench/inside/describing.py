"""What there is to ask for, and what each answer takes: addresses from the API's own table, queries and bytes."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import resolve
from wagtail import VERSION

from wagtail_kommunmal.api.v1 import urls
from wagtail_kommunmal.api.v1.base import ListView
from wagtail_kommunmal.models import KeyFigure, ResponsibleBody
from wagtail_kommunmal.pages.models import GoalPage

from ..settings import KEEPING
from .equivalence import missing_facts

ROOT = "/kommunmal/v1"
FACTS_OF_A_LIST = "fields=*"
HOST = "127.0.0.1"
FILTER = "filter"
"""What the limit of the filtered list is called among those of the lists."""
OF_THE_SERVER = "Server: gunicorn\r\nDate: Mon, 01 Jan 2026 00:00:00 GMT\r\nConnection: close\r\n"
"""What gunicorn adds to every answer."""
WITHOUT_PAGES = {"all-observations", "observations-metadata", "all-observations-metadata"}
"""Answers of lists that come whole, and what is told of them."""


def describe(limits: dict[str, int] | None = None) -> dict[str, Any]:
    """Return the addresses of all contenders and lists, with queries and bytes of each.

    ``limits`` says how many items a page of each list shall have, so that pages of two sizes can be compared.
    """
    client = Client(headers={"Host": HOST})
    goals = _json(client, f"{ROOT}/goals?limit=8")["items"]
    page = GoalPage.objects.get(translation_key=goals[0]["id"])
    first = [GoalPage.objects.get(translation_key=goal["id"]).pk for goal in goals]
    goal_type = GoalPage._meta.label
    lists = f"?type={goal_type}&{FACTS_OF_A_LIST}&limit=8&descendant_of={page.get_parent().pk}"
    answers = {
        "ours-list": [f"{ROOT}/goals?expand=sections&limit=8"],
        "ours-detail": [f"{ROOT}/goals/{page.translation_key}"],
        "v2-list": [f"/api/v2/pages/{lists}"],
        "v2-detail": [f"/api/v2/pages/{page.pk}/"],
        "v2-cached-list": [f"/api/v2-cached/pages/{lists}"],
        "v2-cached-detail": [f"/api/v2-cached/pages/{page.pk}/"],
    }
    if VERSION >= (8, 0):
        # Its lists give titles only, whatever is asked for: whole goals take a request each.
        details = [f"/api/v3/pages/{pk}/" for pk in first]
        answers |= {"v3-list": [f"/api/v3/pages/{lists}", *details], "v3-detail": [f"/api/v3/pages/{page.pk}/"]}
    described = {name: {"addresses": paths, **_cost(client, paths)} for name, paths in answers.items()}
    etags = {name: client.get(answers[name][0]).headers.get("ETag") for name in ("ours-list", "ours-detail")}
    for name, etag in etags.items():
        if etag:
            described[f"{name}-304"] = {
                "addresses": answers[name],
                **_cost(client, answers[name], etag),
                "own_head_bytes": _own_head(answers[name][0], etag),
            }
    with override_settings(WAGTAIL_KOMMUNMAL=KEEPING["anew"]):
        put_together = {
            "lists": _lists(client, goals[0]["id"], limits or {}),
            "filter": _filter(client, (limits or {}).get(FILTER)),
        }
    return {
        "answers": described,
        "etag": etags,
        "lists": put_together["lists"],
        "mixed": _mixed(client, goals),
        "filter": put_together["filter"],
        "missing": {
            name: missing_facts(client, answers["ours-detail"][0], answers[f"{name}-detail"][0])
            for name in ("v2", "v3")
            if f"{name}-detail" in answers
        },
    }


def count(addresses: dict[str, list[str]]) -> dict[str, Any]:
    """Return what our answers take in a process with other settings."""
    client = Client(headers={"Host": HOST})
    return {name: _cost(client, paths) for name, paths in addresses.items()}


def _cost(client: Client, paths: list[str], etag: str | None = None) -> dict[str, Any]:
    """Return what an answer takes after a first one, which fills what Wagtail and Django remember."""
    headers = {"If-None-Match": etag} if etag else {}
    for path in paths:
        client.get(path, headers=headers)
    queries = size = 0
    for path in paths:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path, headers=headers)
        if response.status_code != (304 if etag else 200):
            raise RuntimeError(f"{path} answers {response.status_code}: {_body(response)[:500]!r}")
        queries += len(captured)
        size += len(_body(response))
    return {"queries": queries, "bytes": size}


def _own_head(path: str, etag: str) -> int:
    """Return the bytes of a 304 on the wire without the headers that the site's middleware adds."""
    request = RequestFactory().get(path, headers={"If-None-Match": etag, "Host": HOST})
    found = resolve(request.path)
    response = found.func(request, *found.args, **found.kwargs)
    if response.status_code != 304:
        raise RuntimeError(f"{path} answers {response.status_code}.")
    status = f"HTTP/1.1 {response.status_code} {response.reason_phrase}\r\n"
    headers = "".join(f"{name}: {value}\r\n" for name, value in response.headers.items())
    return len(f"{status}{OF_THE_SERVER}{headers}\r\n")


def _lists(client: Client, goal: str, limits: dict[str, int]) -> dict[str, Any]:
    """Return every list of the API: its first and its last full page of 20, or of all where there are fewer."""
    figure = KeyFigure.objects.order_by("pk").values_list("uuid", flat=True).first()
    found = {}
    for pattern in urls.urlpatterns:
        view = getattr(pattern.callback, "view_class", None)
        if view is None or not issubclass(view, ListView) or pattern.name in WITHOUT_PAGES:
            continue
        key = str(figure) if "key-figures" in str(pattern.pattern) else goal
        route = re.sub(r"<\w+:\w+>", key, str(pattern.pattern))
        query = {"since": "2000-01-01"} if route == "changes" else {}
        total = _json(client, f"{ROOT}/{route}?{urlencode(query)}")["_meta"]["totalRecords"]
        limit = limits.get(pattern.name) or max(1, min(20, total))
        pages = {"first": 1, "last": max(1, total // limit)}
        found[pattern.name] = {
            name: {
                "limit": limit,
                "total": total,
                **_answer(client, f"{ROOT}/{route}?{urlencode(query | {'limit': limit, 'page': page})}"),
            }
            for name, page in pages.items()
        }
    return found


def _answer(client: Client, path: str) -> dict[str, Any]:
    return {"addresses": [path], **_cost(client, [path])}


def _mixed(client: Client, goals: list[Any]) -> list[str]:
    """Return what many different readers ask for."""
    details = [f"{ROOT}/goals/{goal['id']}" for goal in goals]
    plan = goals[0]["plan"]["id"]
    items = [f"{ROOT}/assignments?page={page}" for page in range(1, 4)]
    others = [
        "plans",
        f"plans/{plan}",
        "goals",
        "bodies",
        "investments",
        "goals?expand=sections&limit=8",
        "openapi.json",
    ]
    return [*details, *items, *(f"{ROOT}/{path}" for path in others)]


def _filter(client: Client, limit: int | None) -> dict[str, Any]:
    body = ResponsibleBody.objects.earliest("pk")
    asked = {"body": body.code, "status": "completed", "year": 2026}
    path = f"{ROOT}/assignments?{urlencode(asked)}"
    total = _json(client, path)["_meta"]["totalRecords"]
    if not total:
        raise RuntimeError(f"{path} finds nothing.")
    limit = limit or min(20, total)
    return {**asked, "body_pk": body.pk, "total": total, "limit": limit, **_answer(client, f"{path}&limit={limit}")}


def _json(client: Client, path: str) -> Any:
    response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answers {response.status_code}: {_body(response)[:500]!r}")
    return response.json()


def _body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content
