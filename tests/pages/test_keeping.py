"""What the package writes into public pages is kept where a site has a cache for it, and is never another reader's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.http import HttpRequest
from django.template import TemplateSyntaxError, engines
from django.test import Client
from wagtail.models import PageViewRestriction, Site

from tests.api.test_caching import CACHES
from tests.pages.markup import words
from tests.site_pages import GoalPage, Page, PlanPage
from tests.sundby import take_picture
from wagtail_kommunmal.delivery import keeping, shown
from wagtail_kommunmal.models import KommunmalSiteSettings
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
    key_figures_section,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus

Text = Callable[..., str]


@pytest.fixture(autouse=True)
def _cache_of_pages(settings: Any) -> Iterator[None]:
    settings.CACHES = CACHES
    settings.WAGTAIL_KOMMUNMAL = {"PAGES_CACHE": "answers"}
    yield
    caches["answers"].clear()


@pytest.fixture(scope="module")
def image(shared_site: Site) -> Any:
    return take_picture()


@pytest.fixture(scope="module")
def schools(shared_site: Site) -> Any:
    return ResponsibleBodyFactory(name="Skolnämnden", code="S")


@pytest.fixture(scope="module")
def task(schools: Any) -> Any:
    return assignment("Bygg en skola.", responsible=[schools])


@pytest.fixture(scope="module")
def plan(shared_site: Site, released: Any) -> PlanPage:
    with released():
        return PlanPageFactory(year=2026, title="Mål och budget 2026", slug="mal-2026")


@pytest.fixture(scope="module")
def goal(plan: PlanPage, schools: Any, task: Any, image: Any, released: Any) -> Any:
    """A goal with something of every kind, of which an assignment has been followed up."""
    figure = KeyFigureFactory(name="Förtroende", responsible=schools, values={"2024": "68", "2025": "70"})
    sections = [
        assignments_section(task),
        key_figures_section(figure),
        investments_section(investment("En idrottshall", responsible=[schools])),
    ]
    with released():
        goal = GoalPageFactory(
            parent=plan, title="Skola för alla", slug="skola", statement="Alla lär.", image=image, sections=sections
        )
    report(goal, task, schools, AssignmentStatus.DELAYED, released)
    return goal


def report(goal: Any, task: Any, body: Any, status: str, released: Any, period: str = "2026-T1") -> None:
    with released():
        said = [follow_up(goal, task, status, comment="<p>Marken är köpt.</p>")]
        FollowUpReportFactory(plan=goal.get_parent(), body=body, period=period, rows=said)


@pytest.fixture(scope="module")
def addresses(plan: PlanPage, goal: Any, task: Any) -> dict[str, str]:
    """Of each kind of page that the package serves."""
    return {
        "plan": plan.url,
        "goal": goal.url,
        "body": f"{plan.url}ansvarig/S/",
        "history": f"{goal.url}uppdrag/{task['id']}/",
    }


@pytest.fixture
def text(client: Client) -> Text:
    """Return the markup of an address for anybody."""

    def text(address: str, client: Client = client) -> str:
        response = client.get(address)
        assert response.status_code == 200
        return response.content.decode()

    return text


@pytest.fixture
def site_templates(settings: Any, tmp_path: Path) -> Path:
    """A folder for templates of the site, which go before those of the package."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    (tmp_path / "wagtail_kommunmal").mkdir()
    return tmp_path / "wagtail_kommunmal"


def kept_articles() -> list[str]:
    """Return the names of the articles that are in the cache, without the marks of those that are not kept."""
    cache = caches["answers"]
    names = [key.split(":", 2)[2] for key in cache._cache if ":article:" in key]  # type: ignore[attr-defined]
    return [name for name in names if cache.get(name)]


@pytest.mark.parametrize("kind", ["plan", "goal", "body", "history"])
def test_a_page_is_the_same_without_a_cache_written_and_kept(
    addresses: dict[str, str], kind: str, text: Text, settings: Any
) -> None:
    written, kept = (text(addresses[kind]) for _time in range(2))
    assert len(kept_articles()) == 1
    settings.WAGTAIL_KOMMUNMAL = {}
    assert text(addresses[kind]) == written == kept


