"""One question asked of the API and, on PostgreSQL, of the StreamFields themselves."""

from __future__ import annotations

import json
import time
from http.client import HTTPConnection
from statistics import median
from typing import Any

from django.db import connection
from wagtail.models import Page, Site

from wagtail_kommunmal.models import AssignmentFollowUp, FollowUpReport
from wagtail_kommunmal.pages.models import GoalPage, PlanPage

from .describing import HOST

QUESTION = f"""
SELECT page.id, item -> 'value', count(*) OVER ()
FROM {GoalPage._meta.db_table} goal
JOIN {Page._meta.db_table} page ON page.id = goal.page_ptr_id
JOIN {Page._meta.db_table} parent ON parent.path = left(page.path, -{Page.steplen})
JOIN {PlanPage._meta.db_table} plan ON plan.page_ptr_id = parent.id,
     jsonb_array_elements(goal.sections) section,
     jsonb_array_elements(section -> 'value' -> 'items') item
WHERE page.live AND parent.live AND page.path LIKE %(root)s AND plan.year = %(year)s
  AND section ->> 'type' = 'assignments'
  AND EXISTS (SELECT 1 FROM jsonb_array_elements(item -> 'value' -> 'responsible') part
              WHERE (part -> 'value' ->> 'body')::int = %(body)s)
  AND (SELECT said.status FROM {AssignmentFollowUp._meta.db_table} said
       JOIN {FollowUpReport._meta.db_table} report ON report.id = said.report_id
       WHERE report.live AND report.body_id = %(body)s AND said.goal_key = page.translation_key
         AND said.lineage_id = (item ->> 'id')::uuid
       ORDER BY report.ends_on DESC LIMIT 1) = %(status)s
  {{index}}
ORDER BY page.path LIMIT %(limit)s
"""
PLAIN = QUESTION.format(index="")
WITH_INDEX = QUESTION.format(index="AND goal.sections @> %(wanted)s::jsonb")
INDEX = f"CREATE INDEX bench_sections ON {GoalPage._meta.db_table} USING gin (sections jsonb_path_ops)"


def compare_filters(port: int, address: str, question: dict[str, Any], rounds: int) -> dict[str, Any]:
    """Return medians of milliseconds: the API's whole answer over HTTP, and the bare SQL without anything around it."""
    if connection.vendor != "postgresql":
        return {}
    root = Site.objects.get(is_default_site=True).root_page.path
    wanted = [
        {
            "type": "assignments",
            "value": {"items": [{"value": {"responsible": [{"value": {"body": question["body_pk"]}}]}}]},
        }
    ]
    parameters = {
        "root": f"{root}%",
        "year": question["year"],
        "body": question["body_pk"],
        "status": question["status"],
        "limit": question["limit"],
        "wanted": json.dumps(wanted),
    }
    with connection.cursor() as cursor:
        cursor.execute(INDEX)
        cursor.execute("ANALYZE")
    client = HTTPConnection(HOST, port)
    times = [
        (_http(client, address), _sql(PLAIN, parameters, question), _sql(WITH_INDEX, parameters, question))
        for _ in range(rounds + 1)
    ][1:]
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX bench_sections")
    return {
        "rounds": rounds,
        "ours_ms": median(ours for ours, _plain, _indexed in times),
        "jsonb_ms": median(plain for _ours, plain, _indexed in times),
        "jsonb_index_ms": median(indexed for _ours, _plain, indexed in times),
        "ratio": median(plain / ours for ours, plain, _indexed in times),
        "ratio_index": median(indexed / ours for ours, _plain, indexed in times),
    }


def _http(client: HTTPConnection, address: str) -> float:
    started = time.perf_counter()
    client.request("GET", address)
    response = client.getresponse()
    response.read()
    if response.status != 200:
        raise RuntimeError(f"{address} answers {response.status}.")
    return (time.perf_counter() - started) * 1000


def _sql(sql: str, parameters: dict[str, Any], question: dict[str, Any]) -> float:
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows = cursor.fetchall()
    took = (time.perf_counter() - started) * 1000
    found = rows[0][2] if rows else 0
    if found != question["total"]:
        raise RuntimeError(f"The query over StreamFields finds {found}, the API {question['total']}.")
    return took
