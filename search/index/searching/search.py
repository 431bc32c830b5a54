"""One question and all that answers it: narrowed, counted, and the part of it that is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from search.index.searching.doc_set import ScoredDocs, bottom_k, top_k
from search.index.searching.planner import QueryPlanner
from search.index.storage.array_file import Array
from search.query.ast import FieldLookup, Node

SCORE = "score"
# The document, and its score.
Hit = tuple[int, float]


@dataclass(frozen=True)
class SearchSpec:
    """What is asked; `narrowing` are choices made in facets, `boosted` nodes with a factor."""

    node: Node
    filters: tuple[Node, ...] = ()
    boosted: tuple[tuple[Node, float], ...] = ()


@dataclass(frozen=True, eq=False)
class ResultSet:
    """The live documents that answer a question, with and without its narrowing."""

    planner: QueryPlanner
    spec: SearchSpec
    _excluding: dict[str, ScoredDocs] = field(default_factory=dict)

    @property
    def nbytes(self) -> int:
        """What it takes in memory, once it has been asked for."""
        return self.unfiltered.nbytes + self.docs.nbytes

    @cached_property
    def unfiltered(self) -> ScoredDocs:
        """What answers the question before it is narrowed."""
        found = self.planner.execute(self.spec.node)
        live = self.planner.snapshot.live
        if live is not None:
            found = found.filter(live[found.docs])
        for node, factor in self.spec.boosted:
            found = found.and_maybe(self.planner.execute(node).boosted(factor))
        return found

    @cached_property
    def docs(self) -> ScoredDocs:
        """What answers the question."""
        return self._apply_filters(self.spec.filters)

    def excluding_filter(self, name: str) -> ScoredDocs:
        """What would answer if nothing had been chosen in one field."""
        if name not in self._excluding:
            self._excluding[name] = self._apply_filters(
                tuple(each for each in self.spec.filters if _field_of(each) != name)
            )
        return self._excluding[name]

    def _apply_filters(self, choices: Sequence[Node]) -> ScoredDocs:
        if not choices:
            return self.unfiltered
        is_kept = np.ones(len(self.unfiltered.docs), bool)
        for choice in choices:
            is_kept &= self.planner.execute(choice).mask[self.unfiltered.docs]
        return self.unfiltered.filter(is_kept)

    def hits(self, order: tuple[str, ...], start: int, end: int | None) -> list[Hit]:
        """The documents from `start` to `end` (exclusive; None for all) in an order.

        `order` names fields; a hyphen means descending; `score` is the score.
        """
        docs, scores = self.docs.docs, self.docs.scores
        number = len(docs) if end is None else min(end, len(docs))
        if start >= number:
            return []
        places = self._top(order, number)[start:]
        of_places = np.zeros(len(places)) if scores is None else scores[places]
        return list(zip(docs[places].tolist(), of_places.tolist(), strict=True))

    def _top(self, order: tuple[str, ...], number: int) -> Array:
        docs, scores = self.docs.docs, self.docs.scores
        values = self.planner.snapshot.doc_values
        is_best_first = bool(order) and order[0] == f"-{SCORE}"
        rest = order[1:] if is_best_first else order
        if any(name.lstrip("-") == SCORE for name in rest):
            return self._sort(order)[:number]
        ties = values.ranks(rest)[docs]
        if is_best_first and scores is not None:
            return top_k(scores, ties, number)
        return bottom_k(ties, number)

    def _sort(self, order: tuple[str, ...]) -> Array:
        docs = self.docs.docs
        keys = [
            self._score_keys(name) if name.lstrip("-") == SCORE
            else self.planner.snapshot.doc_values.sort_keys(name)[docs]
            for name in reversed(order)
        ]  # fmt: skip
        return np.lexsort(keys)

    def _score_keys(self, name: str) -> Array:
        scores = self.docs.scores
        keys = np.zeros(len(self.docs.docs)) if scores is None else scores
        return -keys if name.startswith("-") else keys


def _field_of(node: Node) -> str | None:
    return node.field if isinstance(node, FieldLookup) else None
