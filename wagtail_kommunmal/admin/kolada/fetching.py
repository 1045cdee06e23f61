"""The button that fetches the values of all key figures, and shows how far it has come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.generic import View
from django_tasks.backends.immediate import ImmediateBackend
from wagtail.admin import messages
from wagtail.models import Site

from ...kolada.areas import NoMunicipalityError
from ...kolada.client import IN_A_REQUEST, KoladaClient
from ...kolada.errors import AlreadyRunningError
from ...kolada.runs import run_sync
from ...kolada.sync import figures_of
from ...kolada.tasks import sync_in_background
from ...models import KoladaRun
from ..roll_over.views import PROGRESS_TYPE
from ..sites import admin_site
from .access import KoladaMixin

OVERVIEW: Final = "kommunmal_kolada:index"


class FetchView(KoladaMixin, View):
    """Fetches while the page's script reads how far it has come; without a script, by a worker where there is one."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponseBase:
        site = admin_site(request)
        if request.accepts(PROGRESS_TYPE) and not request.accepts("text/html"):
            return self._fetch_visibly(site)
        if not isinstance(sync_in_background.get_backend(), ImmediateBackend):
            sync_in_background.enqueue(site.pk, str(request.user.pk))
            messages.success(request, _("The fetch from Kolada has been ordered."))
            return redirect(OVERVIEW)
        return self._fetch(site)

    def _fetch(self, site: Site) -> HttpResponse:
        try:
            for _run, _result in self._steps(site):
                pass
        except (NoMunicipalityError, AlreadyRunningError) as error:
            messages.error(self.request, reason_of(error))
        return redirect(OVERVIEW)

    def _fetch_visibly(self, site: Site) -> StreamingHttpResponse:
        response = StreamingHttpResponse(self._lines(site, get_language()), content_type=PROGRESS_TYPE)
        # Whatever stands in between is asked to hand on each line at once.
        response["Cache-Control"] = "no-store, no-transform"
        response["X-Accel-Buffering"] = "no"
        return response

    def _lines(self, site: Site, language: str | None) -> Iterator[str]:
        """Fetch while the lines are asked for; if nobody asks any longer, what was fetched is kept."""
        with override(language):
            try:
                for run, _result in self._steps(site):
                    yield json.dumps({"done": run.done, "total": run.total}) + "\n"
                yield json.dumps({"url": reverse(OVERVIEW)}) + "\n"
            except (NoMunicipalityError, AlreadyRunningError) as error:
                yield json.dumps({"error": reason_of(error)}) + "\n"

    def _steps(self, site: Site) -> Iterator[tuple[KoladaRun, Any]]:
        client = KoladaClient(patience=IN_A_REQUEST)
        return run_sync(site, list(figures_of(site)), client, user=self.request.user)


def reason_of(error: Exception) -> str:
    """Say why nothing was fetched."""
    if isinstance(error, AlreadyRunningError):
        return _("Another fetch is under way. Wait until it has ended.")
    return _("Say in the settings of the site which municipality it is.")


def summary_of(run: KoladaRun) -> str:
    """Say what a run that has ended did."""
    figures = ngettext("%(count)d key figure", "%(count)d key figures", run.done) % {"count": run.done}
    values = ngettext("%(count)d changed value", "%(count)d changed values", run.changed) % {"count": run.changed}
    return f"{figures}, {values}."
