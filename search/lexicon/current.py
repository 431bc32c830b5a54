"""The lexicon that this process uses: words searched as a whole, and groups of synonyms.

It is in memory, because every search needs it. The site edits it in tables of the database and
loads it from there (`search.indexing.lexicon_sync`); without a site it is the default lexicon.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from search.lexicon.files import DICTIONARY_FILE, SYNONYMS_FILE, read_entries


@dataclass(frozen=True, slots=True, eq=False)
class EntryList:
    """The entries of one table, in order; a key of caches, as itself and by nothing it contains.

    A thread that an edit overtakes stores what it made of the new entries under the old list. By
    content it would be found again where the edit is undone.
    """

    entries: tuple[str, ...]


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
        EntryList(tuple(entry for entry, _remark in read_entries(path)))
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
    """Use another lexicon from now on; a list of the same entries as before stays the same list."""
    global _lexicon  # noqa: PLW0603 (one lexicon for each process)
    former = _lexicon or lexicon
    dictionary, synonyms = (
        old if old.entries == new.entries else new
        for old, new in (
            (former.dictionary, lexicon.dictionary),
            (former.synonyms, lexicon.synonyms),
        )
    )
    _lexicon = Lexicon(dictionary, synonyms, lexicon.revision)


def set_loader(load: Callable[[], Lexicon]) -> None:
    """Set the function that loads the lexicon when it is first needed."""
    global _load  # noqa: PLW0603 (one lexicon for each process)
    _load = load
