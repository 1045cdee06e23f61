from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils.translation import override
from wagtail.users.models import UserProfile

from wagtail_kommunmal.models import KeyFigure
from wagtail_kommunmal.testing import KeyFigureFactory


@pytest.fixture(autouse=True)
def _texts_of_the_sources() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def figure(site: Any) -> KeyFigure:
    return KeyFigureFactory(name="Trygga elever", values={"2024": "70.00", "2025": "71.5"})


@pytest.fixture
def grid_editor(editor: Any) -> Any:
    """``editor``, who may change key figures too, and reads the texts of the sources."""
    editor.first_name, editor.last_name = "Anna", "Ek"
    editor.save()
    UserProfile.objects.create(user=editor, preferred_language="en")
    editor.groups.get().permissions.add(
        Permission.objects.get(content_type__app_label="wagtail_kommunmal", codename="change_keyfigure")
    )
    return editor


@pytest.fixture
def grid_client(grid_editor: Any) -> Client:
    client = Client()
    client.force_login(grid_editor)
    return client
