"""The smallest site that the package runs in: enough to ask its models, blocks and commands what they are."""

from __future__ import annotations

import django
from django.conf import settings


def start() -> None:
    """Set Django up, once, with texts in English and no database to connect to."""
    if settings.configured:
        return
    settings.configure(
        SECRET_KEY="only-for-the-documentation",  # noqa: S106
        LANGUAGE_CODE="en",
        USE_TZ=True,
        STATIC_URL="/static/",
        WAGTAILADMIN_BASE_URL="https://www.sundby.example",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "wagtail_kommunmal",
            "wagtail_kommunmal.pages",
            "wagtail.contrib.settings",
            "wagtail.sites",
            "wagtail.users",
            "wagtail.snippets",
            "wagtail.documents",
            "wagtail.images",
            "wagtail.search",
            "wagtail.admin",
            "wagtail",
            "modelcluster",
            "taggit",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "django.contrib.staticfiles",
        ],
    )
    django.setup()
