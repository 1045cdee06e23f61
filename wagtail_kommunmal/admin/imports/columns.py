"""Shows how the columns of a file are understood, and lets somebody say it otherwise."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from ...exchange.errors import FileRefusedError
from ...exchange.foreign.mapping import ColumnMapping
from ...exchange.suggesting import found_again
from ...models import ImportMapping
from .access import UploadMixin
from .columns_form import ColumnsForm, refusal_of
from .next_steps import step
from .tables import mapping_of, table_of


class ColumnsView(UploadMixin, TemplateView):
    """Asks what the columns of a file are taken for, beginning with what is known of them."""

    template_name = "wagtail_kommunmal/admin/imports/columns.html"
    page_title = gettext_lazy("How the file is understood")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, problem = self._form()
        if form is not None:
            problem = refusal_of(form.kind, form.table, form.suggested)
        return self._show(form, problem)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "forget" in request.POST:
            return self._forget()
        form, problem = self._form(request.POST)
        if form is None or not form.is_valid():
            return self._show(form, problem)
        mapping = form.mapping().to_json()
        if name := form.cleaned_data["save_as"].strip():
            ImportMapping.objects.update_or_create(
                site=self.upload.site, kind=self.upload.kind, name=name, defaults={"mapping": mapping}
            )
        self.upload.mapping, self.upload.confirmed = mapping, []
        self.upload.save(update_fields=["mapping", "confirmed"])
        return redirect(step("preview", self.upload))

    @cached_property
    def saved(self) -> QuerySet[ImportMapping]:
        """How files of this kind have been understood before."""
        return ImportMapping.objects.filter(site=self.upload.site, kind=self.upload.kind)

    def _show(self, form: ColumnsForm | None, problem: str) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, problem=problem, saved=self.saved))

    def _form(self, data: Any = None) -> tuple[ColumnsForm | None, str]:
        """Return the form, or why there is none."""
        try:
            table = table_of(self.upload, self.kind)
            saved = self.request.GET.get("saved", "")
            if saved.isdecimal():
                found = get_object_or_404(self.saved, pk=saved)
                mapping = found_again(self.kind, table, ColumnMapping.from_json(found.mapping))
            else:
                mapping = mapping_of(self.upload, self.kind, table)
        except FileRefusedError as error:
            return None, str(error)
        return ColumnsForm(data, kind=self.kind, table=table, mapping=mapping), ""

    def _forget(self) -> HttpResponse:
        pk = self.request.POST["forget"]
        if pk.isdecimal():
            self.saved.filter(pk=pk).delete()
            messages.success(self.request, _("What was saved is removed. Earlier imports stay."))
        return redirect(step("columns", self.upload))
