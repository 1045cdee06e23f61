"""The suite's addresses, and a view that gives bytes without doing anything: what no answer can be cheaper than."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from tests.urls import urlpatterns as urls_of_the_suite

ANSWERS: dict[str, HttpResponse] = {}
"""What the view gives under each name; to be filled by who asks."""


def bare(request: HttpRequest, name: str) -> HttpResponse:
    answer: Any = ANSWERS[name]
    return HttpResponse(answer.content, status=answer.status_code, headers=dict(answer.headers))


urlpatterns = [path("bare/<str:name>", bare), *urls_of_the_suite]
