"""The index library: everything that a backend needs to write an index and to search it.

A library on Whoosh and numpy, without Django and Haystack; of the query language it knows the tree
only (`search.query.ast`). The names below are its interface. Rows, settings, and when the index
is written or rebuilt do not belong here.
"""

from search.index.errors import CorruptFileError, IndexUnavailableError
from search.index.searching import (
    SCORE,
    Counts,
    Hit,
    IndexReader,
    ResultSet,
    Searcher,
    SearchSpec,
    Snapshot,
    Suggestion,
    Vocabulary,
    count_matching,
    count_values,
    date_intervals,
    shared_reader,
    similarity_query,
)
from search.index.storage import IndexDirectory, encode_value, plain_value
from search.index.whoosh_adapter import (
    ENTRIES,
    ENTRY_SEPARATOR,
    ID,
    Document,
    IndexFields,
    Schema,
    doc_values_field,
)
from search.index.writing import (
    DocumentBatch,
    apply_batch,
    build_segment,
    processes_for,
    writer,
)

__all__ = [
    "ENTRIES",
    "ENTRY_SEPARATOR",
    "ID",
    "SCORE",
    "CorruptFileError",
    "Counts",
    "Document",
    "DocumentBatch",
    "Hit",
    "IndexDirectory",
    "IndexFields",
    "IndexReader",
    "IndexUnavailableError",
    "ResultSet",
    "Schema",
    "SearchSpec",
    "Searcher",
    "Snapshot",
    "Suggestion",
    "Vocabulary",
    "apply_batch",
    "build_segment",
    "count_matching",
    "count_values",
    "date_intervals",
    "doc_values_field",
    "encode_value",
    "plain_value",
    "processes_for",
    "shared_reader",
    "similarity_query",
    "writer",
]
