"""A site with every contender mounted; the database, the ports and the cache come from the environment."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import gettempdir

import dj_database_url

from wagtail_kommunmal.conf import known_keys

SECRET_KEY = "only-for-the-benchmark"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["*"]
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
LANGUAGE_CODE = "sv"
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("sv", "Svenska"), ("en", "English")]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Connections are kept, as a site in production should keep them.
DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL", "sqlite://:memory:"), conn_max_age=600)}
IS_POSTGRESQL = DATABASES["default"]["ENGINE"].endswith("postgresql")
if IS_POSTGRESQL:
    DATABASES["default"]["OPTIONS"] = {"prepare_threshold": 5}
else:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode = wal; PRAGMA synchronous = normal",
    }
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "answers": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "answers"},
}

INSTALLED_APPS = [
    "bench",
    "wagtail_kommunmal",
    "wagtail_kommunmal.pages",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.api.v2",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.users",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "rest_framework",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
if IS_POSTGRESQL:
    INSTALLED_APPS.append("django.contrib.postgres")
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
ROOT_URLCONF = "bench.urls"
WSGI_APPLICATION = "bench.wsgi.application"
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(gettempdir()) / "wagtail-kommunmal-bench"
WAGTAIL_SITE_NAME = "Kommunmål"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILAPI_LIMIT_MAX = 100
SILENCED_SYSTEM_CHECKS = ["treebeard.E001", "models.W036"]
LOGGING = {"version": 1, "disable_existing_loggers": False}

KEEPING = {
    "": {"API_CACHE": None, "API_VERSION_MAX_AGE": 0},
    "warm": {"API_CACHE": "answers", "API_VERSION_MAX_AGE": 2},
    "anew": {"API_CACHE": None, "API_VERSION_MAX_AGE": 0, "API_STORED_ANSWERS": False},
}
"""What the package keeps of its answers: what it stores by itself, also what a site may let it cache, or nothing."""

WAGTAIL_KOMMUNMAL = {
    name: value for name, value in KEEPING[os.environ.get("BENCH_KEEPING", "")].items() if name in known_keys()
}
BARE_ANSWERS = os.environ.get("BENCH_BARE_ANSWERS", "")
"""A folder with the answers that the bare view gives again."""
