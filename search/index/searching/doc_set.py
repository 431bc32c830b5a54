"""Sets of documents with scores, and their operations: intersection, union, difference, top k.

Documents are int32 numbers of a snapshot, ascending. Where a set is large, membership is read from
a mask over all documents of the index, and a score from an array over all of them: one step per
document, whatever the sizes. Where a set is small, its documents are looked up in the other by
binary search.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.index.types import DocIds, Indices, Mask, Ranks, Scores

# One binary search in a set costs about as much as reading so many of its documents.
_SEARCH_STEPS = 16
# Scores are compared in blocks of this many to bound what can be among the top k.
_BLOCK = 128


@dataclass(frozen=True, eq=False)
class ScoredDocs:
    """The documents that match something, each with a score.

    Args:
        docs: ascending, without duplicates, shape (matches,).
        scores: shape (matches,); None where all are 0.
        size: the number of documents of the snapshot, deleted ones included.
    """

    docs: DocIds
    scores: Scores | None
    size: int

    @property
    def nbytes(self) -> int:
        """The memory it takes in bytes, `mask` and `score_array` included."""
        scores = 0 if self.scores is None else self.scores.nbytes + 4 * self.size
        return self.docs.nbytes + scores + self.size

    @cached_property
    def mask(self) -> Mask:
        """Membership of each document of the snapshot, shape (size,)."""
        mask = np.zeros(self.size, bool)
        mask[self.docs] = True
        return mask

    @cached_property
    def score_array(self) -> Scores:
        """The score of each document of the snapshot, shape (size,); 0 for those not in the set."""
        score_array = np.zeros(self.size, np.float32)
        if self.scores is not None:
            score_array[self.docs] = self.scores
        return score_array

    def filter(self, mask: Mask) -> "ScoredDocs":
        """Return the documents for which a mask over its documents, shape (matches,), is True."""
        scores = None if self.scores is None else self.scores[mask]
        return ScoredDocs(self.docs[mask], scores, self.size)

    def boosted(self, factor: float) -> "ScoredDocs":
        """Return the documents with every score multiplied."""
        if self.scores is None or factor == 1.0:
            return self
        return ScoredDocs(self.docs, self.scores * np.float32(factor), self.size)

    def with_score(self, score: float) -> "ScoredDocs":
        """Return the documents with one constant score."""
        scores = np.full(len(self.docs), score, np.float32) if score else None
        return ScoredDocs(self.docs, scores, self.size)

    def difference(self, other: "ScoredDocs") -> "ScoredDocs":
        """Return its documents that are not in the other."""
        return self.filter(~self._is_in(other)) if len(other.docs) else self

    def intersect(self, other: "ScoredDocs") -> "ScoredDocs":
        """Return its documents that are also in the other, with their scores here."""
        if len(other.docs) * _SEARCH_STEPS >= len(self.docs):
            return self.filter(self._is_in(other))
        indices = np.searchsorted(self.docs, other.docs)
        indices = indices[other._is_in(self)]
        scores = None if self.scores is None else self.scores[indices]
        return ScoredDocs(self.docs[indices], scores, self.size)

    def and_maybe(self, other: "ScoredDocs") -> "ScoredDocs":
        """Return all its documents; those in the other as well have that one's score added."""
        if other.scores is None or not len(other.docs):
            return self
        added = other.score_array[self.docs]
        scores = added if self.scores is None else self.scores + added
        return ScoredDocs(self.docs, scores, self.size)

    def _is_in(self, other: "ScoredDocs") -> Mask:
        """Return for each of its documents whether it is in the other, shape (matches,)."""
        if len(self.docs) * _SEARCH_STEPS >= len(other.docs):
            return other.mask[self.docs]
        indices = np.searchsorted(other.docs, self.docs)
        indices[indices == len(other.docs)] = 0
        is_in: Mask = other.docs[indices] == self.docs
        return is_in


def intersection(sets: Sequence[ScoredDocs]) -> ScoredDocs:
    """Return the documents that are in every set, with their scores added."""
    smallest, *others = sorted(sets, key=lambda each: len(each.docs))
    matches = smallest
    for other in others:
        matches = matches.intersect(other)
    for other in others:
        matches = matches.and_maybe(other)
    return matches


def union(sets: Sequence[ScoredDocs], size: int) -> ScoredDocs:
    """Return the documents that are in any of the sets, with their scores added."""
    if len(sets) == 1:
        return sets[0]
    mask = np.zeros(size, bool)
    for each in sets:
        mask[each.docs] = True
    scored = [(each.docs, each.scores) for each in sets if each.scores is not None]
    docs = np.flatnonzero(mask).astype(np.int32)
    if not scored:
        return ScoredDocs(docs, None, size)
    score_array = np.zeros(size, np.float32)
    for set_docs, set_scores in scored:
        score_array[set_docs] += set_scores
    return ScoredDocs(docs, score_array[docs], size)


def top_k(scores: Scores, ties: Ranks, k: int) -> Indices:
    """Return the indices of the k highest scores, highest first.

    Args:
        scores: shape (n,).
        ties: shape (n,), distinct; of equal scores that with the lower tie comes first.
        k: may be larger than n.

    Returns:
        Shape (min(k, n),).
    """
    if len(scores) > k:
        candidates = np.flatnonzero(scores >= _threshold(scores, k))
        if len(candidates) > 2 * k + _BLOCK:
            candidates = _exact_candidates(scores, ties, k)
    else:
        candidates = np.arange(len(scores))
    order = np.lexsort((ties[candidates], -scores[candidates]))
    return candidates[order[:k]]


def bottom_k(ties: Ranks, k: int) -> Indices:
    """Return the indices of the k lowest ranks, lowest first; `k` may exceed their number."""
    if len(ties) > k:
        candidates = np.argpartition(ties, k)[:k]
        return candidates[np.argsort(ties[candidates])]
    return np.argsort(ties)


def _threshold(scores: Scores, k: int) -> float:
    """Return a score that at least k scores reach: the k-th highest of the blocks' maxima."""
    blocks = len(scores) // _BLOCK
    if blocks <= 2 * k:
        return float(np.partition(scores, len(scores) - k)[len(scores) - k])
    maxima = scores[: blocks * _BLOCK].reshape(blocks, _BLOCK).max(axis=1)
    return float(np.partition(maxima, blocks - k)[blocks - k])


def _exact_candidates(scores: Scores, ties: Ranks, k: int) -> Indices:
    """Return exactly the k best where many are equal, in no order.

    They are those above the k-th score, and of those equal to it the ones with the lowest ties.
    """
    last = np.partition(scores, len(scores) - k)[len(scores) - k]
    above = np.flatnonzero(scores > last)
    equal = np.flatnonzero(scores == last)
    return np.concatenate([above, equal[bottom_k(ties[equal], k - len(above))]])
