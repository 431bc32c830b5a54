"""Plan a leaf of the parsed query: what finds, and what ranks, as one of Whoosh's queries.

Finding and ranking are separate. Finding is exact: a document matches because characters occur in
it side by side (bigrams). Ranking is BM25 over words: a word counts more in a field that states
what the meeting is about, less in a long document, and less the more meetings have it.

The weights of fields are the `boost` of the fields of the SearchIndex; the other weights are
constants of `scoring`. The reasons: docs/decisions/012.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from whoosh import query as whoosh

from search import analysis
from search.index.searching.scoring import PHRASE_BOOST, SYNONYM_BOOST, UNSCORED
from search.index.searching.searcher import Searcher
from search.index.whoosh_adapter.schema import IndexFields, bigram_field, unigram_field
from search.query.ast import Node, Phrase, Prefix, TermGroup, Terms


@dataclass(frozen=True)
class QueryPlanner:
    """Planner of leaves for one snapshot, whose searcher states how rare a phrase is."""

    searcher: Searcher
    fields: IndexFields

    def leaf_query(self, node: Node) -> whoosh.Query | None:
        """Return Whoosh's query for a leaf; None where its field is not a text field.

        Raises TypeError for a node that is not Terms, Phrase or Prefix.
        """
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
                prefixed = whoosh.ConstantScoreQuery(whoosh.Prefix(name, text), 1.0)
                if text[-1].isascii():
                    return prefixed
                # Where a Chinese word begins depends on the segmenter; that its characters occur
                # does not.
                return whoosh.AndMaybe(substring_query(name, text), prefixed)
        raise TypeError(node)

    def _terms_query(self, name: str, text: str, groups: tuple[TermGroup, ...]) -> whoosh.Query:
        required = [_group_query(name, group) for group in groups]
        weights: dict[str, float] = dict.fromkeys(analysis.term_list(text), 1.0)
        for group in groups:
            for synonym in group.synonyms:
                for word in analysis.term_list(synonym):
                    weights.setdefault(word, SYNONYM_BOOST)
        scored = _any_term(name, weights)
        if len(analysis.segment(text)) > 1:
            scored = whoosh.Or([*scored.subqueries, self._phrase_boost(name, text)])
        return whoosh.AndMaybe(whoosh.And(required), scored)

    def _phrase_boost(self, name: str, text: str) -> whoosh.Query:
        """Return a query that scores documents with the whole text: more the fewer have it."""
        phrase = substring_query(name, text)
        frequency = len(self.searcher.search(phrase).docs)
        return whoosh.ConstantScoreQuery(phrase.child, PHRASE_BOOST * self.searcher.idf(frequency))


def _term_groups(text: str) -> tuple[TermGroup, ...]:
    """Return the groups of a text without synonyms: its words, or itself where it has none."""
    return tuple(TermGroup((word,)) for word in analysis.segment(text)) or (TermGroup((text,)),)


def substring_query(name: str, text: str) -> whoosh.ConstantScoreQuery:
    """Return a query for the documents where a normalized text occurs in a field, unscored."""
    if len(text) == 1:
        query: whoosh.Query = whoosh.Term(unigram_field(name), text)
    elif len(text) == 2:
        query = whoosh.Term(bigram_field(name), text)
    else:
        bigrams = [text[start : start + 2] for start in range(len(text) - 1)]
        query = whoosh.Phrase(bigram_field(name), bigrams)
    return whoosh.ConstantScoreQuery(query, UNSCORED)


def _any_term(name: str, weights: Mapping[str, float]) -> whoosh.Or:
    return whoosh.Or([whoosh.Term(name, word, boost=weight) for word, weight in weights.items()])


def _group_query(name: str, group: TermGroup) -> whoosh.Query:
    """Return a query for the documents with all words of a group, or with one of its synonyms."""
    words = whoosh.And([substring_query(name, word) for word in group.words])
    if not group.synonyms:
        return words
    return whoosh.Or([words, *(_synonym_query(name, synonym) for synonym in group.synonyms)])


def _synonym_query(name: str, synonym: str) -> whoosh.Query:
    # As a string 社工 occurs in 供销社工作 too: what was not typed is found as a word only.
    if analysis.segment(synonym) == [synonym]:
        return whoosh.ConstantScoreQuery(whoosh.Term(name, synonym), UNSCORED)
    return substring_query(name, synonym)
