"""Zero-result queries: how often and when last each was searched, and nothing of the user.

A search only queues its query, in memory. A background job writes what is queued to the table, and
does not wait for the database: an import may hold SQLite's write lock for minutes. What cannot be
written at once is dropped, for these numbers are no records.
"""

import logging
import os
from collections import Counter, deque

from django.db import Error, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from search.indexing import background
from search.models import ZeroResultQuery

logger = logging.getLogger(__name__)

# Beyond the first number of rows, the least frequent and oldest are deleted down to the second:
# else every search would have to delete some.
_MAX_ROWS, _ROWS_LEFT = 10_000, 9_000

# Queries waiting to be written. With more, a job that takes long is in front of the writing, and
# the oldest are dropped.
_queued: deque[str] = deque(maxlen=1_000)
# Those of its parent are not for a forked process to write.
os.register_at_fork(after_in_child=_queued.clear)


def record_zero_result(query_text: str) -> None:
    """Count a search that found nothing, in the background. Never raises and never waits."""
    max_length = ZeroResultQuery._meta.get_field("query").max_length
    query = " ".join(query_text.split())[:max_length]
    if not query:
        return
    _queued.append(query)
    background.submit(_write_queued)


def most_frequent_queries() -> QuerySet[ZeroResultQuery]:
    """Return the zero-result queries, the most frequent first, then the latest, then by text."""
    return ZeroResultQuery.objects.all()


def _write_queued() -> None:
    """Write the queued queries to the table, or drop them; runs in the background."""
    counts = Counter(_queued.popleft() for _number in range(len(_queued)))
    try:
        background.limit_lock_wait()
        with transaction.atomic():
            _add(counts)
    except Error as error:
        logger.debug("%d searches without a result are not counted: %s", counts.total(), error)


def _add(counts: Counter[str]) -> None:
    today = timezone.localdate()
    # In one order, so that two processes do not wait for each other's rows.
    queries = sorted(counts)
    ZeroResultQuery.objects.bulk_create(
        (ZeroResultQuery(query=query, count=0, last=today) for query in queries),
        ignore_conflicts=True,
    )
    for query in queries:
        row = ZeroResultQuery.objects.filter(query=query)
        row.update(count=F("count") + counts[query], last=today)
    if ZeroResultQuery.objects.count() > _MAX_ROWS:
        excess = most_frequent_queries().values("pk")[_ROWS_LEFT:]
        ZeroResultQuery.objects.filter(pk__in=excess).delete()
