"""More like this: a query for documents that share the significant terms of a text."""

from search import analysis
from search.index.searching.reader import Snapshot
from search.index.searching.scoring import idf
from search.query.ast import Node, Or, Terms

# More terms make the query slower and no better.
_MAX_TERMS = 25


def similarity_query(snapshot: Snapshot, name: str, text: str) -> Node:
    """Return the query for any of the significant terms of a normalized text.

    Args:
        snapshot: the index whose document frequencies are used.
        name: the field whose document frequencies are used.
        text: the normalized text.
    """
    return Or(tuple(Terms(word) for word in _significant_terms(snapshot, name, text)))


def _significant_terms(snapshot: Snapshot, name: str, text: str) -> list[str]:
    """Return the words that distinguish a text, by tf·idf: frequent in it, rare elsewhere."""
    words = [word for word in analysis.term_list(text) if len(word) > 1]
    weighted = []
    for word in set(words):
        frequency = snapshot.document_frequency(name, word.encode())
        if frequency:
            weight = words.count(word) * idf(snapshot.doc_count_all, frequency)
            weighted.append((weight, word))
    return [word for _weight, word in sorted(weighted, reverse=True)[:_MAX_TERMS]]
