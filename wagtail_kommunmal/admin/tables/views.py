"""Tables of what a listing lists, to be edited in a spreadsheet program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.generic import View
from wagtail.admin import messages

from ...exchange.errors import FileRefusedError
from ...exchange.kinds.base import Kind
from ...exchange.registry import KINDS
from ...exchange.writing import csv_of, workbook_of
from ...periods import Period
from ..sites import admin_site
from .access import may_export

FORMATS: Final[Mapping[str, tuple[str, Callable[[Kind], bytes]]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook_of),
    "csv": ("text/csv; charset=utf-8", csv_of),
}
"""Ending of the file -> its media type, and what writes it."""


class ExportTableView(View):
    """Hands out a table of the request's site to those who see the listing."""

    http_method_names = ["get"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["kind"] not in KINDS or kwargs["ending"] not in FORMATS:
            raise Http404
        if not may_export(request.user, kwargs["kind"]):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, kind: str, ending: str) -> HttpResponse:
        table = KINDS[kind](admin_site(request), request.user)
        if table.has_periods and (period := request.GET.get("period")):
            table.period = _read_period(period)
        media_type, write = FORMATS[ending]
        try:
            content = write(table)
        except FileRefusedError as error:
            messages.error(request, str(error))
            return redirect("wagtailadmin_home")
        name = f"{slugify(str(table.label))}.{ending}"
        return HttpResponse(
            content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )


def _read_period(code: str) -> str:
    try:
        return Period.parse(code).code
    except ValidationError as error:
        raise Http404 from error
