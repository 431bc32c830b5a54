"""Searches and their pages of results, for page and API; no HTML, no URL parsing.

Also similar rows, and the count of queries without results.
"""

from search.results.content import register_results_content
from search.results.date_range import DateRange, parse_date_range
from search.results.page import (
    FACETS,
    PER_PAGE,
    Facet,
    FacetValue,
    ResultRow,
    SearchPage,
)
from search.results.service import (
    SearchRequest,
    SearchResponse,
    execute,
    export,
)
from search.results.similar_rows import similar_pks
from search.results.zero_results import most_frequent_queries

__all__ = [
    "FACETS",
    "PER_PAGE",
    "DateRange",
    "Facet",
    "FacetValue",
    "ResultRow",
    "SearchPage",
    "SearchRequest",
    "SearchResponse",
    "execute",
    "export",
    "most_frequent_queries",
    "parse_date_range",
    "register_results_content",
    "similar_pks",
]
