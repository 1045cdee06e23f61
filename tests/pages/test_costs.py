"""What a large goal's page costs: bytes, queries, and the processor's time beside pages that are written already.

Two such pages are beside it, both with the very bytes of the goal's page as their template: a view of Django's, which
asks for nothing, and a page of Wagtail's at the same depth of the tree, which is found as every page is.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import RequestFactory
from django.test.client import ClientHandler
from wagtail.models import Site

from tests.api.test_caching import CACHES
from tests.site_pages import Page
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    amount,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
    key_figures_section,
)

KILOBYTES = 150
TIMES_WAGTAIL = 1.5
"""Of the processor time of a page of Wagtail's with the same bytes."""
TIMES_DJANGO = 12
"""Of that of a view of Django's with the same bytes, of which finding a page through Wagtail takes most."""
ROUNDS = 7
SECONDS_OF_CPU = 0.05
"""For each page in a round."""

Ask = Callable[[str], Any]


@pytest.fixture(autouse=True)
def _cache_of_pages(settings: Any) -> Iterator[None]:
    settings.CACHES = CACHES
    settings.WAGTAIL_KOMMUNMAL = {"PAGES_CACHE": "answers"}
    settings.ROOT_URLCONF = "tests.pages.static_urls"
    yield
    caches["answers"].clear()


@pytest.fixture
def goal(site: Site, released: Any) -> Any:
    """A goal that is larger than the largest of the demo, in a plan of its own."""
    body = ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")
    text = "<p>Alla som bor här ska kunna vara med och påverka det som händer i kommunen.</p>"
    tasks = [assignment(f"Uppdrag {n}", description=text, responsible=[body]) for n in range(12)]
    figures = [KeyFigureFactory(values={str(year): f"{year % 90},5" for year in range(2020, 2026)}) for _ in range(8)]
    halls = [
        investment(f"Bygge {n}", responsible=[body], amounts=[amount(2026 + k, budget=900 + k) for k in range(3)])
        for n in range(6)
    ]
    with released():
        plan = PlanPageFactory(year=2026, slug="mal-2026")
        goal = GoalPageFactory(
            parent=plan,
            title="Kultur nära",
            slug="kultur",
            sections=[assignments_section(*tasks), key_figures_section(*figures), investments_section(*halls)],
        )
    for period in ("2026-T1", "2026-T2"):
        said = [follow_up(goal, task, "in_progress", comment="<p>Arbetet går som planerat.</p>") for task in tasks]
        with released():
            FollowUpReportFactory(plan=plan, body=body, period=period, rows=said)
    return goal


@pytest.fixture
def ask() -> Ask:
    """Return what gives a page as the server asks for it, without what a test client does besides."""
    handler = ClientHandler()

    def ask(path: str) -> Any:
        response = handler(RequestFactory().get(path).environ)
        assert response.status_code == 200
        return response

    return ask


@pytest.fixture
def written(goal: Any, ask: Ask, settings: Any, tmp_path: Path) -> Any:
    """A page of Wagtail's beside the goal, whose template, as that of the view, is what the goal's page is."""
    page = Page.objects.get(pk=goal.get_parent().pk).add_child(instance=Page(title="Statisk", slug="statisk"))
    markup = ask(goal.url).content.decode()
    for name in ("static.html", Page.template):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{{% verbatim %}}{markup}{{% endverbatim %}}", encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    return page


def test_a_large_goal_weighs_little(goal: Any, ask: Ask) -> None:
    assert 100_000 < len(ask(goal.url).content) < KILOBYTES * 1000


def test_a_large_goal_asks_few_queries_when_nothing_is_kept(
    goal: Any, ask: Ask, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.WAGTAIL_KOMMUNMAL = {}
    ask(goal.url)
    with django_assert_num_queries(16):
        ask(goal.url)


def test_a_large_goal_that_is_kept_asks_two_queries_more_than_a_page_of_wagtails(
    goal: Any, written: Any, ask: Ask, django_assert_num_queries: Any
) -> None:
    ask(goal.url)
    ask(written.url)
    with django_assert_num_queries(6):
        ask(written.url)
    with django_assert_num_queries(8):
        ask(goal.url)


def test_a_large_goal_that_is_kept_takes_little_more_than_what_is_written_already(
    goal: Any, written: Any, ask: Ask
) -> None:
    if sys.gettrace() is not None or connection.vendor != "sqlite":
        pytest.skip("THE PROCESSOR'S TIME IS MEASURED WITHOUT COVERAGE AND ON SQLITE: a step of its own does so")
    bytes_of = [len(ask(path).content) for path in (goal.url, written.url, "/static-page/")]
    assert max(bytes_of) - min(bytes_of) < 1000
    gc.collect()
    rounds = [[_cpu(lambda p=path: ask(p)) for path in (goal.url, written.url, "/static-page/")] for _ in range(ROUNDS)]
    assert median(ours / wagtails for ours, wagtails, _djangos in rounds) <= TIMES_WAGTAIL
    assert median(ours / djangos for ours, _wagtails, djangos in rounds) <= TIMES_DJANGO


def _cpu(work: Callable[[], Any]) -> float:
    """Return the processor time of a piece of work."""
    started = time.process_time()
    times = 0
    while time.process_time() - started < SECONDS_OF_CPU:
        work()
        times += 1
    return (time.process_time() - started) / times
