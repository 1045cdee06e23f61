"""Settings of the test suite.

``DATABASE_URL`` names another database than SQLite in a file of its own; ``BASE_PAGE=custom`` puts all pages on a base
page of the site's own (Wagtail 8).
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import gettempdir

import dj_database_url

SECRET_KEY = "only-for-tests"
DEBUG = False
ALLOWED_HOSTS = ["*"]
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
LANGUAGE_CODE = "sv"
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("sv", "Svenska"), ("en", "English")]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL", "sqlite://:memory:"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as the threads of a live server may not share the one connection to a database in memory.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(gettempdir()) / f"wagtail-kommunmal-tests-{os.getpid()}.sqlite3")}
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode = memory; PRAGMA synchronous = off",
    }
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Nothing is to outlive a crash of the server.
    DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

INSTALLED_APPS = [
    "wagtail_kommunmal",
    "wagtail_kommunmal.pages",
    "tests.testapp",
    "wagtail_headless_preview",
    "wagtail.contrib.settings",
    "wagtail.embeds",
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
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
if os.environ.get("BASE_PAGE") == "custom":
    WAGTAIL_PAGE_MODEL = "custom_base.BasePage"
    INSTALLED_APPS[INSTALLED_APPS.index("wagtail_kommunmal.pages")] = "tests.custom_base"
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Wagtail's search uses its fields.
    INSTALLED_APPS.append("django.contrib.postgres")

MIDDLEWARE = [
    "tests.testapp.middleware.open_to_other_origins",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
ROOT_URLCONF = "tests.urls"
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(gettempdir()) / "wagtail-kommunmal-tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WAGTAIL_SITE_NAME = "Kommunmål"
WAGTAILADMIN_BASE_URL = "http://testserver"
# The admin's pages ask other machines for news of Wagtail and for people's pictures; tests do not.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Of Wagtail's own models: 7.4's managers, and a constraint that MariaDB does not know.
SILENCED_SYSTEM_CHECKS = ["treebeard.E001", "models.W036"]
