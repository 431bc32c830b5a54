"""How fast the reader reads, what its time goes into, and which texts it is slowest on.

`python -m benchmarks.reading` prints Markdown; `--quick` takes a minute or two and says less.
Readings of different texts take turns, so that whatever else the machine does falls on all alike;
times are those of the processor. Nothing is asserted: what a speed should be depends on the
machine.
"""

import argparse
import os
import platform
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

from opencc import OpenCC
from tqdm import tqdm

from benchmarks.generate_bulletins import bulletins
from benchmarks.tables import print_table
from benchmarks.worst_texts import print_worst
from bulletins.reading import read_text

_ROOT = Path(__file__).parent.parent
_CORPUS = _ROOT / "tests" / "corpus"
_LENGTH = 1000
_COLUMN = 17
_SHOWN = 40
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
    print_table(
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
    print_table(["step", *kinds], rows)


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
        print_worst(given.quick, given.limit, given.only, sys.maxsize if given.all else _SHOWN)


if __name__ == "__main__":
    main()
