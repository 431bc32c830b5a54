"""Addresses for probes: `/healthz` says that the process answers, `/readyz` that all is in order.

They say which part fails and nothing else: no paths, no versions, no messages of errors. They need
no login, are never cached, and cost some milliseconds, so that a probe may ask every few seconds.
A 503 of `/readyz` calls a person, who runs `manage.py check_archive`; most pages may still be read,
so nothing should be restarted because of it.
"""

import logging
import os
import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bulletins.models import Bulletin
from search import services

logger = logging.getLogger(__name__)

# Enough for some uploads, a rebuilt index beside the live one, and the log.
_MIN_FREE_BYTES = 512 << 20


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer, without looking at anything."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Return the state of each part: 200 where all are in order, otherwise 503."""
    checks = {name: _passes(name, check) for name, check in _CHECKS.items()}
    is_ready = all(checks.values())
    return JsonResponse(
        {
            "status": _word(is_ready),
            "checks": {name: _word(passed) for name, passed in checks.items()},
        },
        status=200 if is_ready else 503,
    )


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (Error, OSError) as error:
        logger.error("The health check of the %s failed: %s", name, error)
        return False


def _word(passed: bool) -> str:
    return "ok" if passed else "fails"


def _is_database_readable() -> bool:
    # A table of the archive: `SELECT 1` would not read the file of an SQLite database.
    Bulletin.objects.order_by().values_list("pk").first()
    return True


def _is_outbox_in_time() -> bool:
    return services.overdue_since() is None


def _has_disk_space() -> bool:
    """Return whether the data folder can be written and has room."""
    folder = settings.ARCHIVE_DATA
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= _MIN_FREE_BYTES


_CHECKS: dict[str, Callable[[], bool]] = {
    "database": _is_database_readable,
    "index": services.is_index_intact,
    "outbox": _is_outbox_in_time,
    "disk": _has_disk_space,
}
