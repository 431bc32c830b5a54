"""The contents of one segment in memory: built, merged or mapped from a file."""

from collections.abc import Callable
from dataclasses import dataclass, field

from search.index.storage.array_file import Array
from search.index.storage.doc_values import DocValuesColumn
from search.index.storage.inverted_index import InvertedField


@dataclass
class SegmentData:
    """What a segment consists of, in memory: made here or merged from others."""

    size: int
    fields: dict[str, InvertedField]
    # The number of words of each document, in Whoosh's one-byte form, and of all together.
    lengths: dict[str, Array] = field(default_factory=dict)
    total_lengths: dict[str, int] = field(default_factory=dict)
    columns: dict[str, DocValuesColumn] = field(default_factory=dict)
    # Where it was read from a file.
    release_pages: Callable[[], None] = field(default=lambda: None)
