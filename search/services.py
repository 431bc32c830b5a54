"""The front door of the search for `bulletins`: what its pages, commands and models may use.

Queries themselves are made through Haystack (`SearchQuerySet`). Nothing of `search` imports
`bulletins`.
"""

from search.highlight.highlighter import highlight, match_spans
from search.highlight.shared_words import highlight_shared_words
from search.indexing.outbox import batching, enqueue
from search.query.ast import ParsedQuery
from search.query.parser import parse
from search.results.more_like_this import similar_pks
from search.results.zero_results import most_frequent_queries

__all__ = [
    "ParsedQuery",
    "batching",
    "enqueue",
    "highlight",
    "highlight_shared_words",
    "match_spans",
    "most_frequent_queries",
    "parse",
    "similar_pks",
]
