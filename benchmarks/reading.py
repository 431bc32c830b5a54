"""Speed of the reader: reports a second, time by step, and the slowest texts.

`python -m benchmarks.reading` prints Markdown; `--quick` takes a minute or two and measures less.
Different texts are read in turns, so that other load on the machine affects all alike; times are
process time. Nothing is asserted, because speed depends on the machine.
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
from functools import wraps
from itertools import product
from pathlib import Path
from typing import Any

from opencc import OpenCC
from tqdm import tqdm

from benchmarks.generate_bulletins import generate_bulletins
from benchmarks.tables import print_table
from benchmarks.worst_cases import print_worst_cases
from bulletins.reading import read_text
from bulletins.reading.fields import dates, exchange_units, meeting_type, places, sources, themes
from bulletins.reading.fields.people import people
from bulletins.reading.fields.priorities import priorities
from bulletins.reading.layout import boilerplate, paragraphs
from bulletins.reading.lexical import char_folding, gazetteer, punctuation
from bulletins.reading.report_splitting import headlines, lead_sentences, reports

_ROOT = Path(__file__).parent.parent
_CORPUS = _ROOT / "tests" / "corpus"
_REPORT_LENGTH = 1000
_COLUMN_WIDTH = 17
_SHOWN_WORST = 40
_OTHER_STEP = "other"
# Functions of the reader by step, in the order of reading. The time of a step excludes that of
# steps called from it.
_STEPS: dict[str, list[Callable[..., Any]]] = {
    "lines to paragraphs": [paragraphs.rebuild_paragraphs],
    "punctuation and spaces": [punctuation.normalize_punctuation],
    "boilerplate": [boilerplate.classify, boilerplate.starts_boilerplate, boilerplate.read_imprint],
    "character folding": [char_folding.repair, char_folding.fold, char_folding.is_traditional],
    "paragraphs to reports": [reports.split_reports, headlines.bigram_overlap],
    "lead sentences": [
        lead_sentences.find_leads,
        lead_sentences.is_lead,
        lead_sentences.is_national,
    ],
    "place names": [gazetteer.mentions],
    "province, level, venue": [places.read_places],
    "meeting type": [meeting_type.read_meeting_type],
    "date": [dates.read_date],
    "chairs and speakers": [people.read_people],
    "exchange units": [exchange_units.read_exchange_units],
    "priorities": [priorities.read_priorities],
    "themes": [themes.read_themes],
    "source": [sources.read_source],
}

ReportsByKind = dict[str, list[str]]


def _load_reports(number: int) -> ReportsByKind:
    """Return reports of about 1,000 characters by kind, `number` of each synthetic kind."""
    synthetic = [
        _cut(f"{bulletin.title}\n{bulletin.text}") for bulletin in generate_bulletins(number)
    ]
    folders = [sorted((_CORPUS / folder).glob("*.txt")) for folder in ("texts", "own")]
    labelled = [path.read_text(encoding="utf-8") for paths in folders for path in paths]
    traditional = OpenCC("s2t")
    return {
        "synthetic": synthetic,
        f"synthetic, in columns of {_COLUMN_WIDTH}": [_in_columns(text) for text in synthetic],
        "synthetic, in traditional script": [traditional.convert(text) for text in synthetic],
        "labelled corpus": labelled,
    }


def _cut(text: str) -> str:
    """Return the text up to its last sentence end within `_REPORT_LENGTH`."""
    return text[: text.rfind("。", 0, _REPORT_LENGTH) + 1]


def _in_columns(text: str) -> str:
    return "\n".join(
        line[start : start + _COLUMN_WIDTH]
        for line in text.split("\n")
        for start in range(0, len(line), _COLUMN_WIDTH)
    )


def _read_all(texts: list[str]) -> float:
    """Read all texts and return the seconds of process time."""
    started = time.process_time()
    for text in texts:
        read_text("report.txt", text)
    return time.process_time() - started


def _print_speed(reports_by_kind: ReportsByKind, rounds: int) -> None:
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for _, kind in tqdm(list(product(range(rounds), reports_by_kind)), desc="speed", disable=None):
        seconds[kind].append(_read_all(reports_by_kind[kind]))
    rows = []
    for kind, texts in reports_by_kind.items():
        speeds = sorted(len(texts) / each for each in seconds[kind])
        characters = statistics.mean(map(len, texts))
        speed = statistics.median(speeds)
        rows.append(
            [
                kind,
                f"{len(texts)}",
                f"{characters:,.0f}",
                f"**{speed:,.0f}**",
                f"{speeds[0]:,.0f}-{speeds[-1]:,.0f}",
                f"{speed * characters / 1000:,.0f}",
            ]
        )
    print(f"\n## Reports a second on one core ({rounds} rounds)\n")
    print_table(
        ["reports", "number", "characters", "a second", "range", "thousand characters a second"],
        rows,
    )


@dataclass(slots=True)
class _StepTimer:
    """Seconds of process time by step; while a step calls another, only the inner one runs."""

    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    _stack: list[str] = field(default_factory=list)
    _resumed_at: float = 0.0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        self._add_elapsed()
        self._stack.append(name)
        try:
            yield
        finally:
            self._add_elapsed()
            self._stack.pop()

    def _add_elapsed(self) -> None:
        now = time.process_time()
        if self._stack:
            self.seconds[self._stack[-1]] += now - self._resumed_at
        self._resumed_at = now


@contextmanager
def _timed_steps(timer: _StepTimer) -> Iterator[None]:
    """Replace the functions of `_STEPS` by timed ones in every module of the reader."""
    modules = [
        module for name, module in sys.modules.items() if name.startswith("bulletins.reading")
    ]
    replaced: list[tuple[Any, str, Any]] = []
    for step, functions in _STEPS.items():
        for function in functions:
            name = function.__name__
            timed = _timed(timer, step, function)
            for module in modules:
                if getattr(module, name, None) is function:
                    replaced.append((module, name, function))
                    setattr(module, name, timed)
    try:
        yield
    finally:
        for module, name, function in replaced:
            setattr(module, name, function)


def _timed(timer: _StepTimer, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def timed(*args: Any, **kwargs: Any) -> Any:
        with timer.step(step):
            result = function(*args, **kwargs)
            # A generator does its work when it is consumed, which must be within the step.
            return list(result) if isinstance(result, Iterator) else result

    return timed


def _print_steps(reports_by_kind: ReportsByKind, rounds: int) -> None:
    timers = {kind: _StepTimer() for kind in reports_by_kind}
    for _, kind in tqdm(list(product(range(rounds), reports_by_kind)), desc="steps", disable=None):
        timer = timers[kind]
        with _timed_steps(timer):
            for text in reports_by_kind[kind]:
                with timer.step(_OTHER_STEP):
                    read_text("report.txt", text)
    milliseconds = {
        kind: {
            step: 1000 * seconds / rounds / len(reports_by_kind[kind])
            for step, seconds in timer.seconds.items()
        }
        for kind, timer in timers.items()
    }
    print("\n## Time by step (milliseconds a report)\n")
    first_kind = next(iter(milliseconds.values()))
    steps = sorted([*_STEPS, _OTHER_STEP], key=lambda step: -first_kind.get(step, 0))
    rows = [
        [step, *(f"{milliseconds[kind].get(step, 0):.3f}" for kind in reports_by_kind)]
        for step in steps
    ]
    rows.append(["total", *(f"{sum(milliseconds[kind].values()):.3f}" for kind in reports_by_kind)])
    print_table(["step", *reports_by_kind], rows)


def main() -> None:
    """Run the measurements requested on the command line and print them."""
    parser = argparse.ArgumentParser(description="Measure the reader; Markdown on standard output.")
    parser.add_argument("--quick", action="store_true", help="fewer reports, rounds and sizes")
    parser.add_argument("--part", choices=["speed", "steps", "worst"], help="only this table")
    parser.add_argument("--only", default="", help="only hostile texts with this in their name")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds before a read is ended")
    parser.add_argument("--all", action="store_true", help="list every hostile text")
    args = parser.parse_args()
    reports_by_kind = _load_reports(50 if args.quick else 200)
    for texts in reports_by_kind.values():
        _read_all(texts[:10])
    print("# Speed of the reader\n")
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} CPUs.")
    if args.part in (None, "speed"):
        _print_speed(reports_by_kind, 3 if args.quick else 9)
    if args.part in (None, "steps"):
        _print_steps(reports_by_kind, 1 if args.quick else 3)
    if args.part in (None, "worst"):
        print_worst_cases(
            args.quick, args.limit, args.only, sys.maxsize if args.all else _SHOWN_WORST
        )


if __name__ == "__main__":
    main()
