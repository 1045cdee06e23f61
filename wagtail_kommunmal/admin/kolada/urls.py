"""Addresses of what has to do with Kolada, below the admin."""

from __future__ import annotations

from django.urls import include, path

from .fetching import FetchView
from .views import KoladaView, SearchView, TakeOverView

_patterns = [
    path("", KoladaView.as_view(), name="index"),
    path("fetch/", FetchView.as_view(), name="fetch"),
    path("search/", SearchView.as_view(), name="search"),
    path("take-over/<str:kolada_id>/", TakeOverView.as_view(), name="take_over"),
]

urlpatterns = [path("kommunmal/kolada/", include((_patterns, "kommunmal_kolada")))]
