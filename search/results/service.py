"""A page of answers: one question to the engine, one to the database for the rows it shows.

Rows, total, facets and years come from the same pass over what was found. A facet is counted as
if nothing had been chosen in it, so that one can change one's mind.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from haystack import connections
from haystack.models import SearchResult
from haystack.query import SQ, SearchQuerySet

from search.highlight.highlighter import highlight, snippets
from search.query import ast
from search.results.date_range import DateRange
from search.results.page import FacetValue, ResultRow, SearchPage

PER_PAGE = 20
# No archive has so many pages; a number beyond it is as good as it.
_LAST_PAGE = 1_000_000
# Words of a query that may be the name of a page.
_MAX_NAMES = 5
# Keys asked of the engine at once.
_EXPORT_BATCH = 2000
# The fields each order goes by; the most relevant first is the engine's own.
_ORDERS = {"newest": ["-first_day"], "oldest": ["first_day"]}


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet of the page: its name in the address, the index's field, the words over it.

    `most` is how many values are offered; without `by_value` those with most meetings come first,
    with it the greatest value does.
    """

    name: str
    field: str
    heading: Any
    max_values: int = 40
    by_value: bool = False


FACETS = (
    Facet("year", "year", _("年份"), by_value=True),
    Facet("province", "province_slug", _("省份")),
    Facet("theme", "themes", _("主题"), max_values=20),
    Facet("level", "level", _("级别")),
    # A type is a word of the text, and there are hundreds that only one meeting has.
    Facet("type", "meeting_type", _("类型"), max_values=10),
)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What the page was asked.

    `chosen` holds the values chosen in facets, by the facets' names: any of one facet, some of
    each. `days` is the stretch of time; `page` is as it was typed.
    """

    query_string: str
    filters: Mapping[str, Sequence[Any]]
    order: str = ""
    page: str = ""
    date_range: DateRange = field(default_factory=DateRange)

    @property
    def is_filtered(self) -> bool:
        return bool(self.filters or self.date_range.first or self.date_range.last)


def execute(question: SearchRequest, query: ast.ParsedQuery) -> SearchPage:
    """Answer a question; a page that is not there gives the nearest.

    Raises haystack.exceptions.SearchBackendError while there is no index to ask.
    """
    found = _build_queryset(question)
    # The page is asked for before anybody knows whether it is there: one pass gives both.
    number = _page_number(question.page)
    results = _results(found, number)
    page: Page[Any] = Paginator(range(found.count()), PER_PAGE).get_page(question.page)
    if page.number != number:
        results = _results(found, page.number)
    page.object_list = _result_rows(results, question, query)
    counts = found.facet_counts().get("fields", {})
    facets = {
        facet.name: _facet_values(facet, counts.get(facet.field, ()), question) for facet in FACETS
    }
    return SearchPage(page.paginator.count, page, facets)


def landing_pages(query: ast.ParsedQuery) -> list[Any]:
    """Return the pages of the archive whose name is among the words of a query, if any."""
    words = [node.text for node in ast.matching_leaves(query.node) if len(node.text) > 1]
    # More words are a sentence, which is nobody's name.
    words = list(dict.fromkeys(words))[:_MAX_NAMES]
    if not words:
        return []
    [index, *_others] = connections["default"].get_unified_index().get_indexes().values()
    pages: list[Any] = index.landing_pages(words)
    return pages


def export(request: HttpRequest, question: SearchRequest, heading: str) -> HttpResponseBase:
    """Answer with all that a question finds, in the format the request asks for.

    What a row looks like there is known to whoever wrote the index. An index has one model; of
    several, the first would answer. Raises SearchBackendError as `answer` does.
    """
    keys = _keys(_build_queryset(question))
    # Asked before anything is sent: an index that cannot answer must still be able to say so.
    first = list(islice(keys, 1))
    [index, *_others] = connections["default"].get_unified_index().get_indexes().values()
    response: HttpResponseBase = index.export(request, heading, chain(first, keys))
    return response


def _keys(found: SearchQuerySet) -> Iterator[Any]:
    start = 0
    while results := found[start : start + _EXPORT_BATCH]:
        yield from (int(each.pk) for each in results)
        start += _EXPORT_BATCH


def _build_queryset(question: SearchRequest) -> SearchQuerySet:
    found = SearchQuerySet().auto_query(question.query_string)
    for facet in FACETS:
        found = found.facet(facet.field, own=False)
        if facet.name in question.filters:
            values = list(question.filters[facet.name])
            found = found.narrow(SQ(**{f"{facet.field}__in": values}))
    if question.date_range.first:
        found = found.narrow(SQ(last_day__gte=question.date_range.first))
    if question.date_range.last:
        found = found.narrow(SQ(first_day__lte=question.date_range.last))
    return found.order_by(*_ORDERS.get(question.order, ()))


def _page_number(page: str) -> int:
    try:
        return min(max(1, int(page)), _LAST_PAGE)
    except ValueError:
        return 1


def _results(found: SearchQuerySet, page: int) -> list[SearchResult]:
    results: list[SearchResult] = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    return results


def _result_rows(
    results: Sequence[SearchResult], question: SearchRequest, query: ast.ParsedQuery
) -> list[ResultRow]:
    rows = _rows(results)
    return [
        _result_row(rows[each.id], each, question, query) for each in results if each.id in rows
    ]


def _rows(results: Iterable[SearchResult]) -> dict[str, Model]:
    """The rows of results by identifier, one query for each model."""
    pks: dict[type[Model], list[str]] = {}
    for result in results:
        pks.setdefault(result.model, []).append(result.pk)
    indexes = connections["default"].get_unified_index()
    rows: dict[str, Model] = {}
    for model, wanted in pks.items():
        found = indexes.get_index(model).read_queryset().in_bulk(wanted)
        rows |= {f"{model._meta.label_lower}.{pk}": row for pk, row in found.items()}
    return rows


def _result_row(
    row: Any, result: SearchResult, question: SearchRequest, query: ast.ParsedQuery
) -> ResultRow:
    index = connections["default"].get_unified_index().get_index(result.model)
    return ResultRow(
        meeting=row,
        title=highlight(str(row), query),
        snippets=snippets(index.shown_text(row), query),
        url=f"{row.get_absolute_url()}?{urlencode({'q': question.query_string})}",
    )


def _facet_values(
    facet: Facet, counted: Iterable[tuple[Any, int]], question: SearchRequest
) -> list[FacetValue]:
    """The values to choose from; what was chosen is among them even where it finds nothing."""
    chosen = question.filters.get(facet.name, ())
    counts = [(value, meetings) for value, meetings in counted if value not in (None, "")]
    if facet.by_value:
        counts.sort(reverse=True)
    offered = [pair for at, pair in enumerate(counts) if at < facet.max_values or pair[0] in chosen]
    there = {value for value, _meetings in offered}
    offered = [(value, 0) for value in chosen if value not in there] + offered
    labels = _labels(facet.field, [value for value, _meetings in offered])
    return [
        FacetValue(value, str(labels.get(value, value)), meetings, value in chosen)
        for value, meetings in offered
    ]


def _labels(field: str, values: list[Any]) -> dict[Any, str]:
    labels: dict[Any, str] = {}
    for index in connections["default"].get_unified_index().get_indexes().values():
        labels |= index.facet_labels(field, values)
    return labels
