"""Checksums of documents: what an index has of each document, in one number.

Two segments have the same of a document exactly if its checksums are equal, whatever other
documents they have and in whatever order: a checksum is a sum over the postings, positions, lengths
and values of the document. So an index can be compared with the database document by document,
without turning its postings into texts again.

Checksums are those of this process: Python hashes bytes with another seed in each.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from search.index.storage.array_file import offsets, range_lengths
from search.index.storage.doc_values import DocValuesColumn
from search.index.storage.inverted_index import InvertedField
from search.index.types import Array

Checksums = NDArray[np.uint64]

# Postings of one step, each of which takes some tens of bytes of memory.
_STEP = 1 << 20
# The multipliers of SplitMix64 (Steele, Lea, Flood 2014).
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def document_checksums(
    size: int,
    fields: Mapping[str, InvertedField],
    lengths: Mapping[str, Array],
    columns: Mapping[str, DocValuesColumn],
) -> Checksums:
    """Return the checksum of each document of a segment, shape (size,).

    Raises IndexError or ValueError where the arrays contradict each other.
    """
    sums = np.zeros(size, np.uint64)
    for name, field in fields.items():
        _add_field(sums, _hash(name.encode()), field)
    for name, values in lengths.items():
        sums += _mix(values.astype(np.uint64) + _hash(b"length " + name.encode()))
    for name, column in columns.items():
        if not column.has_right_numbers():
            raise ValueError(f"values of {name} and their order do not agree")
        hashes = np.array([_hash(each) for each in column.all_encoded()], np.uint64)
        sums += _mix(hashes[column.ordinals] + _hash(b"value " + name.encode()))
    return sums


def _add_field(sums: Checksums, seed: np.uint64, field: InvertedField) -> None:
    terms = np.array([_hash(term) for term in field], np.uint64) + seed
    bounds = field.posting_offsets.astype(np.int64)
    start = 0
    while start < len(terms):
        # At least one term, and as many as have no more postings than a step.
        end = int(np.searchsorted(bounds, bounds[start] + _STEP, side="right")) - 1
        end = min(max(end, start + 1), len(terms))
        _add_terms(sums, terms, field, start, end)
        start = end


def _add_terms(
    sums: Checksums, terms: Checksums, field: InvertedField, start: int, end: int
) -> None:
    """Add the postings of some consecutive terms, from `start` to before `end`."""
    first, last = (int(field.posting_offsets[ordinal]) for ordinal in (start, end))
    docs = field.docs[first:last]
    hashes = np.repeat(terms[start:end], range_lengths(field.posting_offsets[start : end + 1]))
    if field.weights is None or field.weight_values is None:
        np.add.at(sums, docs, _mix(hashes))
        return
    weights = field.weight_values[field.weights[first:last]]
    hashes = _mix(hashes + _mix(weights.view(np.uint32).astype(np.uint64)))
    np.add.at(sums, docs, hashes)
    if field.positions is not None and field.position_offsets is not None:
        counts = weights.astype(np.int64)
        starts = field.position_offsets[start : end + 1].astype(np.int64)
        ends = field.posting_offsets[start : end + 1].astype(np.int64) - first
        if not np.array_equal(offsets(counts)[ends], starts - starts[0]):
            raise ValueError("terms and positions do not agree")
        positions = field.positions[starts[0] : starts[-1]].astype(np.uint64)
        np.add.at(sums, np.repeat(docs, counts), _mix(np.repeat(hashes, counts) + positions))


def _hash(data: bytes) -> np.uint64:
    return np.uint64(hash(data) & 0xFFFFFFFFFFFFFFFF)


def _mix(values: Checksums) -> Checksums:
    """Return numbers whose sums do not cancel out; equal ones for equal numbers."""
    values = (values ^ (values >> np.uint64(30))) * _FIRST
    values = (values ^ (values >> np.uint64(27))) * _SECOND
    return values ^ (values >> np.uint64(31))
