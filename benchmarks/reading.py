"""How fast the reader reads, what its time goes into, and which texts it is slowest on.

`python -m benchmarks.reading` prints Markdown; `--quick` takes a minute or two and says less.
Readings of different texts take turns, so that whatever else the machine does falls on all alike;
times are those of the processor. Nothing is asserted: what a speed should be depends on the
machine.
"""

import argparse
import multiprocessing
import os
import platform
import resource
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from itertools import product
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from opencc import OpenCC
from tqdm import tqdm

from bulletins.reading import DocumentError, read_document, read_text

from .generate_bulletins import bulletins
from .hostile import Builder, hostile_pages, hostile_texts

_ROOT = Path(__file__).parent.parent
_SEED = _ROOT / "fixtures" / "000_df3ba8f9d111c8cf.txt"
_CORPUS = _ROOT / "tests" / "corpus"
_LENGTH = 1000
_COLUMN = 17
# The steps as the reader takes them; a step's time is without the steps that it calls.
_STEPS = {
    "lines to paragraphs": ["layout.paragraphs"],
    "marks and spaces": ["marks.tidy"],
    "furniture": ["furniture.kind_of", "furniture.starts_furniture", "furniture.imprint_of"],
    "script": ["script.repair", "script.fold", "script.is_traditional"],
    "paragraphs to meetings": ["splitting.split", "splitting.likeness"],
    "leads": ["events.lead_sentences", "events.is_lead", "events.is_national"],
    "names of places": ["gazetteer.mentions"],
    "province, level, venue": ["places.read_places"],
    "kind of meeting": ["kinds.read_kind"],
    "date": ["dates.read_date"],
    "chairs and speakers": ["people.read_people"],
    "units": ["units.read_units"],
    "priorities": ["priorities.read_priorities"],
    "themes": ["themes.read_themes"],
    "source": ["sources.read_source"],
}
_LARGEST = 1_000_000
_SIZES = [_LARGEST >> halvings for halvings in (3, 2, 1, 0)]
_SMALLER = [_LARGEST >> halvings for halvings in range(4, 11)]
_QUICK_SIZES = [_LARGEST >> 4, _LARGEST >> 3]
_MOST_MEMORY = 4 * 1024**3
# Beneath this the clock and the machine say more than the text.
_LEAST_TIME = 0.02
# A short reading is taken again, and the shorter time kept.
_READINGS, _LONG = 2, 0.1
_SHOWN = 40


def _kinds_of_reports(number: int) -> dict[str, list[str]]:
    """Reports of about 1,000 characters, as offices send them."""
    made = [_cut(f"{each.title}\n{each.text}") for each in bulletins(number)]
    folders = [sorted((_CORPUS / folder).glob("*.txt")) for folder in ("texts", "own")]
    real = [path.read_text(encoding="utf-8") for paths in folders for path in paths]
    traditional = OpenCC("s2t")
    return {
        "made up": made,
        f"made up, in columns of {_COLUMN}": [_in_columns(text) for text in made],
        "made up, in traditional script": [traditional.convert(text) for text in made],
        "the labelled reports, as they are": real,
    }


def _cut(text: str) -> str:
    """The text up to the end of a sentence near the wanted length."""
    return text[: text.rfind("。", 0, _LENGTH) + 1]


def _in_columns(text: str) -> str:
    return "\n".join(
        line[start : start + _COLUMN]
        for line in text.split("\n")
        for start in range(0, len(line), _COLUMN)
    )


def _read_all(texts: list[str]) -> float:
    """The seconds that all texts take on one core."""
    started = time.process_time()
    for text in texts:
        read_text("report.txt", text)
    return time.process_time() - started


def _print_speed(kinds: dict[str, list[str]], rounds: int) -> None:
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for _, kind in tqdm(list(product(range(rounds), kinds)), desc="speed", disable=None):
        seconds[kind].append(_read_all(kinds[kind]))
    rows = []
    for kind, texts in kinds.items():
        speeds = sorted(len(texts) / each for each in seconds[kind])
        characters = statistics.mean(map(len, texts))
        middle = statistics.median(speeds)
        rows.append(
            [
                kind,
                f"{len(texts)}",
                f"{characters:,.0f}",
                f"**{middle:,.0f}**",
                f"{speeds[0]:,.0f}-{speeds[-1]:,.0f}",
                f"{middle * characters / _LENGTH:,.0f}",
            ]
        )
    print(f"\n## Reports a second on one core ({rounds} rounds)\n")
    _print_table(
        ["reports", "number", "characters", "a second", "from-to", "thousand characters a second"],
        rows,
    )


