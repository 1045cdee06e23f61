"""wagtail-headless-preview: an editor's preview of plans and goals is the frontend. Without it, all stays as it is."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from wagtail.models import Site

from ..models import PageKind, PlanPageMixin
from ..preview_tokens import issue_preview_token

IS_INSTALLED = apps.is_installed("wagtail_headless_preview")

if IS_INSTALLED:
    from wagtail_headless_preview.models import HeadlessPreviewMixin as LibraryMixin
    from wagtail_headless_preview.models import PagePreview
    from wagtail_headless_preview.settings import headless_preview_settings
else:
    LibraryMixin = type("LibraryMixin", (), {})


class HeadlessPreviewMixin(LibraryMixin):
    """Shows drafts in the frontend that ``WAGTAIL_HEADLESS_PREVIEW`` names for the site, if it names one."""

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Lead to the frontend, or show the site's own page where no frontend is named."""
        preview: Any = super() if _has_client(request) else super(LibraryMixin, self)
        return preview.serve_preview(request, mode_name)

    def get_preview_url(self, request: HttpRequest, token: str) -> str:
        """Return the frontend's address with the page's kind, id and language, and a token that the API answers to.

        The token stands in the fragment, which a browser sends to no server. What the library has kept under its own
        ``token`` is what stands in the editor's form.
        """
        page: Any = self
        query = {
            "content_type": self.get_content_type_str(),
            "kind": PageKind.PLAN if isinstance(page, PlanPageMixin) else PageKind.GOAL,
            "id": page.translation_key,
            "lang": page.locale.language_code,
        }
        own_token = issue_preview_token(page, request.user, form=token)
        return f"{self.get_client_root_url(request)}?{urlencode(query)}#token={own_token}"


def page_in_form(form: str, saved: Any) -> Any:
    """Return the page as it stood in an editor's form, or ``None`` where the library keeps nothing of it any longer.

    ``saved`` is its row, which settles where it stands; ``None`` for a page that has never been saved.
    """
    preview = PagePreview.objects.filter(token=form).first() if IS_INSTALLED else None
    if preview is None:
        return None
    return saved.with_content_json(json.loads(preview.content_json)) if saved else preview.as_page()


def _has_client(request: HttpRequest) -> bool:
    """Tell whether a frontend is named for the site, or for all."""
    if not IS_INSTALLED:
        return False
    site = Site.find_for_request(request)
    clients = headless_preview_settings.CLIENT_URLS
    return "default" in clients or (site is not None and site.hostname in clients)
