from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest

from .newcomer import Newcomer

Arrive = Callable[..., Newcomer]

pytestmark = pytest.mark.browser


def read(address: str) -> str:
    with urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


def assert_goal_is_public(newcomer: Newcomer) -> None:
    """The goal that the last tutorial publishes is in the API and on its page, and its style sheet is served."""
    api = urljoin(newcomer.admin.page.url, "/kommunmal/v1/")
    (goal,) = json.loads(read(f"{api}goals"))["items"]
    page = read(goal["webUrl"])
    assert "Alla är delaktiga i hur kommunen styrs." in page
    assert "Besök företag i alla kommundelar." in page
    assert ".kommunmal" in read(urljoin(api, "/static/wagtail_kommunmal/kommunmal.css"))


def where_package_comes_from(newcomer: Newcomer) -> str:
    """Return the file that pip has installed the package from."""
    file = "importlib.metadata.distribution('wagtail-kommunmal').read_text('direct_url.json')"
    origin: dict[str, Any] = json.loads(newcomer.terminal.type(f'python -c "import importlib.metadata; print({file})"'))
    return str(origin["url"])


def test_a_newcomer_publishes_a_goal_on_sqlite_from_the_wheel(newcomer: Arrive) -> None:
    somebody = newcomer("wheel")
    somebody.follow("tutorials/existing-site.md", without="With PostgreSQL")
    somebody.follow("tutorials/first-plan.md")
    assert where_package_comes_from(somebody).endswith(".whl")
    assert_goal_is_public(somebody)
    # The site's own frame stands around the goal.
    assert "js/mysite.js" in somebody.admin.page.content()


@pytest.mark.postgresql
def test_a_newcomer_publishes_a_goal_on_postgresql_and_the_oldest_wagtail_from_the_sdist(newcomer: Arrive) -> None:
    somebody = newcomer("sdist", versions="wagtail~=7.4.0")
    somebody.follow("tutorials/existing-site.md", without="With SQLite")
    somebody.follow("tutorials/first-plan.md")
    assert where_package_comes_from(somebody).endswith(".tar.gz")
    assert "postgresql" in somebody.terminal.type("python manage.py diffsettings | grep ^DATABASES")
    assert_goal_is_public(somebody)


def test_a_site_with_a_base_page_of_its_own_publishes_a_goal(newcomer: Arrive) -> None:
    somebody = newcomer("wheel")
    somebody.follow("how-to/custom-base-page.md")
    somebody.follow("tutorials/first-plan.md")
    assert_goal_is_public(somebody)
    somebody.terminal.type("python manage.py makemigrations --check --dry-run")
