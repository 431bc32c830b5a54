"""Which documents answer what was asked, and which of them first.

Finding and ranking are kept apart. Finding is exact: a document is found because characters
stand in it, one beside the other (pairs). Ranking is BM25F over words: a word counts more in a
field that says what the meeting is about, less in a long document and less the more meetings
have it. What is asked for without a sign is a run of characters; it becomes one query of Whoosh's
(`run_query`), and what that answers is kept like a posting list, since a person asks for the same
runs again, narrowed and on the next page.

The weights of fields are the `boost` of the fields of the SearchIndex; the others stand here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from whoosh import query as whoosh

from search import analysis
from search.index.searching.doc_set import ScoredDocs, intersection, union
from search.index.searching.reader import Snapshot
from search.index.searching.scoring import PHRASE_BOOST, SYNONYM_BOOST, UNSCORED
from search.index.searching.searcher import Searcher
from search.index.whoosh_adapter.schema import IndexFields, bigram_field, unigram_field
from search.query.ast import And, FieldLookup, Node, Not, Or, Phrase, Prefix, TermGroup, Terms


@dataclass(frozen=True)
class QueryPlanner:
    """Answers questions to one snapshot; deleted documents are among the answers."""

    snapshot: Snapshot
    fields: IndexFields

    @cached_property
    def searcher(self) -> Searcher:
        return Searcher(self.snapshot, self.fields.schema)

    def execute(self, node: Node) -> ScoredDocs:
        """The documents that answer a question, each with its score."""
        match node:
            case And(parts):
                return self._execute_and(parts)
            case Or(parts):
                if not parts:
                    return self.searcher.no_docs()
                return union([self.execute(each) for each in parts], self.snapshot.size_all)
            case Not(part):
                return self.searcher.all_docs().difference(self.execute(part))
        return self.snapshot.leaf_cache.get(
            (node, analysis.dictionary_version()), lambda: self._execute_leaf(node)
        )

    def _execute_and(self, parts: Iterable[Node]) -> ScoredDocs:
        wanted = [self.execute(each) for each in parts if not isinstance(each, Not)]
        found = intersection(wanted) if wanted else self.searcher.all_docs()
        for each in parts:
            if isinstance(each, Not):
                found = found.difference(self.execute(each.part))
        return found

    def _execute_leaf(self, node: Node) -> ScoredDocs:
        if isinstance(node, FieldLookup):
            docs = np.flatnonzero(
                self.snapshot.doc_values.filter_mask(node.field, node.lookup, node.value)
            )
            return self.searcher.scored_docs(docs.astype(np.int32))
        query = self.leaf_query(node)
        if query is None:
            return self.searcher.no_docs()
        found = self.searcher.search(query)
        self.snapshot.release_pages()
        return found

    def leaf_query(self, node: Node) -> whoosh.Query | None:
        """A leaf of the tree as a query of Whoosh's; None where its field has no words."""
        name = getattr(node, "field", None) or self.fields.content
        if name not in self.fields.texts:
            return None
        match node:
            case Terms(text):
                return self._terms_query(name, text, node.groups or _term_groups(text))
            case Phrase(text):
                words = dict.fromkeys(analysis.term_list(text), 1.0)
                return whoosh.AndMaybe(substring_query(name, text), _any_term(name, words))
            case Prefix(text):
                begun = whoosh.ConstantScoreQuery(whoosh.Prefix(name, text), 1.0)
                # Where Chinese words begin is jieba's opinion; that the characters stand there
                # is none.
                return (
                    begun
                    if text[-1].isascii()
                    else whoosh.AndMaybe(substring_query(name, text), begun)
                )
        raise TypeError(node)

    def _terms_query(self, name: str, run: str, units: tuple[TermGroup, ...]) -> whoosh.Query:
        found_by = [_group_query(name, unit) for unit in units]
        ranked_by: dict[str, float] = dict.fromkeys(analysis.term_list(run), 1.0)
        for unit in units:
            for other in unit.synonyms:
                for word in analysis.term_list(other):
                    ranked_by.setdefault(word, SYNONYM_BOOST)
        words = _any_term(name, ranked_by)
        if len(analysis.segment(run)) > 1:
            words = whoosh.Or([*words.subqueries, self._phrase_boost(name, run)])
        return whoosh.AndMaybe(whoosh.And(found_by), words)

    def _phrase_boost(self, name: str, text: str) -> whoosh.Query:
        """What a document gets for having a text whole: more the fewer have it."""
        exact = substring_query(name, text)
        number = len(self.searcher.search(exact).docs)
        return whoosh.ConstantScoreQuery(exact.child, PHRASE_BOOST * self.searcher.idf(number))


def _term_groups(run: str) -> tuple[TermGroup, ...]:
    """The units of a run that nobody expanded by synonyms: its words, or the run itself."""
    return tuple(TermGroup((word,)) for word in analysis.segment(run)) or (TermGroup((run,)),)


def substring_query(name: str, text: str) -> whoosh.ConstantScoreQuery:
    """The documents where a folded text stands in a field, without a score."""
    if len(text) == 1:
        query: whoosh.Query = whoosh.Term(unigram_field(name), text)
    elif len(text) == 2:
        query = whoosh.Term(bigram_field(name), text)
    else:
        pairs = [text[place : place + 2] for place in range(len(text) - 1)]
        query = whoosh.Phrase(bigram_field(name), pairs)
    return whoosh.ConstantScoreQuery(query, UNSCORED)


def _any_term(name: str, words: Mapping[str, float]) -> whoosh.Or:
    return whoosh.Or([whoosh.Term(name, word, boost=weight) for word, weight in words.items()])


def _group_query(name: str, unit: TermGroup) -> whoosh.Query:
    """The documents that have all words of a unit, or something that means the same."""
    words = whoosh.And([substring_query(name, word) for word in unit.words])
    if not unit.synonyms:
        return words
    return whoosh.Or([words, *(_synonym_query(name, other) for other in unit.synonyms)])


def _synonym_query(name: str, other: str) -> whoosh.Query:
    # As a string 社工 stands in 供销社工作 too: what was not typed is found as a word only.
    if analysis.segment(other) == [other]:
        return whoosh.ConstantScoreQuery(whoosh.Term(name, other), UNSCORED)
    return substring_query(name, other)