@pytest.mark.parametrize(("kind", "queries"), [("plan", 8), ("goal", 10), ("body", 8), ("history", 10)])
def test_a_kept_page_asks_only_what_the_page_and_its_visibility_ask(
    addresses: dict[str, str], kind: str, queries: int, text: Text, django_assert_num_queries: Any
) -> None:
    text(addresses[kind])
    with django_assert_num_queries(queries):
        text(addresses[kind])


def test_without_the_setting_nothing_is_kept(addresses: dict[str, str], text: Text, settings: Any) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"API_CACHE": "answers"}
    for address in addresses.values():
        text(address)
    assert not caches["answers"]._cache  # type: ignore[attr-defined]


def test_a_cache_that_is_down_stops_nobody(addresses: dict[str, str], text: Text, settings: Any) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"PAGES_CACHE": "broken"}
    assert "Skola för alla" in text(addresses["goal"])


def test_what_is_published_is_on_the_next_page(
    goal: Any, addresses: dict[str, str], task: Any, schools: Any, text: Text, released: Any
) -> None:
    for address in addresses.values():
        text(address)
    with released():
        goal.title = "Bästa skolan"
        goal.save_revision().publish()
    assert "Bästa skolan" in text(addresses["plan"])
    assert "Bästa skolan" in text(addresses["goal"])
    assert "Bästa skolan" in text(addresses["body"])
    report(goal, task, schools, AssignmentStatus.COMPLETED, released, period="2026-T2")
    for kind in ("goal", "history"):
        assert 'data-code="completed"' in text(addresses[kind])


def test_what_a_site_says_of_itself_is_on_the_next_page(
    site: Site, addresses: dict[str, str], text: Text, released: Any
) -> None:
    text(addresses["goal"])
    with released():
        settings = KommunmalSiteSettings.for_site(site)
        settings.municipality_name = "Sundbyberga kommun"
        settings.save()
    assert "Sundbyberga kommun" in text(addresses["goal"])


def test_a_language_that_is_withdrawn_is_not_on_the_next_page(
    plan: PlanPage, home: Page, english: Any, addresses: dict[str, str], text: Text, released: Any
) -> None:
    english_home = home.copy_for_translation(english)
    english_home.save_revision().publish()
    with released():
        there = PlanPageFactory(parent=english_home, locale=english, year=2026, translation_key=plan.translation_key)
    assert 'hreflang="en"' in text(addresses["plan"])
    with released():
        there.unpublish()
    assert 'hreflang="en"' not in text(addresses["plan"])


@pytest.mark.parametrize("restricted", ["plan", "goal"])
def test_a_page_that_is_restricted_is_neither_looked_up_nor_kept(
    plan: PlanPage,
    goal: Any,
    addresses: dict[str, str],
    text: Text,
    client: Client,
    admin_client: Client,
    restricted: str,
) -> None:
    text(addresses["goal"])
    # Behind the package's back: no version tells of it.
    page = {"plan": plan, "goal": goal}[restricted]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(addresses["goal"]).status_code == 302
    caches["answers"].clear()
    let_in = text(addresses["goal"], admin_client)
    assert "Skola för alla" in let_in
    assert "ld+json" not in let_in
    assert "/ansvarig/" not in let_in
    assert not caches["answers"]._cache  # type: ignore[attr-defined]


def test_a_goal_of_a_plan_that_is_withdrawn_is_not_found(
    plan: PlanPage, addresses: dict[str, str], text: Text, client: Client
) -> None:
    for address in addresses.values():
        text(address)
    Page.objects.filter(pk=plan.pk).update(live=False)
    for address in addresses.values():
        assert client.get(address).status_code == 404


def test_a_preview_is_neither_looked_up_nor_kept(goal: Any, addresses: dict[str, str], text: Text) -> None:
    text(addresses["goal"])
    goal.title = "Ett utkast"
    goal.save_revision()
    assert b"Ett utkast" in goal.make_preview_request().content
    assert "Ett utkast" not in text(addresses["goal"])


