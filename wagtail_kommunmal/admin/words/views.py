"""Where an administrator writes the words of a site."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

from ...authoring.words import WORDS_CHANGED, write_words
from ...models import KommunmalSiteSettings
from ...signs import SHAPES
from ...vocabulary import StatusVocabulary
from ..sites import admin_site, find_site
from .forms import VocabularyForm


class WordsView(WagtailAdminTemplateMixin, View):
    """Shows and saves one vocabulary; errors come back with everything that was typed."""

    template_name = "wagtail_kommunmal/admin/words/words.html"
    header_icon = "list-ul"
    page_title = _("Words of statuses")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.site = admin_site(request)
        if not may_write_words(request.user, self.site):
            raise PermissionDenied
        if kwargs["vocabulary"] not in StatusVocabulary.values:
            raise Http404
        self.vocabulary = StatusVocabulary(kwargs["vocabulary"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, vocabulary: str) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=VocabularyForm(self.site, self.vocabulary)))

    def post(self, request: HttpRequest, vocabulary: str) -> HttpResponse:
        form = VocabularyForm(self.site, self.vocabulary, request.POST)
        if form.is_valid():
            write_words(self.site, self.vocabulary, form.cleaned_words(), request.user)
            messages.success(request, _("Saved. What is published of open plans gets the new words."))
            return redirect(request.get_full_path())
        messages.error(request, _("Nothing was saved yet: some fields need to be corrected."))
        return self.render_to_response(self.get_context_data(form=form))

    def get_page_subtitle(self) -> str:
        return str(self.vocabulary.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "vocabulary": self.vocabulary,
            "vocabularies": [(words_url(vocabulary), vocabulary) for vocabulary in StatusVocabulary],
            "shapes": dict(SHAPES),
        }


def may_write_words(user: Any, site: Site) -> bool:
    """Tell whether a user may change the settings of the site, of which the words are a part."""
    policy = KommunmalSiteSettings.get_permission_policy()
    return bool(policy.user_has_any_permission_for_instance(user, ["change"], site))


def words_url(vocabulary: StatusVocabulary = StatusVocabulary.ASSIGNMENT) -> str:
    """Return where the words of a vocabulary are written."""
    return reverse("wagtail_kommunmal_words", args=[vocabulary.value])


class WordsMenuItem(MenuItem):
    """Stands beside the other settings of the site, for those who may change them."""

    def is_shown(self, request: HttpRequest) -> bool:
        site = find_site(request)
        return site is not None and may_write_words(request.user, site)


def menu_item() -> WordsMenuItem:
    """Return the entry in the menu of settings."""
    return WordsMenuItem(_("Words of statuses"), words_url(), name="kommunmal-words", icon_name="list-ul", order=900)


def register_log_actions(actions: Any) -> None:
    """Name the action in the history of a site."""
    actions.register_action(WORDS_CHANGED, _("Change the words of statuses"), _("Words of statuses changed"))
