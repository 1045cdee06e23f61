"""Addresses of the imports, below the admin."""

from __future__ import annotations

from django.urls import include, path

from .batches import BatchesView, BatchView, UndoView
from .columns import ColumnsView
from .preview import PreviewView
from .upload import CancelView, SheetView, UploadView

_patterns = [
    path("", UploadView.as_view(), name="new"),
    path("files/<int:upload_id>/sheet/", SheetView.as_view(), name="sheet"),
    path("files/<int:upload_id>/columns/", ColumnsView.as_view(), name="columns"),
    path("files/<int:upload_id>/", PreviewView.as_view(), name="preview"),
    path("files/<int:upload_id>/cancel/", CancelView.as_view(), name="cancel"),
    path("earlier/", BatchesView.as_view(), name="index"),
    path("earlier/<int:batch_id>/", BatchView.as_view(), name="batch"),
    path("earlier/<int:batch_id>/undo/", UndoView.as_view(), name="undo"),
]

urlpatterns = [path("kommunmal/imports/", include((_patterns, "kommunmal_imports")))]