def test_what_a_reader_looks_for_is_not_kept(plan: PlanPage, goal: Any, text: Text) -> None:
    text(plan.url)
    found = read_text(text(f"{plan.url}?body=S"))
    assert "Bygg en skola." in found
    assert "Bygg en skola." not in read_text(text(plan.url))
    assert len(kept_articles()) == 1
    assert read_text(text(f"{plan.url}?utm_source=brev")) == read_text(text(plan.url))
    assert len(kept_articles()) == 1


def read_text(markup: str) -> str:
    return words(BeautifulSoup(markup, "html.parser"))


WRITTEN_FOR_ONE_READER = [
    "{{ request.GET.who }}",
    "{{ user.username }}",
    "{% if perms.auth.add_user %}Får{% endif %}",
    "{% for message in messages %}{{ message }}{% endfor %}",
    '<form method="post">{% csrf_token %}</form>',
    "{% load wagtailuserbar %}{% wagtailuserbar %}",
    "{% load wagtailcore_tags %}{% pageurl page %}",
    "{{ page.owner }}",
    "{{ csp_nonce }}",
    "{{ nobody_knows_this }}",
    "{% url 'wagtailadmin_home' %}",
    "{{ user }}",
    "{% if user %}Hej!{% endif %}",
    "{% if request.user.is_staff %}Ändra{% endif %}",
    "{% load for_one_reader %}{% greeting_by_flatten %}",
    "{% load for_one_reader %}{% greeting_by_layers %}",
    "{% load for_one_reader %}{% greeting_by_in %}",
    "{% load for_one_reader %}{% greeting_by_request %}",
    "{% load for_one_reader %}{% greeting_by_request_if_any %}",
    "{% load for_one_reader wagtailcore_tags %}{% block_that_greets as value %}{% include_block value %}",
]
"""Nothing of it shows who reads where nobody is logged in; what decides is what is asked for."""


@pytest.mark.parametrize("template", WRITTEN_FOR_ONE_READER)
@pytest.mark.parametrize("name", ["goal_page.html goal_title", "items/assignment.html title"])
def test_what_a_template_of_the_site_may_write_for_one_reader_is_not_kept(
    addresses: dict[str, str], site_templates: Path, text: Text, template: str, name: str
) -> None:
    file, block = name.split()
    (site_templates / file).parent.mkdir(exist_ok=True)
    (site_templates / file).write_text(
        f'{{% extends "wagtail_kommunmal/{file}" %}}'
        f"{{% block {block} %}}{template}{{{{ block.super }}}}{{% endblock %}}"
    )
    text(addresses["goal"])
    assert kept_articles() == []


GREETINGS = [
    "Hej {{ user.username }}!",
    "{% load for_one_reader %}{% greeting_by_flatten %}",
    "{% load for_one_reader %}{% greeting_by_layers %}",
    "{% load for_one_reader %}{% greeting_by_in %}",
    "{% load for_one_reader %}{% greeting_by_request %}",
    "{% load for_one_reader wagtailcore_tags %}{% block_that_greets as value %}{% include_block value %}",
]


@pytest.mark.parametrize("greeting", GREETINGS)
def test_each_reader_sees_what_a_template_of_the_site_writes_for_one(
    addresses: dict[str, str], site_templates: Path, text: Text, greeting: str
) -> None:
    (site_templates / "goal_page.html").write_text(
        '{% extends "wagtail_kommunmal/goal_page.html" %}'
        f"{{% block goal_title %}}<h1>{greeting}</h1>{{{{ block.super }}}}{{% endblock %}}"
    )
    anybody = text(addresses["goal"])
    assert "Hej anna!" not in anybody
    assert "<h1>Skola för alla</h1>" in anybody
    for name in ("anna", "bertil", "anna"):
        user, _is_new = get_user_model().objects.get_or_create(username=name)
        reader = Client()
        reader.force_login(user)
        page = text(addresses["goal"], reader)
        assert f"<h1>Hej {name}!</h1>" in page
        assert "<h1>Skola för alla</h1>" in page


