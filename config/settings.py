"""Django settings, all from the environment, with safe defaults.

The site writes into one folder only, `ARCHIVE_DATA` (default `var/` in the project): database,
index, received files, secret key, collected assets, jieba's cache. README.md lists every
variable that is read here.
"""

import secrets
import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from import_export.formats import base_formats

from bulletins.reading import Limits
from common.files import read_or_create

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
ARCHIVE_DATA = Path(env.str("ARCHIVE_DATA", default=str(BASE_DIR / "var"))).resolve()
ARCHIVE_TEMP = ARCHIVE_DATA / "tmp"
for folder in (ARCHIVE_DATA, ARCHIVE_TEMP):
    # Only the site's own user may read it: it holds the secret key, and pickles that are loaded.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)

SECRET_KEY = env.str("SECRET_KEY", default="") or read_or_create(
    ARCHIVE_DATA / "secret_key", lambda: secrets.token_urlsafe(50)
)
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    # For its copy of htmx only.
    "django_htmx",
    # Before haystack, whose commands of the same names would empty the live index first.
    "search",
    "haystack",
    "simple_history",
    "import_export",
    "bulletins",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.query_in_utf8",
    "config.middleware.without_nul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.head_as_get",
    # Django pads responses by a random length, against attacks on compressed pages (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    # 304 Not Modified for a page that the browser already has.
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Records the user with each revision of a lookup table.
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            # Both apps load them; `common` is no app.
            "libraries": {
                name: f"common.templatetags.{name}"
                for name in ("breadcrumb", "charts", "components", "counts")
            },
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{ARCHIVE_DATA}/archive.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # WAL: readers go on during a write. FULL: a commit survives a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        # A transaction that reads and then writes would fail immediately if another wrote in
        # between; with the write lock taken at its beginning it waits instead.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
    }
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文"))]
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = ARCHIVE_DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Received files: read by the site, never served under a URL of their own.
MEDIA_ROOT = ARCHIVE_DATA / "files"
FILE_UPLOAD_TEMP_DIR = ARCHIVE_TEMP
# The page of a bulletin's boundaries submits a field for each paragraph. Django's limit is 1,000;
# the size of what is submitted has a limit of its own.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # An uploaded table between its preview and the confirmation.
    "import_export": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ARCHIVE_TEMP},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
IMPORT_EXPORT_TMP_STORAGE_CLASS = "import_export.tmp_storages.MediaStorage"
IMPORT_EXPORT_FORMATS = [base_formats.CSV, base_formats.XLSX]
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
# All rows of a file are imported, or none.
IMPORT_EXPORT_USE_TRANSACTIONS = True
# A cell that begins like a formula is escaped, so that no spreadsheet evaluates it.
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True


def _limit(name: str, default: int) -> int:
    """Return a positive integer from the environment. Raises ImproperlyConfigured otherwise."""
    value = env.str(name, default=str(default))
    if not (value.isdecimal() and int(value)):
        raise ImproperlyConfigured(f"{name} must be a whole number above 0, not {value!r}.")
    return int(value)


# Limits of one received file; beyond them it is refused and nothing is stored.
READING_LIMITS = Limits(
    max_bytes=_limit("READ_MAX_MEGABYTES", 20) * 1024 * 1024,
    max_pages=_limit("READ_MAX_PAGES", 200),
    max_unpacked_bytes=_limit("READ_MAX_UNPACKED_MEGABYTES", 100) * 1024 * 1024,
    max_characters=_limit("READ_MAX_CHARACTERS", 1_000_000),
    max_seconds=_limit("READ_MAX_SECONDS", 60),
)

# One upload, of any number of files; the server refuses a larger body before it is received.
UPLOAD_MAX_BYTES = _limit("UPLOAD_MAX_MEGABYTES", 100) * 1024 * 1024

HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "search.haystack_backend.backend.ArchiveEngine",
        "PATH": str(ARCHIVE_DATA / "index"),
        # Errors of the index are raised; Haystack's default would silently lose the update.
        "SILENTLY_FAIL": False,
    },
}
# Memory that each process may take for cached results of leaves; whole results take an eighth
# more.
SEARCH_CACHE_BYTES = _limit("SEARCH_CACHE_MEGABYTES", 128) * 1024 * 1024
HAYSTACK_SIGNAL_PROCESSOR = "search.indexing.signals.OutboxSignalProcessor"
JIEBA_CACHE = ARCHIVE_DATA / "jieba"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
# For a proxy in front that speaks HTTPS and sets X-Forwarded-Proto. Off by default: with it, a
# site under plain http in an intranet would lose its sessions.
if env.bool("HTTPS", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # 404s are the client's affair and are not logged; errors of the site are.
    "loggers": {"django.request": {"level": "ERROR"}},
}
