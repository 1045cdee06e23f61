"""Addresses of everything that belongs to one key figure, below the admin."""

from __future__ import annotations

from django.urls import include, path

from .page import KeyFigureRowsView, SaveRowsView
from .saving import NewRowView, SaveValuesView, UndoView

_patterns = [
    path("", KeyFigureRowsView.as_view(), name="rows"),
    path("values/", SaveValuesView.as_view(), name="save_values"),
    path("values/row/", NewRowView.as_view(), name="new_row"),
    path("targets/", SaveRowsView.as_view(kind="target"), name="save_targets"),
    path("assessments/", SaveRowsView.as_view(kind="assessment"), name="save_assessments"),
    path("undo/", UndoView.as_view(), name="undo"),
]

urlpatterns = [path("kommunmal/key-figures/<int:pk>/", include((_patterns, "kommunmal_key_figure")))]
