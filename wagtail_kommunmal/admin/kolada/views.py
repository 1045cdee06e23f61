"""The overview of what comes from Kolada, the button that fetches it, and the search among Kolada's key figures."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...kolada.answers import Kpi
from ...kolada.client import KoladaClient
from ...kolada.errors import KoladaError
from ...kolada.suggestions import suggested_direction, suggested_unit
from ...kolada.tasks import sync_in_background
from ...models import KeyFigure, KoladaLink, KoladaRun
from ...vocabulary import Better, Unit
from ..sites import admin_site, of_site
from ..value_grid.access import permission_policy

MOST_FOUND = 50


class KoladaMixin(WagtailAdminTemplateMixin):
    """Lets those in who may change key figures."""

    header_icon = "kommunmal-key-figure"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permission_policy.user_has_permission(request.user, "change"):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class KoladaView(KoladaMixin, TemplateView):
    """Lists the key figures that are Kolada's with what the last fetch told."""

    template_name = "wagtail_kommunmal/admin/kolada/index.html"
    page_title = _("Key figures from Kolada")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = of_site(KeyFigure.objects.exclude(kolada_id=""), self.request).select_related("kolada_link")
        run = KoladaRun.objects.filter(site=admin_site(self.request)).first()
        return {**super().get_context_data(**kwargs), "figures": figures.order_by("name"), "run": run}


class FetchView(KoladaMixin, View):
    """Orders a fetch of all key figures."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        site = admin_site(request)
        sync_in_background.enqueue(KoladaRun.objects.create(site=site).pk)
        messages.success(request, _("The fetch from Kolada has been ordered."))
        return redirect("kommunmal_kolada:index")


class SearchView(KoladaMixin, TemplateView):
    """Finds key figures at Kolada by words or id."""

    template_name = "wagtail_kommunmal/admin/kolada/search.html"
    page_title = _("Find at Kolada")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "").strip()
        found: list[Kpi] = []
        problem = ""
        try:
            if re.fullmatch(r"[NUnu]\d{5}", words):
                found = list(KoladaClient().kpis([words.upper()]).values())
            elif words:
                found = KoladaClient().search(words)
        except KoladaError as error:
            problem = str(error)
        context = super().get_context_data(**kwargs)
        return {**context, "words": words, "found": found[:MOST_FOUND], "count": len(found), "problem": problem}


class TakeOverForm(forms.Form):
    """What Kolada does not say."""

    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices)
    better = forms.ChoiceField(label=_("Direction"), choices=Better.choices)


class TakeOverView(KoladaMixin, FormView[TakeOverForm]):
    """Takes name, definition and source over from Kolada into the key figure of that id, or into a new one."""

    template_name = "wagtail_kommunmal/admin/kolada/take_over.html"
    page_title = _("Take over from Kolada")
    form_class = TakeOverForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.figure = None
        if "pk" in request.GET:
            self.figure = get_object_or_404(of_site(KeyFigure.objects.all(), request), pk=request.GET["pk"])
        elif not permission_policy.user_has_permission(request.user, "add"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs) if self.kpi else self._go_back()

    @cached_property
    def kpi(self) -> Kpi | None:
        """The key figure as Kolada describes it, if it does."""
        try:
            return KoladaClient().kpis([self.kwargs["kolada_id"]]).get(self.kwargs["kolada_id"])
        except KoladaError as error:
            messages.error(self.request, str(error))
            return None

    def get_initial(self) -> dict[str, Any]:
        if self.figure:
            return {"unit": self.figure.unit, "better": self.figure.better}
        title = self.kpi.title if self.kpi else ""
        return {"unit": suggested_unit(title), "better": suggested_direction(title)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "kpi": self.kpi, "figure": self.figure}

    def form_valid(self, form: TakeOverForm) -> HttpResponse:
        if self.kpi is None:
            return self._go_back()
        figure = self.figure or KeyFigure(site=admin_site(self.request))
        figure.name, figure.definition, figure.kolada_id = self.kpi.title, self.kpi.description, self.kpi.id
        figure.source = source_in(self.kpi.description)
        figure.unit, figure.better = form.cleaned_data["unit"], form.cleaned_data["better"]
        figure.save()
        KoladaLink.objects.update_or_create(
            key_figure=figure, defaults={"kolada_id": self.kpi.id, "title": self.kpi.title, "warnings": []}
        )
        messages.success(self.request, _("“%(name)s” was taken over from Kolada.") % {"name": figure.name})
        return redirect(reverse("wagtailsnippets_wagtail_kommunmal_keyfigure:edit", args=[figure.pk]))

    def _go_back(self) -> HttpResponse:
        return redirect("kommunmal_kolada:search")


def source_in(description: str) -> str:
    """Return the producer that a description names last, such as “SCB”; "" where it names none."""
    named = re.findall(r"Källa: ([^.]+)", description)
    return str(named[-1]).strip()[:255] if named else ""
