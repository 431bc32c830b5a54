"""Searches for page and API: one policy of corrections, zero-result queries and page numbers.

A page takes one query of the index and one of the database for its rows. Rows, total, facets and
years come from the same pass over the found documents. A facet is counted as if none of its own
values were selected, so that a selection can be changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from haystack.models import SearchResult
from haystack.query import SQ

from search import spelling
from search.haystack_backend.query import ArchiveSearchQuerySet
from search.query import ast, parser
from search.results.content import results_content
from search.results.date_range import DateRange
from search.results.page import FACETS, PER_PAGE, SearchPage, facet_values, result_rows
from search.results.zero_results import record_zero_result

# A query that finds fewer may be misspelt.
_FEW = 3
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

    Args:
        query_text: the query as typed.
        filters: the selected values by facet name: any of one facet, and some of each.
        order: a key of `forms.ORDERS`; "" is by relevance.
        page: the parameter as received; what is no number is the first page.
        date_range: the days that a meeting must have one of.
        is_exact: whether the query is searched as typed, even if it finds nothing.
    """

    query_text: str
    filters: Mapping[str, Sequence[Any]]
    order: str = ""
    page: str = ""
    date_range: DateRange = field(default_factory=DateRange)
    is_exact: bool = False

    @property
    def is_filtered(self) -> bool:
        return bool(self.filters or self.date_range.first or self.date_range.last)

    @property
    def page_number(self) -> int:
        """The requested page, which need not exist."""
        try:
            return min(max(1, int(self.page)), _MAX_PAGE)
        except ValueError:
            return 1


@dataclass(frozen=True, slots=True)
class SearchResponse:
    """A page of results, and what is to be said of the query.

    Args:
        request: what was searched: the query is the correction where one was applied.
        query: its query, parsed.
        original_query: the query as typed.
        results: the requested page; where it does not exist, the last.
        unfiltered_total: how many meetings the query finds without its filters; exact below
            `_FEW`, else at least as many as with them.
        applied_correction: the correction that was searched instead of the query typed.
        corrections: further queries that may have been meant.
        warnings: sentences on what was not done as typed.
    """

    request: SearchRequest
    query: ast.ParsedQuery
    original_query: str
    results: SearchPage
    unfiltered_total: int
    applied_correction: spelling.Correction | None
    corrections: list[spelling.Correction]
    warnings: list[str]

    @property
    def relaxations(self) -> list[spelling.Relaxation]:
        """Queries with a condition less, where the query finds nothing even without filters."""
        return [] if self.unfiltered_total else spelling.relaxations(self.query)

    @property
    def landing_pages(self) -> Sequence[Any]:
        """The pages of the archive that are named by one of the words; on the first page only."""
        leaves = ast.matching_leaves(self.query.node)
        words = list(dict.fromkeys(leaf.text for leaf in leaves if len(leaf.text) > 1))
        if not words or self.results.page.number > 1:
            return []
        # A query of more words is a sentence, which is no name.
        return results_content().landing_pages(words[:_MAX_NAMES])


def execute(request: SearchRequest) -> SearchResponse:
    """Search, correct a query that finds nothing, and count it.

    A query that finds nothing is replaced by its likeliest correction, unless it is to be searched
    exactly. Raises haystack.exceptions.SearchBackendError while there is no usable index.
    """
    original, query = request.query_text, parser.parse(request.query_text)
    warnings = [*query.warnings, *request.date_range.warnings]
    results = _results_page(request, query)
    unfiltered_total = results.total
    if request.is_filtered and unfiltered_total < _FEW:
        unfiltered_total = spelling.count_hits(query.node)
    # A zero-result query is one that the archive or the synonyms may lack; further pages and
    # exact searches follow a search that was counted.
    if not unfiltered_total and request.page_number == 1 and not request.is_exact:
        record_zero_result(original)
    corrections = _corrections(request, query, unfiltered_total)
    applied_correction: spelling.Correction | None = None
    # A query with warnings may be misread rather than misspelt: it is not replaced.
    if corrections and not (unfiltered_total or request.is_exact or query.warnings):
        applied_correction, *corrections = corrections
        request = replace(request, query_text=applied_correction.text)
        query = parser.parse(applied_correction.text)
        results, unfiltered_total = _results_page(request, query), applied_correction.meetings
    if results.total and results.page.number != request.page_number:
        warnings.append(_("没有第 %(page)s 页，这是最后一页。") % {"page": request.page_number})
    return SearchResponse(
        request,
        query,
        original,
        results,
        unfiltered_total,
        applied_correction,
        corrections,
        warnings,
    )


def export(http_request: HttpRequest, response: SearchResponse, heading: str) -> HttpResponseBase:
    """Return all results of a search as a file, in the format that the HTTP request names.

    Raises SearchBackendError as `execute` does.
    """
    pks = _pks(_build_queryset(response.request, response.query))
    # Read before anything is sent, so that an unusable index still raises.
    first = list(islice(pks, 1))
    return results_content().export(http_request, heading, chain(first, pks))


def _results_page(request: SearchRequest, query: ast.ParsedQuery) -> SearchPage:
    """Return the requested page of results; where it does not exist, the nearest."""
    queryset = _build_queryset(request, query)
    # The page is read before it is known to exist: one pass gives its rows and the total.
    results = _results(queryset, request.page_number)
    page: Page[Any] = Paginator(range(queryset.count()), PER_PAGE).get_page(request.page_number)
    if page.number != request.page_number:
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


def _corrections(
    request: SearchRequest, query: ast.ParsedQuery, unfiltered_total: int
) -> list[spelling.Correction]:
    """Return what may have been meant where a query finds little, or nothing in one piece."""
    if unfiltered_total < _FEW:
        return [
            correction
            for correction in spelling.corrections(request.query_text, query)
            if correction.meetings > unfiltered_total
        ]
    if spelling.has_no_exact_match(query):
        return spelling.phrase_corrections(request.query_text, query)
    return []


def _pks(queryset: ArchiveSearchQuerySet) -> Iterator[Any]:
    start = 0
    while results := queryset[start : start + _EXPORT_BATCH]:
        yield from (int(result.pk) for result in results)
        start += _EXPORT_BATCH


def _build_queryset(request: SearchRequest, query: ast.ParsedQuery) -> ArchiveSearchQuerySet:
    queryset = ArchiveSearchQuerySet().matching(query.node)
    for facet in FACETS:
        queryset = queryset.facet(facet.field, own=False)
        if facet.name in request.filters:
            values = list(request.filters[facet.name])
            queryset = queryset.narrow(SQ(**{f"{facet.field}__in": values}))
    if request.date_range.first:
        queryset = queryset.narrow(SQ(last_day__gte=request.date_range.first))
    if request.date_range.last:
        queryset = queryset.narrow(SQ(first_day__lte=request.date_range.last))
    ordered: ArchiveSearchQuerySet = queryset.order_by(*_ORDERS.get(request.order, ()))
    return ordered


def _results(queryset: ArchiveSearchQuerySet, page: int) -> list[SearchResult]:
    results: list[SearchResult] = queryset[(page - 1) * PER_PAGE : page * PER_PAGE]
    return results
