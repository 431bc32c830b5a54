"""A search and its result: the matches before and after filters, and any slice in any order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from search.index.searching.doc_set import ScoredDocs, bottom_k, top_k
from search.index.searching.searcher import Searcher
from search.index.types import Array, Indices
from search.query.ast import FieldLookup, Node

SCORE = "score"
# A document of the snapshot, and its score.
Hit = tuple[int, float]


@dataclass(frozen=True)
class SearchSpec:
    """A search: a query, filters chosen in facets, and nodes that raise scores by a factor.

    Hashable: the key of a cached result.
    """

    node: Node
    filters: tuple[Node, ...] = ()
    boosts: tuple[tuple[Node, float], ...] = ()


@dataclass(frozen=True, eq=False)
class ResultSet:
    """All live documents that match a SearchSpec, evaluated lazily and cached.

    Not one page of it (`hits`), and not Haystack's SearchResult, which is a single document.
    """

    searcher: Searcher
    spec: SearchSpec
    _excluding: dict[str, ScoredDocs] = field(default_factory=dict)

    @property
    def nbytes(self) -> int:
        """The memory it takes in bytes; evaluates it."""
        return self.unfiltered.nbytes + self.matches.nbytes

    @cached_property
    def unfiltered(self) -> ScoredDocs:
        """The live matches of the query, boosted, before filters."""
        matches = self.searcher.search(self.spec.node)
        live = self.searcher.snapshot.live
        if live is not None:
            matches = matches.filter(live[matches.docs])
        for node, factor in self.spec.boosts:
            matches = matches.and_maybe(self.searcher.search(node).boosted(factor))
        return matches

    @cached_property
    def matches(self) -> ScoredDocs:
        """The live matches of the query that pass all filters."""
        return self._apply_filters(self.spec.filters)

    def excluding_filter(self, name: str) -> ScoredDocs:
        """Return the matches as if no filter had been set on one field."""
        if name not in self._excluding:
            self._excluding[name] = self._apply_filters(
                tuple(node for node in self.spec.filters if _filtered_field(node) != name)
            )
        return self._excluding[name]

    def _apply_filters(self, filters: Sequence[Node]) -> ScoredDocs:
        if not filters:
            return self.unfiltered
        passes = np.ones(len(self.unfiltered.docs), bool)
        for node in filters:
            passes &= self.searcher.search(node).mask[self.unfiltered.docs]
        return self.unfiltered.filter(passes)

    def hits(self, order: tuple[str, ...], start: int, end: int | None) -> list[Hit]:
        """Return the matches from `start` to `end` (exclusive; None for all) in an order.

        `order` has names of fields, and `score`; a hyphen means descending. Documents that are
        equal in all of them are ordered by their numbers.
        """
        docs, scores = self.matches.docs, self.matches.scores
        stop = len(docs) if end is None else min(end, len(docs))
        if start >= stop:
            return []
        indices = self._first(order, stop)[start:]
        hit_scores = np.zeros(len(indices)) if scores is None else scores[indices]
        return list(zip(docs[indices].tolist(), hit_scores.tolist(), strict=True))

    def _first(self, order: tuple[str, ...], k: int) -> Indices:
        """Return the indices of the first k matches in an order, shape (min(k, matches),)."""
        docs, scores = self.matches.docs, self.matches.scores
        is_best_first = bool(order) and order[0] == f"-{SCORE}"
        fields = order[1:] if is_best_first else order
        if any(name.lstrip("-") == SCORE for name in fields):
            return self._sort(order)[:k]
        ties = self.searcher.snapshot.doc_values.ranks(fields)[docs]
        if is_best_first and scores is not None:
            return top_k(scores, ties, k)
        return bottom_k(ties, k)

    def _sort(self, order: tuple[str, ...]) -> Indices:
        """Return the indices of all matches in an order, shape (matches,)."""
        # lexsort takes the most significant key last.
        return np.lexsort([self._sort_keys(name) for name in reversed(order)])

    def _sort_keys(self, name: str) -> Array:
        """Return a number for each match, ascending in an order: floats, shape (matches,)."""
        docs, scores = self.matches.docs, self.matches.scores
        if name.lstrip("-") != SCORE:
            return self.searcher.snapshot.doc_values.sort_keys(name)[docs]
        keys: Array = np.zeros(len(docs)) if scores is None else scores
        return -keys if name.startswith("-") else keys


def _filtered_field(node: Node) -> str | None:
    return node.field if isinstance(node, FieldLookup) else None
