"""Documents to the arrays of one segment.

All documents of a segment are inverted at once: their texts are laid end to end, and one sort
of whole numbers that hold term, document and position brings the postings of every term together.
Whoosh's own writer does this posting by posting, which takes several times as long.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from search import analysis
from search.index.storage.array_file import Array, offsets
from search.index.storage.doc_values import DocValuesColumn
from search.index.storage.inverted_index import (
    MAX_SEGMENT_DOCS,
    InvertedField,
    concat_terms,
    dictionary_encode,
)
from search.index.storage.segment_data import SegmentData
from search.index.whoosh_adapter import Schema
from search.index.whoosh_adapter.schema import (
    Bigrams,
    Document,
    Unigrams,
    Values,
    Words,
    doc_values_fields,
    encode_lengths,
)

_SIGN_BITS = 63  # of a whole number that is not negative
_DOC_BITS = (MAX_SEGMENT_DOCS - 1).bit_length()


def build_segment(schema: Schema, documents: Sequence[Document]) -> SegmentData:
    """Make a segment of at most MOST_DOCUMENTS documents, numbered in the order given."""
    data = SegmentData(len(documents), {})
    _add_words(data, schema, documents)
    sources = {
        kind.source for _name, kind in schema.items() if isinstance(kind, Unigrams | Bigrams)
    }
    laid = {
        source: _ConcatenatedTexts.build([each.get(source, "") for each in documents])
        for source in sources
    }
    for name, kind in schema.items():
        match kind:
            case Bigrams():
                data.fields[name] = _pairs(laid[kind.source])
            case Unigrams():
                data.fields[name] = _characters(laid[kind.source])
            case Values():
                data.fields[name] = _values([each.get(kind.source, ()) for each in documents])
    for name in doc_values_fields(schema):
        data.columns[name] = DocValuesColumn.from_values(
            [each.get(name, b"") for each in documents]
        )
    return data


def _add_words(data: SegmentData, schema: Schema, documents: Sequence[Document]) -> None:
    fields = {name: kind.weights for name, kind in schema.items() if isinstance(kind, Words)}
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    # Most sources are in several fields; each is cut once.
    occurrences = {
        source: _TokenStream.build([each.get(source, "") for each in documents], numbers)
        for source in dict.fromkeys(source for weights in fields.values() for source in weights)
    }
    terms = _TermDictionary.build([*numbers])
    for name, weights in fields.items():
        weighted = [(occurrences[source], weight) for source, weight in weights.items()]
        data.fields[name] = terms.invert(weighted)
        counts = [each.counts * weight for each, weight in weighted]
        lengths = np.sum(counts, axis=0).round().astype(int).tolist()
        data.lengths[name] = encode_lengths(lengths)
        data.total_lengths[name] = sum(lengths)


@dataclass(frozen=True)
class _TokenStream:
    """Each occurrence of each word in a source, document by document."""

    words: Array  # as numbers
    counts: Array  # of each document

    @classmethod
    def build(cls, texts: Sequence[str], numbers: Mapping[str, int]) -> "_TokenStream":
        """Cut texts; `numbers` gives each word its number."""
        words = array("I")
        counts = []
        before = 0
        for text in texts:
            if text:
                words.extend(map(numbers.__getitem__, analysis.term_list(text)))
            counts.append(len(words) - before)
            before = len(words)
        return cls(np.array(words, np.int64), np.array(counts, np.int64))

    @property
    def docs(self) -> Array:
        docs: Array = np.repeat(np.arange(len(self.counts)), self.counts)
        return docs


@dataclass(frozen=True)
class _TermDictionary:
    """Terms that were numbered as they came, and the rank of each in the order of their bytes."""

    in_order: list[bytes]
    ranks: Array

    @classmethod
    def build(cls, names: Sequence[str]) -> "_TermDictionary":
        texts = [name.encode() for name in names]
        in_order = sorted(range(len(texts)), key=texts.__getitem__)
        ranks = np.empty(len(texts), np.int64)
        ranks[in_order] = np.arange(len(texts))
        return cls([texts[each] for each in in_order], ranks)

    def invert(self, weighted: Sequence[tuple[_TokenStream, float]]) -> InvertedField:
        """Bring the postings of each term together, equal ones as one with their weights added.

        Term, document and source are sorted as one number: quicker by far than to sort places.
        """
        source_bits = len(weighted).bit_length()
        keys = np.concatenate(
            [
                (self.ranks[each.words] << _DOC_BITS | each.docs) << source_bits | source
                for source, (each, _weight) in enumerate(weighted)
            ]
        )
        keys.sort()
        weights = np.array([weight for _each, weight in weighted])
        weights = weights[keys & ((1 << source_bits) - 1)]
        keys >>= source_bits
        postings = np.flatnonzero(_run_starts(keys))
        weights = np.add.reduceat(weights, postings) if len(postings) else weights
        codes, values = dictionary_encode(weights)
        return replace(self.from_postings(keys[postings]), weights=codes, weight_values=values)

    def from_postings(self, keys: Array) -> InvertedField:
        """The field that has these postings: each a term's rank and a document, in order."""
        ranks = keys >> _DOC_BITS
        starts = np.flatnonzero(_run_starts(ranks))
        blob, ends = concat_terms([self.in_order[each] for each in ranks[starts].tolist()])
        docs = keys & ((1 << _DOC_BITS) - 1)
        return InvertedField(blob, ends, np.append(starts, len(keys)), docs)


