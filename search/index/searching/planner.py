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

from search.analysis import analyzer
from search.index.searching.searcher import Evaluation
from search.index.searching.doc_set import Found, all_of, any_of
from search.index.searching.reader import Snapshot
from search.haystack_backend.document_fields import DocumentFields
from search.index.whoosh_adapter.schema import characters_of, pairs_of
from search.query.ast import And, Exact, Node, Not, Or, Prefix, Run, Value
from search.query.synonyms import Unit, units, version

# A run of several words that stands there whole counts as much more as a word of its rarity at
# its best: whoever types 银发经济发展 wants first what has it so.
ADJACENT = 2.0
# What was not typed but means the same counts half: the word itself comes first, but a meeting
# that has the other three times still comes before one that mentions the word in passing.
SYNONYM = 0.5
# What only has to be there adds nothing; Whoosh would take a score of 0 for one of 1.
UNSCORED = 1e-9


@dataclass(frozen=True)
class Ranking:
    """Answers questions to one snapshot; deleted documents are among the answers."""

    snapshot: Snapshot
    fields: DocumentFields

    @cached_property
    def evaluation(self) -> Evaluation:
        return Evaluation(self.snapshot, self.fields.schema)

    def answer(self, node: Node) -> Found:
        """The documents that answer a question, each with its score."""
        match node:
            case And(parts):
                return self._both(parts)
            case Or(parts):
                if not parts:
                    return self.evaluation.none()
                return any_of([self.answer(each) for each in parts], self.snapshot.size_all)
            case Not(part):
                return self.evaluation.everything().without(self.answer(part))
        return self.snapshot.cache.get((node, version()), lambda: self._leaf(node))

    def _both(self, parts: Iterable[Node]) -> Found:
        wanted = [self.answer(each) for each in parts if not isinstance(each, Not)]
        found = all_of(wanted) if wanted else self.evaluation.everything()
        for each in parts:
            if isinstance(each, Not):
                found = found.without(self.answer(each.part))
        return found

    def _leaf(self, node: Node) -> Found:
        if isinstance(node, Value):
            docs = np.flatnonzero(self.snapshot.values.holding(node.field, node.test, node.value))
            return self.evaluation.found(docs.astype(np.int32))
        query = self.query(node)
        if query is None:
            return self.evaluation.none()
        found = self.evaluation.answer(query)
        self.snapshot.give_back()
        return found

    def query(self, node: Node) -> whoosh.Query | None:
        """A leaf of the tree as a query of Whoosh's; None where its field has no words."""
        name = getattr(node, "field", None) or self.fields.content
        if name not in self.fields.texts:
            return None
        match node:
            case Run(text):
                return self._run_query(name, text)
            case Exact(text):
                words = dict.fromkeys(analyzer.all_words(text), 1.0)
                return whoosh.AndMaybe(standing(name, text), _any_word(name, words))
            case Prefix(text):
                begun = whoosh.ConstantScoreQuery(whoosh.Prefix(name, text), 1.0)
                # Where Chinese words begin is jieba's opinion; that the characters stand there
                # is none.
                return begun if text[-1].isascii() else whoosh.AndMaybe(standing(name, text), begun)
        raise TypeError(node)

    def _run_query(self, name: str, run: str) -> whoosh.Query:
        found_by = [_unit_query(name, unit) for unit in units(run)]
        ranked_by: dict[str, float] = dict.fromkeys(analyzer.all_words(run), 1.0)
        for unit in units(run):
            for other in unit.others:
                for word in analyzer.all_words(other):
                    ranked_by.setdefault(word, SYNONYM)
        words = _any_word(name, ranked_by)
        if len(analyzer.cut(run)) > 1:
            words = whoosh.Or([*words.subqueries, self._bonus(name, run)])
        return whoosh.AndMaybe(whoosh.And(found_by), words)

    def _bonus(self, name: str, text: str) -> whoosh.Query:
        """What a document gets for having a text whole: more the fewer have it."""
        exact = standing(name, text)
        number = len(self.evaluation.answer(exact).docs)
        return whoosh.ConstantScoreQuery(exact.child, ADJACENT * self.evaluation.rarity(number))


def standing(name: str, text: str) -> whoosh.ConstantScoreQuery:
    """The documents where a folded text stands in a field, without a score."""
    if len(text) == 1:
        query: whoosh.Query = whoosh.Term(characters_of(name), text)
    elif len(text) == 2:
        query = whoosh.Term(pairs_of(name), text)
    else:
        pairs = [text[place : place + 2] for place in range(len(text) - 1)]
        query = whoosh.Phrase(pairs_of(name), pairs)
    return whoosh.ConstantScoreQuery(query, UNSCORED)


def _any_word(name: str, words: Mapping[str, float]) -> whoosh.Or:
    return whoosh.Or([whoosh.Term(name, word, boost=weight) for word, weight in words.items()])


def _unit_query(name: str, unit: Unit) -> whoosh.Query:
    """The documents that have all words of a unit, or something that means the same."""
    words = whoosh.And([standing(name, word) for word in unit.words])
    if not unit.others:
        return words
    return whoosh.Or([words, *(_synonym_query(name, other) for other in unit.others)])


def _synonym_query(name: str, other: str) -> whoosh.Query:
    # As a string 社工 stands in 供销社工作 too: what was not typed is found as a word only.
    if analyzer.cut(other) == [other]:
        return whoosh.ConstantScoreQuery(whoosh.Term(name, other), UNSCORED)
    return standing(name, other)


def telling_words(ranking: Ranking, text: str, number_of_words: int) -> list[str]:
    """The words that set a document apart: often in it, seldom elsewhere."""
    words = [word for word in analyzer.all_words(text) if len(word) > 1]
    name = ranking.fields.content
    weighed = []
    for word in set(words):
        frequency = ranking.snapshot.frequency(name, word.encode())
        if frequency:
            weighed.append((words.count(word) * ranking.evaluation.rarity(frequency), word))
    return [word for _weight, word in sorted(weighed, reverse=True)[:number_of_words]]
