"""A search for words among what is read as it was; by itself, for MariaDB finds only words that have been committed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from wagtail.models import Site

from .conftest import Get, Released, titles
from .test_as_of import SEPTEMBER, goal_reported_on

pytestmark = [pytest.mark.django_db(transaction=connection.vendor == "mysql"), pytest.mark.indexed]


def test_a_search_finds_what_moved_with_a_closed_plan_only_where_it_is_now(
    plan: Any, other_site: Site, get: Get, released: Released
) -> None:
    goal_reported_on(plan, released)
    type(plan).objects.filter(pk=plan.pk).update(closed_at=SEPTEMBER)
    with released():
        plan.refresh_from_db()
        plan.move(other_site.root_page, pos="last-child")
    assert titles(get("goals?q=kultur", host="other.example")) == ["Kultur nära"]
    assert titles(get("goals?q=kultur")) == []
