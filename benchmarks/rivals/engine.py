"""What every engine of the comparison can be asked to do."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate_bulletins import Bulletin
from benchmarks.queries import Question


@dataclass(frozen=True, slots=True)
class Answer:
    """How many bulletins were found, and the numbers of those on the page asked for."""

    total: int
    ids: list[int]


class Engine(ABC):
    """One engine with its files in one folder; used by one thread of one process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def build(self, bulletins: Sequence[Bulletin]) -> dict[str, float]:
        """Index bulletins into the empty folder; returns seconds by what they were spent on.

        "build" is what its users would run; everything is on disk and ready to be asked.
        """

    @abstractmethod
    def open(self) -> None:
        """Make ready for the first question, as a server does before it takes requests."""

    def reopen(self) -> None:  # noqa: B027 (only what a fork breaks needs it)
        """Make usable in a process forked from the one that opened it."""

    @abstractmethod
    def ask(self, question: Question) -> Answer:
        """Answer with the exact total and one page, and make the facets and snippets asked for."""

    def forget(self) -> None:  # noqa: B027 (most keep no answers)
        """Forget whole answers, so that asking again is work again; what was decoded is kept."""

    @abstractmethod
    def save(self, bulletin: Bulletin) -> None:
        """Put a bulletin in the place of the one of its number; the next answer knows it."""

    def finish(self) -> None:  # noqa: B027 (most do all at once)
        """Wait for what is still done behind the scenes."""

    def index_folder(self) -> Path:
        """The folder whose files are the index."""
        return self.folder
