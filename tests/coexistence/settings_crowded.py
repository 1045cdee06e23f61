"""A site that has everything installed that municipalities are likely to have beside us."""

from __future__ import annotations

import os

from wagtail import VERSION

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS, MIDDLEWARE

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["SMOKE_TEST_DATABASE"],
        "OPTIONS": {"transaction_mode": "IMMEDIATE"},
    }
}
INSTALLED_APPS = [
    *INSTALLED_APPS,
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.frontend_cache",
    "wagtail.contrib.simple_translation",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.api.v2",
    *(["wagtail.api.v3"] if VERSION >= (8, 0) else []),
    "rest_framework",
]
MIDDLEWARE = [*MIDDLEWARE, "wagtail.contrib.redirects.middleware.RedirectMiddleware"]
ROOT_URLCONF = "tests.coexistence.urls"
WAGTAILFRONTENDCACHE = {"default": {"BACKEND": "tests.coexistence.frontend_cache.RememberingBackend"}}
