"""What the live index knows, for suggestions: its words, its entries, and how many meetings."""

from collections.abc import Iterator
from functools import partial

from haystack import connections
from haystack.query import SearchQuerySet

from search.engine.postings import Part
from search.engine.schema import ENTRIES, ENTRY_SIGN
from search.engine.vocabulary import Vocabulary
from search.similar import Known, WordsKept

_kept = WordsKept()


def vocabulary() -> Vocabulary:
    """Return what the index knows at this moment."""
    found: Vocabulary = connections["default"].get_backend().vocabulary()
    return found


def known_words(of: Vocabulary) -> Known:
    """Return the words and entries of an index, to be found by sound and by look."""
    folder = of.snapshot.folder.name
    return Known(
        [
            _kept.words((folder, part.name), partial(_counted, part, of.content))
            for part in of.snapshot.parts
        ]
    )


def count(typed: str) -> int:
    """Return how many meetings a query finds."""
    number: int = SearchQuerySet().auto_query(typed).count()
    return number


def _counted(part: Part, content: str) -> Iterator[tuple[str, int]]:
    """Yield words and entries of a segment with their meetings, deleted ones included."""
    for name in (content, ENTRIES):
        field = part.field(name)
        if field is not None:
            for term, number in zip(field, field.frequencies().tolist(), strict=True):
                # An entry's folded text stands before its kind and itself.
                yield term.decode().partition(ENTRY_SIGN)[0], number
