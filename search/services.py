"""Front door of the search for `bulletins`: all that its pages, commands and signals may use.

Queries themselves are made through Haystack (`SearchQuerySet`). Nothing in `search` imports
`bulletins`.
"""

from search.analysis.normalization import normalize_run
from search.highlight import highlight, highlight_shared_words, match_spans
from search.indexing import batching, discard_index, drain, enqueue, rebuild
from search.indexing.verification import (
    abandoned_index_files,
    differing_pks,
    indexed_pks,
    is_index_intact,
    is_index_stale,
    overdue_since,
    pending_pks,
    remove_abandoned_index_files,
)
from search.models import CONTENT_MODELS
from search.query.ast import ParsedQuery
from search.query.parser import parse
from search.results import most_frequent_queries, register_results_content, similar_pks

__all__ = [
    "CONTENT_MODELS",
    "ParsedQuery",
    "abandoned_index_files",
    "batching",
    "differing_pks",
    "discard_index",
    "drain",
    "enqueue",
    "highlight",
    "highlight_shared_words",
    "indexed_pks",
    "is_index_intact",
    "is_index_stale",
    "match_spans",
    "most_frequent_queries",
    "normalize_run",
    "overdue_since",
    "parse",
    "pending_pks",
    "rebuild",
    "register_results_content",
    "remove_abandoned_index_files",
    "similar_pks",
]
