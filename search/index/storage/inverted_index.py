"""An inverted field of one segment: its terms in order, and the postings of each.

    terms            the terms one after the other, in the order of their bytes
    ends             where each ends there
    starts           where the postings of each begin, and the end of the last
    docs             the document of each posting, ascending in each term; two bytes each
    weights          for each posting the place of its weight in `weight_values`; without these
                     two every weight is 1
    position_starts  where the positions of each term begin; without it there are none
    positions        the positions of each posting, ascending; as many as its weight says

Documents are numbered from 0 in each segment, and a segment has at most MOST_DOCUMENTS.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from search.index.storage.array_file import Array, downcast, offsets

MAX_SEGMENT_DOCS = 1 << 15

_PARTS = ("terms", "term_ends", "posting_offsets", "docs", "weights", "weight_values", "position_offsets",
          "positions")  # fmt: skip


@dataclass(frozen=True, eq=False)
class InvertedField:
    """One field; `term` below is always the number of a term."""

    terms: bytes | memoryview
    term_ends: Array
    posting_offsets: Array
    docs: Array
    weights: Array | None = None
    weight_values: Array | None = None
    position_offsets: Array | None = None
    positions: Array | None = None

    def __len__(self) -> int:
        return len(self.term_ends)

    def __getitem__(self, term: int) -> bytes:
        """The bytes of a term. Also what `bisect` asks."""
        start = self.term_ends[term - 1] if term else 0
        return bytes(self.terms[start : self.term_ends[term]])

    def __iter__(self) -> Iterator[bytes]:
        terms, start = bytes(self.terms), 0
        for end in self.term_ends.tolist():
            yield terms[start:end]
            start = end

    def find(self, text: bytes) -> int | None:
        """The number of a term, if it is here."""
        term = bisect_left(self, text)
        return term if term < len(self) and self[term] == text else None

    def prefix_range(self, prefix: bytes) -> range:
        """The numbers of the terms that begin so."""
        first = bisect_left(self, prefix)
        after = prefix.rstrip(b"\xff")
        if not after:
            return range(first, len(self))
        return range(first, bisect_left(self, after[:-1] + bytes([after[-1] + 1]), first))

    def docs_of(self, term: int) -> Array:
        return self.docs[self.posting_offsets[term] : self.posting_offsets[term + 1]]

    def document_frequencies(self) -> Array:
        """In how many documents each term is, deleted ones included."""
        return np.diff(self.posting_offsets)

    def weights_of(self, term: int) -> Array | None:
        """The weight of each posting of a term; None where all are 1."""
        if self.weights is None or self.weight_values is None:
            return None
        values: Array = self.weight_values[
            self.weights[self.posting_offsets[term] : self.posting_offsets[term + 1]]
        ]
        return values

    def all_weights(self) -> Array:
        """The weight of every posting."""
        if self.weights is None or self.weight_values is None:
            return np.ones(len(self.docs), np.float32)
        values: Array = self.weight_values[self.weights]
        return values

    def positions_of(self, term: int) -> tuple[Array, Array]:
        """The positions of all postings of a term, and how many each has."""
        counts = self.weights_of(term)
        if self.positions is None or self.position_offsets is None or counts is None:
            raise ValueError("a field without positions")
        first, after = self.position_offsets[term], self.position_offsets[term + 1]
        return self.positions[first:after], counts.astype(np.int64)

    def to_arrays(self) -> dict[str, Array]:
        """Its arrays by name, as small as they can be, for a file."""
        found = {name: getattr(self, name) for name in _PARTS}
        found["terms"] = np.frombuffer(self.terms, np.uint8)
        return {
            name: array if name == "weight_values" else downcast(array)
            for name, array in found.items()
            if array is not None
        } | {"docs": self.docs.astype(np.uint16)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> "InvertedField":
        """What `arrays` gave, read back from a file."""
        others = {name: array for name, array in arrays.items() if name != "terms"}
        return cls(arrays["terms"].data, **others)


def dictionary_encode(weights: Array) -> tuple[Array, Array]:
    """The different weights there are, and for each weight its place among them."""
    whole = weights.astype(np.int64)
    if (whole != weights).any():
        values = np.unique(weights)
        return np.searchsorted(values, weights), values.astype(np.float32)
    # Numbers of occurrences, none of them large: looked up, which is quicker than to sort them.
    is_there = np.zeros(int(whole.max(initial=0)) + 1, bool)
    is_there[whole] = True
    return (np.cumsum(is_there) - 1)[whole], np.flatnonzero(is_there).astype(np.float32)


def concat_terms(terms: list[bytes]) -> tuple[bytes, Array]:
    """Terms one after the other, and where each ends."""
    return b"".join(terms), offsets(np.fromiter(map(len, terms), np.int64, len(terms)))[1:]
