"""Addresses of the overviews, below the admin."""

from __future__ import annotations

from django.urls import include, path

from .matrix import CreateMissingReportsView, MatrixView

_patterns = [
    path("reports/", MatrixView.as_view(), name="matrix"),
    path("reports/results/", MatrixView.as_view(results_only=True), name="matrix_results"),
    path(
        "reports/<int:plan_id>/<str:period>/create/",
        CreateMissingReportsView.as_view(),
        name="create_missing",
    ),
]

urlpatterns = [path("kommunmal/overviews/", include((_patterns, "kommunmal_overviews")))]
