"""Addresses of API v1; mount them at ``kommunmal/v1/`` or wherever the site likes."""

from django.urls import path, re_path

from . import change_views, item_views, open_data_views, views
from .json_schemas import ADDRESS
from .tabular import METADATA_SUFFIX

app_name = "kommunmal-v1"
urlpatterns = [
    path("api-info", views.ApiInfo.as_view(), name="api-info"),
    path("openapi.json", views.OpenApi.as_view(), name="openapi"),
    path("plans", views.PlanList.as_view(), name="plans"),
    path("plans/<uuid:id>", views.PlanDetail.as_view(), name="plan"),
    path("goals", views.GoalList.as_view(), name="goals"),
    path("goals/<uuid:id>", views.GoalDetail.as_view(), name="goal"),
    path("goals/<uuid:id>/releases", views.GoalReleases.as_view(), name="goal-releases"),
    path("bodies", views.BodyList.as_view(), name="bodies"),
    path("bodies/<uuid:id>", views.BodyDetail.as_view(), name="body"),
    path("assignments", item_views.AssignmentList.as_view(), name="assignments"),
    path("assignments/<uuid:id>", item_views.AssignmentDetail.as_view(), name="assignment"),
    path("key-figures", item_views.KeyFigureList.as_view(), name="key-figures"),
    path("key-figures/<uuid:id>", item_views.KeyFigureDetail.as_view(), name="key-figure"),
    path("key-figures/<uuid:id>/observations", item_views.ObservationList.as_view(), name="observations"),
    path(
        f"key-figures/<uuid:id>/observations{METADATA_SUFFIX}",
        open_data_views.ObservationsMetadata.as_view(),
        name="observations-metadata",
    ),
    path("observations.csv", item_views.AllObservations.as_view(), name="all-observations"),
    path(
        f"observations.csv{METADATA_SUFFIX}",
        open_data_views.AllObservationsMetadata.as_view(),
        name="all-observations-metadata",
    ),
    path("investments", item_views.InvestmentList.as_view(), name="investments"),
    path("investments/<uuid:id>", item_views.InvestmentDetail.as_view(), name="investment"),
    path("changes", change_views.ChangeList.as_view(), name="changes"),
    path(open_data_views.CATALOGUE, open_data_views.Catalogue.as_view(), name="catalogue"),
    path(ADDRESS, open_data_views.GoalSchema.as_view(), name="goal-schema"),
    path("problems/<slug:slug>", views.ProblemTypeDetail.as_view(), name="problem-type"),
    # Everything else below the API is its own 404, too, and not a page of the site.
    re_path("", views.Nothing.as_view(), name="nothing"),
]
