"""Several segments made into one, without their deleted documents.

Postings are moved in bulk: where those of a term go is reckoned for all terms of a segment at
once, and each array is written in one step.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from search.index.storage.array_file import Array, concat_ranges, downcast, offsets
from search.index.storage.doc_values import DocValuesColumn
from search.index.storage.inverted_index import InvertedField, concat_terms
from search.index.storage.segment_data import SegmentData


@dataclass(frozen=True)
class MergeSource:
    """A segment that is merged, and which of its documents are kept."""

    data: SegmentData
    keep: Array  # a truth value for each document

    @property
    def size(self) -> int:
        return int(self.keep.sum())


def merge_segments(sources: Sequence[MergeSource]) -> SegmentData:
    """Merge segments; the documents keep their order and are numbered anew."""
    firsts = offsets(np.array([source.size for source in sources]))
    data = SegmentData(int(firsts[-1]), {})
    for name in dict.fromkeys(name for source in sources for name in source.data.fields):
        pieces = [
            _field_part(source.data.fields[name], source.keep, int(first))
            for source, first in zip(sources, firsts, strict=False)
            if name in source.data.fields
        ]
        data.fields[name] = _merge_parts(pieces)
    for name in dict.fromkeys(name for source in sources for name in source.data.lengths):
        data.lengths[name] = np.concatenate([_lengths(source, name) for source in sources])
        data.total_lengths[name] = sum(_total_length(source, name) for source in sources)
    for name in dict.fromkeys(name for source in sources for name in source.data.columns):
        data.columns[name] = DocValuesColumn.from_values(
            [value for each in sources for value in _doc_values(each, name)]
        )
    return data


def _lengths(source: MergeSource, name: str) -> Array:
    lengths = source.data.lengths.get(name, np.zeros(source.data.size, np.uint8))
    return lengths[source.keep]


def _total_length(source: MergeSource, name: str) -> int:
    """The total length of the documents that stay: only in sum known exactly, so in proportion."""
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
    packed = column.all_encoded()
    return [packed[code] for code in column.ordinals[source.keep].tolist()]


@dataclass(frozen=True)
class _FieldPart:
    """A field of one segment, the postings of deleted documents left out."""

    terms: list[bytes]
    counts: Array  # postings of each term
    docs: Array  # numbered as in the merged segment
    weights: Array | None  # as places in `weight_values`
    weight_values: Array | None
    position_counts: Array | None  # positions of each term
    positions: Array | None


def _field_part(field: InvertedField, keep: Array, first: int) -> _FieldPart:
    if not keep.all():
        return _field_part_without_deleted(field, keep, first)
    docs = field.docs.astype(np.uint16) + np.uint16(first)
    starts = field.position_offsets
    position_counts = None if starts is None else np.diff(starts.astype(np.int64))
    return _FieldPart(
        list(field),
        np.diff(field.posting_offsets.astype(np.int64)),
        docs,
        field.weights,
        field.weight_values,
        position_counts,
        field.positions,
    )


def _field_part_without_deleted(field: InvertedField, keep: Array, first: int) -> _FieldPart:
    """What is left of a field of which some documents are deleted."""
    stays = keep[field.docs]
    numbers = np.cumsum(keep) - 1 + first
    # A running total of what stays, asked at the bounds of each term.
    counts = np.diff(offsets(stays)[field.posting_offsets])
    position_counts = positions = None
    if field.positions is not None:
        in_postings = field.all_weights().astype(np.int64)
        positions = field.positions[np.repeat(stays, in_postings)]
        of_stays = np.where(stays, in_postings, 0)
        position_counts = np.diff(offsets(of_stays)[field.posting_offsets])
    docs = numbers[field.docs[stays]].astype(np.uint16)
    weights = None if field.weights is None else field.weights[stays]
    return _FieldPart(
        list(field), counts, docs, weights, field.weight_values, position_counts, positions
    )


def _merge_parts(pieces: Sequence[_FieldPart]) -> InvertedField:
    terms = sorted(set().union(*(piece.terms for piece in pieces)))
    place_of = {term: place for place, term in enumerate(terms)}
    gathering = _PostingGatherer(
        len(terms),
        [
            np.fromiter(map(place_of.__getitem__, piece.terms), np.int64, len(piece.terms))
            for piece in pieces
        ],
    )
    counts = [piece.counts for piece in pieces]
    docs, totals = gathering.gather([piece.docs for piece in pieces], counts)
    stays = totals > 0
    left = [term for term, is_left in zip(terms, stays.tolist(), strict=True) if is_left]
    field = InvertedField(*concat_terms(left), offsets(totals[stays]), docs)
    weights, values = _recode_weights(pieces)
    if not weights:
        return field
    codes, _totals = gathering.gather(weights, counts)
    used = np.bincount(codes, minlength=len(values)) > 0
    if not used.all():
        codes = (np.cumsum(used) - 1)[codes]
    field = replace(field, weights=codes, weight_values=values[used])
    positions = [piece.positions for piece in pieces if piece.positions is not None]
    if not positions:
        return field
    counts = [piece.position_counts for piece in pieces if piece.position_counts is not None]
    gathered, totals = gathering.gather(positions, counts)
    return replace(field, position_offsets=offsets(totals[stays]), positions=gathered)


def _recode_weights(pieces: Sequence[_FieldPart]) -> tuple[list[Array], Array]:
    """The weights of each piece as places among those of all, and these."""
    known = [piece.weight_values for piece in pieces if piece.weight_values is not None]
    values = np.unique(np.concatenate([*known, np.zeros(0, np.float32)]))
    weights = [
        downcast(np.searchsorted(values, piece.weight_values))[piece.weights]
        for piece in pieces
        if piece.weights is not None and piece.weight_values is not None
    ]
    return weights, values


@dataclass(frozen=True)
class _PostingGatherer:
    """Brings together what several pieces have of each term, one piece after the other."""

    size: int  # how many terms there are in all
    places: Sequence[Array]  # for each piece, which of them its terms are

    def gather(self, arrays: Sequence[Array], counts: Sequence[Array]) -> tuple[Array, Array]:
        """Gather arrays of which each term has `counts`; returns them and the counts in all."""
        totals = np.zeros(self.size, np.int64)
        for places, of_piece in zip(self.places, counts, strict=True):
            totals[places] += of_piece
        gathered = np.empty(int(totals.sum()), np.result_type(*arrays))
        free = offsets(totals)[:-1]
        for array, places, of_piece in zip(arrays, self.places, counts, strict=True):
            gathered[concat_ranges(free[places], of_piece)] = array
            free[places] += of_piece
        return gathered, totals
