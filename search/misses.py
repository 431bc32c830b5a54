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
_LONGEST = 60
# Some ten thousand searches; then lines are put together.
_LARGE_BYTES = 500_000
# Beyond so many different words those that were asked least, longest ago, are forgotten.
_MOST_KEPT = 5000


@dataclass(frozen=True, slots=True)
class Miss:
    """Words that found nothing, how often they were searched, and the day of the last time."""

    typed: str
    times: int
    last: date


def note(typed: str) -> None:
    """Count a search that found nothing. Never raises: the searcher gets an answer all the same."""
    words = " ".join(typed.split())[:_LONGEST]
    if not words:
        return
    try:
        with _locked() as file:
            file.seek(0, os.SEEK_END)
            file.write(_line(Miss(words, 1, timezone.localdate())))
            file.flush()
            if file.tell() > _LARGE_BYTES:
                _put_together(file)
    except OSError:
        logger.exception("A search without a result could not be counted.")


def most_frequent() -> list[Miss]:
    """Return what was searched in vain, most often first, then the latest."""
    with _locked() as file:
        return _counted(file)


@contextmanager
def _locked() -> Iterator[TextIO]:
    path = Path(settings.MISSED_SEARCHES)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8", errors="replace") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        yield file


def _put_together(file: TextIO) -> None:
    file.seek(0)
    kept = _counted(file)[:_MOST_KEPT]
    # In place and under the lock, so that nobody adds to a file that is no longer the file.
    file.truncate(0)
    file.writelines(map(_line, kept))
    file.flush()


def _line(miss: Miss) -> str:
    return f"{miss.times}\t{miss.last.isoformat()}\t{miss.typed}\n"


def _counted(lines: Iterable[str]) -> list[Miss]:
    counted: dict[str, Miss] = {}
    for line in lines:
        times, _tab, rest = line.rstrip("\n").partition("\t")
        day, _tab, typed = rest.partition("\t")
        try:
            miss = Miss(typed, int(times), date.fromisoformat(day))
        except ValueError:
            continue  # cut off by a full disk or a power cut
        if before := counted.get(typed):
            miss = Miss(typed, before.times + miss.times, max(before.last, miss.last))
        counted[typed] = miss
    return sorted(counted.values(), key=lambda miss: (-miss.times, -miss.last.toordinal()))
