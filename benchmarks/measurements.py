"""The measurements of one engine at one size, and the statistics reported of them."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.queries import QUERIES


@dataclass(slots=True)
class Measurements:
    """Times in milliseconds, by name of query; empty where nothing was measured.

    Attributes:
        engine: the engine's name on the command line.
        build_rates: bulletins a second, by stage; "build" is the whole build.
        first_ms: time in a process that has run no query of the benchmark yet.
        warm_ms: times of repeated runs with cached results cleared before each.
        cached_ms: times of repeated runs with cached results; only of this archive.
        totals: number of hits.
        errors: message of the error where an engine could not answer.
        cold_start_ms: from the start of a process to its first result page.
        save_ms: time of saving one changed bulletin.
        search_after_save_ms: time of the first search after a save.
        memory: megabytes, by line of `/proc/self/status`.
        skip_reason: why nothing at all was measured.
    """

    engine: str
    build_rates: dict[str, float] = field(default_factory=dict)
    first_ms: dict[str, float] = field(default_factory=dict)
    warm_ms: dict[str, list[float]] = field(default_factory=dict)
    cached_ms: dict[str, list[float]] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    cold_start_ms: list[float] = field(default_factory=list)
    save_ms: list[float] = field(default_factory=list)
    search_after_save_ms: list[float] = field(default_factory=list)
    memory: dict[str, float] = field(default_factory=dict)
    index_bytes: int = 0
    skip_reason: str = ""

    def answered(self) -> list[str]:
        """Return the names of the queries with warm times, in the order of `QUERIES`."""
        return [name for name in QUERIES if name in self.warm_ms]

    def warm_medians(self, names: Iterable[str] | None = None) -> list[float]:
        """Return the median warm time of the named queries, without names of all answered."""
        names = self.answered() if names is None else names
        return [median(self.warm_ms[name]) for name in names]

    def cached_medians(self) -> list[float]:
        """Return the median time of each query that was measured with cached results."""
        return [median(times) for times in self.cached_ms.values()]


def median(times: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(times)


def percentile_95(times: Sequence[float]) -> float:
    """Return the 95th percentile (nearest rank above): of 50 times the third longest."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def format_ms(value: float) -> str:
    """Format milliseconds for a table, with two significant digits or more."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
