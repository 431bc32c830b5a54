"""The inverted index of one field in one segment: sorted terms, and the postings of each.

    terms             the terms concatenated, in the order of their bytes
    term_ends         where each ends there
    posting_offsets   where the postings of each begin, and the end of the last
    docs              the document of each posting, ascending within each term; uint16
    weights           the ordinal of each posting's weight in `weight_values`; without these two
                      every weight is 1
    weight_values     the distinct weights; float32
    position_offsets  where the positions of each term begin; absent in a field without positions
    positions         the positions of each posting, ascending; as many as its weight states

The dtypes of the others are the narrowest unsigned ones that hold their values (`downcast`). A
field that was built or merged and not yet written may have wider ones. Documents are numbered
from 0 in each segment, and a segment has at most MAX_SEGMENT_DOCS.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from search.index.storage.array_file import downcast, offsets
from search.index.types import Array, Indices, Ints, Scores

MAX_SEGMENT_DOCS = 1 << 15

# The names of the arrays in a file.
_ARRAYS = ("terms", "term_ends", "posting_offsets", "docs", "weights", "weight_values",
           "position_offsets", "positions")  # fmt: skip


@dataclass(frozen=True, eq=False)
class InvertedField:
    """One inverted field; a term is given by its ordinal in the order of bytes.

    The arrays are those of the module's docstring. As a sequence it holds the terms' bytes.
    """

    terms: bytes | memoryview
    term_ends: Array
    posting_offsets: Array
    docs: Array
    weights: Array | None = None
    weight_values: Scores | None = None
    position_offsets: Array | None = None
    positions: Array | None = None

    def __len__(self) -> int:
        return len(self.term_ends)

    def __getitem__(self, ordinal: int) -> bytes:
        """Return the bytes of a term; `bisect` calls this too."""
        start = self.term_ends[ordinal - 1] if ordinal else 0
        return bytes(self.terms[start : self.term_ends[ordinal]])

    def __iter__(self) -> Iterator[bytes]:
        terms, start = bytes(self.terms), 0
        for end in self.term_ends.tolist():
            yield terms[start:end]
            start = end

    def find(self, term: bytes) -> int | None:
        """Return the ordinal of a term; None where the field does not have it."""
        ordinal = bisect_left(self, term)
        return ordinal if ordinal < len(self) and self[ordinal] == term else None

    def prefix_range(self, prefix: bytes) -> range:
        """Return the ordinals of the terms that begin with a prefix."""
        first = bisect_left(self, prefix)
        stripped = prefix.rstrip(b"\xff")
        if not stripped:
            return range(first, len(self))
        successor = stripped[:-1] + bytes([stripped[-1] + 1])
        return range(first, bisect_left(self, successor, first))

    def docs_of(self, ordinal: int) -> Array:
        """Return the documents of a term, ascending: uint16, shape (postings,)."""
        return self.docs[self.posting_offsets[ordinal] : self.posting_offsets[ordinal + 1]]

    def document_frequencies(self) -> Array:
        """Return for each term the number of documents that have it, deleted ones included.

        Integers of the dtype of `posting_offsets`, shape (terms,).
        """
        return np.diff(self.posting_offsets)

    def weights_of(self, ordinal: int) -> Scores | None:
        """Return the weight of each posting of a term; None where all are 1.

        float32, shape (postings,).
        """
        if self.weights is None or self.weight_values is None:
            return None
        return self.weight_values[
            self.weights[self.posting_offsets[ordinal] : self.posting_offsets[ordinal + 1]]
        ]

    def all_weights(self) -> Scores:
        """Return the weight of every posting: float32, shape (postings,)."""
        if self.weights is None or self.weight_values is None:
            return np.ones(len(self.docs), np.float32)
        return self.weight_values[self.weights]

    def positions_of(self, ordinal: int) -> tuple[Array, Ints]:
        """Return the positions of all postings of a term, and how many each posting has.

        Integers of the dtype of `positions`, shape (positions,); int64, shape (postings,).

        Raises ValueError for a field without positions.
        """
        counts = self.weights_of(ordinal)
        if self.positions is None or self.position_offsets is None or counts is None:
            raise ValueError("a field without positions")
        start, end = self.position_offsets[ordinal], self.position_offsets[ordinal + 1]
        return self.positions[start:end], counts.astype(np.int64)

    def to_arrays(self) -> dict[str, Array]:
        """Return the arrays by name, downcast, for a file."""
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        arrays["terms"] = np.frombuffer(self.terms, np.uint8)
        return {
            name: array if name == "weight_values" else downcast(array)
            for name, array in arrays.items()
            if array is not None
        } | {"docs": self.docs.astype(np.uint16)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> "InvertedField":
        """Return the field that `to_arrays` gave to a file."""
        others = {name: array for name, array in arrays.items() if name != "terms"}
        return cls(arrays["terms"].data, **others)


def dictionary_encode(weights: Array) -> tuple[Indices, Scores]:
    """Return for each weight its ordinal among the distinct weights, and these, ascending.

    Args:
        weights: non-negative numbers, shape (n,).

    Returns:
        intp, shape (n,); float32, shape (distinct weights,).
    """
    integers = weights.astype(np.int64)
    if (integers != weights).any():
        values = np.unique(weights)
        return np.searchsorted(values, weights), values.astype(np.float32)
    # Term frequencies, none of them large: a lookup table is faster than sorting.
    is_used = np.zeros(int(integers.max(initial=0)) + 1, bool)
    is_used[integers] = True
    return (np.cumsum(is_used) - 1)[integers], np.flatnonzero(is_used).astype(np.float32)


def concat_terms(terms: list[bytes]) -> tuple[bytes, Ints]:
    """Return terms concatenated, and where each ends: int64, shape (terms,)."""
    return b"".join(terms), offsets(np.fromiter(map(len, terms), np.int64, len(terms)))[1:]
