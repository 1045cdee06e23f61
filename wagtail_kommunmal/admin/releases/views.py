"""The releases of a page, and how an old one is taken out of the public history and put back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...compat import page_model
from ...models import Release
from ...releasing.hiding import CurrentReleaseError, hide_release, show_release
from ...releasing.keys import is_released_kind
from .access import may_change_history

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ReleasesMixin(WagtailAdminTemplateMixin):
    """Works on the releases of one plan or goal."""

    header_icon = "history"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.page = get_object_or_404(page_model(), pk=kwargs["page_id"]).specific
        if not is_released_kind(self.page):
            raise Http404
        if not may_change_history(self.page, request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @property
    def releases(self) -> QuerySet[Release]:
        """The page's releases, the latest first, without their content."""
        return (
            Release.objects.filter(head__translation_key=self.page.translation_key, head__locale=self.page.locale)
            .select_related("head", "hidden_by")
            .defer("content", "head__summary")
            .order_by("-number")
        )

    @property
    def list_url(self) -> str:
        return reverse("wagtail_kommunmal_releases", args=[self.page.pk])

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]


class ReleasesView(ReleasesMixin, TemplateView):
    """Lists the releases of a page."""

    template_name = "wagtail_kommunmal/admin/releases/index.html"
    page_title = _("Releases")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        releases = [(release, release.pk == release.head.current_id) for release in self.releases]
        return {**super().get_context_data(**kwargs), "releases": releases}


class OneReleaseMixin(ReleasesMixin):
    """Works on one release, which the address names by its number."""

    @cached_property
    def release(self) -> Release:
        return get_object_or_404(self.releases, number=self.kwargs["number"])

    def go_back(self) -> HttpResponse:
        return redirect(self.list_url)

    def say(self, is_changed: bool, done: StrOrPromise, nothing_done: StrOrPromise) -> None:
        """Tell what was done, or that it had been done before."""
        tell, text = (messages.success, done) if is_changed else (messages.warning, nothing_done)
        tell(self.request, text % {"number": self.release.number})


class ReasonForm(forms.Form):
    """Why a release is taken out of the history."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1_000,
        help_text=_("Stands in the page's history here. The public does not see it."),
    )


class HideReleaseView(OneReleaseMixin, FormView[ReasonForm]):
    """Takes an old release out of the public history."""

    template_name = "wagtail_kommunmal/admin/releases/hide.html"
    page_title = _("Take out of the public history")
    form_class = ReasonForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.release.pk == self.release.head.current_id:
            return self.refuse()
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        try:
            is_changed = hide_release(self.release, self.page, self.request.user, form.cleaned_data["reason"])
        except CurrentReleaseError:
            return self.refuse()
        self.say(
            is_changed,
            _("Release %(number)s is no longer in the public history."),
            _("Nothing was changed: release %(number)s had already been taken out of the public history."),
        )
        return self.go_back()

    def refuse(self) -> HttpResponse:
        messages.error(self.request, _("This release is what the public reads now. Publish a corrected one first."))
        return self.go_back()


class ShowReleaseView(OneReleaseMixin, TemplateView):
    """Puts a release back into the public history."""

    template_name = "wagtail_kommunmal/admin/releases/show.html"
    page_title = _("Put back into the public history")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.say(
            show_release(self.release, self.page, request.user),
            _("Release %(number)s is in the public history again."),
            _("Nothing was changed: release %(number)s was in the public history already."),
        )
        return self.go_back()
