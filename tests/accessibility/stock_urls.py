"""The site's addresses and, below the admin's, a form and a snippet that are nothing but Wagtail's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import include, path
from django.views.generic import FormView
from taggit.models import Tag
from wagtail.admin.auth import require_admin_access
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.snippets.views.snippets import SnippetViewSet

from tests.urls import urlpatterns as site_urlpatterns


class RichTextForm(forms.Form):
    text = forms.CharField(widget=DraftailRichTextArea())


class RichTextView(WagtailAdminTemplateMixin, FormView):
    page_title = "Rich text"
    template_name = "wagtailadmin/generic/form.html"
    form_class = RichTextForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "media": context["form"].media}


class TagViewSet(SnippetViewSet):
    model = Tag


tags = TagViewSet()

urlpatterns = [
    path("admin/stock/", require_admin_access(RichTextView.as_view()), name="stock"),
    path("admin/stock/tags/", include((tags.get_urlpatterns(), tags.url_namespace))),
    *site_urlpatterns,
]
