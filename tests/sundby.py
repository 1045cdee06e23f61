"""Sundby kommun, the municipality that tests begin with."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Site

from tests.site_pages import Page

PUBLISHER = {
    "publisher": "Sundby kommun",
    "organisation_number": "999999-0003",
    "contact_name": "Öppna data, Sundby kommun",
    "contact_email": "oppnadata@sundby.example",
}
"""Who publishes its open data, as the setting ``OPEN_DATA`` says it."""


def language(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def found_site() -> Site:
    """Return the default site, at http://testserver/ and in Swedish and English, with an empty home page."""
    if (found := Site.objects.filter(is_default_site=True, hostname="testserver").first()) is not None:
        return found
    # A test with real transactions leaves nothing behind, not even what Wagtail's migrations put in.
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    swedish, _english = language("sv"), language("en")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=swedish)
    home = root.add_child(title="Sundby kommun", slug="sundby", locale=swedish)
    site, _ = Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "testserver", "port": 80, "site_name": "Sundby kommun", "root_page": home},
    )
    return site


def take_picture() -> Any:
    """Return a small picture with an alt text."""
    content = BytesIO()
    Picture.new("RGB", (640, 480), "steelblue").save(content, "PNG")
    content.seek(0)
    return get_image_model().objects.create(
        title="Kajen", description="Kajen en morgon i maj.", file=ImageFile(content, "kajen.png")
    )
