"""A site that has put the API into a namespace of its own, where its addresses are not found."""

from django.urls import include, path

urlpatterns = [path("kommunmal/v1/", include(([path("", include("wagtail_kommunmal.api.v1.urls"))], "municipality")))]
