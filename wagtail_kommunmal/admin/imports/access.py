"""Who imports which tables, and whose files and imports she sees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...exchange.kinds.base import Kind
from ...exchange.registry import KINDS
from ...models import ImportBatch, ImportUpload
from ..sites import admin_site, of_site

KEPT_FOR: Final = timedelta(days=1)
"""How long a file waits for whoever brought it."""


def may_import(user: Any, kind: str) -> bool:
    """Tell whether a user may import a kind of table."""
    return KINDS[kind].may_be_imported_by(user)


def importable_kinds(user: Any) -> Mapping[str, type[Kind]]:
    """Return the kinds of tables that a user may import, by their codes."""
    return {code: kind for code, kind in KINDS.items() if may_import(user, code)}


def batches_of(request: HttpRequest) -> QuerySet[ImportBatch]:
    """Return the imports of the request's site that its user may see and take back.

    What has drafts is asked for row by row: of such imports everybody has her own, and superusers have all.
    """
    kinds = importable_kinds(request.user)
    batches = of_site(ImportBatch.objects.filter(kind__in=kinds), request)
    if not request.user.is_superuser:
        whole = [code for code, kind in kinds.items() if not kind.has_drafts]
        batches = batches.filter(Q(kind__in=whole) | Q(user=request.user.pk))
    return batches.select_related("site", "user", "undone_by")


def uploads_of(request: HttpRequest) -> QuerySet[ImportUpload]:
    """Return the files that the request's user has brought to its site and that still wait."""
    waiting = ImportUpload.objects.filter(user=request.user.pk, created_at__gt=timezone.now() - KEPT_FOR)
    return of_site(waiting.filter(kind__in=importable_kinds(request.user)), request)


def remove_old_uploads() -> None:
    """Remove the files, whoever brought them, that nobody has imported in time."""
    ImportUpload.objects.filter(created_at__lte=timezone.now() - KEPT_FOR).delete()


class ImportsMixin(WagtailAdminTemplateMixin):
    """Lets those in who may import any kind of table."""

    header_icon = "upload"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not importable_kinds(request.user):
            raise PermissionDenied
        self.find()
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def find(self) -> None:
        """Find what the address names. Raises ``Http404``."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), *self.ways_here(), here]

    def ways_here(self) -> list[dict[str, Any]]:
        """Return what stands above the page."""
        return [{"url": reverse("kommunmal_imports:new"), "label": _("Import")}]


class UploadMixin(ImportsMixin):
    """Is about one of the user's files, which the address names."""

    kwargs: dict[str, Any]

    def find(self) -> None:
        self.upload: ImportUpload = get_object_or_404(uploads_of(self.request), pk=self.kwargs["upload_id"])

    @cached_property
    def kind(self) -> Kind:
        return KINDS[self.upload.kind](admin_site(self.request), self.request.user)

    def get_page_subtitle(self) -> str:
        return self.upload.file_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "upload": self.upload, "kind": self.kind}
