"""Files of the index and the arrays in them: array files, inverted fields, doc values, the folder.

Knows neither Whoosh nor queries. How documents become terms does not belong here.
"""

from search.index.storage.array_file import (
    MappedFile,
    concat_ranges,
    downcast,
    offsets,
    range_lengths,
)
from search.index.storage.directory import IndexDirectory
from search.index.storage.doc_values import (
    DocValuesColumn,
    decode_value,
    encode_value,
    plain_value,
)
from search.index.storage.inverted_index import (
    MAX_SEGMENT_DOCS,
    InvertedField,
    concat_terms,
    dictionary_encode,
)
from search.index.storage.segment_data import SegmentData

__all__ = [
    "MAX_SEGMENT_DOCS",
    "DocValuesColumn",
    "IndexDirectory",
    "InvertedField",
    "MappedFile",
    "SegmentData",
    "concat_ranges",
    "concat_terms",
    "decode_value",
    "dictionary_encode",
    "downcast",
    "encode_value",
    "offsets",
    "plain_value",
    "range_lengths",
]
