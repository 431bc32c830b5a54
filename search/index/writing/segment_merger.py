"""Merge several segments into one, without their deleted documents.

Postings are moved in bulk: the destinations of all postings of a segment are computed in one
pass, and each array is written in one step.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from search.index.storage.array_file import concat_ranges, downcast, offsets, range_lengths
from search.index.storage.doc_values import DocValuesColumn
from search.index.storage.inverted_index import InvertedField, concat_terms
from search.index.storage.segment_data import SegmentData
from search.index.types import Array, Ints, Mask, Scores


@dataclass(frozen=True)
class MergeSource:
    """A segment to be merged; `keep`, shape (data.size,), is False for deleted documents."""

    data: SegmentData
    keep: Mask

    @property
    def size(self) -> int:
        """The number of documents that are kept."""
        return int(self.keep.sum())


def merge_segments(sources: Sequence[MergeSource]) -> SegmentData:
    """Merge segments; the documents keep their order and are renumbered."""
    firsts = offsets(np.array([source.size for source in sources]))
    data = SegmentData(int(firsts[-1]), {})
    for name in dict.fromkeys(name for source in sources for name in source.data.fields):
        parts = [
            _field_part(source.data.fields[name], source.keep, int(first))
            for source, first in zip(sources, firsts, strict=False)
            if name in source.data.fields
        ]
        data.fields[name] = _merge_parts(parts)
    for name in dict.fromkeys(name for source in sources for name in source.data.lengths):
        data.lengths[name] = np.concatenate([_lengths(source, name) for source in sources])
        data.total_lengths[name] = sum(_total_length(source, name) for source in sources)
    for name in dict.fromkeys(name for source in sources for name in source.data.columns):
        data.columns[name] = DocValuesColumn.from_values(
            [value for source in sources for value in _doc_values(source, name)]
        )
    return data


def _lengths(source: MergeSource, name: str) -> NDArray[np.uint8]:
    """Return the one-byte lengths of the kept documents, shape (source.size,)."""
    lengths = source.data.lengths.get(name, np.zeros(source.data.size, np.uint8))
    return lengths[source.keep]


def _total_length(source: MergeSource, name: str) -> int:
    """Return the total length of the kept documents.

    Exact if none is deleted; otherwise a share of the exact total, in proportion to the one-byte
    lengths.
    """
    lengths = source.data.lengths.get(name)
    total = source.data.total_lengths.get(name, 0)
    if lengths is None or source.keep.all():
        return total
    all_lengths = int(lengths.sum(dtype=np.int64))
    return round(total * int(lengths[source.keep].sum(dtype=np.int64)) / max(all_lengths, 1))


def _doc_values(source: MergeSource, name: str) -> list[bytes]:
    column = source.data.columns.get(name)
    if column is None:
        return [b""] * source.size
    encoded = column.all_encoded()
    return [encoded[ordinal] for ordinal in column.ordinals[source.keep].tolist()]


@dataclass(frozen=True)
class _FieldPart:
    """A field of one segment, without the postings of deleted documents.

    Args:
        terms: all terms of the segment, also those that are left without postings.
        posting_counts: the number of postings of each term, shape (terms,).
        docs: uint16, shape (postings,), numbered as in the merged segment.
        weights: integers, shape (postings,): the ordinal of each one's weight in `weight_values`.
        weight_values: the distinct weights of the segment, shape (distinct weights,).
        position_counts: the number of positions of each term, shape (terms,).
        positions: integers, shape (positions,): the positions of the postings.
    """

    terms: list[bytes]
    posting_counts: Ints
    docs: NDArray[np.uint16]
    weights: Array | None
    weight_values: Scores | None
    position_counts: Ints | None
    positions: Array | None


def _field_part(field: InvertedField, keep: Mask, first: int) -> _FieldPart:
    if not keep.all():
        return _field_part_without_deleted(field, keep, first)
    position_offsets = field.position_offsets
    return _FieldPart(
        list(field),
        range_lengths(field.posting_offsets),
        field.docs.astype(np.uint16) + np.uint16(first),
        field.weights,
        field.weight_values,
        None if position_offsets is None else range_lengths(position_offsets),
        field.positions,
    )


def _field_part_without_deleted(field: InvertedField, keep: Mask, first: int) -> _FieldPart:
    is_kept = keep[field.docs]
    new_number_of = np.cumsum(keep) - 1 + first
    # A running total of the kept postings, read at the bounds of each term.
    posting_counts = range_lengths(offsets(is_kept)[field.posting_offsets])
    position_counts = positions = None
    if field.positions is not None:
        frequencies = field.all_weights().astype(np.int64)
        positions = field.positions[np.repeat(is_kept, frequencies)]
        kept_frequencies = np.where(is_kept, frequencies, 0)
        position_counts = range_lengths(offsets(kept_frequencies)[field.posting_offsets])
    docs = new_number_of[field.docs[is_kept]].astype(np.uint16)
    weights = None if field.weights is None else field.weights[is_kept]
    return _FieldPart(
        list(field), posting_counts, docs, weights, field.weight_values, position_counts, positions
    )


def _merge_parts(parts: Sequence[_FieldPart]) -> InvertedField:
    terms = sorted(set().union(*(part.terms for part in parts)))
    ordinal_of = {term: ordinal for ordinal, term in enumerate(terms)}
    gatherer = _PostingGatherer(
        len(terms),
        [
            np.fromiter(map(ordinal_of.__getitem__, part.terms), np.int64, len(part.terms))
            for part in parts
        ],
    )
    posting_counts = [part.posting_counts for part in parts]
    docs, totals = gatherer.gather([part.docs for part in parts], posting_counts)
    is_used = totals > 0
    used = [term for term, is_kept in zip(terms, is_used.tolist(), strict=True) if is_kept]
    field = InvertedField(*concat_terms(used), offsets(totals[is_used]), docs)
    recoded, values = _recode_weights(parts)
    if not recoded:
        return field
    weights, _totals = gatherer.gather(recoded, posting_counts)
    occurs = np.bincount(weights, minlength=len(values)) > 0
    if not occurs.all():
        weights = (np.cumsum(occurs) - 1)[weights]
    field = replace(field, weights=weights, weight_values=values[occurs])
    positions = [part.positions for part in parts if part.positions is not None]
    if not positions:
        return field
    position_counts = [part.position_counts for part in parts if part.position_counts is not None]
    gathered, totals = gatherer.gather(positions, position_counts)
    return replace(field, position_offsets=offsets(totals[is_used]), positions=gathered)


def _recode_weights(parts: Sequence[_FieldPart]) -> tuple[list[Array], Scores]:
    """Return the weights of each part as ordinals among the weights of all, and these.

    Unsigned, shape (postings,), for each part that has weights; shape (distinct weights,).
    """
    part_values = [part.weight_values for part in parts if part.weight_values is not None]
    values = np.unique(np.concatenate([*part_values, np.zeros(0, np.float32)]))
    weights = [
        downcast(np.searchsorted(values, part.weight_values))[part.weights]
        for part in parts
        if part.weights is not None and part.weight_values is not None
    ]
    return weights, values


@dataclass(frozen=True)
class _PostingGatherer:
    """Gatherer of what several parts have of each term, one part after the other.

    Args:
        size: the number of terms of all parts.
        ordinals: for each part the ordinals of its terms among all, shape (terms of the part,).
    """

    size: int
    ordinals: Sequence[Ints]

    def gather(self, arrays: Sequence[Array], counts: Sequence[Ints]) -> tuple[Array, Ints]:
        """Gather one array of each part.

        Args:
            arrays: the elements of each part, term by term, shape (elements of the part,).
            counts: how many elements each term of each part has, shape (terms of the part,).

        Returns:
            The elements term by term, of a dtype that holds those of all parts and of shape
            (elements,); how many each term has, shape (size,).
        """
        totals = np.zeros(self.size, np.int64)
        for ordinals, part_counts in zip(self.ordinals, counts, strict=True):
            totals[ordinals] += part_counts
        gathered = np.empty(int(totals.sum()), np.result_type(*arrays))
        next_free = offsets(totals)[:-1]
        for array, ordinals, part_counts in zip(arrays, self.ordinals, counts, strict=True):
            gathered[concat_ranges(next_free[ordinals], part_counts)] = array
            next_free[ordinals] += part_counts
        return gathered, totals
