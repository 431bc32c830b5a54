"""Evaluate a parsed query over one snapshot: the documents that match, each with a score.

And, Or and Not become operations on sets of documents, a lookup in doc values a mask, and every
other leaf a query that `planner` makes and `searcher` runs. The result of a leaf is cached like a
posting list, because the same terms are requested again, with filters and on the next page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search import analysis
from search.index.searching.doc_set import ScoredDocs, intersection, union
from search.index.searching.planner import QueryPlanner
from search.index.searching.reader import Snapshot
from search.index.searching.searcher import Searcher
from search.index.whoosh_adapter.schema import IndexFields
from search.query.ast import And, FieldLookup, Node, Not, Or


@dataclass(frozen=True)
class QueryEvaluator:
    """Evaluator of nodes over one snapshot; deleted documents are among the matches."""

    snapshot: Snapshot
    fields: IndexFields

    @cached_property
    def _searcher(self) -> Searcher:
        return Searcher(self.snapshot, self.fields.schema)

    @cached_property
    def _planner(self) -> QueryPlanner:
        return QueryPlanner(self._searcher, self.fields)

    def evaluate(self, node: Node) -> ScoredDocs:
        """Return the documents that match a node, each with its score."""
        match node:
            case And(parts):
                return self._evaluate_and(parts)
            case Or(parts):
                if not parts:
                    return self._searcher.no_docs()
                return union([self.evaluate(part) for part in parts], self.snapshot.doc_count_all)
            case Not(part):
                return self._searcher.all_docs().difference(self.evaluate(part))
        return self.snapshot.leaf_cache.get(
            (node, analysis.dictionary_version()), lambda: self._evaluate_leaf(node)
        )

    def _evaluate_and(self, parts: Iterable[Node]) -> ScoredDocs:
        required = [self.evaluate(part) for part in parts if not isinstance(part, Not)]
        matches = intersection(required) if required else self._searcher.all_docs()
        for part in parts:
            if isinstance(part, Not):
                matches = matches.difference(self.evaluate(part.part))
        return matches

    def _evaluate_leaf(self, node: Node) -> ScoredDocs:
        if isinstance(node, FieldLookup):
            doc_values = self.snapshot.doc_values
            docs = np.flatnonzero(doc_values.filter_mask(node.field, node.lookup, node.value))
            return self._searcher.scored_docs(docs.astype(np.int32))
        query = self._planner.leaf_query(node)
        if query is None:
            return self._searcher.no_docs()
        matches = self._searcher.search(query)
        self.snapshot.release_pages()
        return matches
