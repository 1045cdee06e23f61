"""Every contender below an address of its own, in one project and behind the same middleware."""

from __future__ import annotations

from django.urls import include, path
from django.views.decorators.cache import cache_page
from wagtail import VERSION
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .contenders.bare import bare

LIVE, CACHED = WagtailAPIRouter("v2"), WagtailAPIRouter("v2-cached")
for router in (LIVE, CACHED):
    router.register_endpoint("pages", PagesAPIViewSet)

live, live_app, _name = LIVE.urls
cached, cached_app, _name = CACHED.urls

urlpatterns = [
    path("kommunmal/v1/", include("wagtail_kommunmal.api.v1.urls")),
    path("api/v2/", include((live, live_app), namespace="v2")),
    path(
        "api/v2-cached/",
        include((decorate_urlpatterns(cached, cache_page(600)), cached_app), namespace="v2-cached"),
    ),
    path("bare/<slug:name>", bare),
    path("admin/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]

if VERSION >= (8, 0):
    from wagtail.api.v3.urls import api

    urlpatterns.insert(0, path("api/v3/", api.urls))
