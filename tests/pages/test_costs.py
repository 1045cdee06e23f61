"""What a large goal's page costs: bytes, queries, and the processor's time beside a page that is written already.

That page is found and served as every page of Wagtail's, and its template has the very bytes of the goal's page.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from django.core.cache import caches
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.test.client import ClientHandler
from wagtail.models import Site

from tests.api.test_caching import CACHES
from tests.processor import ROUNDS, processor_time, skip_where_time_says_little
from tests.site_pages import GoalPage, Page
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
TIMES_WRITTEN = 1.5
"""Of the processor time of the page that is written already."""
SECONDS_OF_CPU = 0.05
"""For each page in a round."""

Ask = Callable[[str], Any]


@pytest.fixture(autouse=True)
def _cache_of_pages(settings: Any) -> Iterator[None]:
    settings.CACHES = CACHES
    settings.WAGTAIL_KOMMUNMAL = {"PAGES_CACHE": "answers"}
    yield
    caches["answers"].clear()


@pytest.fixture
def goal(site: Site, released: Any) -> Any:
    """A goal that is larger than the largest of the demo, in a plan of its own."""
    body = ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")
    text = "<p>Alla som bor här ska kunna vara med och påverka det som händer i kommunen.</p>"
    tasks = [assignment(f"Uppdrag {n}", description=text, responsible=[body]) for n in range(12)]
    figures = [KeyFigureFactory(values={str(year): f"{year % 90},5" for year in range(2018, 2026)}) for _ in range(8)]
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
def written(goal: Any, ask: Ask, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A page beside the goal that is served as Wagtail serves pages, with what the goal's page is as its template."""
    markup = ask(goal.url).content.decode()
    (tmp_path / "static.html").write_text(f"{{% verbatim %}}{markup}{{% endverbatim %}}", encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    page = GoalPageFactory(parent=goal.get_parent(), slug="statisk")
    serve = GoalPage.serve

    def serve_written(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.slug == "statisk":
            return TemplateResponse(request, "static.html", Page.get_context(self, request))
        return serve(self, request, *args, **kwargs)

    monkeypatch.setattr(GoalPage, "serve", serve_written)
    return page


def test_a_large_goal_weighs_little(goal: Any, ask: Ask) -> None:
    assert 92_500 < len(ask(goal.url).content) < KILOBYTES * 1000


def test_a_large_goal_asks_few_queries_when_nothing_is_kept(
    goal: Any, ask: Ask, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.WAGTAIL_KOMMUNMAL = {}
    ask(goal.url)
    with django_assert_num_queries(13):
        ask(goal.url)


def test_a_large_goal_that_is_kept_asks_two_queries_more_than_a_page_of_wagtails(
    goal: Any, written: Any, ask: Ask, django_assert_num_queries: Any
) -> None:
    ask(goal.url)
    ask(written.url)
    with django_assert_num_queries(8):
        ask(written.url)
    with django_assert_num_queries(10):
        ask(goal.url)


def test_a_large_goal_that_is_kept_takes_little_more_than_what_is_written_already(
    goal: Any, written: Any, ask: Ask
) -> None:
    skip_where_time_says_little()
    assert len(ask(goal.url).content) == pytest.approx(len(ask(written.url).content), abs=100)
    gc.collect()
    rounds = [
        [processor_time(lambda p=page: ask(p.url), SECONDS_OF_CPU) for page in (goal, written)] for _ in range(ROUNDS)
    ]
    assert median(ours / others for ours, others in rounds) <= TIMES_WRITTEN
