"""Zero-result queries: how often and when last each was searched, and nothing of the user.

Each such search appends a line to a file, because a search may not wait for a writer of the
database (an import holds it for minutes). Lines of one query are merged when the file has grown;
it is small, and the statistics page reads it whole.
"""

import fcntl
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.utils import timezone

from common.files import atomic_write

logger = logging.getLogger(__name__)

# Longer queries are unique; their beginning says enough.
_MAX_LENGTH = 60
# Some ten thousand searches; then lines are merged, and the least frequent and oldest queries are
# dropped until half of it is left: else every search would rewrite the file.
_COMPACT_BYTES = 500_000


@dataclass(frozen=True, slots=True)
class ZeroResultQuery:
    """A query that found nothing, how often it was searched, and the last day that it was."""

    query: str
    count: int
    last: date


def record_zero_result(query_text: str) -> None:
    """Count a search that found nothing. Never raises: an error is logged, the user answered."""
    query = " ".join(query_text.split())[:_MAX_LENGTH]
    if not query:
        return
    try:
        with _locked() as file:
            file.seek(0, os.SEEK_END)
            file.write(_line(ZeroResultQuery(query, 1, timezone.localdate())))
            file.flush()
            if file.tell() > _COMPACT_BYTES:
                _compact(file)
    except OSError:
        logger.exception("A search without a result could not be counted.")


def most_frequent_queries() -> list[ZeroResultQuery]:
    """Return the zero-result queries, the most frequent first, then the latest."""
    with _locked() as file:
        return _count(file)


@contextmanager
def _locked() -> Iterator[TextIO]:
    path = Path(settings.MISSED_SEARCHES)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    while True:
        with path.open("a+", encoding="utf-8", errors="replace") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            # The previous holder of the lock may have replaced the file.
            if path.stat().st_ino != os.fstat(file.fileno()).st_ino:
                continue
            file.seek(0)
            yield file
            return


def _compact(file: TextIO) -> None:
    """Replace a large file by a shorter one, atomically."""
    file.seek(0)
    lines, bytes_left = [], _COMPACT_BYTES // 2
    for line in (_line(row).encode() for row in _count(file)):
        bytes_left -= len(line)
        if bytes_left < 0:
            break
        lines.append(line)
    atomic_write(Path(settings.MISSED_SEARCHES), b"".join(lines))


def _line(row: ZeroResultQuery) -> str:
    return f"{row.count}\t{row.last.isoformat()}\t{row.query}\n"


def _count(lines: Iterable[str]) -> list[ZeroResultQuery]:
    rows: dict[str, ZeroResultQuery] = {}
    for line in lines:
        count, _tab, rest = line.rstrip("\n").partition("\t")
        day, _tab, query = rest.partition("\t")
        try:
            row = ZeroResultQuery(query, int(count), date.fromisoformat(day))
        except ValueError:
            continue  # truncated by a full disk or a power cut
        if previous := rows.get(query):
            row = ZeroResultQuery(query, previous.count + row.count, max(previous.last, row.last))
        rows[query] = row
    return sorted(rows.values(), key=lambda row: (-row.count, -row.last.toordinal()))
