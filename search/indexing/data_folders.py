"""Which data folders use this database. There should be one.

Every data folder has an index of its own, and a row of the outbox is deleted once one of them has
it: of two that are in use at the same time, each misses what the other has indexed. Nothing fails
then, so every folder is recorded while it is used, and checks and the admin report another one.

A moved or restored folder is no second one: the former was last used before the new was first
used. Of two with the same identifier, one is a copy; host and path tell them apart.
"""

import datetime
import logging
import socket
import time
import uuid
from math import inf
from pathlib import Path

from django.conf import settings
from django.db import Error, transaction
from django.utils import timezone

from common.files import read_or_create
from search.indexing import background
from search.models import DataFolder

logger = logging.getLogger(__name__)

# How often a process records that it uses its folder.
_RECORD_SECONDS = 600.0
# For how long a folder that is no longer used is reported.
_REPORTED = datetime.timedelta(days=7)


class _LastRecord:
    """Time at which this process last recorded its use."""

    time = -inf


def record_in_background() -> None:
    """Record the use of the folder, now and then. Never raises and never waits."""
    if time.monotonic() - _LastRecord.time >= _RECORD_SECONDS:
        background.submit(_record_use)


def others_in_use() -> list[DataFolder]:
    """Return the other folders that were used recently, and since this one was first used."""
    rows = list(DataFolder.objects.order_by("-last_seen"))
    own = next((row for row in rows if row.key == _key()), None)
    if own is None:
        return []  # not used yet: the other may be the one that it replaces
    since = max(own.first_seen, timezone.now() - _REPORTED)
    return [row for row in rows if row != own and row.last_seen > since]


def forget_others() -> None:
    """Forget the other folders: for when this one has a new index. One in use will be back."""
    folder_id, hostname, path = _key()
    DataFolder.objects.exclude(folder_id=folder_id, hostname=hostname, path=path).delete()


def _record_use() -> None:
    """Record that this folder is used; runs in the background."""
    now = timezone.now()
    try:
        folder_id, hostname, path = _key()
        background.limit_lock_wait()
        with transaction.atomic():
            DataFolder.objects.update_or_create(
                folder_id=folder_id,
                hostname=hostname,
                path=path,
                defaults={"last_seen": now},
                create_defaults={"first_seen": now, "last_seen": now},
            )
            DataFolder.objects.filter(last_seen__lt=now - _REPORTED).delete()
    except (Error, OSError) as error:
        logger.debug("The use of the data folder is recorded later: %s", error)
    else:
        _LastRecord.time = time.monotonic()


def _key() -> tuple[str, str, str]:
    """Return identifier, host and path of this process's data folder. Raises OSError."""
    folder = Path(settings.ARCHIVE_DATA)
    folder_id = read_or_create(folder / "folder_id", lambda: uuid.uuid4().hex)
    return folder_id, socket.gethostname(), str(folder)
