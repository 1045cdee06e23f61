"""Settings of the example municipality's site."""

import os
from pathlib import Path

from demo.content.municipality import NAME
from municipality import environment

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = environment.flag("DEBUG", default=True)
SECRET_KEY = environment.secret_key(debug=DEBUG)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

PORT = int(os.environ.get("PORT", "8000"))
WAGTAILADMIN_BASE_URL = os.environ.get("WAGTAILADMIN_BASE_URL", f"http://localhost:{PORT}")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = WAGTAILADMIN_BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "home",
    "demo",
    "wagtail_kommunmal",
    "wagtail_kommunmal.pages",
    "wagtail_headless_preview",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.users",
    "wagtail.locales",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "corsheaders",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "municipality.middleware.ContentSecurityPolicyMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "municipality.urls"
WSGI_APPLICATION = "municipality.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "municipality" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASES = {"default": environment.database(BASE_DIR / "db.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Wagtail's search index uses field types of PostgreSQL's own there.
    INSTALLED_APPS.append("django.contrib.postgres")
    # The API's own queries are planned once for each connection.
    DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 5
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": environment.cache()}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# USE_THOUSAND_SEPARATOR stays off: it would group years and ids ("2 026") wherever a template
# prints an integer. The package groups the numbers that are quantities.
LANGUAGE_CODE = "sv"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("sv", "Svenska"), ("en", "English")]
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True

WAGTAIL_SITE_NAME = NAME
# Addresses without å, ä and ö can be read aloud and typed on any keyboard.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# The admin asks no one outside the municipality: not for news of Wagtail, nor for editors' portraits.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]

# The demo's figures are invented, and so is its Kolada: "manage.py serve_kolada" answers there.
KOLADA_PORT = PORT + 3
WAGTAIL_KOMMUNMAL = {
    "PAGES_CACHE": "default",
    "KOLADA_URL": os.environ.get("KOLADA_URL", f"http://127.0.0.1:{KOLADA_PORT}/v3/"),
    # As invented as the municipality.
    "OPEN_DATA": {
        "publisher": NAME,
        "organisation_number": "999999-0003",
        "contact_name": f"Öppna data, {NAME}",
        "contact_email": "oppnadata@ronnsele.example",
    },
}

# A goal with many assignments is one form; Django's default of 1,000 fields is too low for it.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static_collected"
STATICFILES_DIRS = [BASE_DIR / "municipality" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", BASE_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# The public site and the API run no inline script or style; frames only for the admin's preview.
CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}

# The API is open: pages of other sites may read it from a browser.
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/kommunmal/"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
# What a page may read besides the headers that a browser shows it anyway.
CORS_EXPOSE_HEADERS = ["Content-Disposition", "ETag", "Link", "WWW-Authenticate"]

# Where "Förhandsgranska" opens drafts of plans and goals: the headless demo, where it runs beside the site. Without it,
# drafts are shown on the site's own pages.
FRONTEND_URL = os.environ.get("FRONTEND_URL")
WAGTAIL_HEADLESS_PREVIEW = {
    "CLIENT_URLS": {"default": FRONTEND_URL} if FRONTEND_URL else {},
    "REDIRECT_ON_PREVIEW": True,
}
