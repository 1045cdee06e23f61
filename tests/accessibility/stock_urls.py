"""The site's addresses and, below the admin's, a form with a rich text that is nothing but Wagtail's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import path
from django.views.generic import FormView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

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


urlpatterns = [path("admin/stock/", require_admin_access(RichTextView.as_view()), name="stock"), *site_urlpatterns]
