"""The limit: a plain Django view that gives bytes and headers which it holds in memory, without a database."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified


def bare(request: HttpRequest, name: str) -> HttpResponse:
    status, headers, body = _answer(name)
    if status == 304:
        response: HttpResponse = HttpResponseNotModified()
        for header, value in headers.items():
            response.headers[header] = value
        return response
    return HttpResponse(body, headers=headers)


@cache
def _answer(name: str) -> tuple[int, dict[str, str], bytes]:
    folder = Path(settings.BARE_ANSWERS)
    status, headers = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return status, headers, (folder / f"{name}.body").read_bytes()
