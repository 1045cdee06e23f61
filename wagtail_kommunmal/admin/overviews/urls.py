"""Addresses of the overviews, below the admin."""

from __future__ import annotations

from django.urls import include, path

from .freshness import FreshnessView
from .history import HistoryView
from .matrix import CreateMissingReportsView, MatrixView

_patterns = [
    path("reports/", MatrixView.as_view(), name="matrix"),
    path("reports/results/", MatrixView.as_view(results_only=True), name="matrix_results"),
    path(
        "reports/<int:plan_id>/<str:period>/create/",
        CreateMissingReportsView.as_view(),
        name="create_missing",
    ),
    path("lacking/", FreshnessView.as_view(), name="freshness"),
    path("lacking/results/", FreshnessView.as_view(results_only=True), name="freshness_results"),
    path("items/<uuid:lineage_id>/", HistoryView.as_view(), name="history"),
    path("items/<uuid:lineage_id>/results/", HistoryView.as_view(results_only=True), name="history_results"),
]

urlpatterns = [path("kommunmal/overviews/", include((_patterns, "kommunmal_overviews")))]
