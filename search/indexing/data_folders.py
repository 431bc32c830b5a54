"""Which data folders use this database. There should be one.

Every data folder has an index of its own, and a row of the outbox is deleted once one of them has
it: of two that are in use at the same time, each misses what the other has indexed. Nothing fails
then, so every folder is recorded while it is used, and checks and the admin report another one.

A moved or restored folder is no second one: the former was last used before the new was first
used. Nor is a folder that several containers of one machine mount, under any name and path: what
identifies it is the running system and the inode, within which the locks of the index hold.
"""

import datetime
import logging
import socket
import time
from math import inf
from pathlib import Path

from django.conf import settings
from django.db import Error, transaction
from django.utils import timezone

from search.indexing import background
from search.models import DataFolder

logger = logging.getLogger(__name__)

# How often a process records that it uses its folder.
_RECORD_SECONDS = 600.0
# For how long a folder that is no longer used is reported.
_REPORTED = datetime.timedelta(days=7)
# Linux has a random identifier of the running system here, new with each boot.
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class _LastRecord:
    """Time at which this process last recorded its use."""

    time = -inf


def record_in_background() -> None:
    """Record the use of the folder, now and then. Never raises and never waits."""
    if time.monotonic() - _LastRecord.time >= _RECORD_SECONDS:
        background.submit(_record_use)


def others_in_use() -> list[DataFolder]:
    """Return the other folders, each host and path once, that have been used recently.

    And since this one was first used, or its index was last made complete. Raises OSError.
    """
    key = _key()
    rows = DataFolder.objects.order_by("-last_seen")
    own = next((row for row in rows if row.key == key), None)
    if own is None:
        return []  # not used yet: the other may be the one that it replaces
    since = max(own.report_since, timezone.now() - _REPORTED)
    others: dict[str, DataFolder] = {}
    for row in rows:
        if row != own and row.last_seen > since:
            # After a restart of its machine a folder has a second row.
            others.setdefault(str(row), row)
    return list(others.values())


def record_complete_index(started: datetime.datetime) -> None:
    """Record that the index was rebuilt from the database as it was at this time, or later.

    It has what was indexed only in other folders until then. Never raises.
    """
    try:
        DataFolder.objects.filter(key=_key()).update(report_since=started)
    except (Error, OSError) as error:
        logger.debug("Other data folders are reported as before: %s", error)


def _record_use() -> None:
    """Record that this folder is used; runs in the background."""
    now = timezone.now()
    use = {
        "hostname": socket.gethostname(),
        "path": str(settings.ARCHIVE_DATA),
        "last_seen": now,
    }
    try:
        background.limit_lock_wait()
        with transaction.atomic():
            DataFolder.objects.update_or_create(
                key=_key(), defaults=use, create_defaults=use | {"report_since": now}
            )
            DataFolder.objects.filter(last_seen__lt=now - _REPORTED).delete()
    except (Error, OSError) as error:
        logger.debug("The use of the data folder is recorded later: %s", error)
    else:
        _LastRecord.time = time.monotonic()


def _key() -> str:
    """Return what identifies the data folder while the system runs. Raises OSError."""
    folder = Path(settings.ARCHIVE_DATA).stat()
    system = _BOOT_ID.read_text().strip() if _BOOT_ID.exists() else socket.gethostname()
    return f"{system} {folder.st_dev} {folder.st_ino}"
