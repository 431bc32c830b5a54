"""Names slow queries, of the database and of the search, for the request log.

What a query is about is named without the words that somebody typed.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

logger = logging.getLogger("archive.slow_queries")

# Pages take tens of milliseconds; what takes longer than this is worth a line.
_SLOW_SECONDS = 0.5
# Characters of a statement that are enough to find it in the code.
_MAX_LENGTH = 1000


@contextmanager
def timed(kind: str, describe: Callable[[], str]) -> Iterator[None]:
    """Measure what is done inside, and log it if it is slow.

    Args:
        kind: `sql` or `search`.
        describe: returns what the query is, without personal data.
    """
    started = time.monotonic()
    try:
        yield
    finally:
        seconds = time.monotonic() - started
        if seconds >= _SLOW_SECONDS:
            fields = {
                "kind": kind,
                "milliseconds": round(seconds * 1000, 1),
                "query": describe()[:_MAX_LENGTH],
            }
            logger.info("slow query", extra={"fields": fields})
