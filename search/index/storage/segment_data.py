"""The content of one segment in memory: built, merged, or mapped from a file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.index.storage.checksums import Checksums, document_checksums
from search.index.storage.doc_values import DocValuesColumn
from search.index.storage.inverted_index import InvertedField


@dataclass
class SegmentData:
    """The fields, lengths and doc values of a segment of `size` documents, each by field name.

    Args:
        size: the number of documents, deleted ones included.
        fields: the inverted fields.
        lengths: the length of each document in words, shape (size,), in Whoosh's one-byte
            encoding (`encode_lengths`).
        total_lengths: the exact sum of the lengths in words.
        columns: the doc values.
        release_pages: releases the resident pages of the file, where it was read from one.
    """

    size: int
    fields: dict[str, InvertedField]
    lengths: dict[str, NDArray[np.uint8]] = field(default_factory=dict)
    total_lengths: dict[str, int] = field(default_factory=dict)
    columns: dict[str, DocValuesColumn] = field(default_factory=dict)
    release_pages: Callable[[], None] = field(default=lambda: None)

    @cached_property
    def checksums(self) -> Checksums:
        """The checksum of each document, shape (size,). Raises IndexError or ValueError."""
        return document_checksums(self.size, self.fields, self.lengths, self.columns)
