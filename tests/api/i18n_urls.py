"""A site whose pages have an address for each language of the request."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls

urlpatterns = [
    path("kommunmal/v1/", include("wagtail_kommunmal.api.v1.urls")),
    *i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False),
]
