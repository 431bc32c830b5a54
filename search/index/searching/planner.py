"""Plan a leaf of the syntax tree: what finds documents, and what ranks them. No index is read.

Finding and ranking are separate. Finding is exact: a document matches because characters occur in
it side by side. Ranking is by words: BM25F over them, and a boost for the text as a whole. The
reasons: docs/decisions/012.

A plan says nothing of how terms are stored: `matching` and `scoring` carry it out on the arrays of
a snapshot; another engine would translate it into its own queries.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from search import analysis
from search.index.whoosh_adapter.schema import IndexFields
from search.query.ast import Node, Phrase, Prefix, TermGroup, Terms

# A synonym counts half: the typed word comes first, but a meeting that has the synonym three
# times still comes before one that mentions the word in passing.
SYNONYM_BOOST = 0.5


@dataclass(frozen=True, slots=True)
class Substring:
    """Criterion: the characters of a normalized text occur side by side in the field."""

    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """Criterion: a text is one of the field's words, as they were segmented."""

    text: str


@dataclass(frozen=True, slots=True)
class WordPrefix:
    """Criterion: one of the field's words begins with a text."""

    text: str


Criterion = Substring | Word | WordPrefix
# Of several alternatives one suffices, with all of its criteria.
Alternatives = tuple[tuple[Criterion, ...], ...]


@dataclass(frozen=True, slots=True)
class LeafPlan:
    """What finds and what ranks for one leaf, in one field.

    Args:
        field: a text field.
        required: finds: documents that satisfy each of these.
        word_weights: ranks: words with the factor of their BM25F score.
        phrase: ranks: a text that raises the score where it occurs as a whole; "" for none.
        prefix: ranks: documents with a word of this prefix score 1; "" for none.
    """

    field: str
    required: tuple[Alternatives, ...]
    word_weights: Mapping[str, float] = dataclasses.field(default_factory=dict)
    phrase: str = ""
    prefix: str = ""


def plan_leaf(node: Node, fields: IndexFields) -> LeafPlan | None:
    """Return the plan of a leaf; None where its field is not a text field.

    Raises TypeError for a node that is not Terms, Phrase or Prefix.
    """
    name = getattr(node, "field", None) or fields.content
    if name not in fields.texts:
        return None
    match node:
        case Terms(text):
            return _plan_terms(name, text, node.groups or _term_groups(text))
        case Phrase(text):
            words = dict.fromkeys(analysis.term_list(text), 1.0)
            forms = tuple((Substring(form),) for form in analysis.number_forms(text))
            return LeafPlan(name, (forms,), words)
        case Prefix(text):
            # Where a Chinese word begins depends on the segmenter; that its characters occur
            # does not.
            found_by = WordPrefix(text) if text[-1].isascii() else Substring(text)
            return LeafPlan(name, (_one(found_by),), prefix=text)
    raise TypeError(node)


def _plan_terms(name: str, text: str, groups: tuple[TermGroup, ...]) -> LeafPlan:
    weights: dict[str, float] = dict.fromkeys(analysis.term_list(text), 1.0)
    for group in groups:
        for synonym in group.synonyms:
            for word in analysis.term_list(synonym):
                weights.setdefault(word, SYNONYM_BOOST)
    phrase = text if len(analysis.segment(text)) > 1 else ""
    numbers = analysis.separated_numbers(text)
    required = tuple(_alternatives(group, numbers) for group in groups)
    return LeafPlan(name, required, weights, phrase)


def _term_groups(text: str) -> tuple[TermGroup, ...]:
    """Return the groups of a text without synonyms: its words, or itself where it has none."""
    return tuple(TermGroup((word,)) for word in analysis.segment(text)) or (TermGroup((text,)),)


def _alternatives(group: TermGroup, separated_numbers: Mapping[str, str]) -> Alternatives:
    """Return the alternatives that find a group: all of its words, or one of its synonyms.

    Each number may have separators of thousands.
    """
    forms = [
        (word, separated_numbers[word]) if word in separated_numbers else (word,)
        for word in group.words
    ]
    words = tuple(tuple(map(Substring, each)) for each in product(*forms))
    return (*words, *((_synonym_criterion(synonym),) for synonym in group.synonyms))


def _synonym_criterion(synonym: str) -> Criterion:
    # As a string 社工 occurs in 供销社工作 too: what was not typed is found as a word only.
    is_word = analysis.segment(synonym) == [synonym]
    return Word(synonym) if is_word else Substring(synonym)


def _one(criterion: Criterion) -> Alternatives:
    return ((criterion,),)
