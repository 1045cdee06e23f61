"""What the grid calls: save its changed cells, ask for a new row, undo the last change."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from ...authoring.recorded_changes import UndoRefusedError, latest_value_writes, recorded_changes, undo
from ...authoring.value_changes import ChangesRefusedError, Refusal, ValueChange, apply_changes, key_of
from ...models import KeyFigureValue
from ...periods import Period
from .access import KeyFigureMixin
from .change_texts import headings
from .grid import Cell, Row
from .page import last_change_context
from .payload import MalformedError, cell_json, key_json, read_changes, refusal_json


class SaveValuesView(KeyFigureMixin, View):
    """Saves the changed cells, all or none.

    Answers 200 with ``cells`` as they are stored now, else ``errors`` with a message for each refused cell: 409 if
    somebody else changed one of them meanwhile, 400 if all that is wrong is what was typed.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> JsonResponse:
        try:
            changes = read_changes(request.body)
        except MalformedError:
            return JsonResponse({"errors": [], "message": _("The request could not be read.")}, status=400)
        try:
            apply_changes(self.key_figure, changes, user=request.user)
        except ChangesRefusedError as refused:
            return self._refused(list(refused.refusals))
        return JsonResponse({"cells": self._stored(changes), "last_change": self._last_change_html()})

    def _refused(self, refusals: list[Refusal]) -> JsonResponse:
        conflicts = [refusal.key for refusal in refusals if refusal.is_conflict]
        writes = latest_value_writes(self.key_figure, conflicts) if conflicts else {}
        errors = [refusal_json(refusal, writes.get(refusal.key)) for refusal in refusals]
        return JsonResponse({"errors": errors}, status=409 if conflicts else 400)

    def _stored(self, changes: list[ValueChange]) -> list[dict[str, Any]]:
        rows = KeyFigureValue.objects.filter(
            key_figure=self.key_figure, period__in={change.key.period for change in changes}
        )
        stored = {key_of(row): Cell.of(row) for row in rows}
        return [{**key_json(change.key), "stored": cell_json(stored.get(change.key))} for change in changes]

    def _last_change_html(self) -> str:
        template = "wagtail_kommunmal/admin/key_figures/last_change.html"
        return render_to_string(template, last_change_context(self.key_figure), request=self.request)


class NewRowView(KeyFigureMixin, View):
    """Reads a period as an editor types it and answers with the row that it makes in the grid."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        try:
            period = Period.parse(request.GET.get("period", ""))
        except ValidationError as error:
            return JsonResponse({"message": " ".join(error.messages)}, status=400)
        row = Row.of(period)
        return JsonResponse({"period": row.period, "label": row.label, "ends_on": row.ends_on})


class UndoView(KeyFigureMixin, View):
    """Takes the last change back, or says which rows were changed since."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry = recorded_changes(self.key_figure).first()
        if entry is None or str(entry.pk) != request.POST.get("entry"):
            messages.error(request, _("Another change was made meanwhile: look at it before you undo it."))
        else:
            self._undo(request, entry)
        url = get_valid_next_url_from_request(request) or reverse("kommunmal_key_figure:rows", args=[pk])
        return redirect(url)

    def _undo(self, request: HttpRequest, entry: Any) -> None:
        try:
            undo(self.key_figure, entry, request.user)
        except UndoRefusedError as refused:
            message = _("Nothing was undone, because these rows were changed since: %(rows)s.")
            messages.error(request, message % {"rows": headings(refused.changes)})
        else:
            messages.success(request, _("The change was undone."))
