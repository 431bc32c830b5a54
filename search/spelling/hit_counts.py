"""Terms, entries and hit counts of the live index, as used by spelling correction."""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from search.haystack_backend.query import ArchiveSearchQuerySet
from search.indexing.engine import Vocabulary, VocabularyPart, index_manager
from search.query import synonyms
from search.query.ast import Node
from search.query.parser import parse
from search.spelling.term_index import TermIndex, TermIndexCache

term_index_cache = TermIndexCache()


def live_vocabulary() -> Vocabulary:
    """Return the vocabulary of the live index at this moment."""
    return index_manager().vocabulary()


def term_index(vocabulary: Vocabulary) -> TermIndex:
    """Return the words and entries of a vocabulary, and the synonyms, as a term index."""
    return TermIndex(
        [
            *(
                term_index_cache.get(segment.key, partial(_segment_terms, segment))
                for segment in vocabulary.segments
            ),
            # A word with synonyms is found by them, whether a text has it or not.
            term_index_cache.get((synonyms.__name__, synonyms.version()), _synonym_terms),
        ]
    )


def count_hits(node: Node) -> int:
    """Return how many meetings the tree of a query finds."""
    number: int = ArchiveSearchQuerySet().matching(node).count()
    return number


def count_query_hits(query_text: str) -> int:
    """Return how many meetings a query finds, as if it were typed."""
    return count_hits(parse(query_text).node)


def _segment_terms(segment: VocabularyPart) -> Iterator[tuple[str, int]]:
    return chain(segment.words(), segment.entries())


def _synonym_terms() -> Iterator[tuple[str, int]]:
    return ((term, 1) for term in synonyms.all_terms())