def test_what_a_tag_has_left_on_the_context_is_not_kept(
    addresses: dict[str, str], site_templates: Path, text: Text
) -> None:
    (site_templates / "goal_page.html").write_text(
        '{% extends "wagtail_kommunmal/goal_page.html" %}{% load for_one_reader %}'
        "{% block title %}{% remember_reader %}{% endblock %}"
        "{% block goal_title %}<h1>{% greeting_of_remembered %}</h1>{% endblock %}"
    )
    reader = Client()
    reader.force_login(get_user_model().objects.create(username="anna"))
    assert "<h1>Hej annaanna!</h1>" in text(addresses["goal"], reader)
    assert kept_articles() == []
    assert "anna" not in text(addresses["goal"])


def test_a_part_of_the_site_that_fails_fails_for_its_reader_alone(
    addresses: dict[str, str], site_templates: Path, text: Text, client: Client
) -> None:
    (site_templates / "goal_page.html").write_text(
        '{% extends "wagtail_kommunmal/goal_page.html" %}{% load for_one_reader %}'
        "{% block document_metadata %}{% greeting_by_request %}{{ block.super }}{% endblock %}"
        "{% block goal_title %}{{ block.super }}{% endblock %}"
    )
    for _time in range(2):
        page = text(addresses["goal"])
        assert "ld+json" in page
        assert "<h1>Skola för alla</h1>" in page
    assert len(kept_articles()) == 1


def test_what_is_kept_within_what_is_kept_is_kept_once(
    addresses: dict[str, str], site_templates: Path, text: Text
) -> None:
    (site_templates / "goal_page.html").write_text(
        '{% extends "wagtail_kommunmal/goal_page.html" %}{% load kommunmal %}'
        '{% block goal_title %}{% kept "title" %}{{ block.super }}{% endkept %}{% endblock %}'
    )
    for _time in range(2):
        assert "<h1>Skola för alla</h1>" in text(addresses["goal"])
    assert len(kept_articles()) == 1


def test_what_is_kept_has_a_name() -> None:
    for tag in ("{% kept %}", "{% kept a b %}"):
        with pytest.raises(TemplateSyntaxError, match="takes one name"):
            engines["django"].from_string(f"{{% load kommunmal %}}{tag}{{% endkept %}}")


def test_what_is_too_large_for_a_cache_is_not_kept(
    addresses: dict[str, str], text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LARGEST_KEPT", 100)
    text(addresses["goal"])
    assert kept_articles() == []


def test_what_is_withdrawn_while_it_is_read_is_not_kept(
    goal: Any, addresses: dict[str, str], text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "written_goal", lambda key, reader: None)
    text(addresses["goal"])
    assert not caches["answers"]._cache  # type: ignore[attr-defined]


def test_what_a_template_of_the_site_writes_from_the_document_is_kept(
    addresses: dict[str, str], site_templates: Path, text: Text
) -> None:
    (site_templates / "goal_page.html").write_text(
        '{% extends "wagtail_kommunmal/goal_page.html" %}'
        "{% block goal_title %}{% with name=document.title %}<h1>Målet: {{ name }}</h1>{% endwith %}{% endblock %}"
    )
    for _time in range(2):
        assert "<h1>Målet: Skola för alla</h1>" in text(addresses["goal"])
    assert len(kept_articles()) == 1


def test_what_a_base_template_writes_around_it_is_everybodys_own(
    addresses: dict[str, str], site_templates: Path, text: Text
) -> None:
    (site_templates / "base.html").write_text(
        "<title>{% block title %}{% endblock %}</title>{% block extra_css %}{% endblock %}"
        "<p>Hej {{ request.GET.who }}!</p>{% block content %}{% endblock %}"
    )
    for name in ("Anna", "Bertil"):
        page = text(f"{addresses['goal']}?who={name}")
        assert f"<p>Hej {name}!</p>" in page
        assert "<h1>Skola för alla</h1>" in page
    assert len(kept_articles()) == 1


def test_a_context_that_a_page_class_has_changed_is_not_kept(
    addresses: dict[str, str], text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    get_context = GoalPage.get_context

    def own_context(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = get_context(self, request, *args, **kwargs)
        return {**context, "document": {**context["document"], "title": f"För {request.GET['who']}"}}

    monkeypatch.setattr(GoalPage, "get_context", own_context)
    for name in ("Anna", "Bertil"):
        assert f"<h1>För {name}</h1>" in text(f"{addresses['goal']}?who={name}")
    assert kept_articles() == []
