"""The imports that were made, what each of them did, and how it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.widgets import HeaderButton

from ...exchange.applying import undo_batch
from ...exchange.errors import AlreadyUndoneError, ChangedSinceError, WritingRefusedError
from ...exchange.field_changes import changed_fields
from ...exchange.plans import Change, FieldChange
from ...exchange.registry import KINDS
from ...models import ImportBatch, ImportedRow
from .access import ImportsMixin, batches_of
from .shown_rows import ROWS_A_PAGE, shortened

BATCHES_A_PAGE: Final = 50
MOST_NAMED: Final = 50


class BatchesView(ImportsMixin, TemplateView):
    """Lists the imports of the site, the latest first."""

    template_name = "wagtail_kommunmal/admin/imports/index.html"
    page_title = gettext_lazy("Earlier imports")

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Import"), url=reverse("kommunmal_imports:new"), icon_name="upload")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batches = batches_of(self.request).annotate(size=Count("rows")).order_by("-pk")
        page = Paginator(batches, BATCHES_A_PAGE).get_page(self.request.GET.get("p"))
        listed = [(batch, KINDS[batch.kind].label, KINDS[batch.kind].has_drafts) for batch in page]
        return {**super().get_context_data(**kwargs), "page": page, "listed": listed}


class BatchMixin(ImportsMixin):
    """Is about one import, which the address names."""

    kwargs: dict[str, Any]

    def find(self) -> None:
        self.batch: ImportBatch = get_object_or_404(batches_of(self.request), pk=self.kwargs["batch_id"])
        self.kind = KINDS[self.batch.kind](self.batch.site, self.request.user)

    def get_page_subtitle(self) -> str:
        return self.batch.file_name

    def ways_here(self) -> list[dict[str, Any]]:
        earlier = {"url": reverse("kommunmal_imports:index"), "label": _("Earlier imports")}
        return [*super().ways_here(), earlier]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "batch": self.batch, "kind": self.kind}


class BatchView(BatchMixin, TemplateView):
    """Tells row by row what an import did."""

    template_name = "wagtail_kommunmal/admin/imports/batch.html"
    page_title = gettext_lazy("Imported file")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.batch.rows.order_by("pk"), ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        return {**super().get_context_data(**kwargs), "page": page, "rows": list(self._rows(page))}

    def _rows(self, page: Page[ImportedRow]) -> Iterator[tuple[ImportedRow, list[FieldChange]]]:
        for row in page:
            change = Change(tuple(row.key), row.label, row.before, row.after)
            yield row, [shortened(field) for field in changed_fields(change, self.kind.columns)]


class UndoView(BatchMixin, TemplateView):
    """Takes an import back once it is confirmed; tells what was changed since if it cannot be."""

    template_name = "wagtail_kommunmal/admin/imports/undo.html"
    page_title = gettext_lazy("Undo the import")

    @cached_property
    def size(self) -> int:
        return self.batch.rows.count()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.batch.undone_at:
            return self._go_back_undone()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            changes = undo_batch(self.batch, user=request.user)
        except AlreadyUndoneError:
            return self._go_back_undone()
        except ChangedSinceError as error:
            changed = [change.label for change in error.changes[:MOST_NAMED]]
            context = {"changed": changed, "further": len(error.changes) - len(changed)}
            return self.render_to_response(self.get_context_data(**context))
        except WritingRefusedError as error:
            return self.render_to_response(self.get_context_data(reasons=error.reasons))
        count = len(changes)
        text = ngettext("%(count)d row was taken back.", "%(count)d rows were taken back.", count) % {"count": count}
        messages.success(request, text)
        return redirect("kommunmal_imports:batch", self.batch.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        new = self.batch.rows.filter(before__isnull=True).count()
        return {**super().get_context_data(**kwargs), "new": new, "changed_count": self.size - new}

    def _go_back_undone(self) -> HttpResponse:
        messages.warning(self.request, _("The import was undone before."))
        return redirect("kommunmal_imports:batch", self.batch.pk)
