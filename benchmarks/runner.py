"""Measurement of the engines at one size, each in a process of its own, interleaved."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from benchmarks.corpus import corpus_file, read_corpus
from benchmarks.engines import ENGINES
from benchmarks.engines.builds import engine_folder, ensure_built, stored_build_rate
from benchmarks.engines.client import EngineError, Worker, cold_start_ms
from benchmarks.measurements import Measurements, Timing
from benchmarks.new_words import DRAWN_FROM, new_questions
from benchmarks.queries import QUERIES, Query

# A slow query is repeated less: at least so often, and no more once its runs took this long.
_MIN_REPEATS, _BUDGET_MS = 3, 3000
_SAVES, _COLD_STARTS = 10, 3
_COLD_START_QUERY = QUERIES["common 1"]
# Asked at once after a save.
_AFTER_SAVE_QUERY = QUERIES["facets of common"]
# Bulletins whose words are completed and for which similar ones are looked for.
_SUGGESTIONS_FOR = 50

USUAL_LIMIT = 10_000
"""The largest size at which the stock Haystack set-up is built; more would take hours."""


@dataclass(frozen=True, slots=True)
class BenchmarkRunner:
    """Runner of queries on engines; collects measurements.

    Attributes:
        folder: where corpora and indexes are stored, and reused.
        engines: names of the engines, keys of `benchmarks.engines.ENGINES`.
        rebuild: names of the engines whose index is built again.
        rounds: how many new questions are made of each query.
        repeats: how often each query is asked again.
    """

    folder: Path
    engines: Sequence[str]
    rebuild: Sequence[str]
    rounds: int
    repeats: int
    queries: Sequence[Query] = tuple(QUERIES.values())

    def new_questions(self, size: int) -> list[Query]:
        """Return the new questions that are asked at one size."""
        bulletins = read_corpus(corpus_file(self.folder, size), DRAWN_FROM)
        return [*new_questions(bulletins, self.queries, self.rounds)]

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
            _measure_new_words(self.new_questions(size), workers, measured)
            self._measure_asked_before(workers, measured)
            corpus = str(corpus_file(self.folder, size))
            for name, worker in workers.items():
                measured[name].memory = worker.call("memory")
                for number in range(1, min(_SUGGESTIONS_FOR, size) + 1):
                    worker.call("use_suggestions", corpus=corpus, number=number)
                measured[name].memory_with_suggestions = worker.call("memory")
                measured[name].index_bytes = worker.call("index_size")["bytes"]
            _measure_saves(workers, measured, corpus)
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
                if not ENGINES[name].can_answer(query):
                    continue
                with _recorded_errors(measured[name], query):
                    result = worker.search(query, "first_search")
                    measured[name].first_ms[query.name] = result["ms"]

    def _measure_asked_before(
        self, workers: dict[str, Worker], measured: dict[str, Measurements]
    ) -> None:
        """Measure each query repeatedly, after it was asked once; the engines take turns."""
        for query in tqdm(self.queries, desc="asked before", disable=None):
            names = [name for name in workers if query.name in measured[name].first_ms]
            for name in names:
                measured[name].totals[query.name] = workers[name].search(query)["total"]
            for _ in range(self.repeats):
                for name in names:
                    timings = measured[name].asked_before.setdefault(query.name, [])
                    spent = sum(timing.ms for timing in timings)
                    if len(timings) < _MIN_REPEATS or spent < _BUDGET_MS:
                        timings.append(Timing.of(workers[name].search(query)))


def _measure_new_words(
    questions: Sequence[Query], workers: dict[str, Worker], measured: dict[str, Measurements]
) -> None:
    """Ask each question once, with the engine's caches emptied before; the engines take turns."""
    for question in tqdm(questions, desc="new words", disable=None):
        for name, worker in workers.items():
            if not ENGINES[name].can_answer(question):
                continue
            with _recorded_errors(measured[name], question):
                result = worker.search(question, clear_caches=True)
                measured[name].new_words[question.name] = Timing.of(result)
                measured[name].totals[question.name] = result["total"]


def _measure_saves(
    workers: dict[str, Worker], measured: dict[str, Measurements], corpus: str
) -> None:
    for number in tqdm(range(1, _SAVES + 2), desc="saves", disable=None):
        for name, worker in workers.items():
            saved = worker.call("save", corpus=corpus, number=number)
            answered = worker.search(_AFTER_SAVE_QUERY)
            worker.call("restore", corpus=corpus, number=number)
            if number > 1:  # the first one opens writers and is not counted
                measured[name].save.append(Timing.of(saved))
                measured[name].after_save.append(Timing.of(answered))


@contextmanager
def _recorded_errors(measurements: Measurements, query: Query) -> Iterator[None]:
    """Record an engine's error for a query, which is then not measured further."""
    try:
        yield
    except EngineError as error:
        measurements.errors[query.name] = str(error)
