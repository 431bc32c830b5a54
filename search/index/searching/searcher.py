"""Evaluate Whoosh's queries with arrays.

For every query the documents and scores are those of Whoosh's own searcher with `limit=None` (with
a limit it loses documents); tests/search/index/test_equals_whoosh.py holds the two equal. The usual
queries are computed here with arrays, all documents in one pass; the others are left to Whoosh's
own matchers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh import query as whoosh
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import EmptyReader, MultiReader
from whoosh.reading import SegmentReader as WhooshSegmentReader
from whoosh.scoring import BM25F
from whoosh.searching import Searcher as WhooshSearcher

from search.index.errors import IndexUnavailableError
from search.index.searching.doc_set import ScoredDocs, intersection, union
from search.index.searching.reader import POSITION_BITS, Postings, Snapshot
from search.index.searching.scoring import K1, B, bm25f, idf
from search.index.types import DocIds, Ints, Mask, Scores
from search.index.whoosh_adapter.schema import Bigrams


@dataclass(frozen=True)
class Searcher:
    """Evaluator of Whoosh's queries on one snapshot; deleted documents are among the matches."""

    snapshot: Snapshot
    schema: Schema

    def search(self, query: whoosh.Query) -> ScoredDocs:
        """Return the documents that match a query of Whoosh, with their scores."""
        evaluate = _NATIVE.get(type(query))
        matches = evaluate(self, query) if evaluate else None
        return self._search_with_whoosh(query) if matches is None else matches

    def no_docs(self) -> ScoredDocs:
        """Return the empty set."""
        return self.scored_docs(np.zeros(0, np.int32))

    def all_docs(self) -> ScoredDocs:
        """Return all documents, deleted ones included, without a score."""
        return self.scored_docs(np.arange(self.snapshot.doc_count_all, dtype=np.int32))

    def scored_docs(self, docs: DocIds, scores: Scores | None = None) -> ScoredDocs:
        """Return a set of documents of the snapshot; both arrays are of shape (matches,)."""
        return ScoredDocs(docs, scores, self.snapshot.doc_count_all)

    def postings(self, name: str, term: str) -> Postings:
        """Return the postings of a term."""
        return self.snapshot.postings(name, term.encode())

    def idf(self, frequency: int) -> float:
        """Return the inverse document frequency of a term of so many documents."""
        return idf(self.snapshot.doc_count_all, frequency)

    def phrase_docs(self, name: str, terms: list[tuple[str, int]]) -> DocIds:
        """Return the documents where terms occur at given distances from a common position.

        They are ascending, shape (matches,).

        Args:
            name: a field with positions.
            terms: terms with their distances, in positions.
        """
        # The rarest term first: its documents bound all that is read afterwards.
        by_frequency = sorted(
            ((self.postings(name, term).docs, term, distance) for term, distance in terms),
            key=lambda each: len(each[0]),
        )
        docs = by_frequency[0][0]
        for term_docs, _term, _distance in by_frequency[1:]:
            docs = self.scored_docs(docs).intersect(self.scored_docs(term_docs)).docs
        starts: Ints | None = None
        for _docs, term, distance in by_frequency:
            if not len(docs):
                break
            term_starts = self.snapshot.positions(name, term.encode(), docs) - distance
            starts = term_starts if starts is None else starts[_is_in(starts, term_starts)]
            start_docs = starts >> POSITION_BITS
            is_first = np.diff(start_docs, prepend=-1) != 0
            docs = start_docs[is_first].astype(np.int32)
        return docs

    # One method for each of Whoosh's query classes; one that returns None leaves it to Whoosh.

    def _term(self, query: whoosh.Term) -> ScoredDocs:
        postings = self.postings(query.fieldname, _text(query.text))
        docs, weights = postings.docs, postings.weights
        if weights is None:
            weights = np.ones(len(docs), np.float32)
        if self._is_scorable(query.fieldname):
            weights = self._bm25(query.fieldname, docs, weights)
        return self.scored_docs(docs, weights).boosted(query.boost)

    def _bm25(self, name: str, docs: DocIds, weights: Scores) -> Scores:
        lengths = np.maximum(self.snapshot.lengths(name)[docs], 1)
        average = self.snapshot.average_length(name)
        return bm25f(weights, lengths, average, self.idf(len(docs)))

    def _is_scorable(self, name: str) -> bool:
        return any(name in segment.data.lengths for segment in self.snapshot.segments)

    def _and(self, query: whoosh.And) -> ScoredDocs | None:
        if not query.subqueries:
            return self.no_docs()
        return intersection([self.search(each) for each in query.subqueries]).boosted(_boost(query))

    def _or(self, query: whoosh.Or) -> ScoredDocs | None:
        if query.scale or query.minmatch:
            return None
        if not query.subqueries:
            return self.no_docs()
        matches = [self.search(each) for each in query.subqueries]
        return union(matches, self.snapshot.doc_count_all).boosted(_boost(query))

    def _not(self, query: whoosh.Not) -> ScoredDocs:
        # Whoosh gives each document that is not excluded a score of 1.
        return self.all_docs().difference(self.search(query.query)).with_score(1.0)

    def _and_not(self, query: whoosh.AndNot) -> ScoredDocs:
        return self.search(query.a).difference(self.search(query.b))

    def _and_maybe(self, query: whoosh.AndMaybe) -> ScoredDocs:
        return self.search(query.a).and_maybe(self.search(query.b))

    def _constant(self, query: whoosh.ConstantScoreQuery) -> ScoredDocs:
        child = query.child
        # Whoosh treats a score of 0 as not given, which means 1.
        score = query.score or 1.0
        if isinstance(child, whoosh.Prefix):
            docs = self.snapshot.prefix_docs(child.fieldname, child.text.encode())
            return self.scored_docs(docs).with_score(score)
        if isinstance(child, whoosh.Phrase) and self._is_bigram_phrase(child):
            return self.scored_docs(self._bigram_phrase_docs(child)).with_score(score)
        return self.search(child).with_score(score)

    def _every(self, query: whoosh.Every) -> ScoredDocs | None:
        return None if query.fieldname else self.all_docs().with_score(query.boost)

    def _nothing(self, query: whoosh.Query) -> ScoredDocs:
        return self.no_docs()

    def _phrase(self, query: whoosh.Phrase) -> ScoredDocs | None:
        if query.slop != 1 or len(query.words) < 2:
            return None
        terms = [whoosh.Term(query.fieldname, word) for word in query.words]
        docs = self.phrase_docs(
            query.fieldname, [(_text(word), distance) for distance, word in enumerate(query.words)]
        )
        return (
            intersection([self.search(each) for each in terms])
            .intersect(self.scored_docs(docs))
            .boosted(query.boost)
        )

    def _is_bigram_phrase(self, query: whoosh.Phrase) -> bool:
        return isinstance(self.schema[query.fieldname], Bigrams) and query.slop == 1

    def _bigram_phrase_docs(self, query: whoosh.Phrase) -> DocIds:
        """Return the documents where overlapping bigrams spell a text.

        Every second bigram and the last one suffice: together they cover all characters.
        """
        last = len(query.words) - 1
        distances = sorted({*range(0, last + 1, 2), last})
        return self.phrase_docs(query.fieldname, [(query.words[i], i) for i in distances])

    def _search_with_whoosh(self, query: whoosh.Query) -> ScoredDocs:
        docs: list[int] = []
        scores: list[float] = []
        with self._whoosh_searcher() as searcher:
            for leaf, first in searcher.leaf_searchers():
                matcher = query.matcher(leaf, searcher.context())
                while matcher.is_active():
                    docs.append(matcher.id() + first)
                    scores.append(matcher.score())
                    matcher.next()
        return self.scored_docs(np.array(docs, np.int32), np.array(scores, np.float32))

    def _whoosh_searcher(self) -> WhooshSearcher:
        storage = FileStorage(str(self.snapshot.folder))
        try:
            leaves = [
                WhooshSegmentReader(storage, self.schema, segment)
                for segment in self.snapshot.commit.segments
            ]
        except OSError as error:
            raise IndexUnavailableError(f"segment missing: {error}") from error
        reader = MultiReader(leaves) if leaves else EmptyReader(self.schema)
        return WhooshSearcher(reader, weighting=BM25F(B=B, K1=K1))


def _text(text: str | bytes) -> str:
    return text.decode() if isinstance(text, bytes) else text


def _boost(query: Any) -> float:
    # Whoosh ignores the boost of a compound query with a single subquery.
    return float(query.boost) if len(query.subqueries) > 1 else 1.0


def _is_in(values: Ints, others: Ints) -> Mask:
    """Return for each value whether it is among the others, shape (values,); both ascending."""
    if not len(others):
        return np.zeros(len(values), bool)
    indices = np.searchsorted(others, values)
    indices[indices == len(others)] = 0
    is_in: Mask = others[indices] == values
    return is_in


_NATIVE: dict[type[whoosh.Query], Callable[[Searcher, Any], ScoredDocs | None]] = {
    whoosh.Term: Searcher._term,
    whoosh.And: Searcher._and,
    whoosh.Or: Searcher._or,
    whoosh.Not: Searcher._not,
    whoosh.AndNot: Searcher._and_not,
    whoosh.AndMaybe: Searcher._and_maybe,
    whoosh.ConstantScoreQuery: Searcher._constant,
    whoosh.Every: Searcher._every,
    whoosh.Phrase: Searcher._phrase,
    type(whoosh.NullQuery): Searcher._nothing,
}
