"""Documents to the arrays of one segment.

All documents of a segment are inverted at once: their texts are laid end to end, and one sort
of whole numbers that hold term, document and position brings the postings of every term together.
Whoosh's own writer does this posting by posting, which takes several times as long.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np
from whoosh.fields import Schema
from whoosh.util.numeric import length_to_byte

from search import analysis
from search.engine.arrays import Array, starts_of
from search.engine.columns import Column
from search.engine.inverted import MOST_DOCUMENTS, Inverted, coded, joined
from search.engine.schema import Characters, Document, Pairs, Values, Words, columns_of

_SIGN_BITS = 63  # of a whole number that is not negative
_DOC_BITS = (MOST_DOCUMENTS - 1).bit_length()


@dataclass
class SegmentData:
    """What a segment consists of, in memory: made here or merged from others."""

    size: int
    fields: dict[str, Inverted]
    # The number of words of each document, in Whoosh's one-byte form, and of all together.
    lengths: dict[str, Array] = field(default_factory=dict)
    total_lengths: dict[str, int] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    # Where it was read from a file.
    give_back: Callable[[], None] = field(default=lambda: None)


def build(schema: Schema, documents: Sequence[Document]) -> SegmentData:
    """Make a segment of at most MOST_DOCUMENTS documents, numbered in the order given."""
    data = SegmentData(len(documents), {})
    _add_words(data, schema, documents)
    for name, kind in schema.items():
        match kind:
            case Pairs():
                data.fields[name] = _pairs([each.get(kind.source, "") for each in documents])
            case Characters():
                data.fields[name] = _characters([each.get(kind.source, "") for each in documents])
            case Values():
                data.fields[name] = _values([each.get(kind.source, ()) for each in documents])
    for name in columns_of(schema):
        data.columns[name] = Column.of([each.get(name, b"") for each in documents])
    return data


def _add_words(data: SegmentData, schema: Schema, documents: Sequence[Document]) -> None:
    fields = {name: _Occurrences(kind.weights) for name, kind in schema.items() if _is_words(kind)}
    sources = {source for each in fields.values() for source in each.weights}
    for doc, document in enumerate(documents):
        words = {each: analysis.all_words(text) for each in sources if (text := document.get(each))}
        for occurrences in fields.values():
            occurrences.add(doc, words)
    for name, occurrences in fields.items():
        data.fields[name], lengths = occurrences.inverted(len(documents))
        data.lengths[name] = np.array([length_to_byte(each) for each in lengths], np.uint8)
        data.total_lengths[name] = sum(lengths)


def _is_words(kind: Any) -> bool:
    return isinstance(kind, Words)


class _Occurrences:
    """Each occurrence of each word in a field, gathered document by document."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._terms: list[Array] = []
        self._docs: list[int] = []
        self._weights: list[float] = []

    def add(self, doc: int, words: Mapping[str, Sequence[str]]) -> None:
        """Take in the words of a document, given by the source they stand in."""
        number = self._numbers.__getitem__
        for source, weight in self.weights.items():
            if found := words.get(source):
                self._terms.append(np.fromiter(map(number, found), np.int64, len(found)))
                self._docs.append(doc)
                self._weights.append(weight)

    def inverted(self, size: int) -> tuple[Inverted, list[int]]:
        """The field, and the length of each of the `size` documents: its weights together."""
        lengths = [len(each) for each in self._terms]
        docs = np.repeat(np.array(self._docs, np.int64), lengths)
        weights = np.repeat(np.array(self._weights), lengths)
        terms = np.concatenate([*self._terms, np.zeros(0, np.int64)])
        totals = np.bincount(docs, weights, size).round().astype(int).tolist()
        return _inverted([*self._numbers], terms, docs, weights), totals


def _inverted(
    names: Sequence[str], terms: Array, docs: Array, weights: Array | None = None
) -> Inverted:
    """Bring the postings of each term together, equal ones as one with their weights added.

    A term is given by its place in `names`.
    """
    texts = [name.encode() for name in names]
    in_order = sorted(range(len(texts)), key=texts.__getitem__)
    ranks = np.empty(len(texts), np.int64)
    ranks[in_order] = np.arange(len(texts))
    keys = ranks[terms] << _DOC_BITS | docs
    order = np.argsort(keys)
    postings = np.flatnonzero(_is_first(keys[order]))
    keys = keys[order][postings]
    blob, ends = joined([texts[each] for each in in_order])
    starts = starts_of(np.bincount(keys >> _DOC_BITS, minlength=len(texts)))
    docs = keys & ((1 << _DOC_BITS) - 1)
    if weights is None:
        return Inverted(blob, ends, starts, docs)
    codes, values = coded(np.add.reduceat(weights[order], postings) if len(postings) else weights)
    return Inverted(blob, ends, starts, docs, codes, values)


