"""Shows row by row what an import would do, and does it."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from ...exchange.applying import apply_plan
from ...exchange.errors import ChangedSinceError, FileRefusedError, WritingRefusedError
from ...exchange.plans import Plan, RowStatus
from ...models import ImportBatch, ImportUpload
from .access import UploadMixin
from .forms import ApplyForm
from .next_steps import step
from .shown_rows import CHANGES, ShownRows, fingerprint
from .tables import plan_of

MOST_NAMED: Final = 50


class PreviewView(UploadMixin, TemplateView):
    """Plans the import of a file anew each time; a browser only says which rows somebody has confirmed."""

    template_name = "wagtail_kommunmal/admin/imports/preview.html"
    page_title = gettext_lazy("Look at what is imported")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._note_confirmed()
        if "apply" not in request.POST:
            if "confirm_all" in request.POST and self.plan:
                proposed = [row.number for row in self.plan.rows if row.status == RowStatus.PROPOSED]
                self._confirm({*self.upload.confirmed, *proposed})
            return redirect(f"{step('preview', self.upload)}?{urlencode(self._place)}")
        if self.plan is None:
            return self._show()
        form = ApplyForm(request.POST, plan=self.plan, kind=self.kind)
        if request.POST.get("fingerprint") != fingerprint(self.plan):
            messages.warning(request, _("Something has changed meanwhile. Look once more at what is imported."))
            return self._show()
        return self._apply(form) if form.is_valid() else self._show(form)

    @cached_property
    def plan(self) -> Plan | None:
        """What the import would do; ``None`` if the file cannot be read as it is understood."""
        try:
            return plan_of(self.upload, self.kind)
        except FileRefusedError as error:
            self.problem = str(error)
            return None

    @property
    def _place(self) -> dict[str, str]:
        """Which rows are looked at."""
        shown, _separator, page = self.request.POST.get("go", "").partition(":")
        given = self.request.GET
        return {"show": shown or given.get("show", CHANGES), "p": page or given.get("p", "1")}

    def _show(self, form: ApplyForm | None = None, changed: list[str] | None = None) -> HttpResponse:
        if self.plan is None:
            return self.render_to_response(self.get_context_data(problem=self.problem))
        place = self.request.GET
        shown = ShownRows(self.plan, frozenset(self.upload.confirmed), place.get("show", ""), place.get("p", 1))
        return self.render_to_response(
            self.get_context_data(
                plan=self.plan,
                shown=shown,
                form=form or ApplyForm(plan=self.plan, kind=self.kind),
                fingerprint=fingerprint(self.plan),
                changed=changed or [],
            )
        )

    def _note_confirmed(self) -> None:
        """Keep which of the rows that were shown are confirmed."""
        shown = _numbers(self.request.POST.get("listed", "").split(","))
        checked = _numbers(self.request.POST.getlist("confirmed"))
        self._confirm((set(self.upload.confirmed) - shown) | (checked & shown))

    def _confirm(self, numbers: set[int]) -> None:
        if numbers != set(self.upload.confirmed):
            self.upload.confirmed = sorted(numbers)
            self.upload.save(update_fields=["confirmed"])

    def _apply(self, form: ApplyForm) -> HttpResponse:
        try:
            batch = _written(self.upload, form)
        except ChangedSinceError as error:
            del self.plan, self.kind
            return self._show(changed=[change.label for change in error.changes[:MOST_NAMED]])
        except WritingRefusedError as error:
            del self.plan, self.kind
            form.add_error(None, list(error.reasons))
            return self._show(form)
        if batch is None:
            messages.success(self.request, _("There was nothing to import: all of it is here already."))
            return redirect("kommunmal_imports:new")
        count = len(form.plan.writing)
        text = ngettext("%(count)d row was imported.", "%(count)d rows were imported.", count) % {"count": count}
        messages.success(self.request, text)
        return redirect("kommunmal_imports:batch", batch.pk)


def _written(upload: ImportUpload, form: ApplyForm) -> ImportBatch | None:
    """Write the plan and remove the file; nothing is written if somebody has just done so."""
    with transaction.atomic():
        batch = apply_plan(form.plan, user=upload.user, skip_blocking=True, publishes=form.publishes)
        removed, _by_model = ImportUpload.objects.filter(pk=upload.pk).delete()
        if not removed:
            raise Http404
    return batch


def _numbers(texts: list[str]) -> set[int]:
    return {int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 10}