@dataclass(slots=True)
class _Clock:
    """Seconds by step; while a step calls another, only the inner one's time runs."""

    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    _running: list[str] = field(default_factory=list)
    _since: float = 0.0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        self._stop()
        self._running.append(name)
        try:
            yield
        finally:
            self._stop()
            self._running.pop()

    def _stop(self) -> None:
        now = time.process_time()
        if self._running:
            self.seconds[self._running[-1]] += now - self._since
        self._since = now


@contextmanager
def _timed_steps(clock: _Clock) -> Iterator[None]:
    """Time the steps wherever a module of the reader has them under their names."""
    package = "bulletins.reading"
    rooms = [module for name, module in sys.modules.items() if name.startswith(package)]
    put_back: list[tuple[Any, str, Any]] = []
    for step, doors in _STEPS.items():
        for door in doors:
            module, _, name = door.partition(".")
            function = getattr(import_module(f"{package}.{module}"), name)
            timed = _timed(clock, step, function)
            for room in rooms:
                if getattr(room, name, None) is function:
                    put_back.append((room, name, function))
                    setattr(room, name, timed)
    try:
        yield
    finally:
        for room, name, function in put_back:
            setattr(room, name, function)


def _timed(clock: _Clock, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:
        with clock.step(step):
            found = function(*args, **kwargs)
            # What a generator does, it does when it is asked.
            return list(found) if isinstance(found, Iterator) else found

    return timed


def _print_steps(kinds: dict[str, list[str]], rounds: int) -> None:
    clocks = {kind: _Clock() for kind in kinds}
    for _, kind in tqdm(list(product(range(rounds), kinds)), desc="steps", disable=None):
        clock = clocks[kind]
        with _timed_steps(clock):
            for text in kinds[kind]:
                with clock.step("the rest"):
                    read_text("report.txt", text)
    shares = {
        kind: {step: each / rounds / len(kinds[kind]) for step, each in clock.seconds.items()}
        for kind, clock in clocks.items()
    }
    print("\n## What the time goes into (milliseconds a report)\n")
    first = next(iter(shares.values()))
    steps = sorted([*_STEPS, "the rest"], key=lambda step: -first.get(step, 0))
    rows = [
        [step, *(f"{1000 * shares[kind].get(step, 0):.3f}" for kind in kinds)] for step in steps
    ]
    rows.append(["together", *(f"{1000 * sum(shares[kind].values()):.3f}" for kind in kinds)])
    _print_table(["step", *kinds], rows)


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


def _print_worst(sizes: list[int], limit: float, only: str, shown: int) -> None:
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
    _print_table(
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


def _print_table(head: list[str], rows: list[list[str]]) -> None:
    for row in (head, ["---", *["---:"] * (len(head) - 1)], *rows):
        print(f"| {' | '.join(row)} |")


def main() -> None:
    """Measure and print what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure the reader; Markdown on standard output.")
    parser.add_argument("--quick", action="store_true", help="fewer reports, rounds and sizes")
    parser.add_argument("--part", choices=["speed", "steps", "worst"], help="only this table")
    parser.add_argument("--only", default="", help="only hostile texts with this in their name")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds before one is ended")
    parser.add_argument("--all", action="store_true", help="show every hostile text")
    given = parser.parse_args()
    kinds = _kinds_of_reports(50 if given.quick else 200)
    for texts in kinds.values():
        _read_all(texts[:10])
    print("# The reader's speed\n")
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} CPUs.")
    if given.part in (None, "speed"):
        _print_speed(kinds, 3 if given.quick else 9)
    if given.part in (None, "steps"):
        _print_steps(kinds, 1 if given.quick else 3)
    if given.part in (None, "worst"):
        sizes = _QUICK_SIZES if given.quick else _SIZES
        _print_worst(sizes, given.limit, given.only, sys.maxsize if given.all else _SHOWN)


if __name__ == "__main__":
    main()
