"""What the live index knows, for suggestions: its words, its entries, and how many meetings."""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from haystack import connections
from haystack.query import SearchQuerySet

from search.index.searching.suggest import SegmentVocabulary, Vocabulary
from search.query import synonyms
from search.spelling.term_index import TermIndex, TermIndexCache

_cache = TermIndexCache()


def vocabulary() -> Vocabulary:
    """Return what the index knows at this moment."""
    found: Vocabulary = connections["default"].get_backend().vocabulary()
    return found


def term_index(of: Vocabulary) -> TermIndex:
    """Return the words and entries of an index, to be found by sound and by look."""
    return TermIndex(
        [
            *(_cache.get(part.key, partial(_segment_terms, part)) for part in of.segments),
            # Found by its synonyms, whether it stands in a text or not.
            _cache.get((synonyms.__name__, synonyms.version()), _synonym_terms),
        ]
    )


def count_hits(typed: str) -> int:
    """Return how many meetings a query finds."""
    number: int = SearchQuerySet().auto_query(typed).count()
    return number


def _segment_terms(part: SegmentVocabulary) -> Iterator[tuple[str, int]]:
    return chain(part.words(), part.entries())


def _synonym_terms() -> Iterator[tuple[str, int]]:
    return ((member, 1) for member in synonyms.all_terms())
