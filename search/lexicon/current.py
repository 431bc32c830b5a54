"""The lexicon that this process uses: words searched as a whole, and groups of synonyms.

It is in memory, because every search needs it. The site edits it in tables of the database and
loads it from there (`search.indexing.lexicon_sync`); without a site it is the default lexicon.
"""

import hashlib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Self

from search.lexicon.files import DICTIONARY_FILE, SYNONYMS_FILE, read_entries


@dataclass(frozen=True, slots=True)
class EntryList:
    """The entries of one table, in order; `version` is a digest of them, by which two are equal.

    So it is a cheap key of caches, and whatever is stored under it was made of its entries.
    """

    entries: tuple[str, ...] = field(compare=False, repr=False)
    version: str

    @classmethod
    def of(cls, entries: Iterable[str]) -> Self:
        """Return the list of these entries."""
        entries = tuple(entries)
        return cls(entries, hashlib.sha256("\n".join(entries).encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Dictionary and synonyms; `revision` identifies the state of the tables they were read from.

    The entries of `synonyms` are groups: words separated by spaces or slashes.
    """

    dictionary: EntryList
    synonyms: EntryList
    revision: Hashable


# Revision of the default lexicon, and of no state of the tables.
_DEFAULT = "default"


def default_lexicon() -> Lexicon:
    """Read the lexicon that is part of this project."""
    dictionary, synonyms = (
        EntryList.of(entry for entry, _remark in read_entries(path))
        for path in (DICTIONARY_FILE, SYNONYMS_FILE)
    )
    return Lexicon(dictionary, synonyms, _DEFAULT)


_lexicon: Lexicon | None = None
_load: Callable[[], Lexicon] = default_lexicon


def current_lexicon() -> Lexicon:
    """Return the lexicon in use; loaded when it is first needed."""
    global _lexicon  # noqa: PLW0603 (one lexicon for each process)
    if _lexicon is None:
        _lexicon = _load()
    return _lexicon


def set_lexicon(lexicon: Lexicon) -> None:
    """Use another lexicon from now on."""
    global _lexicon  # noqa: PLW0603 (one lexicon for each process)
    _lexicon = lexicon


def set_loader(load: Callable[[], Lexicon]) -> None:
    """Set the function that loads the lexicon when it is first needed."""
    global _load  # noqa: PLW0603 (one lexicon for each process)
    _load = load
