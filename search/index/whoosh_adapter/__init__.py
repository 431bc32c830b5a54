"""Everything of the index that is Whoosh's: its schema, the codec of its segments, its TOC.

Whoosh is imported here and by the tokenizers of `search.analysis`. `whoosh.index.open_dir` opens an
index written here. How a query is evaluated does not belong here.
"""

from whoosh.fields import Schema

from search.index.whoosh_adapter.manifest import Commit
from search.index.whoosh_adapter.schema import (
    ENTRIES,
    ENTRY_SEPARATOR,
    ID,
    Document,
    IndexFields,
    bigram_field,
    doc_values_field,
    unigram_field,
)
from search.index.whoosh_adapter.segment_file import SegmentInfo, read_segment, write_segment

__all__ = [
    "ENTRIES",
    "ENTRY_SEPARATOR",
    "ID",
    "Commit",
    "Document",
    "IndexFields",
    "Schema",
    "SegmentInfo",
    "bigram_field",
    "doc_values_field",
    "read_segment",
    "unigram_field",
    "write_segment",
]
