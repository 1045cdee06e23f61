"""What a browser sends when somebody works on a report: the form as it came, with some of its fields filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.test.client import Client
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from wagtail_kommunmal.models import FollowUpReport

Said = Callable[[str], tuple[str, str]]
"""What is said of an item with this title: status and comment."""


def logged_in(username: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=username))
    return client


def url(name: str, *args: Any) -> str:
    return reverse(FollowUpReport.snippet_viewset.get_url_name(name), args=args)  # type: ignore[attr-defined]


def create(client: Client, plan_id: int, body_id: int, period: str) -> int:
    """Begin a report and return its key."""
    response = client.post(url("add"), {"plan": plan_id, "body": body_id, "period": period})
    assert response.status_code == 302, response.context["form"].errors
    return FollowUpReport.objects.get(plan=plan_id, body=body_id, period=period).pk


def opened(client: Client, report_id: int) -> Any:
    """Open a report and return its form as it came."""
    return client.get(url("edit", report_id)).context["form"]


def filled(form: Any, said: Said) -> dict[str, str]:
    """Return what is sent of a form with something said of every row."""
    values: dict[str, str] = {}
    for row in form.form_rows:
        status, comment = said(row.title)
        values |= {f"{row.prefix}-{name}": "" for name in row.amounts}
        values |= {f"{row.prefix}-status": status, f"{row.prefix}-comment": rich_text(f"<p>{comment}</p>")}
    return values


def autosave(client: Client, address: str, form: dict[str, Any], revision_id: int | None = None) -> int:
    """Save a draft as the admin does by itself while somebody writes, and return the revision to overwrite next."""
    overwrite = {"overwrite_revision_id": str(revision_id)} if revision_id else {}
    response = client.post(address, {**form, **overwrite}, headers={"accept": "application/json"})
    answer = response.json()
    assert answer["success"], answer
    return int(answer["revision_id"])


def publish(client: Client, report_id: int, form: dict[str, str]) -> None:
    response = client.post(url("edit", report_id), {**form, "action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
