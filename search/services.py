"""Front door of the search for `bulletins`: all that its pages, commands and signals may use.

Queries themselves are made through Haystack (`SearchQuerySet`). Nothing in `search` imports
`bulletins`.
"""

from search.analysis.normalization import normalize_run
from search.highlight import highlight, highlight_shared_words, match_spans
from search.indexing import batching, enqueue
from search.query.ast import ParsedQuery
from search.query.parser import parse
from search.results import most_frequent_queries, register_results_content, similar_pks

__all__ = [
    "ParsedQuery",
    "batching",
    "enqueue",
    "highlight",
    "highlight_shared_words",
    "match_spans",
    "most_frequent_queries",
    "normalize_run",
    "parse",
    "register_results_content",
    "similar_pks",
]
