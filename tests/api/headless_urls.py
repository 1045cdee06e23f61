"""A site that serves the API and no pages."""

from django.urls import include, path

urlpatterns = [path("kommunmal/v1/", include("wagtail_kommunmal.api.v1.urls"))]
