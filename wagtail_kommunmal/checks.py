"""System checks: what a newcomer may get wrong, told by ``manage.py check``."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .conf import SETTING_NAME, known_keys


@register()
def check_known_settings(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """E001: a key of ``WAGTAIL_KOMMUNMAL`` that the package does not know."""
    known = known_keys()
    messages: list[CheckMessage] = []
    for key in getattr(settings, SETTING_NAME, {}):
        if key in known:
            continue
        near = get_close_matches(str(key), known, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"Known keys: {', '.join(sorted(known))}."
        messages.append(
            Error(f"{SETTING_NAME} has an unknown key {key!r}.", hint=hint, id="wagtail_kommunmal.E001"),
        )
    return messages


@register()
def check_required_apps(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """E002: an app that the package builds on is missing from ``INSTALLED_APPS``."""
    required = ("wagtail.contrib.settings", "wagtail.snippets", "wagtail.images")
    return [
        Error(
            f"wagtail_kommunmal needs {name!r} in INSTALLED_APPS.",
            hint=f"Add {name!r} to INSTALLED_APPS.",
            id="wagtail_kommunmal.E002",
        )
        for name in required
        if not apps.is_installed(name)
    ]