def _values(of_documents: Iterable[Iterable[str]]) -> InvertedField:
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    terms, docs = [], []
    for doc, values in enumerate(of_documents):
        for value in values:
            terms.append(numbers[value])
            docs.append(doc)
    in_order = _TermDictionary.build([*numbers])
    keys = in_order.ranks[np.array(terms, np.int64)] << _DOC_BITS | np.array(docs, np.int64)
    keys.sort()
    return in_order.from_postings(keys[_run_starts(keys)])


@dataclass(frozen=True)
class _ConcatenatedTexts:
    """Texts laid end to end: each character as a small number, its document, its position."""

    alphabet: Array  # code points, ascending: a character's number is its place here
    characters: Array
    docs: Array
    positions: Array
    is_break: Array

    @classmethod
    def build(cls, texts: Sequence[str]) -> "_ConcatenatedTexts":
        whole = "".join(text + analysis.FIELD_SEPARATOR for text in texts)
        codes = np.frombuffer(whole.encode("utf-32-le"), np.uint32)
        lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
        docs = np.repeat(np.arange(len(texts)), lengths)
        positions = np.arange(len(codes)) - np.repeat(offsets(lengths)[:-1], lengths)
        is_used = np.zeros(int(codes.max(initial=0)) + 1, bool)
        is_used[codes] = True
        numbers = np.cumsum(is_used) - 1
        is_break = codes == ord(analysis.FIELD_SEPARATOR)
        return cls(np.flatnonzero(is_used), numbers[codes], docs, positions, is_break)


def _characters(laid: _ConcatenatedTexts) -> InvertedField:
    keys = (laid.characters << _DOC_BITS | laid.docs)[~laid.is_break]
    keys.sort()
    keys = keys[_run_starts(keys)]
    terms, docs = keys >> _DOC_BITS, keys & ((1 << _DOC_BITS) - 1)
    starts = np.flatnonzero(_run_starts(terms))
    blob, ends = concat_terms(
        [chr(code).encode() for code in laid.alphabet[terms[starts]].tolist()]
    )
    return InvertedField(blob, ends, np.append(starts, len(keys)), docs)


def _pairs(laid: _ConcatenatedTexts) -> InvertedField:
    is_pair = ~(laid.is_break[:-1] | laid.is_break[1:])
    character_bits = len(laid.alphabet).bit_length()
    pairs = (laid.characters[:-1] << character_bits | laid.characters[1:])[is_pair]
    pairs, docs, positions = _sort_postings(
        pairs, laid.docs[:-1][is_pair], laid.positions[:-1][is_pair]
    )
    postings = np.flatnonzero(_run_starts(pairs) | _run_starts(docs))
    is_first = _run_starts(pairs[postings])
    used, starts = pairs[postings][is_first], np.append(np.flatnonzero(is_first), len(postings))
    frequencies = np.diff(np.append(postings, len(pairs)))
    codes, values = dictionary_encode(frequencies)
    first = laid.alphabet[used >> character_bits].tolist()
    second = laid.alphabet[used & ((1 << character_bits) - 1)].tolist()
    blob, ends = concat_terms(
        [(chr(a) + chr(b)).encode() for a, b in zip(first, second, strict=True)]
    )
    position_starts = np.append(postings, len(pairs))[starts]
    return InvertedField(
        blob, ends, starts, docs[postings], codes, values, position_starts, positions
    )


def _run_starts(values: Array) -> Array:
    """Where a value is another than the one before it."""
    is_first = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=is_first[1:])
    return is_first


def _sort_postings(pairs: Array, docs: Array, positions: Array) -> tuple[Array, Array, Array]:
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
