"""Evaluate a parsed query over one snapshot: the documents that match, each with a score.

And, Or and Not become operations on sets of documents, a lookup in doc values a mask. For every
other leaf `planner` plans, `matching` finds and `scoring` ranks. The result of a leaf is cached
like a posting list, because the same terms are requested again, with filters and on the next page.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from search import analysis
from search.index.searching.doc_set import ScoredDocs, intersection, union
from search.index.searching.matching import matching_docs
from search.index.searching.planner import plan_leaf
from search.index.searching.reader import Snapshot
from search.index.searching.scoring import score_docs
from search.index.types import DocIds
from search.index.whoosh_adapter.schema import IndexFields
from search.query.ast import And, FieldLookup, Node, Not, Or


@dataclass(frozen=True)
class Searcher:
    """Evaluator of nodes over one snapshot; deleted documents are among the matches."""

    snapshot: Snapshot
    fields: IndexFields

    def search(self, node: Node) -> ScoredDocs:
        """Return the documents that match a node, each with its score."""
        match node:
            case And(parts):
                return self._search_all_of(parts)
            case Or(parts):
                if not parts:
                    return self._unscored(np.zeros(0, np.int32))
                return union([self.search(part) for part in parts], self.snapshot.doc_count_all)
            case Not(part):
                return self._all_docs().difference(self.search(part))
        return self.snapshot.leaf_cache.get(
            (node, analysis.dictionary_version()), lambda: self._search_leaf(node)
        )

    def _search_all_of(self, parts: Iterable[Node]) -> ScoredDocs:
        required = [self.search(part) for part in parts if not isinstance(part, Not)]
        matches = intersection(required) if required else self._all_docs()
        for part in parts:
            if isinstance(part, Not):
                matches = matches.difference(self.search(part.part))
        return matches

    def _search_leaf(self, node: Node) -> ScoredDocs:
        if isinstance(node, FieldLookup):
            doc_values = self.snapshot.doc_values
            docs = np.flatnonzero(doc_values.filter_mask(node.field, node.lookup, node.value))
            return self._unscored(docs.astype(np.int32))
        plan = plan_leaf(node, self.fields)
        if plan is None:
            return self._unscored(np.zeros(0, np.int32))
        matches = score_docs(self.snapshot, plan, matching_docs(self.snapshot, plan))
        self.snapshot.release_pages()
        return matches

    def _all_docs(self) -> ScoredDocs:
        return self._unscored(np.arange(self.snapshot.doc_count_all, dtype=np.int32))

    def _unscored(self, docs: DocIds) -> ScoredDocs:
        return ScoredDocs(docs, None, self.snapshot.doc_count_all)
