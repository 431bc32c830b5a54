"""What the live index knows, for suggestions: its words, its entries, and how many meetings."""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from haystack import connections
from haystack.query import SearchQuerySet

from search.query import synonyms
from search.index.searching.suggest import Vocabulary, WordsOfSegment
from search.spelling.term_index import Known, WordsKept

_kept = WordsKept()


def vocabulary() -> Vocabulary:
    """Return what the index knows at this moment."""
    found: Vocabulary = connections["default"].get_backend().vocabulary()
    return found


def known_words(of: Vocabulary) -> Known:
    """Return the words and entries of an index, to be found by sound and by look."""
    return Known(
        [
            *(_kept.words(part.key, partial(_counted, part)) for part in of.parts),
            # Found by its synonyms, whether it stands in a text or not.
            _kept.words((synonyms.__name__, synonyms.version()), _of_synonyms),
        ]
    )


def count(typed: str) -> int:
    """Return how many meetings a query finds."""
    number: int = SearchQuerySet().auto_query(typed).count()
    return number


def _counted(part: WordsOfSegment) -> Iterator[tuple[str, int]]:
    return chain(part.words(), part.entries())


def _of_synonyms() -> Iterator[tuple[str, int]]:
    return ((member, 1) for member in synonyms.members())
