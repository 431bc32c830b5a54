"""The interface of an engine: what the search needs of the index of a connection.

The engine itself is the `ENGINE` of HAYSTACK_CONNECTIONS. Its backend evaluates the tree of
`search.query.ast` and has a `manager` and a `verifier` with these methods, and as `lookups` the
LookupBuilder that `search.haystack_backend.query` makes trees with. Outbox, checks, commands, admin
and spelling use nothing else of it, so that a second engine can stand beside this one.
IndexUnavailableError is that of `search.index.errors`, SearchBackendError is Haystack's.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from django.db.models import Model
from haystack import connections

from common.progress import Progress


class RebuildOutcome(Protocol):
    """The outcome of a rebuild: how many documents, and the identifiers of failed rows."""

    @property
    def documents(self) -> int: ...
    @property
    def failed(self) -> set[str]: ...


class Suggestion(Protocol):
    """A completion of a query; `kind` is person, place, theme or phrase."""

    @property
    def text(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def document_frequency(self) -> int: ...


class VocabularyPart(Protocol):
    """The words and entries of a part of an index, which never changes; `key` identifies it."""

    @property
    def key(self) -> Hashable: ...

    def words(self) -> Sequence[tuple[str, int]]:
        """Return every word with its document frequency, deleted documents included."""

    def entries(self) -> Sequence[tuple[str, int]]:
        """Return the normalized text of every entry with its document frequency, likewise."""


class Vocabulary(Protocol):
    """The words and autocomplete entries of an index at one moment."""

    @property
    def segments(self) -> Sequence[VocabularyPart]: ...

    def entries(self, prefix: str, limit: int) -> Sequence[Suggestion]:
        """Return the entries that begin with a normalized text, those of most documents first."""


class IndexManager(Protocol):
    """The index of one connection: its state, its terms, and how it is kept up to date."""

    # State. Nothing here changes the index, or queries the database.

    def live_version(self) -> Hashable:
        """Return what identifies the live index until it is rebuilt; None where there is none."""

    def exists(self) -> bool:
        """Return whether an index was ever created; a new site has none."""

    def is_usable(self) -> bool:
        """Return whether the index can be searched, stale or not."""

    def is_stale(self) -> bool:
        """Return whether there is an index, made under another fingerprint than the current."""

    def count(self) -> int:
        """Return the number of documents. Raises SearchBackendError where it is not usable."""

    def pks(self, model: type[Model]) -> Sequence[str]:
        """Return the primary keys of the rows of a model that are in the index."""

    def vocabulary(self) -> Vocabulary:
        """Return the words and entries of the index. Raises SearchBackendError."""

    # Updates. A second writer leaves its work to the one that holds the lock.

    def write_lock(self) -> AbstractContextManager[bool]:
        """Acquire the write lock without waiting; yields whether it was acquired."""

    def refresh(self, changed: Mapping[type[Model], Collection[Any]]) -> set[str]:
        """Update these rows in the index from the database, in one commit, under the write lock.

        Returns the identifiers of rows whose documents could not be built and stay as they were.
        Raises IndexUnavailableError where there is no index that could be written.
        """

    def merge(self) -> None:
        """Do what upkeep is due, without the write lock. Raises IndexUnavailableError."""

    def rebuild(self, progress: Progress, *, processes: int | None, batch: int) -> RebuildOutcome:
        """Rebuild the index from the database and activate it.

        Raises SearchBackendError where another rebuild is running.
        """

    def rebuild_unless_done(self, broken: Hashable) -> RebuildOutcome | None:
        """Rebuild, like `rebuild`, unless the live version is another than the broken one."""

    def discard(self) -> None:
        """Leave no index live, so that the next who needs one rebuilds it. Raises OSError."""


class IndexVerifier(Protocol):
    """Comparison of the index of one connection with the database; the backend's `verifier`."""

    def is_intact(self) -> bool:
        """Return whether all files of the index are there as they were written, stale or not.

        Opens them anew, so that it also notices files that this process has open and somebody
        has deleted.
        """

    def differing(self, model: type[Model], pks: Collection[str]) -> set[str]:
        """Return which rows are in the index otherwise than a document of them would be now.

        A row that should not be in the index differs if it is; a row whose document cannot be
        built differs. Raises SearchBackendError.
        """

    def abandoned(self) -> Sequence[str]:
        """Return the names of what killed rebuilds left; empty while a rebuild is running."""

    def remove_abandoned(self) -> None:
        """Remove what killed rebuilds left, unless a rebuild is running."""


def index_manager(using: str = "default") -> IndexManager:
    """Return the manager of a connection's index."""
    manager: IndexManager = connections[using].get_backend().manager
    return manager


def index_verifier(using: str = "default") -> IndexVerifier:
    """Return the verifier of a connection's index."""
    verifier: IndexVerifier = connections[using].get_backend().verifier
    return verifier
