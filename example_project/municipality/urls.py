"""URLs of the example site: admin, API, files and, last, the pages of each language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", sitemap),
    # Where dataportal.se looks for the open data of every municipality.
    path("datasets/dcat", RedirectView.as_view(pattern_name="kommunmal-v1:catalogue", permanent=True)),
    path("kommunmal/v1/", include("wagtail_kommunmal.api.v1.urls")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    # Swedish at /, English at /en/.
    *i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False),
]
