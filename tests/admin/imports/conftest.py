from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import Client
from django.urls import reverse
from wagtail.models import Site

from tests.exchange.workbooks import workbook
from wagtail_kommunmal.models import ImportUpload


def address(name: str, *args: Any) -> str:
    return reverse(f"kommunmal_imports:{name}", args=args)


def bring(client: Client, kind: str, *rows: Sequence[Any], data: bytes = b"", name: str = "tabell.xlsx") -> Any:
    """Send a file, and follow where that leads."""
    file = SimpleUploadedFile(name, data or workbook(*rows))
    return client.post(address("new"), {"kind": kind, "file": file}, follow=True)


def apply(client: Client, page: Any, **further: Any) -> Any:
    """Press the button of the preview that ``page`` shows."""
    upload = page.context["upload"]
    sent = {"apply": "1", "fingerprint": page.context["fingerprint"], **further}
    return client.post(address("preview", upload.pk), sent, follow=True)


def told(response: Any) -> list[str]:
    """Return the messages on a page."""
    return [str(message).strip() for message in response.context["messages"]]


@pytest.fixture
def upload(writer_client: Client, site: Site) -> ImportUpload:
    """A file of two bodies that somebody who writes goals has brought."""
    page = bring(writer_client, "bodies", ["Kod", "Namn"], ["KS", "Kommunstyrelsen"], ["BUN", "Barnnämnden"])
    found: ImportUpload = page.context["upload"]
    return found


def speaks_english(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def writer_client(writer_client: Client) -> Client:
    """Somebody who writes goals, and reads what is told in the language of the sources."""
    return speaks_english(writer_client)


@pytest.fixture
def boss_client(boss_client: Client) -> Client:
    """Somebody who may do everything, and reads what is told in the language of the sources."""
    return speaks_english(boss_client)
