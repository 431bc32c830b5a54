"""Django settings, all from the environment, with safe defaults.

The site writes into one folder only, `ARCHIVE_DATA` (default `var/` in the project): database,
index, received files, secret key, collected assets, jieba's cache. README.md lists every
variable that is read here.
"""

import datetime
import secrets
import sys
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from import_export.formats import base_formats

from bulletins.reading import Limits
from common.files import OpenToOthersError, keep_private, read_or_create
from common.sqlite import open_database
from config import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
ARCHIVE_DATA = env.folder("ARCHIVE_DATA", default=BASE_DIR / "var")
ARCHIVE_TEMP = ARCHIVE_DATA / "tmp"
SECRET_KEY = env.secret_key("SECRET_KEY")
try:
    # Only the site's own user may read it: it holds the secret key, and pickles that are loaded.
    ARCHIVE_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    keep_private(ARCHIVE_DATA, marks=("secret_key", "archive.sqlite3", "index"))
    ARCHIVE_TEMP.mkdir(mode=0o700, exist_ok=True)
    SECRET_KEY = SECRET_KEY or read_or_create(
        ARCHIVE_DATA / "secret_key", lambda: secrets.token_urlsafe(50)
    )
except OpenToOthersError as error:
    raise ImproperlyConfigured(
        f"数据文件夹（ARCHIVE_DATA）{ARCHIVE_DATA} 别的用户也能读。请由它的主人运行 "
        f"chmod 700 {ARCHIVE_DATA}，或者另选一个文件夹。"
    ) from error
except OSError as error:
    raise ImproperlyConfigured(
        f"数据文件夹（ARCHIVE_DATA）{ARCHIVE_DATA} 不能用（{error.strerror}：{error.filename}）。"
        "请检查路径、权限和磁盘，或者另选一个文件夹。"
    ) from error
DEBUG = env.switch("DEBUG")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "config.apps.ArchiveAdminConfig",
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
    # Counts failed logins.
    "axes",
    "bulletins",
]

MIDDLEWARE = [
    # First, so that it measures all the others.
    "config.request_log.log_requests",
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
    "config.middleware.admin_never_stored",
    "config.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.page_for_method_not_allowed",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bulletins.access.end_idle_sessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Records the user with each revision of a lookup table.
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
LOGIN_REQUIRED = env.switch("LOGIN_REQUIRED")
if LOGIN_REQUIRED:
    MIDDLEWARE.append("config.login_required.SiteLoginRequiredMiddleware")

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

# Without a URL, in which a + or % of the folder's name would mean something else.
DATABASES = {
    "default": env.database("DATABASE_URL")
    or {"ENGINE": "django.db.backends.sqlite3", "NAME": str(ARCHIVE_DATA / "archive.sqlite3")}
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # WAL: readers go on during a write. FULL: a commit survives a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        # A transaction that reads and then writes would fail immediately if another wrote in
        # between; with the write lock taken at its beginning it waits instead.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # Reading needs no disk that can be written.
        "factory": open_database,
    }
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "bulletins.access.password_rules.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}"}
        for name in (
            "UserAttributeSimilarityValidator",
            "CommonPasswordValidator",
            "NumericPasswordValidator",
        )
    ),
]
AUTHENTICATION_BACKENDS = [
    # Asks the throttle before a password is tried.
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_HANDLER = "bulletins.access.throttle.LoginThrottle"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# Failures of an account at an address before each further one makes the next wait longer.
AXES_FAILURE_LIMIT = 5
# A day without a failure, or a success, and the failures are forgotten.
AXES_COOLOFF_TIME = datetime.timedelta(days=1)
AXES_RESET_ON_SUCCESS = True
# An attempt that was refused counts for nothing: whoever tries too early waits no longer for it.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "bulletins.access.client_address.client_address"
AXES_USERNAME_CALLABLE = "bulletins.access.throttle.account_name"
AXES_LOCKOUT_CALLABLE = "bulletins.access.throttle.refused_response"
# What of a login form is not stored with a failure; passwords never are.
AXES_SENSITIVE_PARAMETERS = ["username", "csrfmiddlewaretoken", "submission"]
AXES_ENABLE_ADMIN = False  # its pages are English
AXES_VERBOSE = False

LOGIN_URL = "admin:login"
CSRF_FAILURE_VIEW = "bulletins.access.admin_site.csrf_failure"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文"))]
TIME_ZONE = env.time_zone("TIME_ZONE", default="Asia/Shanghai")
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
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


# Limits of one received file; beyond them it is refused and nothing is stored.
READING_LIMITS = Limits(
    max_bytes=env.whole_number("READ_MAX_MEGABYTES", 20, most=2_000) * 1024 * 1024,
    max_pages=env.whole_number("READ_MAX_PAGES", 200, most=100_000),
    max_unpacked_bytes=env.whole_number("READ_MAX_UNPACKED_MEGABYTES", 50, most=10_000)
    * 1024
    * 1024,
    max_characters=env.whole_number("READ_MAX_CHARACTERS", 1_000_000, most=100_000_000),
    max_seconds=env.whole_number("READ_MAX_SECONDS", 60, most=86_400),
)

# One upload, of any number of files; the server refuses a larger body before it is received.
UPLOAD_MAX_BYTES = env.whole_number("UPLOAD_MAX_MEGABYTES", 100, most=10_000) * 1024 * 1024

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
SEARCH_CACHE_BYTES = env.whole_number("SEARCH_CACHE_MEGABYTES", 128, most=1_000_000) * 1024 * 1024
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
# A session ends after so long without a request.
SESSION_IDLE_SECONDS = env.whole_number("SESSION_IDLE_MINUTES", 30, most=525_600) * 60
# For a proxy in front that speaks HTTPS and sets X-Forwarded-Proto. Off by default: with it, a
# site under plain http in an intranet would lose its sessions.
HTTPS = env.switch("HTTPS")
_hsts_seconds = env.whole_number("HSTS_SECONDS", 31_536_000, least=0, most=315_360_000)
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # Probes ask the site itself, which speaks plain http behind the proxy.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = _hsts_seconds
    SILENCED_SYSTEM_CHECKS = [
        # includeSubDomains: this site may not decide for the hosts below its name.
        "security.W005",
        # preload: the list is for hosts of the public internet, and a host is taken off it slowly.
        "security.W021",
    ]
# Proxies whose X-Forwarded-For is believed, addresses or networks. With HTTPS one is in front.
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES", ["127.0.0.1", "::1"] if HTTPS else [])

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "config.request_log.JSONLines"},
    },
    "filters": {
        "of_requests": {"()": "config.request_log.OfRequests"},
        "one_line": {"()": "config.request_log.RefusalsInOneLine"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": sys.stderr,
            "formatter": "line",
            "filters": ["one_line"],
        },
        # 220 MB at most: some two million requests.
        "requests": {
            "class": "config.request_log.RequestLogHandler",
            "filename": ARCHIVE_DATA / "log" / "requests.log",
            "maxBytes": 20 << 20,
            "backupCount": 10,
            "chmod": 0o600,
            "encoding": "utf-8",
            "formatter": "json",
            "filters": ["of_requests"],
        },
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # 404s are the client's affair and are not logged; errors of the site are.
    "loggers": {
        "django.request": {"level": "ERROR"},
        # A warning for each request that waits for a thread, which many do for milliseconds.
        "waitress.queue": {"level": "ERROR"},
        # Logins, refused ones and logouts; django-axes would log each failure a second time.
        "bulletins.access": {"level": "INFO"},
        "axes": {"level": "ERROR"},
        "archive": {"handlers": ["requests"], "level": "INFO", "propagate": False},
    },
}
