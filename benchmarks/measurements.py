"""The measurements of one engine at one size, and the statistics reported of them."""

import statistics
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self


class Timing(NamedTuple):
    """Milliseconds of wall time, and of processor time in all threads of the engine's process."""

    ms: float
    cpu_ms: float

    @classmethod
    def of(cls, result: Mapping[str, Any]) -> Self:
        """Return the times in a result of `engines.worker`."""
        return cls(result["ms"], result["cpu_ms"])


@dataclass(slots=True)
class Measurements:
    """What was measured of one engine; empty where nothing was.

    Attributes:
        engine: the engine's name on the command line.
        build_rates: bulletins a second, by stage; "build" is the whole build.
        first_ms: by name of a query, time in a process that has run no query of the benchmark yet.
        new_words: by name of a question, its only time, with the engine's caches emptied before.
        asked_before: by name of a query, its times when asked again, with all caches.
        totals: numbers of hits, by name of query or question.
        errors: message of the error where an engine could not answer.
        cold_start_ms: from the start of a process to its first result page.
        save: times of saving one changed bulletin.
        after_save: times of the first search after a save, with the facets of the site's page.
        memory: megabytes after all questions, by line of `/proc/self/status`.
        memory_with_suggestions: megabytes after completions and similar meetings were used as well.
        skip_reason: why nothing at all was measured.
    """

    engine: str
    build_rates: dict[str, float] = field(default_factory=dict)
    first_ms: dict[str, float] = field(default_factory=dict)
    new_words: dict[str, Timing] = field(default_factory=dict)
    asked_before: dict[str, list[Timing]] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    cold_start_ms: list[float] = field(default_factory=list)
    save: list[Timing] = field(default_factory=list)
    after_save: list[Timing] = field(default_factory=list)
    memory: dict[str, float] = field(default_factory=dict)
    memory_with_suggestions: dict[str, float] = field(default_factory=dict)
    index_bytes: int = 0
    skip_reason: str = ""

    def new_words_of(self, names: Collection[str] | None = None) -> list[Timing]:
        """Return the times of the new questions, or of those with the names."""
        return [timing for name, timing in self.new_words.items() if names is None or name in names]

    def asked_before_of(self, names: Collection[str] | None = None) -> list[Timing]:
        """Return the median times of each query asked again, or of those with the names."""
        return [
            median_timing(timings)
            for name, timings in self.asked_before.items()
            if names is None or name in names
        ]


Statistic = Callable[[Sequence[float]], float]


def median(times: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(times)


def percentile_95(times: Sequence[float]) -> float:
    """Return the 95th percentile (nearest rank above): of 50 times the third longest."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def median_timing(timings: Sequence[Timing]) -> Timing:
    """Return the median of wall times and that of processor times."""
    return Timing(median(wall_ms(timings)), median(cpu_ms(timings)))


def wall_ms(timings: Iterable[Timing]) -> list[float]:
    """Return the wall times."""
    return [timing.ms for timing in timings]


def cpu_ms(timings: Iterable[Timing]) -> list[float]:
    """Return the processor times."""
    return [timing.cpu_ms for timing in timings]


def format_ms(value: float) -> str:
    """Format milliseconds for a table, with two significant digits or more."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def format_spread(times: Sequence[float], upper: Statistic = percentile_95) -> str:
    """Format the median and an upper value of times, as in "3.80 / 23.0"; empty without times."""
    return f"{format_ms(median(times))} / {format_ms(upper(times))}" if times else ""
