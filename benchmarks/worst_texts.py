"""Which texts the reader is slowest on, and how their time grows with their size.

Each reading is done in a process of its own, so that one without end can be ended and one that
takes all memory takes only its own.
"""

import multiprocessing
import resource
import time
from dataclasses import dataclass, field
from itertools import product
from multiprocessing.connection import Connection
from pathlib import Path

from tqdm import tqdm

from benchmarks.hostile import Builder, hostile_pages, hostile_texts
from benchmarks.tables import print_table
from bulletins.reading import DocumentError, read_document, read_text

_SEED = Path(__file__).parent.parent / "fixtures" / "000_df3ba8f9d111c8cf.txt"
_LARGEST = 1_000_000
_SIZES = [_LARGEST >> halvings for halvings in (3, 2, 1, 0)]
_SMALLER = [_LARGEST >> halvings for halvings in range(4, 11)]
_QUICK_SIZES = [_LARGEST >> 4, _LARGEST >> 3]
_MOST_MEMORY = 4 * 1024**3
# Beneath this the clock and the machine say more than the text.
_LEAST_TIME = 0.02
# A short reading is taken again, and the shorter time kept.
_READINGS, _LONG = 2, 0.1


@dataclass(slots=True)
class _Hostile:
    """A hostile text and the seconds it took by size; None where it was not read in time."""

    name: str
    build: Builder
    file: str
    seconds: dict[int, float | None] = field(default_factory=dict)
    error: str = ""

    @property
    def growth(self) -> float | None:
        """How many times longer the largest size took than half of it."""
        for size, seconds in sorted(self.seconds.items(), reverse=True):
            half = self.seconds.get(size // 2)
            if seconds is not None and half is not None and half >= _LEAST_TIME:
                return seconds / half
        return None

    @property
    def worst(self) -> float:
        """Seconds a megabyte, without end where it was not read in time."""
        times = [float("inf") if each is None else each / size for size, each in self._sizes()]
        return max(times, default=0.0) * _LARGEST

    def _sizes(self) -> list[tuple[int, float | None]]:
        read = sorted(self.seconds.items())
        return [*read[-1:], *(each for each in read if each[1] is None)]


def _read_once(hostile: _Hostile, size: int, answer: Connection) -> None:
    """Read in a process of its own, which can be ended and cannot take all memory."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    text = hostile.build(size)
    data = text.encode("utf-8", "surrogatepass")
    error = ""
    started = time.process_time()
    try:
        if hostile.file.endswith(".txt"):
            read_text(hostile.file, text)
        else:
            read_document(hostile.file, data)
    except DocumentError:
        pass
    except Exception as raised:  # whatever it is, the table shows it
        error = type(raised).__name__
    answer.send((time.process_time() - started, error))


def _measure(hostile: _Hostile, size: int, limit: float) -> None:
    context = multiprocessing.get_context("fork")
    best: float | None = None
    for _ in range(_READINGS):
        ours, theirs = context.Pipe()
        reader = context.Process(target=_read_once, args=(hostile, size, theirs))
        reader.start()
        seconds, error = ours.recv() if ours.poll(limit) else (None, "")
        reader.kill()
        reader.join()
        hostile.error = hostile.error or error
        if seconds is None:
            break
        best = seconds if best is None else min(best, seconds)
        if best > _LONG:
            break
    hostile.seconds[size] = best


def _hostile(only: str) -> list[_Hostile]:
    seed = _SEED.read_text(encoding="utf-8")
    texts = [_Hostile(name, build, "a.txt") for name, build in hostile_texts(seed).items()]
    pages = [_Hostile(name, build, "a.html") for name, build in hostile_pages().items()]
    return [each for each in [*texts, *pages] if only in each.name]


def print_worst(quick: bool, limit: float, only: str, shown: int) -> None:
    """Print the texts that reading is slowest on, those that were not read in time first.

    Args:
        quick: whether to read smaller sizes only.
        limit: seconds before a reading is ended.
        only: what a text's name must hold to be read.
        shown: how many rows to print.
    """
    sizes = _QUICK_SIZES if quick else _SIZES
    texts = _hostile(only)
    for size, hostile in tqdm(list(product(sizes, texts)), desc="worst texts", disable=None):
        if None not in hostile.seconds.values():
            _measure(hostile, size, limit)
    for hostile in tqdm(texts, desc="smaller ones", disable=None):
        for size in _SMALLER:
            if size >= sizes[0]:
                continue
            if hostile.seconds[size * 2] is not None:
                break
            _measure(hostile, size, limit)
    texts.sort(key=lambda hostile: (-hostile.worst, max(hostile.seconds), -(hostile.growth or 0)))
    slow = sum(hostile.worst > 2 for hostile in texts)
    print(f"\n## The worst of {len(texts)} texts (seconds by bytes of UTF-8)\n")
    print(f"{slow} of them above 2 seconds a megabyte. Growth: the time of the largest size read")
    print(f"over that of its half; linear is 2. `>` is a reading ended after {limit:g} s.\n")
    columns = sorted({size for hostile in texts for size in hostile.seconds})
    print_table(
        ["text", *(f"{size / 1000:g} kB" for size in columns), "growth", "raised"],
        [_row(hostile, columns, limit) for hostile in texts[:shown]],
    )


def _row(hostile: _Hostile, columns: list[int], limit: float) -> list[str]:
    cells = []
    for size in columns:
        seconds = hostile.seconds.get(size)
        ended = f">{limit:g}" if size in hostile.seconds else ""
        cells.append(ended if seconds is None else f"{seconds:.2f}")
    growth = f"{hostile.growth:.1f}" if hostile.growth else ""
    return [hostile.name.replace("|", "\\|"), *cells, growth, hostile.error]
