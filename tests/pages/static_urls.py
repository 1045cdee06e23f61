"""The suite's addresses, and a page that is nothing but a template: what no page can be cheaper than."""

from __future__ import annotations

from django.urls import path
from django.views.generic import TemplateView

from tests.urls import urlpatterns as urls_of_the_suite

urlpatterns = [path("static-page/", TemplateView.as_view(template_name="static.html")), *urls_of_the_suite]
