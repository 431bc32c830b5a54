"""The texts that the reader is slowest on, and the growth of their time with their size.

Each text is read in a process of its own, so that a read that hangs can be ended and one that
exhausts memory affects nothing else.
"""

import math
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
_MAX_SIZE = 1_000_000
_SIZES = [_MAX_SIZE >> halvings for halvings in (3, 2, 1, 0)]
_SMALLER_SIZES = [_MAX_SIZE >> halvings for halvings in range(4, 11)]
_QUICK_SIZES = [_MAX_SIZE >> 4, _MAX_SIZE >> 3]
_MAX_MEMORY_BYTES = 4 * 1024**3
# Shorter times are dominated by noise; no growth is computed of them.
_MIN_SECONDS = 0.02
# A read that takes less than _LONG_SECONDS is repeated; the shortest time counts.
_REPEATS, _LONG_SECONDS = 2, 0.1


@dataclass(slots=True)
class _WorstCase:
    """A hostile text and its seconds by size in bytes; None where the read was ended."""

    name: str
    build: Builder
    file_name: str
    seconds: dict[int, float | None] = field(default_factory=dict)
    error: str = ""

    @property
    def growth(self) -> float | None:
        """Time of the largest size divided by that of its half; None if unknown. Linear is 2."""
        for size, seconds in sorted(self.seconds.items(), reverse=True):
            half = self.seconds.get(size // 2)
            if seconds is not None and half is not None and half >= _MIN_SECONDS:
                return seconds / half
        return None

    @property
    def seconds_per_megabyte(self) -> float:
        """Seconds a megabyte of the largest size; infinite where any read was ended."""
        if None in self.seconds.values():
            return math.inf
        size, seconds = max(self.seconds.items(), default=(1, 0.0))
        return (seconds or 0.0) / size * 1_000_000


def _read_once(case: _WorstCase, size: int, results: Connection) -> None:
    """Read the text in this process, with limited memory, and send seconds and error name."""
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY_BYTES, _MAX_MEMORY_BYTES))
    text = case.build(size)
    data = text.encode("utf-8", "surrogatepass")
    error = ""
    started = time.process_time()
    try:
        if case.file_name.endswith(".txt"):
            read_text(case.file_name, text)
        else:
            read_document(case.file_name, data)
    except DocumentError:
        pass
    except Exception as exception:  # shown in the table, whichever it is
        error = type(exception).__name__
    results.send((time.process_time() - started, error))


def _measure(case: _WorstCase, size: int, limit: float) -> None:
    context = multiprocessing.get_context("fork")
    best: float | None = None
    for _ in range(_REPEATS):
        receiver, sender = context.Pipe()
        process = context.Process(target=_read_once, args=(case, size, sender))
        process.start()
        seconds, error = receiver.recv() if receiver.poll(limit) else (None, "")
        process.kill()
        process.join()
        case.error = case.error or error
        if seconds is None:
            break
        best = seconds if best is None else min(best, seconds)
        if best > _LONG_SECONDS:
            break
    case.seconds[size] = best


def _load_cases(only: str) -> list[_WorstCase]:
    seed = _SEED.read_text(encoding="utf-8")
    texts = [_WorstCase(name, build, "a.txt") for name, build in hostile_texts(seed).items()]
    pages = [_WorstCase(name, build, "a.html") for name, build in hostile_pages().items()]
    return [case for case in [*texts, *pages] if only in case.name]


def print_worst_cases(quick: bool, limit: float, only: str, shown: int) -> None:
    """Measure the hostile texts and print the slowest, those whose read was ended first.

    Args:
        quick: whether to measure smaller sizes only.
        limit: seconds before a read is ended.
        only: substring of the names of the texts to measure.
        shown: maximum number of rows.
    """
    sizes = _QUICK_SIZES if quick else _SIZES
    cases = _load_cases(only)
    for size, case in tqdm(list(product(sizes, cases)), desc="worst cases", disable=None):
        if None not in case.seconds.values():
            _measure(case, size, limit)
    # Smaller sizes of those whose smallest size was not read in time.
    for case in tqdm(cases, desc="smaller sizes", disable=None):
        for size in _SMALLER_SIZES:
            if size >= sizes[0]:
                continue
            if case.seconds[size * 2] is not None:
                break
            _measure(case, size, limit)
    cases.sort(
        key=lambda case: (-case.seconds_per_megabyte, max(case.seconds), -(case.growth or 0))
    )
    slow = sum(case.seconds_per_megabyte > 2 for case in cases)
    print(f"\n## The slowest of {len(cases)} texts (seconds by bytes of UTF-8)\n")
    print(
        f"{slow} of them above 2 seconds a megabyte. Growth: the time of the largest size that was"
    )
    print(f"read, divided by that of its half; linear is 2. `>`: ended after {limit:g} s.\n")
    columns = sorted({size for case in cases for size in case.seconds})
    print_table(
        ["text", *(f"{size / 1000:g} kB" for size in columns), "growth", "error"],
        [_row(case, columns, limit) for case in cases[:shown]],
    )


def _row(case: _WorstCase, columns: list[int], limit: float) -> list[str]:
    cells = []
    for size in columns:
        seconds = case.seconds.get(size)
        ended = f">{limit:g}" if size in case.seconds else ""
        cells.append(ended if seconds is None else f"{seconds:.2f}")
    growth = f"{case.growth:.1f}" if case.growth else ""
    return [case.name.replace("|", "\\|"), *cells, growth, case.error]
