"""Sets of documents with scores, and what is done with them: both, either, without, the best.

Documents are numbers, ascending. Where a set is large, a truth value for each document of the
index answers whether one is in it, and its score is looked up by its number: that takes a step a
document, whatever the sizes are. Where one is small, its documents are looked for in the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.index.storage.array_file import Array

# Looking for one document among the others of a set costs about so many steps of reading all.
_SEARCH_STEPS = 16
# Scores are compared in blocks of this many to find what can be among the best.
_BLOCK = 128


@dataclass(frozen=True, eq=False)
class ScoredDocs:
    """The documents that answer something, of an index of `size`, and the score of each."""

    docs: Array
    scores: Array | None  # None where all are 0
    size: int

    @property
    def nbytes(self) -> int:
        """What it takes in memory, together with what it works out when it is asked."""
        scores = 0 if self.scores is None else self.scores.nbytes + 4 * self.size
        return self.docs.nbytes + scores + self.size

    @cached_property
    def mask(self) -> Array:
        """A truth value for each document of the index."""
        has = np.zeros(self.size, bool)
        has[self.docs] = True
        return has

    @cached_property
    def score_array(self) -> Array:
        """The score of each document of the index, 0 for those that are not in it."""
        score_of = np.zeros(self.size, np.float32)
        if self.scores is not None:
            score_of[self.docs] = self.scores
        return score_of

    def filter(self, is_kept: Array) -> "ScoredDocs":
        """Those of its documents for which a truth value of each says so."""
        scores = None if self.scores is None else self.scores[is_kept]
        return ScoredDocs(self.docs[is_kept], scores, self.size)

    def boosted(self, factor: float) -> "ScoredDocs":
        """The same with every score multiplied."""
        if self.scores is None or factor == 1.0:
            return self
        return ScoredDocs(self.docs, self.scores * np.float32(factor), self.size)

    def with_score(self, score: float) -> "ScoredDocs":
        """The same documents, each with one and the same score."""
        scores = np.full(len(self.docs), score, np.float32) if score else None
        return ScoredDocs(self.docs, scores, self.size)

    def difference(self, other: "ScoredDocs") -> "ScoredDocs":
        """Its documents that are not in the other."""
        return self.filter(~self._is_in(other)) if len(other.docs) else self

    def intersect(self, other: "ScoredDocs") -> "ScoredDocs":
        """Its documents that are in the other too, with their scores here."""
        return self.filter(self._is_in(other))

    def and_maybe(self, other: "ScoredDocs") -> "ScoredDocs":
        """Its documents; those that are in the other too have that one's score added."""
        if other.scores is None or not len(other.docs):
            return self
        added = other._scores_of(self.docs)
        scores = added if self.scores is None else self.scores + added
        return ScoredDocs(self.docs, scores, self.size)

    def _is_in(self, other: "ScoredDocs") -> Array:
        if len(self.docs) * _SEARCH_STEPS >= len(other.docs):
            found: Array = other.mask[self.docs]
            return found
        at = np.searchsorted(other.docs, self.docs)
        at[at == len(other.docs)] = 0
        is_in: Array = other.docs[at] == self.docs
        return is_in

    def _scores_of(self, docs: Array) -> Array:
        scores: Array = self.score_array[docs]
        return scores


def intersection(sets: Sequence[ScoredDocs]) -> ScoredDocs:
    """The documents that are in every set, with their scores added."""
    in_order = sorted(sets, key=lambda each: len(each.docs))
    found = in_order[0]
    for other in in_order[1:]:
        found = found.intersect(other)
    for other in in_order[1:]:
        found = found.and_maybe(other)
    return found


def union(sets: Sequence[ScoredDocs], size: int) -> ScoredDocs:
    """The documents that are in some of the sets, with their scores added."""
    if len(sets) == 1:
        return sets[0]
    has = np.zeros(size, bool)
    for each in sets:
        has[each.docs] = True
    scored = [(each.docs, each.scores) for each in sets if each.scores is not None]
    docs = np.flatnonzero(has).astype(np.int32)
    if not scored:
        return ScoredDocs(docs, None, size)
    scores = np.zeros(size, np.float32)
    for of_set, added in scored:
        scores[of_set] += added
    return ScoredDocs(docs, scores[docs], size)


def top_k(scores: Array, ties: Array, number: int) -> Array:
    """The places of the highest scores, highest first; of equal ones that with the lower tie."""
    if len(scores) > number:
        candidates = np.flatnonzero(scores >= _threshold(scores, number))
        if len(candidates) > 2 * number + _BLOCK:
            candidates = _cut(scores, ties, number)
    else:
        candidates = np.arange(len(scores))
    order = np.lexsort((ties[candidates], -scores[candidates]))
    return candidates[order[:number]]


def bottom_k(ties: Array, number: int) -> Array:
    """The places of the lowest numbers, lowest first."""
    if len(ties) > number:
        candidates = np.argpartition(ties, number)[:number]
        return candidates[np.argsort(ties[candidates])]
    return np.argsort(ties)


def _threshold(scores: Array, number: int) -> float:
    """A score that at least `number` others reach: the best of so many blocks do."""
    blocks = len(scores) // _BLOCK
    if blocks <= 2 * number:
        return float(np.partition(scores, len(scores) - number)[len(scores) - number])
    highest = scores[: blocks * _BLOCK].reshape(blocks, _BLOCK).max(axis=1)
    return float(np.partition(highest, blocks - number)[blocks - number])


def _cut(scores: Array, ties: Array, number: int) -> Array:
    """The best where many are equal: those above the last score, and of that the lowest ties."""
    last = np.partition(scores, len(scores) - number)[len(scores) - number]
    above = np.flatnonzero(scores > last)
    equal = np.flatnonzero(scores == last)
    return np.concatenate([above, equal[bottom_k(ties[equal], number - len(above))]])
