"""People of the two groups that the package makes."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test.client import Client
from wagtail.models import Site

from tests.site_pages import Page


def client_of(group: str) -> Client:
    """Log in somebody who is a member of nothing but ``group``."""
    user = get_user_model().objects.create_user(group, f"{group}@example.org", "password")
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def groups(home: Page) -> None:
    make_groups()


@pytest.fixture(scope="module")
def shared_groups(shared_site: Site) -> None:
    make_groups()


def make_groups() -> None:
    call_command("kommunmal_groups", stdout=StringIO())


@pytest.fixture
def writer_client(groups: None) -> Client:
    """Somebody who writes goals."""
    return client_of("Målredaktörer")


@pytest.fixture
def reviewer_client(groups: None) -> Client:
    """Somebody who publishes goals, too."""
    return client_of("Målgranskare")


@pytest.fixture
def boss_client(admin_user: Any) -> Client:
    """Somebody who may do everything."""
    client = Client()
    client.force_login(admin_user)
    return client
