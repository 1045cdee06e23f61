"""What differs between sites and between the supported Wagtail versions."""

from __future__ import annotations

from typing import Any, cast

import swapper

swapper.set_app_prefix("wagtailcore", "wagtail")


def page_model_name() -> str:
    """Return ``app_label.Model`` of the site's base page: stock, or the one that ``WAGTAIL_PAGE_MODEL`` names."""
    return cast(str, swapper.get_model_name("wagtailcore", "Page"))


def page_model() -> Any:
    """Return the site's base page class."""
    return swapper.load_model("wagtailcore", "Page")
