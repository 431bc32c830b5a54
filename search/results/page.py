"""A page of results: its rows and facets, and how they are built from what the index returned.

The search itself, its filters and its order belong in `search.results.service`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import Model
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from haystack import connections
from haystack.models import SearchResult

from search.highlight import highlight, snippets
from search.query import ast
from search.results.content import results_content

# Results on a page.
PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet of the page: its URL parameter, the index's field, its heading.

    At most `max_values` are offered, those with most meetings first; with `by_value` the greatest
    value is first.
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


class FacetValue(NamedTuple):
    """A value of a facet, its label on the page, and how many found meetings have it."""

    value: Any
    label: str
    meetings: int
    is_selected: bool


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A found meeting as shown on the page."""

    meeting: Any
    title: SafeString
    snippets: list[SafeString]
    url: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of results: total, rows (`page.object_list`), and values of each facet by name."""

    total: int
    page: Page[Any]
    facets: dict[str, list[FacetValue]]


def result_rows(
    results: Sequence[SearchResult], query_text: str, query: ast.ParsedQuery
) -> list[ResultRow]:
    """Return the rows of results, in their order; rows that the database lacks are left out.

    Args:
        results: what the index returned.
        query_text: the query as typed, for the links to the meetings.
        query: the same, parsed.
    """
    rows = _rows_by_identifier(results)
    return [
        _result_row(rows[result.id], result, query_text, query)
        for result in results
        if result.id in rows
    ]


def facet_values(
    facet: Facet, counts: Iterable[tuple[Any, int]], selected: Sequence[Any]
) -> list[FacetValue]:
    """Return the values to offer; selected ones are among them even where they find nothing."""
    counted = [(value, meetings) for value, meetings in counts if value not in (None, "")]
    if facet.by_value:
        counted.sort(reverse=True)
    offered = [
        (value, meetings)
        for at, (value, meetings) in enumerate(counted)
        if at < facet.max_values or value in selected
    ]
    offered_values = {value for value, _meetings in offered}
    offered = [(value, 0) for value in selected if value not in offered_values] + offered
    labels = results_content().facet_labels(facet.field, [value for value, _meetings in offered])
    return [
        FacetValue(value, str(labels.get(value, value)), meetings, value in selected)
        for value, meetings in offered
    ]


def _rows_by_identifier(results: Iterable[SearchResult]) -> dict[str, Model]:
    """Return the database rows of results by identifier, with one query for each model."""
    pks_by_model: dict[type[Model], list[str]] = {}
    for result in results:
        pks_by_model.setdefault(result.model, []).append(result.pk)
    indexes = connections["default"].get_unified_index()
    rows: dict[str, Model] = {}
    for model, pks in pks_by_model.items():
        rows_by_pk = indexes.get_index(model).read_queryset().in_bulk(pks)
        rows |= {f"{model._meta.label_lower}.{pk}": row for pk, row in rows_by_pk.items()}
    return rows


def _result_row(
    row: Any, result: SearchResult, query_text: str, query: ast.ParsedQuery
) -> ResultRow:
    index = connections["default"].get_unified_index().get_index(result.model)
    return ResultRow(
        meeting=row,
        title=highlight(str(row), query),
        snippets=snippets(index.shown_text(row), query),
        url=f"{row.get_absolute_url()}?{urlencode({'q': query_text})}",
    )
