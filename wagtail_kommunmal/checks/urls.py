"""Checks of what is mounted where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.core.checks import CheckMessage
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from .messages import checks, warning

NAMESPACE: Final = "kommunmal-v1"
HOW_TO_MOUNT: Final = 'path("kommunmal/v1/", include("wagtail_kommunmal.api.v1.urls"))'


def _address_of_goals() -> str | None:
    try:
        return reverse(f"{NAMESPACE}:goals")
    except NoReverseMatch:
        return None


@checks()
def check_pages_are_mounted() -> Iterator[CheckMessage]:
    """W004: ``wagtail.urls`` is not mounted: pages have no addresses, and links to them in texts lead nowhere."""
    try:
        reverse("wagtail_serve", args=("",))
    except NoReverseMatch:
        yield warning(
            4,
            "Wagtail's pages are not mounted: plans and goals have no web address, and links in their texts are lost.",
            'Add path("", include("wagtail.urls")) as the last of your urlpatterns. Silence this if the site shows no'
            " pages of its own.",
        )


@checks()
def check_api_is_mounted() -> Iterator[CheckMessage]:
    """W005: the API is not mounted, so that no frontend can read what is published."""
    if _address_of_goals() is None:
        yield warning(
            5,
            "The API of wagtail_kommunmal is not mounted.",
            f"Add {HOW_TO_MOUNT} to your urlpatterns, inside no other namespace.",
        )


@checks()
def check_api_is_reached() -> Iterator[CheckMessage]:
    """W006: something else answers at the API's addresses, since it is mounted before the API."""
    address = _address_of_goals()
    if address is None:
        return
    try:
        match = resolve(address)
    except Resolver404:
        answers = "nothing"
    else:
        if NAMESPACE in match.namespaces:
            return
        answers = repr(match.view_name or match.route)
    yield warning(
        6,
        f"At {address}, where the API of wagtail_kommunmal should answer, {answers} does.",
        f"Put {HOW_TO_MOUNT} before it in your urlpatterns; Wagtail's own come last.",
    )
