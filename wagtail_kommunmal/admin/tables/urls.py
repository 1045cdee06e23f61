"""Addresses of the tables, below the admin."""

from __future__ import annotations

from django.urls import include, path

from .views import ExportTableView

_patterns = [path("<slug:kind>.<slug:ending>", ExportTableView.as_view(), name="export")]

urlpatterns = [path("kommunmal/tables/", include((_patterns, "kommunmal_tables")))]
