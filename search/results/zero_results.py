"""What was searched and found nowhere: how often and when last, and nothing of who asked.

A line is added to a file for each such search, because a search may not wait for whoever is
writing to the database (an import holds it for minutes). Lines of the same words become one when
the file has grown; it is small, and read whole by whoever looks at the statistics.
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

logger = logging.getLogger(__name__)

# Longer queries are somebody's own; what they begin with tells enough.
_MAX_LENGTH = 60
# Some ten thousand searches; then lines are put together, and of what is still more than half of
# it those that were asked least, longest ago, are forgotten: else every search would write it all.
_COMPACT_BYTES = 500_000


@dataclass(frozen=True, slots=True)
class ZeroResultQuery:
    """Words that found nothing, how often they were searched, and the day of the last time."""

    query: str
    count: int
    last: date


def record(typed: str) -> None:
    """Count a search that found nothing. Never raises: the searcher gets an answer all the same."""
    words = " ".join(typed.split())[:_MAX_LENGTH]
    if not words:
        return
    try:
        with _locked() as file:
            file.seek(0, os.SEEK_END)
            file.write(_line(ZeroResultQuery(words, 1, timezone.localdate())))
            file.flush()
            if file.tell() > _COMPACT_BYTES:
                _compact(file)
    except OSError:
        logger.exception("A search without a result could not be counted.")


def most_frequent_queries() -> list[ZeroResultQuery]:
    """Return what was searched in vain, most often first, then the latest."""
    with _locked() as file:
        return _count(file)


@contextmanager
def _locked() -> Iterator[TextIO]:
    path = Path(settings.MISSED_SEARCHES)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    while True:
        with path.open("a+", encoding="utf-8", errors="replace") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            # Whoever held it may have put another file in its place meanwhile.
            if path.stat().st_ino != os.fstat(file.fileno()).st_ino:
                continue
            file.seek(0)
            yield file
            return


def _compact(file: TextIO) -> None:
    """Put a shorter file in the place of a large one, whole or not at all."""
    file.seek(0)
    path = Path(settings.MISSED_SEARCHES)
    fresh, left = path.with_name(f"{path.name}.new"), _COMPACT_BYTES // 2
    with fresh.open("w", encoding="utf-8") as shorter:
        for line in map(_line, _count(file)):
            left -= len(line.encode())
            if left < 0:
                break
            shorter.write(line)
    fresh.replace(path)


def _line(miss: ZeroResultQuery) -> str:
    return f"{miss.count}\t{miss.last.isoformat()}\t{miss.query}\n"


def _count(lines: Iterable[str]) -> list[ZeroResultQuery]:
    counted: dict[str, ZeroResultQuery] = {}
    for line in lines:
        times, _tab, rest = line.rstrip("\n").partition("\t")
        day, _tab, typed = rest.partition("\t")
        try:
            miss = ZeroResultQuery(typed, int(times), date.fromisoformat(day))
        except ValueError:
            continue  # cut off by a full disk or a power cut
        if before := counted.get(typed):
            miss = ZeroResultQuery(typed, before.count + miss.count, max(before.last, miss.last))
        counted[typed] = miss
    return sorted(counted.values(), key=lambda miss: (-miss.count, -miss.last.toordinal()))
