"""Whoosh's queries, answered with arrays.

For every query of Whoosh the documents and scores are those of Whoosh's own searcher with
`optimize=False` (with that optimisation on, it loses documents where there are several segments);
tests/search/test_equals_whoosh.py holds the two equal. The usual queries are reckoned with
arrays here, all documents at once; a rare kind is left to Whoosh's own matchers, which know it.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh import query as whoosh
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import EmptyReader, MultiReader, SegmentReader
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from search.index.storage.array_file import Array
from search.index.errors import NotUsable
from search.index.searching.doc_set import Found, all_of, any_of
from search.index.searching.reader import POSITION_BITS, Postings, Snapshot
from search.index.whoosh_adapter.schema import Pairs

# Robertson's usual values: the second occurrence of a word still counts, the tenth hardly;
# three quarters of a text's excess length are held against it.
K1 = 1.2
B = 0.75
WEIGHTING = BM25F(B=B, K1=K1)


@dataclass(frozen=True)
class Evaluation:
    """Answers queries from one snapshot; deleted documents are among the answers."""

    snapshot: Snapshot
    schema: Schema

    def answer(self, query: whoosh.Query) -> Found:
        """The documents that answer a query of Whoosh, with their scores."""
        work_out = _NATIVE.get(type(query))
        found = work_out(self, query) if work_out else None
        return self._by_whoosh(query) if found is None else found

    def none(self) -> Found:
        return self.found(np.zeros(0, np.int32))

    def everything(self) -> Found:
        return self.found(np.arange(self.snapshot.size_all, dtype=np.int32))

    def found(self, docs: Array, scores: Array | None = None) -> Found:
        return Found(docs, scores, self.snapshot.size_all)

    def having(self, name: str, text: str) -> Postings:
        """The postings of a term."""
        return self.snapshot.postings(name, text.encode())

    def rarity(self, number: int) -> float:
        """What it tells that a document is one of so many (Whoosh's `idf`)."""
        return math.log(self.snapshot.size_all / (number + 1)) + 1 if number else 0.0

    def standing(self, name: str, terms: list[tuple[str, int]]) -> Array:
        """The documents where terms stand at given distances from some place, ascending."""
        postings = sorted(
            ((self.having(name, text), text, distance) for text, distance in terms),
            key=lambda each: len(each[0].docs),
        )
        docs = postings[0][0].docs
        for others, _text, _distance in postings[1:]:
            docs = self.found(docs).within(self.found(others.docs)).docs
        starts: Array | None = None
        for _postings, text, distance in postings:
            if not len(docs):
                break
            here = self.snapshot.places(name, text.encode(), docs) - distance
            starts = here if starts is None else starts[_is_in(starts, here)]
            in_docs = starts >> POSITION_BITS
            docs = in_docs[np.diff(in_docs, prepend=-1) != 0]
        return docs.astype(np.int32)

    # One of Whoosh's kinds of query each. What returns None leaves it to Whoosh.

    def _term(self, query: whoosh.Term) -> Found:
        postings = self.having(query.fieldname, _text(query.text))
        docs, weights = postings.docs, postings.weights
        if weights is None:
            weights = np.ones(len(docs), np.float32)
        if self._is_scorable(query.fieldname):
            weights = self._bm25(query.fieldname, docs, weights)
        return self.found(docs, weights).times(query.boost)

    def _bm25(self, name: str, docs: Array, weights: Array) -> Array:
        lengths = np.maximum(self.snapshot.lengths(name)[docs], 1)
        average = self.snapshot.average_length(name) or 1
        norms = np.float32(K1) * ((1 - B) + np.float32(B / average) * lengths)
        scores: Array = np.float32(self.rarity(len(docs)) * (K1 + 1)) * weights / (weights + norms)
        return scores

    def _is_scorable(self, name: str) -> bool:
        return any(name in part.data.lengths for part in self.snapshot.parts)

    def _and(self, query: whoosh.And) -> Found | None:
        if not query.subqueries:
            return self.none()
        return all_of([self.answer(each) for each in query.subqueries]).times(_boost(query))

    def _or(self, query: whoosh.Or) -> Found | None:
        if query.scale or query.minmatch:
            return None
        if not query.subqueries:
            return self.none()
        found = [self.answer(each) for each in query.subqueries]
        return any_of(found, self.snapshot.size_all).times(_boost(query))

    def _not(self, query: whoosh.Not) -> Found:
        # Whoosh gives each document that is not excluded a score of 1.
        return self.everything().without(self.answer(query.query)).scored(1.0)

    def _and_not(self, query: whoosh.AndNot) -> Found:
        return self.answer(query.a).without(self.answer(query.b))

    def _and_maybe(self, query: whoosh.AndMaybe) -> Found:
        return self.answer(query.a).and_maybe(self.answer(query.b))

    def _constant(self, query: whoosh.ConstantScoreQuery) -> Found:
        child = query.child
        # Whoosh takes a score of 0 for none given, which is 1.
        score = query.score or 1.0
        if isinstance(child, whoosh.Prefix):
            docs = self.snapshot.beginning_with(child.fieldname, child.text.encode())
            return self.found(docs).scored(score)
        if isinstance(child, whoosh.Phrase) and self._spells(child):
            return self.found(self._spelled(child)).scored(score)
        return self.answer(child).scored(score)

    def _every(self, query: whoosh.Every) -> Found | None:
        return None if query.fieldname else self.everything().scored(query.boost)

    def _nothing(self, query: whoosh.Query) -> Found:
        return self.none()

    def _phrase(self, query: whoosh.Phrase) -> Found | None:
        if query.slop != 1 or len(query.words) < 2:
            return None
        terms = [whoosh.Term(query.fieldname, word) for word in query.words]
        docs = self.standing(
            query.fieldname, [(_text(word), place) for place, word in enumerate(query.words)]
        )
        return (
            all_of([self.answer(each) for each in terms])
            .within(self.found(docs))
            .times(query.boost)
        )

    def _spells(self, query: whoosh.Phrase) -> bool:
        return isinstance(self.schema[query.fieldname], Pairs) and query.slop == 1

    def _spelled(self, query: whoosh.Phrase) -> Array:
        """Where pairs that overlap spell a text: every second one says it, and the last."""
        places = sorted({*range(0, len(query.words), 2), len(query.words) - 1})
        return self.standing(query.fieldname, [(query.words[place], place) for place in places])

    def _by_whoosh(self, query: whoosh.Query) -> Found:
        docs: list[int] = []
        scores: list[float] = []
        with self._searcher() as searcher:
            for leaf, first in searcher.leaf_searchers():
                matcher = query.matcher(leaf, searcher.context())
                while matcher.is_active():
                    docs.append(matcher.id() + first)
                    scores.append(matcher.score())
                    matcher.next()
        return self.found(np.array(docs, np.int32), np.array(scores, np.float32))

    def _searcher(self) -> Searcher:
        storage = FileStorage(str(self.snapshot.folder))
        try:
            leaves = [
                SegmentReader(storage, self.schema, segment)
                for segment in self.snapshot.commit.segments
            ]
        except OSError as error:
            raise NotUsable(f"segment gone: {error}") from error
        reader = MultiReader(leaves) if leaves else EmptyReader(self.schema)
        return Searcher(reader, weighting=WEIGHTING)


def _text(text: str | bytes) -> str:
    return text.decode() if isinstance(text, bytes) else text


def _boost(query: Any) -> float:
    # Whoosh leaves out the boost of a compound that has one part only.
    return float(query.boost) if len(query.subqueries) > 1 else 1.0


def _is_in(values: Array, others: Array) -> Array:
    """Which values are among the others; both ascending."""
    if not len(others):
        return np.zeros(len(values), bool)
    at = np.searchsorted(others, values)
    at[at == len(others)] = 0
    is_in: Array = others[at] == values
    return is_in


_NATIVE: dict[type[whoosh.Query], Callable[[Evaluation, Any], Found | None]] = {
    whoosh.Term: Evaluation._term,
    whoosh.And: Evaluation._and,
    whoosh.Or: Evaluation._or,
    whoosh.Not: Evaluation._not,
    whoosh.AndNot: Evaluation._and_not,
    whoosh.AndMaybe: Evaluation._and_maybe,
    whoosh.ConstantScoreQuery: Evaluation._constant,
    whoosh.Every: Evaluation._every,
    whoosh.Phrase: Evaluation._phrase,
    type(whoosh.NullQuery): Evaluation._nothing,
}
