"""Searches for the page and the API, which correct queries and count zero-result ones themselves.

A page takes one query of the index and one of the database for its rows. Rows, total, facets and
years come from the same pass over the found documents. A facet is counted as if none of its own
values were selected, so that a selection can be changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponseBase
from haystack import connections
from haystack.models import SearchResult
from haystack.query import SQ, SearchQuerySet

from search.query import ast
from search.results.date_range import DateRange
from search.results.page import FACETS, PER_PAGE, SearchPage, facet_values, result_rows

# No archive has so many pages; a higher number is treated as this one.
_MAX_PAGE = 1_000_000
# Words of a query that may be the name of a landing page.
_MAX_NAMES = 5
# Primary keys read from the index at a time.
_EXPORT_BATCH = 2000
# The fields of each order; by relevance is the index's own.
_ORDERS = {"newest": ["-first_day"], "oldest": ["first_day"]}


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A query with its filters, order and page.

    `filters` are the selected values by facet name: any of one facet, and some of each. `page` is
    the parameter as received.
    """

    query_text: str
    filters: Mapping[str, Sequence[Any]]
    order: str = ""
    page: str = ""
    date_range: DateRange = field(default_factory=DateRange)

    @property
    def is_filtered(self) -> bool:
        return bool(self.filters or self.date_range.first or self.date_range.last)


def execute(request: SearchRequest, query: ast.ParsedQuery) -> SearchPage:
    """Return the requested page of results; where it does not exist, the nearest.

    `query` is the query text of the request, parsed.

    Raises haystack.exceptions.SearchBackendError while there is no usable index.
    """
    queryset = _build_queryset(request)
    # The page is read before it is known to exist: one pass gives its rows and the total.
    number = _page_number(request.page)
    results = _results(queryset, number)
    page: Page[Any] = Paginator(range(queryset.count()), PER_PAGE).get_page(request.page)
    if page.number != number:
        results = _results(queryset, page.number)
    page.object_list = result_rows(results, request.query_text, query)
    counts = queryset.facet_counts().get("fields", {})
    facets = {
        facet.name: facet_values(
            facet, counts.get(facet.field, ()), request.filters.get(facet.name, ())
        )
        for facet in FACETS
    }
    return SearchPage(page.paginator.count, page, facets)


def landing_pages(query: ast.ParsedQuery) -> list[Any]:
    """Return the pages of the archive that are named by one of the words of a query."""
    words = [leaf.text for leaf in ast.matching_leaves(query.node) if len(leaf.text) > 1]
    # A query of more words is a sentence, which is no name.
    words = list(dict.fromkeys(words))[:_MAX_NAMES]
    if not words:
        return []
    [index, *_others] = connections["default"].get_unified_index().get_indexes().values()
    pages: list[Any] = index.landing_pages(words)
    return pages


def export(http_request: HttpRequest, request: SearchRequest, heading: str) -> HttpResponseBase:
    """Return all results of a request as a file, in the format that the HTTP request names.

    The search index class defines the columns. There is one indexed model; of several, the first
    would be exported. Raises SearchBackendError as `execute` does.
    """
    pks = _pks(_build_queryset(request))
    # Read before anything is sent, so that an unusable index still raises.
    first = list(islice(pks, 1))
    [index, *_others] = connections["default"].get_unified_index().get_indexes().values()
    response: HttpResponseBase = index.export(http_request, heading, chain(first, pks))
    return response


def _pks(queryset: SearchQuerySet) -> Iterator[Any]:
    start = 0
    while results := queryset[start : start + _EXPORT_BATCH]:
        yield from (int(result.pk) for result in results)
        start += _EXPORT_BATCH


def _build_queryset(request: SearchRequest) -> SearchQuerySet:
    queryset = SearchQuerySet().auto_query(request.query_text)
    for facet in FACETS:
        queryset = queryset.facet(facet.field, own=False)
        if facet.name in request.filters:
            values = list(request.filters[facet.name])
            queryset = queryset.narrow(SQ(**{f"{facet.field}__in": values}))
    if request.date_range.first:
        queryset = queryset.narrow(SQ(last_day__gte=request.date_range.first))
    if request.date_range.last:
        queryset = queryset.narrow(SQ(first_day__lte=request.date_range.last))
    return queryset.order_by(*_ORDERS.get(request.order, ()))


def _page_number(page: str) -> int:
    try:
        return min(max(1, int(page)), _MAX_PAGE)
    except ValueError:
        return 1


def _results(queryset: SearchQuerySet, page: int) -> list[SearchResult]:
    results: list[SearchResult] = queryset[(page - 1) * PER_PAGE : page * PER_PAGE]
    return results
