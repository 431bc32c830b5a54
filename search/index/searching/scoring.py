"""Scoring: BM25F over the words of a field, the boosts of a query's parts.

Nothing here decides whether a document matches; that is done by `planner` and `searcher`. The
weights of fields are the `boost` of the fields of the SearchIndex.
"""

import math

import numpy as np

from search.index.types import Scores

# Robertson's usual values: the second occurrence of a word still counts, the tenth hardly;
# three quarters of a text's excess length lower its score.
K1 = 1.2
B = 0.75

# A text of several words that occurs whole adds this times its idf, about what a word of its
# rarity adds at most: a search for 银发经济发展 should first show what has it so.
PHRASE_BOOST = 2.0
# A synonym counts half: the typed word comes first, but a meeting that has the synonym three
# times still comes before one that mentions the word in passing.
SYNONYM_BOOST = 0.5
# Of a clause that only has to match; Whoosh would replace a score of 0 by 1.
UNSCORED = 1e-9


def idf(documents: int, frequency: int) -> float:
    """Return Whoosh's inverse document frequency; 0 for a term of no document.

    Args:
        documents: how many documents the index has, deleted ones included.
        frequency: how many of them have the term.
    """
    return math.log(documents / (frequency + 1)) + 1 if frequency else 0.0


def bm25f(weights: Scores, lengths: Scores, average_length: float, idf: float) -> Scores:
    """Return the score of each posting of a term, shape (postings,).

    Args:
        weights: the weight of the term in each document, shape (postings,).
        lengths: the length of the field in each of them, in words, shape (postings,).
        average_length: the mean length of the field, in words.
        idf: inverse document frequency of the term.
    """
    norms: Scores = np.float32(K1) * (
        np.float32(1 - B) + np.float32(B / (average_length or 1)) * lengths
    )
    scores: Scores = np.float32(idf * (K1 + 1)) * weights / (weights + norms)
    return scores
