"""Measurement of the engines at one size, each in a process of its own, interleaved."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from benchmarks.corpus import corpus_file
from benchmarks.engines.builds import engine_folder, ensure_built, stored_build_rate
from benchmarks.engines.client import EngineError, Worker, cold_start_ms
from benchmarks.measurements import Measurements
from benchmarks.queries import QUERIES, Query

# A slow query is repeated less: at least so often, and no more once its runs took this long.
_MIN_REPEATS, _BUDGET_MS = 3, 3000
_SAVES, _COLD_STARTS = 10, 3
_COLD_START_QUERY = "common 1"

USUAL_LIMIT = 10_000
"""The largest size at which the stock Haystack set-up is built; more would take hours."""


@dataclass(frozen=True, slots=True)
class BenchmarkRunner:
    """Runner of queries on engines; collects measurements.

    Attributes:
        folder: where corpora and indexes are stored, and reused.
        engines: names of the engines, keys of `benchmarks.engines.ENGINES`.
        rebuild: names of the engines whose index is built again.
        repeats: how often a query is measured warm.
    """

    folder: Path
    engines: Sequence[str]
    rebuild: Sequence[str]
    repeats: int
    queries: Sequence[Query] = tuple(QUERIES.values())

    def measure(self, size: int) -> dict[str, Measurements]:
        """Build the missing indexes of that many bulletins and measure every engine."""
        measured = {name: Measurements(name) for name in self.engines}
        with ExitStack() as stack:
            workers: dict[str, Worker] = {}
            for name, measurements in measured.items():
                if name == "usual" and size > USUAL_LIMIT:
                    measurements.skip_reason = self._estimated_build(size)
                    continue
                rebuild = name in self.rebuild
                measurements.build_rates = ensure_built(self.folder, name, size, rebuild=rebuild)
                home = engine_folder(self.folder, name, size)
                measurements.cold_start_ms = [
                    cold_start_ms(name, home, _COLD_START_QUERY) for _ in range(_COLD_STARTS)
                ]
                workers[name] = stack.enter_context(Worker(name, home))
                workers[name].call("open")
            self._measure_first(workers, measured)
            self._measure_warm(workers, measured)
            for name, worker in workers.items():
                measured[name].memory = worker.call("memory")
                measured[name].index_bytes = worker.call("index_size")["bytes"]
            _measure_saves(workers, measured, corpus_file(self.folder, size))
        return measured

    def _estimated_build(self, size: int) -> str:
        rate = stored_build_rate(self.folder, "usual", USUAL_LIMIT)
        if rate is None:
            return "not built"
        return f"not built: {size / rate / 3600:.1f} hours at {rate:.0f} a second"

    def _measure_first(self, workers: dict[str, Worker], measured: dict[str, Measurements]) -> None:
        """Measure each query in a process that has run no other."""
        for query in tqdm(self.queries, desc="first touch", disable=None):
            for name, worker in workers.items():
                if query.unsupported and name != "ours":
                    continue
                with _recorded_errors(measured[name], query.name):
                    result = worker.call("first_search", query=query.name)
                    measured[name].first_ms[query.name] = result["ms"]

    def _measure_warm(self, workers: dict[str, Worker], measured: dict[str, Measurements]) -> None:
        """Measure each query repeatedly; the engines take turns."""
        for query in tqdm([each.name for each in self.queries], desc="warm", disable=None):
            names = [name for name in workers if query in measured[name].first_ms]
            for name in names:
                # Not timed: decodes what the timed runs find cached.
                result = workers[name].call("search", query=query)
                measured[name].totals[query] = result["total"]
            for _ in range(self.repeats):
                for name in names:
                    times = measured[name].warm_ms.setdefault(query, [])
                    if len(times) < _MIN_REPEATS or sum(times) < _BUDGET_MS:
                        times.append(workers[name].call("search", query=query)["ms"])
            if "ours" in names:
                measured["ours"].cached_ms[query] = [
                    workers["ours"].call("search", query=query, use_result_cache=True)["ms"]
                    for _ in range(_MIN_REPEATS)
                ]


def _measure_saves(
    workers: dict[str, Worker], measured: dict[str, Measurements], corpus: Path
) -> None:
    for number in tqdm(range(_SAVES + 1), desc="saves", disable=None):
        for name, worker in workers.items():
            result = worker.call("save", corpus=str(corpus), number=number + 1)
            if number:  # the first one opens writers and is not counted
                measured[name].save_ms.append(result["ms"])
                measured[name].search_after_save_ms.append(result["search_ms"])


@contextmanager
def _recorded_errors(measurements: Measurements, query: str) -> Iterator[None]:
    """Record an engine's error for a query, which is then not measured further."""
    try:
        yield
    except EngineError as error:
        measurements.errors[query] = str(error)
