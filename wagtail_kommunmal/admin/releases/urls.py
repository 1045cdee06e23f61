from __future__ import annotations

from django.urls import path

from .views import HideReleaseView, ReleasesView, ShowReleaseView

urlpatterns = [
    path("kommunmal/pages/<int:page_id>/releases/", ReleasesView.as_view(), name="wagtail_kommunmal_releases"),
    path(
        "kommunmal/pages/<int:page_id>/releases/<int:number>/hide/",
        HideReleaseView.as_view(),
        name="wagtail_kommunmal_hide_release",
    ),
    path(
        "kommunmal/pages/<int:page_id>/releases/<int:number>/show/",
        ShowReleaseView.as_view(),
        name="wagtail_kommunmal_show_release",
    ),
]
