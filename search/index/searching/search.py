"""One question and all that answers it: narrowed, counted, and the part of it that is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from search.index.storage.array_file import Array
from search.index.searching.doc_set import Found, best, lowest
from search.index.searching.planner import Ranking
from search.query.ast import Node, Value

SCORE = "score"
# The document, and its score.
Hit = tuple[int, float]


@dataclass(frozen=True)
class Question:
    """What is asked; `narrowing` are choices made in facets, `boosted` nodes with a factor."""

    node: Node
    narrowing: tuple[Node, ...] = ()
    boosted: tuple[tuple[Node, float], ...] = ()


@dataclass(frozen=True, eq=False)
class Answer:
    """The live documents that answer a question, with and without its narrowing."""

    ranking: Ranking
    question: Question
    _narrowed: dict[str, Found] = field(default_factory=dict)

    @property
    def nbytes(self) -> int:
        """What it takes in memory, once it has been asked for."""
        return self.base.nbytes + self.found.nbytes

    @cached_property
    def base(self) -> Found:
        """What answers the question before it is narrowed."""
        found = self.ranking.answer(self.question.node)
        live = self.ranking.snapshot.live
        if live is not None:
            found = found.of(live[found.docs])
        for node, factor in self.question.boosted:
            found = found.and_maybe(self.ranking.answer(node).times(factor))
        return found

    @cached_property
    def found(self) -> Found:
        """What answers the question."""
        return self._narrowed_by(self.question.narrowing)

    def without(self, name: str) -> Found:
        """What would answer if nothing had been chosen in one field."""
        if name not in self._narrowed:
            self._narrowed[name] = self._narrowed_by(
                tuple(each for each in self.question.narrowing if _field_of(each) != name)
            )
        return self._narrowed[name]

    def _narrowed_by(self, choices: Sequence[Node]) -> Found:
        if not choices:
            return self.base
        is_kept = np.ones(len(self.base.docs), bool)
        for choice in choices:
            is_kept &= self.ranking.answer(choice).has[self.base.docs]
        return self.base.of(is_kept)

    def hits(self, order: tuple[str, ...], start: int, end: int | None) -> list[Hit]:
        """The documents from `start` to `end` (exclusive; None for all) in an order.

        `order` names fields; a hyphen means descending; `score` is the score.
        """
        docs, scores = self.found.docs, self.found.scores
        number = len(docs) if end is None else min(end, len(docs))
        if start >= number:
            return []
        places = self._first(order, number)[start:]
        of_places = np.zeros(len(places)) if scores is None else scores[places]
        return list(zip(docs[places].tolist(), of_places.tolist(), strict=True))

    def _first(self, order: tuple[str, ...], number: int) -> Array:
        docs, scores = self.found.docs, self.found.scores
        values = self.ranking.snapshot.values
        is_best_first = bool(order) and order[0] == f"-{SCORE}"
        rest = order[1:] if is_best_first else order
        if any(name.lstrip("-") == SCORE for name in rest):
            return self._sorted(order)[:number]
        ties = values.ranks(rest)[docs]
        if is_best_first and scores is not None:
            return best(scores, ties, number)
        return lowest(ties, number)

    def _sorted(self, order: tuple[str, ...]) -> Array:
        docs = self.found.docs
        keys = [
            self._score_keys(name) if name.lstrip("-") == SCORE
            else self.ranking.snapshot.values.sort_keys(name)[docs]
            for name in reversed(order)
        ]  # fmt: skip
        return np.lexsort(keys)

    def _score_keys(self, name: str) -> Array:
        scores = self.found.scores
        keys = np.zeros(len(self.found.docs)) if scores is None else scores
        return -keys if name.startswith("-") else keys


def _field_of(node: Node) -> str | None:
    return node.field if isinstance(node, Value) else None
