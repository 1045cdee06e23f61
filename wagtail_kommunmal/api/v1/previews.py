"""Plans and goals one by one: what is published, or the draft for who has a preview token."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request

from ...delivery.previews import previewed_document
from ...models import PageKind
from .base import DetailView
from .filters import AsOfParameters, ContentParameters


class PageDetail(DetailView):
    """One plan or goal by its id.

    A Bearer token is taken for a preview token; with any other scheme of authorization, the answer is the public one.
    """

    parameters = AsOfParameters
    answers_with_drafts = True
    kind: PageKind

    def get(self, request: Request, id: UUID) -> HttpResponseBase:
        if (token := bearer_token(request)) is None:
            return super().get(request, id)
        # A draft has no past.
        self.parameters = ContentParameters
        reader = self.get_reader()
        self.check_parameters()
        if (document := previewed_document(token, self.kind, id, reader)) is None:
            raise Http404
        return self.respond(document, reader)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        # Also without a token: a cache must not give an editor what it has kept for the public.
        patch_vary_headers(response, ["Authorization"])
        if bearer_token(request) is not None:
            response.headers["Cache-Control"] = "private, no-store"
            for validator in ("ETag", "Last-Modified"):
                response.headers.pop(validator, None)
        return response


def bearer_token(request: Request) -> str | None:
    """Return the token of a request, blank where one should be, or ``None`` for one that comes without."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
