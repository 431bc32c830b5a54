"""Measures the engines at one size, each in a process of its own, taking turns."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from benchmarks.building import built, home_of, rate_before
from benchmarks.corpus import corpus
from benchmarks.figures import Figures
from benchmarks.queries import QUESTIONS, Question
from benchmarks.rivals.client import EngineError, Worker, cold_start

# A slow question is asked less often: three times at least, and no more once it took this long.
_FEWEST, _BUDGET_MS = 3, 3000
_SAVES, _COLD_STARTS = 10, 3
_COLD_QUESTION = "common 1"
# The usual set-up takes hours for more than this; how many it would take is said.
USUAL_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Bench:
    """What is measured, and where what is built stands."""

    folder: Path
    engines: Sequence[str]
    rebuild: Sequence[str]
    repeats: int
    questions: Sequence[Question] = tuple(QUESTIONS.values())

    def measure(self, size: int) -> dict[str, Figures]:
        """Build what is not built, and measure the engines at one size."""
        measured = {name: Figures(name) for name in self.engines}
        with ExitStack() as stack:
            workers: dict[str, Worker] = {}
            for name, figures in measured.items():
                if name == "usual" and size > USUAL_LIMIT:
                    figures.missing = self._too_long(size)
                    continue
                again = name in self.rebuild
                figures.built = built(self.folder, name, size, again=again)
                home = home_of(self.folder, name, size)
                colds = (cold_start(name, home, _COLD_QUESTION) for _ in range(_COLD_STARTS))
                figures.cold = list(colds)
                workers[name] = stack.enter_context(Worker(name, home))
                workers[name].ask("open")
            self._first(workers, measured)
            self._warm(workers, measured)
            for name, worker in workers.items():
                measured[name].memory = worker.ask("memory")
                measured[name].index_bytes = worker.ask("size")["bytes"]
            _save(workers, measured, corpus(self.folder, size))
        return measured

    def _too_long(self, size: int) -> str:
        rate = rate_before(self.folder, "usual", USUAL_LIMIT)
        if rate is None:
            return "not built"
        return f"not built: {size / rate / 3600:.1f} hours at {rate:.0f} a second"

    def _first(self, workers: dict[str, Worker], measured: dict[str, Figures]) -> None:
        """The time of each question where nothing like it was asked before."""
        for question in tqdm(self.questions, desc="first touch", disable=None):
            for name, worker in workers.items():
                if question.beyond and name != "ours":
                    continue
                with _noted(measured[name], question.name):
                    answer = worker.ask("first", question=question.name)
                    measured[name].first[question.name] = answer["ms"]

    def _warm(self, workers: dict[str, Worker], measured: dict[str, Figures]) -> None:
        """Each question several times, the engines taking turns."""
        for question in tqdm([each.name for each in self.questions], desc="warm", disable=None):
            asked = [name for name in workers if question in measured[name].first]
            for name in asked:
                # Untimed: what it decodes is kept.
                answer = workers[name].ask("ask", question=question)
                measured[name].totals[question] = answer["total"]
            for _ in range(self.repeats):
                for name in asked:
                    times = measured[name].warm.setdefault(question, [])
                    if len(times) < _FEWEST or sum(times) < _BUDGET_MS:
                        times.append(workers[name].ask("ask", question=question)["ms"])
            if "ours" in asked:
                measured["ours"].kept[question] = [
                    workers["ours"].ask("ask", question=question, keep=True)["ms"]
                    for _ in range(_FEWEST)
                ]


def _save(workers: dict[str, Worker], measured: dict[str, Figures], file: Path) -> None:
    for number in tqdm(range(_SAVES + 1), desc="saves", disable=None):
        for name, worker in workers.items():
            saved = worker.ask("save", corpus=str(file), number=number + 1)
            if number:  # the first makes what the others use
                measured[name].saves.append(saved["ms"])
                measured[name].after_saves.append(saved["next_ms"])


@contextmanager
def _noted(figures: Figures, question: str) -> Iterator[None]:
    """What an engine cannot answer is told and not measured further."""
    try:
        yield
    except EngineError as error:
        figures.errors[question] = str(error)