def _values(of_documents: Iterable[Iterable[str]]) -> Inverted:
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    terms, docs = [], []
    for doc, values in enumerate(of_documents):
        for value in values:
            terms.append(numbers[value])
            docs.append(doc)
    return _inverted([*numbers], np.array(terms, np.int64), np.array(docs, np.int64))


@dataclass(frozen=True)
class _Laid:
    """Texts laid end to end: each character as a small number, its document, its position."""

    alphabet: Array  # code points, ascending: a character's number is its place here
    characters: Array
    docs: Array
    positions: Array
    is_break: Array


def _laid(texts: Sequence[str]) -> _Laid:
    whole = "".join(text + analysis.BREAK for text in texts)
    codes = np.frombuffer(whole.encode("utf-32-le"), np.uint32)
    lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    docs = np.repeat(np.arange(len(texts)), lengths)
    positions = np.arange(len(codes)) - np.repeat(starts_of(lengths)[:-1], lengths)
    is_used = np.zeros(int(codes.max(initial=0)) + 1, bool)
    is_used[codes] = True
    numbers = np.cumsum(is_used) - 1
    return _Laid(
        np.flatnonzero(is_used), numbers[codes], docs, positions, codes == ord(analysis.BREAK)
    )


def _characters(texts: Sequence[str]) -> Inverted:
    laid = _laid(texts)
    width = max(len(texts) - 1, 1).bit_length()
    keys = (laid.characters << width | laid.docs)[~laid.is_break]
    keys.sort()
    keys = keys[_is_first(keys)]
    terms, docs = keys >> width, keys & ((1 << width) - 1)
    starts = np.flatnonzero(_is_first(terms))
    blob, ends = joined([chr(code).encode() for code in laid.alphabet[terms[starts]].tolist()])
    return Inverted(blob, ends, np.append(starts, len(keys)), docs)


def _pairs(texts: Sequence[str]) -> Inverted:
    laid = _laid(texts)
    is_pair = ~(laid.is_break[:-1] | laid.is_break[1:])
    character_bits = len(laid.alphabet).bit_length()
    pairs = (laid.characters[:-1] << character_bits | laid.characters[1:])[is_pair]
    pairs, docs, positions = _sorted(pairs, laid.docs[:-1][is_pair], laid.positions[:-1][is_pair])
    postings = np.flatnonzero(_is_first(pairs) | _is_first(docs))
    is_first = _is_first(pairs[postings])
    used, starts = pairs[postings][is_first], np.append(np.flatnonzero(is_first), len(postings))
    frequencies = np.diff(np.append(postings, len(pairs)))
    codes, values = coded(frequencies)
    first = laid.alphabet[used >> character_bits].tolist()
    second = laid.alphabet[used & ((1 << character_bits) - 1)].tolist()
    blob, ends = joined([(chr(a) + chr(b)).encode() for a, b in zip(first, second, strict=True)])
    position_starts = np.append(postings, len(pairs))[starts]
    return Inverted(blob, ends, starts, docs[postings], codes, values, position_starts, positions)


def _is_first(values: Array) -> Array:
    """Where a value is another than the one before it."""
    is_first = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=is_first[1:])
    return is_first


def _sorted(pairs: Array, docs: Array, positions: Array) -> tuple[Array, Array, Array]:
    """Sort by all three, as one number each where they fit into one: that is much quicker."""
    doc_bits, position_bits = (int(each.max(initial=0)).bit_length() for each in (docs, positions))
    if int(pairs.max(initial=0)).bit_length() + doc_bits + position_bits > _SIGN_BITS:
        order = np.lexsort((positions, docs, pairs))
        return pairs[order], docs[order], positions[order]
    keys = (pairs << doc_bits | docs) << position_bits | positions
    keys.sort()
    position = keys & ((1 << position_bits) - 1)
    keys >>= position_bits
    return keys >> doc_bits, keys & ((1 << doc_bits) - 1), position
