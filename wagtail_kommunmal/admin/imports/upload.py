"""Takes a file: the first steps of an import, and the end of one that is not made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.widgets import HeaderButton

from ...exchange.errors import FileRefusedError, SeveralSheetsError
from ..sites import admin_site
from .access import ImportsMixin, UploadMixin, importable_kinds, remove_old_uploads
from .forms import SheetForm, UploadForm
from .next_steps import next_step
from .tables import MAX_BYTES, MAX_ROWS, table_in


class UploadView(ImportsMixin, FormView[UploadForm]):
    """Asks for a file and what it holds."""

    template_name = "wagtail_kommunmal/admin/imports/upload.html"
    page_title = gettext_lazy("Import")
    form_class = UploadForm

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(_("Earlier imports"), url=reverse("kommunmal_imports:index"), icon_name="history"),
        ]

    def ways_here(self) -> list[dict[str, Any]]:
        return []

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.request.GET.get("kind", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        kinds = importable_kinds(self.request.user)
        of_request = {"site": admin_site(self.request), "user": self.request.user, "kinds": kinds}
        return {**super().get_form_kwargs(), **of_request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bounds = {"megabytes": MAX_BYTES // 1_000_000, "rows": MAX_ROWS}
        return {**super().get_context_data(**kwargs), **bounds}

    def form_valid(self, form: UploadForm) -> HttpResponse:
        remove_old_uploads()
        return redirect(next_step(form.store(), self.request.user))


class SheetView(UploadMixin, FormView[SheetForm]):
    """Asks which sheet of a workbook is meant."""

    template_name = "wagtail_kommunmal/admin/imports/sheet.html"
    page_title = gettext_lazy("Choose a sheet")
    form_class = SheetForm

    @cached_property
    def sheets(self) -> Mapping[str, str]:
        """The sheets that hold something, by what they are chosen by; none if there is no choice."""
        try:
            table_in(self.kind, bytes(self.upload.data), self.upload.file_name)
        except SeveralSheetsError as error:
            return error.sheets
        except FileRefusedError:
            pass
        return {}

    def get_initial(self) -> dict[str, Any]:
        return {"sheet": self.upload.sheet or next(iter(self.sheets), "")}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs) if self.sheets else redirect(next_step(self.upload, request.user))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "sheets": self.sheets}

    def form_valid(self, form: SheetForm) -> HttpResponse:
        upload = self.upload
        try:
            table_in(self.kind, bytes(upload.data), upload.file_name, form.cleaned_data["sheet"])
        except FileRefusedError as error:
            form.add_error("sheet", str(error))
            return self.form_invalid(form)
        upload.sheet, upload.mapping, upload.confirmed = form.cleaned_data["sheet"], None, []
        upload.save(update_fields=["sheet", "mapping", "confirmed"])
        return redirect(next_step(upload, self.request.user))


class CancelView(UploadMixin, View):
    """Removes a file that is not to be imported."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, upload_id: int) -> HttpResponse:
        self.upload.delete()
        messages.success(request, _("Nothing was imported, and the file was removed."))
        return redirect("kommunmal_imports:new")
