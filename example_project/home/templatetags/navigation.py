"""The navigation that every page of the site shows."""

from django import template
from django.http import HttpRequest
from django.template import Context
from wagtail.models import Locale, Page, Site
from wagtail.query import PageQuerySet

register = template.Library()


@register.simple_tag(takes_context=True)
def localized_home(context: Context) -> Page | None:
    """The home page of the site in the language of the request, else the site's root."""
    request: HttpRequest | None = context.get("request")
    site = Site.find_for_request(request)
    if site is None:
        return None
    root = site.root_page
    return root.get_translation_or_none(Locale.get_active()) or root


@register.simple_tag
def menu_pages(home: Page | None) -> PageQuerySet:
    """Pages directly below the home page that are shown in menus: news and the plans."""
    if home is None:
        return Page.objects.none()
    return home.get_children().live().public().in_menu()


@register.simple_tag
def languages_of(page: Page | None) -> PageQuerySet:
    """The same page in the other languages it has been published in."""
    if page is None:
        return Page.objects.none()
    return page.get_translations().live().public().select_related("locale")
