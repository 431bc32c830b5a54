"""What finds: the documents of a snapshot that satisfy the criteria of a plan, exactly.

Nothing here scores. A text of one character is found by its unigram, one of two by its bigram, a
longer one by its bigrams at consecutive positions.
"""

import numpy as np

from search.index.searching.doc_set import ScoredDocs, intersection, union
from search.index.searching.planner import Alternatives, Criterion, LeafPlan, Substring, Word
from search.index.searching.reader import POSITION_BITS, Snapshot
from search.index.types import DocIds, Ints, Mask
from search.index.whoosh_adapter.schema import bigram_field, unigram_field


def matching_docs(snapshot: Snapshot, plan: LeafPlan) -> ScoredDocs:
    """Return the documents that a plan finds, deleted ones included, without scores."""
    return intersection(
        [_any_alternative(snapshot, plan.field, alternatives) for alternatives in plan.required]
    )


def substring_docs(snapshot: Snapshot, name: str, text: str) -> ScoredDocs:
    """Return the documents where a normalized text occurs in a field, without scores."""
    if len(text) == 1:
        return _unscored(snapshot, _term_docs(snapshot, unigram_field(name), text))
    bigrams = [text[start : start + 2] for start in range(len(text) - 1)]
    if len(bigrams) == 1:
        return _unscored(snapshot, _term_docs(snapshot, bigram_field(name), text))
    # Every second bigram and the last one suffice: together they cover all characters.
    last = len(bigrams) - 1
    offsets = sorted({*range(0, last + 1, 2), last})
    docs = _phrase_docs(snapshot, bigram_field(name), [(bigrams[at], at) for at in offsets])
    return _unscored(snapshot, docs)


def prefix_docs(snapshot: Snapshot, name: str, prefix: str) -> ScoredDocs:
    """Return the documents with a word of a prefix in a field, without scores."""
    return _unscored(snapshot, snapshot.prefix_docs(name, prefix.encode()))


def _any_alternative(snapshot: Snapshot, name: str, alternatives: Alternatives) -> ScoredDocs:
    return union(
        [
            intersection([_criterion_docs(snapshot, name, criterion) for criterion in criteria])
            for criteria in alternatives
        ],
        snapshot.doc_count_all,
    )


def _criterion_docs(snapshot: Snapshot, name: str, criterion: Criterion) -> ScoredDocs:
    if isinstance(criterion, Substring):
        return substring_docs(snapshot, name, criterion.text)
    if isinstance(criterion, Word):
        return _unscored(snapshot, _term_docs(snapshot, name, criterion.text))
    return prefix_docs(snapshot, name, criterion.text)


def _unscored(snapshot: Snapshot, docs: DocIds) -> ScoredDocs:
    return ScoredDocs(docs, None, snapshot.doc_count_all)


def _term_docs(snapshot: Snapshot, name: str, term: str) -> DocIds:
    return snapshot.postings(name, term.encode()).docs


def _phrase_docs(snapshot: Snapshot, name: str, terms: list[tuple[str, int]]) -> DocIds:
    """Return the documents where terms occur at given distances from a common position.

    They are ascending, shape (matches,).

    Args:
        snapshot: the index.
        name: a field with positions.
        terms: terms with their distances, in positions.
    """
    # The rarest term first: its documents bound all that is read afterwards.
    by_frequency = sorted(
        ((_term_docs(snapshot, name, term), term, distance) for term, distance in terms),
        key=lambda each: len(each[0]),
    )
    docs = intersection([_unscored(snapshot, term_docs) for term_docs, *_ in by_frequency]).docs
    starts: Ints | None = None
    for _docs, term, distance in by_frequency:
        if not len(docs):
            break
        term_starts = snapshot.positions(name, term.encode(), docs) - distance
        starts = term_starts if starts is None else starts[_is_in(starts, term_starts)]
        start_docs = starts >> POSITION_BITS
        is_first = np.diff(start_docs, prepend=-1) != 0
        docs = start_docs[is_first].astype(np.int32)
    return docs


def _is_in(values: Ints, others: Ints) -> Mask:
    """Return for each value whether it is among the others, shape (values,); both ascending."""
    if not len(others):
        return np.zeros(len(values), bool)
    indices = np.searchsorted(others, values)
    indices[indices == len(others)] = 0
    is_in: Mask = others[indices] == values
    return is_in
