"""The overview of what comes from Kolada, the search among Kolada's key figures, and taking one of them over."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages

from ...kolada.answers import Kpi
from ...kolada.client import IN_A_REQUEST, KoladaClient
from ...kolada.errors import KoladaError
from ...kolada.sync import figures_of
from ...models import KeyFigure, KoladaRun
from ...models.key_figures import is_kolada_id
from ..sites import admin_site, of_site
from ..snippets import all_there
from ..value_grid.access import permission_policy
from .access import KoladaMixin, is_used
from .fetching import summary_of
from .forms import TakeOverForm

MOST_FOUND: Final = 50
SHORTEST: Final = 3
"""A shorter word is in too many titles."""
LONGEST: Final = 200


class KoladaView(KoladaMixin, TemplateView):
    """Lists the key figures that are Kolada's with what the last fetch told."""

    template_name = "wagtail_kommunmal/admin/kolada/index.html"
    page_title = gettext_lazy("Key figures from Kolada")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = admin_site(self.request)
        run = KoladaRun.objects.filter(site=site).first()
        return {
            **super().get_context_data(**kwargs),
            "figures": figures_of(site).select_related("kolada_link").order_by("name"),
            "is_used": is_used(self.request),
            "run": run,
            "summary": summary_of(run) if run else "",
        }


class OfKeyFigureMixin(KoladaMixin):
    """Is about the key figure that the address names as ``pk``, or about one that there is not yet."""

    key_figure: KeyFigure | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.key_figure = None
        if pk := request.GET.get("pk"):
            figures = of_site(KeyFigure.objects.all(), request)
            if permission_policy.user_has_permission(request.user, "change"):
                if not all_there(figures, {pk}):
                    raise Http404
                self.key_figure = figures.get(pk=pk)
        return super().dispatch(request, *args, **kwargs)

    @property
    def query(self) -> str:
        """What an address goes on with to be about the same key figure."""
        return f"?{urlencode({'pk': self.key_figure.pk})}" if self.key_figure else ""


class SearchView(OfKeyFigureMixin, TemplateView):
    """Finds key figures at Kolada by words or id."""

    template_name = "wagtail_kommunmal/admin/kolada/search.html"
    page_title = gettext_lazy("Find at Kolada")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "").strip()[:LONGEST]
        found, problem = self._find(text) if text else ([], "")
        here = of_site(KeyFigure.objects.filter(kolada_id__in=[kpi.id for kpi in found[:MOST_FOUND]]), self.request)
        by_id = {figure.kolada_id: figure for figure in here}
        return {
            **super().get_context_data(**kwargs),
            "words": text,
            "found": [(kpi, by_id.get(kpi.id)) for kpi in found[:MOST_FOUND]],
            "count": len(found),
            "most": MOST_FOUND,
            "problem": problem,
        }

    def _find(self, text: str) -> tuple[list[Kpi], str]:
        """Return what Kolada has, or why it was not asked or not read."""
        words = text.split()
        client = KoladaClient(patience=IN_A_REQUEST)
        try:
            if looks_like_an_id(text.upper()):
                return list(client.kpis([text.upper()]).values()), ""
            if max(map(len, words)) < SHORTEST:
                return [], _("Write a word of at least three letters.")
            return client.search(words), ""
        except KoladaError as error:
            return [], _("Kolada could not be read: %(reason)s") % {"reason": error}


class TakeOverView(OfKeyFigureMixin, FormView[TakeOverForm]):
    """Takes name, definition and source over from Kolada into a key figure, or into a new one."""

    template_name = "wagtail_kommunmal/admin/kolada/take_over.html"
    page_title = gettext_lazy("Take over from Kolada")
    form_class = TakeOverForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not looks_like_an_id(kwargs["kolada_id"]):
            raise Http404
        if not request.GET.get("pk") and not permission_policy.user_has_permission(request.user, "add"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs) if self.kpi else self._go_back()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs) if self.kpi else self._go_back()

    @cached_property
    def kpi(self) -> Kpi | None:
        """The key figure as Kolada describes it, if it does; else the editor is told."""
        kolada_id = self.kwargs["kolada_id"]
        try:
            kpi = KoladaClient(patience=IN_A_REQUEST).kpis([kolada_id]).get(kolada_id)
        except KoladaError as error:
            messages.error(self.request, _("Kolada could not be read: %(reason)s") % {"reason": error})
            return None
        if kpi is None:
            messages.error(self.request, _("Kolada does not have %(id)s.") % {"id": kolada_id})
        return kpi

    def get_form_kwargs(self) -> dict[str, Any]:
        figure = self.key_figure or KeyFigure(site=admin_site(self.request))
        return {**super().get_form_kwargs(), "kpi": self.kpi, "instance": figure}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # A form that was refused has filled the key figure already: its name is that of the database.
        figures = of_site(KeyFigure.objects.all(), self.request)
        others = figures.filter(kolada_id=self.kwargs["kolada_id"])
        if self.key_figure:
            others = others.exclude(pk=self.key_figure.pk)
        return {
            **super().get_context_data(**kwargs),
            "kpi": self.kpi,
            "figure": figures.filter(pk=self.key_figure.pk).first() if self.key_figure else None,
            "others": others,
        }

    def form_valid(self, form: TakeOverForm) -> HttpResponse:
        figure = form.take_over(self.request.user)
        messages.success(self.request, _("“%(name)s” was taken over from Kolada.") % {"name": figure.name})
        return redirect(reverse("wagtailsnippets_wagtail_kommunmal_keyfigure:edit", args=[figure.pk]))

    def _go_back(self) -> HttpResponse:
        return redirect(f"{reverse('kommunmal_kolada:search')}{self.query}")


def looks_like_an_id(text: str) -> bool:
    """Tell whether a text has the form of Kolada's ids."""
    try:
        is_kolada_id(text)
    except ValidationError:
        return False
    return text.isascii() and text == text.strip()
