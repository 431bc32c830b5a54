"""What ranks: BM25F over the words of a plan, and its boost for a text that occurs as a whole.

Nothing here decides whether a document matches; that is done by `matching`. The weights of fields
are the `boost` of the fields of the SearchIndex, those of words are planned by `planner`.
"""

import math

import numpy as np

from search.index.searching.doc_set import ScoredDocs
from search.index.searching.matching import prefix_docs, substring_docs
from search.index.searching.planner import LeafPlan, WordPrefix
from search.index.searching.reader import Snapshot
from search.index.types import Scores

# Robertson's usual values: the second occurrence of a word still counts, the tenth hardly;
# three quarters of a text's excess length lower its score.
K1 = 1.2
B = 0.75

# A text of several words that occurs whole adds this times its idf, about what a word of its
# rarity adds at most: a search for 银发经济发展 should first show what has it so.
PHRASE_BOOST = 2.0
# Of a match in which no word scores: of the alternatives of an OR, two are better than one.
MATCH_SCORE = 1e-9


def score_docs(snapshot: Snapshot, plan: LeafPlan, matches: ScoredDocs) -> ScoredDocs:
    """Return the matches of a plan, each with its score."""
    scored = [
        _word_scores(snapshot, plan.field, word, matches).boosted(weight)
        for word, weight in plan.word_weights.items()
    ]
    if plan.phrase:
        phrase = substring_docs(snapshot, plan.field, plan.phrase)
        rarity = idf(snapshot.doc_count_all, len(phrase.docs))
        scored.append(phrase.with_score(PHRASE_BOOST * rarity))
    if plan.prefix:
        is_required = plan.required == (((WordPrefix(plan.prefix),),),)
        docs = matches if is_required else prefix_docs(snapshot, plan.field, plan.prefix)
        scored.append(docs.with_score(1.0))
    score_array = np.zeros(matches.size, np.float32)
    for each in scored:
        if each.scores is not None:
            score_array[each.docs] += each.scores
    scores = score_array[matches.docs] + np.float32(MATCH_SCORE)
    return ScoredDocs(matches.docs, scores, matches.size)


def _word_scores(snapshot: Snapshot, name: str, word: str, within: ScoredDocs) -> ScoredDocs:
    """Return the documents of `within` that have a word, each with its BM25F score."""
    postings = snapshot.postings(name, word.encode())
    weights = postings.weights
    if weights is None:
        weights = np.ones(len(postings.docs), np.float32)
    # Most words of a query are in many documents that do not match: these are not scored.
    found = ScoredDocs(postings.docs, weights, snapshot.doc_count_all).intersect(within)
    if found.scores is None:
        return found
    lengths = np.maximum(snapshot.lengths(name, found.docs), 1)
    rarity = idf(snapshot.doc_count_all, len(postings.docs))
    scores = bm25f(found.scores, lengths, snapshot.average_length(name), rarity)
    return ScoredDocs(found.docs, scores, found.size)


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
