"""Scoring: BM25F over the words of a field, the boosts of a query's parts, significant terms.

Finding is `planner`'s and `searcher`'s affair; nothing here decides whether a document matches.
The weights of fields are the `boost` of the fields of the SearchIndex.
"""

import math

import numpy as np

from search import analysis
from search.index.searching.reader import Snapshot
from search.index.storage.array_file import Array

# Robertson's usual values: the second occurrence of a word still counts, the tenth hardly;
# three quarters of a text's excess length are held against it.
K1 = 1.2
B = 0.75

# A run of several words that occurs whole counts as much more as a word of its rarity at its
# best: somebody who types 银发经济发展 wants first what has it so.
PHRASE_BOOST = 2.0
# A synonym counts half: the typed word comes first, but a meeting that has the synonym three
# times still comes before one that mentions the word in passing.
SYNONYM_BOOST = 0.5
# A clause that only has to match adds nothing; Whoosh would take a score of 0 for one of 1.
UNSCORED = 1e-9


def idf(documents: int, frequency: int) -> float:
    """Return Whoosh's inverse document frequency; 0 for a term of no document.

    Args:
        documents: how many documents the index has, deleted ones included.
        frequency: how many of them have the term.
    """
    return math.log(documents / (frequency + 1)) + 1 if frequency else 0.0


def bm25f(weights: Array, lengths: Array, average_length: float, idf: float) -> Array:
    """Score postings.

    Args:
        weights: float32, the weight of the term in each document.
        lengths: float32, the length of the field in each of them, in words.
        average_length: the mean length of the field, in words.
        idf: inverse document frequency of the term.

    Returns:
        float32, a score for each posting.
    """
    norms = np.float32(K1) * ((1 - B) + np.float32(B / (average_length or 1)) * lengths)
    scores: Array = np.float32(idf * (K1 + 1)) * weights / (weights + norms)
    return scores


def significant_terms(snapshot: Snapshot, name: str, text: str, limit: int) -> list[str]:
    """Return the words that set a text apart, by tf·idf: frequent in it, rare elsewhere.

    Args:
        snapshot: the index that tells how rare a word is.
        name: the field the words are counted in.
        text: the normalized text.
        limit: the most words returned.
    """
    words = [word for word in analysis.term_list(text) if len(word) > 1]
    weighed = []
    for word in set(words):
        frequency = snapshot.document_frequency(name, word.encode())
        if frequency:
            weighed.append((words.count(word) * idf(snapshot.size_all, frequency), word))
    return [word for _weight, word in sorted(weighed, reverse=True)[:limit]]
