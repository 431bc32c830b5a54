"""Settings, all from the environment and safe when it is empty.

The site writes into one folder only, `ARCHIVE_DATA` (default `var/` beside this project):
database, index, received files, words, secret key, collected assets, jieba's cache. Every variable
read here is listed in README.md.
"""

import secrets
import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from import_export.formats import base_formats

from bulletins.reading.formats.limits import Limits

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
ARCHIVE_DATA = Path(env.str("ARCHIVE_DATA", default=str(BASE_DIR / "var"))).resolve()
ARCHIVE_TEMP = ARCHIVE_DATA / "tmp"
for folder in (ARCHIVE_DATA, ARCHIVE_TEMP):
    # Index and sessions are pickles and keys: nobody but the site's own user may enter.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def secret_key(kept_in: Path) -> str:
    """Return the secret key in the file `kept_in`, making file and key on the first start.

    The file is linked into place whole, so that of two processes starting together one
    makes the key and both use it.
    """
    if not kept_in.exists():
        fresh = kept_in.with_name(f"{kept_in.name}.{secrets.token_hex(8)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50), encoding="ascii")
        try:
            kept_in.hardlink_to(fresh)
        except FileExistsError:
            pass  # another process was first; its key is the key
        finally:
            fresh.unlink()
    return kept_in.read_text(encoding="ascii").strip()


SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key(ARCHIVE_DATA / "secret_key")
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
    # Bundles htmx for the templates; nothing else of it is used.
    "django_htmx",
    # Before haystack: its commands of the same names empty the live index first.
    "search",
    "haystack",
    "simple_history",
    "import_export",
    "bulletins",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.head_as_get",
    # Pages are mostly the same words again; Django pads them, so that their length tells nothing.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    # A page that is what the browser has already is not sent again.
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Who edits a table is noted with its new state.
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
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{ARCHIVE_DATA}/archive.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # WAL lets readers go on while one writes; FULL makes a commit survive a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        # A transaction that reads first and writes later would fail at once when another
        # writes in between; taking the write lock at its beginning makes it wait instead.
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
# Received files: read by the site, never served by address.
MEDIA_ROOT = ARCHIVE_DATA / "files"
FILE_UPLOAD_TEMP_DIR = ARCHIVE_TEMP
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # A table between its preview and the confirmation.
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
# All rows of a table are taken, or none.
IMPORT_EXPORT_USE_TRANSACTIONS = True
# A word that a spreadsheet would calculate is no formula.
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True


# How much of one received file is read; beyond it the file is refused and nothing stored.
def _limit(name: str, usual: int) -> int:
    """A limit from the environment. Raises ImproperlyConfigured where it is none."""
    given = env.str(name, default=str(usual))
    if not (given.isdecimal() and int(given)):
        raise ImproperlyConfigured(f"{name} must be a whole number above 0, not {given!r}.")
    return int(given)


READING_LIMITS = Limits(
    max_bytes=_limit("READ_MAX_MEGABYTES", 20) * 1024 * 1024,
    max_pages=_limit("READ_MAX_PAGES", 200),
    max_unpacked_bytes=_limit("READ_MAX_UNPACKED_MEGABYTES", 100) * 1024 * 1024,
    max_characters=_limit("READ_MAX_CHARACTERS", 1_000_000),
    max_seconds=_limit("READ_MAX_SECONDS", 60),
)

HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "search.haystack_backend.backend.ArchiveEngine",
        "PATH": str(ARCHIVE_DATA / "index"),
        # An index that fails must be seen to fail; Haystack's default would lose the update.
        "SILENTLY_FAIL": False,
    },
}
# Memory that each process may keep decoded postings in.
SEARCH_CACHE_BYTES = _limit("SEARCH_CACHE_MEGABYTES", 128) * 1024 * 1024
HAYSTACK_SIGNAL_PROCESSOR = "search.indexing.signals.OutboxSignalProcessor"
JIEBA_CACHE = ARCHIVE_DATA / "jieba"
# Dictionary and synonyms as the desk's tables have them.
LEXICON_ROOT = ARCHIVE_DATA / "lexicon"
# What was searched and found nowhere.
MISSED_SEARCHES = ARCHIVE_DATA / "missed-searches.tsv"

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
# On where a proxy in front speaks HTTPS and sets X-Forwarded-Proto; a plain http intranet
# address would otherwise lose its session.
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
    # An address that is not there is the asker's affair; what went wrong here is still said.
    "loggers": {"django.request": {"level": "ERROR"}},
}
