from __future__ import annotations

from django.urls import path

from .views import RollOverView, arrive

urlpatterns = [
    path("kommunmal/plans/<int:page_id>/next/", RollOverView.as_view(), name="wagtail_kommunmal_roll_over"),
    path("kommunmal/plans/<int:page_id>/made/", arrive, name="wagtail_kommunmal_rolled_over"),
]
