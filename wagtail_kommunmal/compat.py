"""What differs between sites and between the supported Wagtail versions."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

import swapper
from wagtail import VERSION

swapper.set_app_prefix("wagtailcore", "wagtail")


def page_model_name() -> str:
    """Return ``app_label.Model`` of the site's base page: stock, or the one that ``WAGTAIL_PAGE_MODEL`` names."""
    return cast(str, swapper.get_model_name("wagtailcore", "Page"))


def register_permission_policy(model: type[Any], policy: Any) -> None:
    """Say who may do what with a model, before anything asks; Wagtail 7.4 reads it from the viewset of the model."""
    if VERSION >= (8, 0):
        from wagtail.permissions import register_permission_policy

        register_permission_policy(model, policy)


@cache
def page_model() -> Any:
    """Return the site's base page class."""
    return swapper.load_model("wagtailcore", "Page")
