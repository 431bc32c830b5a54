"""What was measured of one engine at one size, and what is said of it."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.queries import QUESTIONS

# A share of questions that is slower than this one may be: the slowest twentieth.
_TAIL = 0.95


@dataclass(slots=True)
class Figures:
    """All times are milliseconds by question; what was not measured is empty.

    `missing` says why there are none at all.
    """

    engine: str
    built: dict[str, float] = field(default_factory=dict)
    first: dict[str, float] = field(default_factory=dict)
    warm: dict[str, list[float]] = field(default_factory=dict)
    kept: dict[str, list[float]] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    cold: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    after_saves: list[float] = field(default_factory=list)
    memory: dict[str, float] = field(default_factory=dict)
    index_bytes: int = 0
    missing: str = ""

    def asked(self) -> list[str]:
        """The names of the questions that were answered, in their order."""
        return [name for name in QUESTIONS if name in self.warm]

    def medians(self, names: Iterable[str] | None = None) -> list[float]:
        """The median time of each question, or of those named."""
        chosen = self.asked() if names is None else names
        return [statistics.median(self.warm[name]) for name in chosen]

    def kept_medians(self) -> list[float]:
        """The same where whole answers were kept."""
        return [statistics.median(times) for times in self.kept.values()]


def middle(times: Sequence[float]) -> float:
    """The median."""
    return statistics.median(times)


def tail(times: Sequence[float]) -> float:
    """The 95th percentile: of 50 questions the third slowest."""
    return sorted(times)[min(len(times) - 1, int(len(times) * _TAIL))]


def milliseconds(value: float) -> str:
    """Two digits that say something, for tables."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
