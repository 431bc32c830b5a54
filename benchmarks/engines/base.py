"""The interface that every engine of the comparison implements."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate_bulletins import Bulletin
from benchmarks.queries import Query


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The number of hits, and the bulletin ids of the requested page."""

    total: int
    ids: list[int]


class Engine(ABC):
    """A search engine with its files in one folder; used by one thread of one process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def build(self, bulletins: Sequence[Bulletin]) -> dict[str, float]:
        """Index bulletins into the empty folder; return seconds by stage.

        Stage "build" is what a user of the engine would run. Afterwards everything is on disk
        and can be searched.
        """

    @abstractmethod
    def open(self) -> None:
        """Prepare for the first query, as a server does before it accepts requests."""

    def reopen(self) -> None:  # noqa: B027 (only what a fork breaks needs it)
        """Make usable in a process forked from the one that opened the engine."""

    @abstractmethod
    def search(self, query: Query) -> ResultPage:
        """Return the exact total and one page; also compute the requested facets and snippets."""

    def clear_caches(self) -> None:  # noqa: B027 (tantivy and Whoosh cache no results)
        """Empty every cache of the engine, as if it had not been asked anything.

        What it loads once to be able to answer (dictionaries, open files) stays, and so does the
        system's page cache.
        """

    def use_suggestions(self, bulletin: Bulletin) -> None:  # noqa: B027 (only the archive can)
        """Complete the beginnings of words in a bulletin, and find bulletins similar to it."""

    @abstractmethod
    def save(self, bulletin: Bulletin) -> None:
        """Replace the bulletin with this id; the next search must see the new one."""

    def join(self) -> None:  # noqa: B027 (most have no background work)
        """Wait for background work to end."""

    def index_folder(self) -> Path:
        """Return the folder that holds the files of the index."""
        return self.folder
