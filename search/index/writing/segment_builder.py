"""Build the arrays of one segment from documents.

All documents of a segment are inverted in one pass: their texts are concatenated, and one sort of
integers that hold term, document and position groups the postings of every term. Whoosh's own
writer does this posting by posting, which takes several times as long.

The arrays below are int64 unless stated otherwise; they are downcast when they are written.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from search import analysis
from search.index.storage.array_file import offsets
from search.index.storage.doc_values import DocValuesColumn
from search.index.storage.inverted_index import (
    MAX_SEGMENT_DOCS,
    InvertedField,
    concat_terms,
    dictionary_encode,
)
from search.index.storage.segment_data import SegmentData
from search.index.types import Array, Ints, Mask
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

_VALUE_BITS = 63  # of a non-negative int64
_DOC_BITS = (MAX_SEGMENT_DOCS - 1).bit_length()
_DOC_MASK = (1 << _DOC_BITS) - 1


def build_segment(schema: Schema, documents: Sequence[Document]) -> SegmentData:
    """Build a segment of at most MAX_SEGMENT_DOCS documents, numbered in the given order."""
    data = SegmentData(len(documents), {})
    _add_words(data, schema, documents)
    sources = {
        kind.source for _name, kind in schema.items() if isinstance(kind, Unigrams | Bigrams)
    }
    texts = {
        source: _ConcatenatedTexts.build([document.get(source, "") for document in documents])
        for source in sources
    }
    for name, kind in schema.items():
        match kind:
            case Bigrams():
                data.fields[name] = _invert_bigrams(texts[kind.source])
            case Unigrams():
                data.fields[name] = _invert_unigrams(texts[kind.source])
            case Values():
                values = [document.get(kind.source, ()) for document in documents]
                data.fields[name] = _invert_values(values)
    for name in doc_values_fields(schema):
        encoded = [document.get(name, b"") for document in documents]
        data.columns[name] = DocValuesColumn.from_values(encoded)
    return data


def _add_words(data: SegmentData, schema: Schema, documents: Sequence[Document]) -> None:
    fields = {name: kind.weights for name, kind in schema.items() if isinstance(kind, Words)}
    term_ids: defaultdict[str, int] = defaultdict(count().__next__)
    # Most sources are in several fields; each is segmented once.
    streams = {
        source: _TokenStream.build([document.get(source, "") for document in documents], term_ids)
        for source in dict.fromkeys(source for weights in fields.values() for source in weights)
    }
    terms = _TermDictionary.build([*term_ids])
    for name, weights in fields.items():
        weighted = [(streams[source], weight) for source, weight in weights.items()]
        data.fields[name] = terms.invert(weighted)
        weighted_counts = [stream.counts * weight for stream, weight in weighted]
        lengths = np.sum(weighted_counts, axis=0).round().astype(int).tolist()
        data.lengths[name] = encode_lengths(lengths)
        data.total_lengths[name] = sum(lengths)


@dataclass(frozen=True)
class _TokenStream:
    """The tokens of one source, document by document.

    Args:
        term_ids: shape (tokens,).
        counts: the number of tokens of each document, shape (documents,).
    """

    term_ids: Ints
    counts: Ints

    @classmethod
    def build(cls, texts: Sequence[str], ids: Mapping[str, int]) -> "_TokenStream":
        """Segment normalized texts; `ids` gives each word its id, new ones included."""
        tokens = array("I")
        counts = []
        previous_end = 0
        for text in texts:
            if text:
                tokens.extend(map(ids.__getitem__, analysis.term_list(text)))
            counts.append(len(tokens) - previous_end)
            previous_end = len(tokens)
        return cls(np.array(tokens, np.int64), np.array(counts, np.int64))

    @property
    def docs(self) -> Ints:
        """The document of each token, shape (tokens,)."""
        return np.repeat(np.arange(len(self.counts)), self.counts)


@dataclass(frozen=True)
class _TermDictionary:
    """Terms with ids in order of appearance, and their ranks in the order of bytes.

    Args:
        terms: in the order of bytes.
        ranks: for each id the index of its term in `terms`, shape (terms,).
    """

    terms: list[bytes]
    ranks: Ints

    @classmethod
    def build(cls, names: Sequence[str]) -> "_TermDictionary":
        """Build the dictionary of the terms whose ids are their indices in `names`."""
        texts = [name.encode() for name in names]
        order = sorted(range(len(texts)), key=texts.__getitem__)
        ranks = np.empty(len(texts), np.int64)
        ranks[order] = np.arange(len(texts))
        return cls([texts[term_id] for term_id in order], ranks)

    def invert(self, weighted: Sequence[tuple[_TokenStream, float]]) -> InvertedField:
        """Return the field of weighted token streams.

        Tokens of one term and document become one posting with their weights added. Term,
        document and source are sorted as one integer, which is much faster than an argsort.
        """
        source_bits = len(weighted).bit_length()
        keys = np.concatenate(
            [
                (self.ranks[stream.term_ids] << _DOC_BITS | stream.docs) << source_bits | source
                for source, (stream, _weight) in enumerate(weighted)
            ]
        )
        keys.sort()
        source_weights = np.array([weight for _stream, weight in weighted])
        weights = source_weights[keys & ((1 << source_bits) - 1)]
        keys >>= source_bits
        postings = np.flatnonzero(_run_starts(keys))
        weights = np.add.reduceat(weights, postings) if len(postings) else weights
        ordinals, values = dictionary_encode(weights)
        field = self.from_postings(keys[postings])
        return replace(field, weights=ordinals, weight_values=values)

    def from_postings(self, keys: Ints) -> InvertedField:
        """Return the field of sorted postings, each a term's rank and a document in one key.

        `keys` has the shape (postings,).
        """
        ranks = keys >> _DOC_BITS
        starts = np.flatnonzero(_run_starts(ranks))
        blob, ends = concat_terms([self.terms[rank] for rank in ranks[starts].tolist()])
        return InvertedField(blob, ends, np.append(starts, len(keys)), keys & _DOC_MASK)


def _invert_values(documents: Iterable[Iterable[str]]) -> InvertedField:
    term_ids: defaultdict[str, int] = defaultdict(count().__next__)
    terms, docs = [], []
    for doc, values in enumerate(documents):
        for value in values:
            terms.append(term_ids[value])
            docs.append(doc)
    dictionary = _TermDictionary.build([*term_ids])
    keys = dictionary.ranks[np.array(terms, np.int64)] << _DOC_BITS | np.array(docs, np.int64)
    keys.sort()
    return dictionary.from_postings(keys[_run_starts(keys)])


@dataclass(frozen=True)
class _ConcatenatedTexts:
    """Texts concatenated, with a separator after each; all but `alphabet` of shape (characters,).

    Args:
        alphabet: the code points that occur, ascending.
        characters: each character as its index in `alphabet`: fewer bits than a code point.
        docs: the document of each.
        positions: its position in its text.
        is_separator: whether it separates texts, or parts of a text.
    """

    alphabet: Ints
    characters: Ints
    docs: Ints
    positions: Ints
    is_separator: Mask

    @classmethod
    def build(cls, texts: Sequence[str]) -> "_ConcatenatedTexts":
        """Concatenate the texts of one source, one for each document."""
        joined = "".join(text + analysis.FIELD_SEPARATOR for text in texts)
        codes = np.frombuffer(joined.encode("utf-32-le"), np.uint32)
        lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
        docs = np.repeat(np.arange(len(texts)), lengths)
        positions = np.arange(len(codes)) - np.repeat(offsets(lengths)[:-1], lengths)
        is_used = np.zeros(int(codes.max(initial=0)) + 1, bool)
        is_used[codes] = True
        index_of = np.cumsum(is_used) - 1
        is_separator = codes == ord(analysis.FIELD_SEPARATOR)
        return cls(np.flatnonzero(is_used), index_of[codes], docs, positions, is_separator)


def _invert_unigrams(texts: _ConcatenatedTexts) -> InvertedField:
    keys = (texts.characters << _DOC_BITS | texts.docs)[~texts.is_separator]
    keys.sort()
    keys = keys[_run_starts(keys)]
    terms, docs = keys >> _DOC_BITS, keys & _DOC_MASK
    starts = np.flatnonzero(_run_starts(terms))
    code_points = texts.alphabet[terms[starts]].tolist()
    blob, ends = concat_terms([chr(code_point).encode() for code_point in code_points])
    return InvertedField(blob, ends, np.append(starts, len(keys)), docs)


def _invert_bigrams(texts: _ConcatenatedTexts) -> InvertedField:
    is_bigram = ~(texts.is_separator[:-1] | texts.is_separator[1:])
    character_bits = len(texts.alphabet).bit_length()
    bigrams, docs, positions = _sort_postings(
        (texts.characters[:-1] << character_bits | texts.characters[1:])[is_bigram],
        texts.docs[:-1][is_bigram],
        texts.positions[:-1][is_bigram],
    )
    postings = np.flatnonzero(_run_starts(bigrams) | _run_starts(docs))
    is_first = _run_starts(bigrams[postings])
    terms = bigrams[postings][is_first]
    posting_offsets = np.append(np.flatnonzero(is_first), len(postings))
    posting_bounds = np.append(postings, len(bigrams))
    weights, weight_values = dictionary_encode(np.diff(posting_bounds))
    first = texts.alphabet[terms >> character_bits].tolist()
    second = texts.alphabet[terms & ((1 << character_bits) - 1)].tolist()
    blob, ends = concat_terms(
        [(chr(a) + chr(b)).encode() for a, b in zip(first, second, strict=True)]
    )
    return InvertedField(
        blob,
        ends,
        posting_offsets,
        docs[postings],
        weights,
        weight_values,
        posting_bounds[posting_offsets],
        positions,
    )


def _run_starts(values: Array) -> Mask:
    """Return for each value whether it differs from the one before it; of the same shape."""
    is_first = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=is_first[1:])
    return is_first


def _sort_postings(terms: Ints, docs: Ints, positions: Ints) -> tuple[Ints, Ints, Ints]:
    """Sort arrays of one shape by all three; as one integer each where that fits: much faster."""
    doc_bits, position_bits = (int(each.max(initial=0)).bit_length() for each in (docs, positions))
    if int(terms.max(initial=0)).bit_length() + doc_bits + position_bits > _VALUE_BITS:
        order = np.lexsort((positions, docs, terms))
        return terms[order], docs[order], positions[order]
    keys = (terms << doc_bits | docs) << position_bits | positions
    keys.sort()
    sorted_positions = keys & ((1 << position_bits) - 1)
    keys >>= position_bits
    return keys >> doc_bits, keys & ((1 << doc_bits) - 1), sorted_positions
