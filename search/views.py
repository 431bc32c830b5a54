"""The search page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from haystack import connections
from haystack.models import SearchResult
from haystack.query import SearchQuerySet

from search import queries
from search.forms import SearchForm
from search.highlighting import marked, snippets

PER_PAGE = 20
# The facets of the page: name in its address → field of the index.
_FACETS = {"province": "province_slug", "year": "year"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A found meeting as the page shows it."""

    meeting: Any
    title: SafeString
    snippets: list[SafeString]
    url: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer a query with a page of meetings; without one, show only the form."""
    form = SearchForm(_decent(request.GET))
    form.is_valid()
    typed: str = form.cleaned_data.get("q", "")
    chosen = {name: form.cleaned_data.get(name) for name in _FACETS}
    query = queries.parse(typed)
    found = SearchQuerySet().auto_query(typed)
    page = _page(_narrowed(found, chosen), query, typed, request.GET.get("page"))
    context = {
        "form": form,
        "query": typed,
        "searched": bool(typed),
        "notices": query.notices,
        "total": page.paginator.count,
        "page": page,
        "facets": {name: _facet(found, name, chosen) for name in _FACETS} if typed else {},
    }
    return render(request, "search/results.html", context)


def _decent(asked: Any) -> dict[str, str]:
    """The last value of each name, without what no text can hold (NUL, lone surrogates)."""
    return {
        name: value.replace("\0", "").encode(errors="ignore").decode()
        for name, value in asked.items()
    }


def _narrowed(found: SearchQuerySet, chosen: dict[str, Any]) -> SearchQuerySet:
    for name, value in chosen.items():
        if value not in (None, ""):
            found = found.filter(**{f"{_FACETS[name]}__exact": value})
    return found


def _facet(
    found: SearchQuerySet, name: str, chosen: dict[str, Any]
) -> list[tuple[Any, str, int, bool]]:
    """Count by one facet under the choices made in the others, so that one can change one's mind.

    Years come newest first, everything else most first.
    """
    field = _FACETS[name]
    others = {other: value for other, value in chosen.items() if other != name}
    counts = _narrowed(found, others).facet(field).facet_counts()["fields"][field]
    counts = [(value, count) for value, count in counts if value is not None]
    if name == "year":
        counts.sort(reverse=True)
    labels = _labels(field, [value for value, _count in counts])
    return [
        (value, labels.get(value, str(value)), count, value == chosen[name])
        for value, count in counts
    ]


def _labels(field: str, values: list[Any]) -> dict[Any, str]:
    labels: dict[Any, str] = {}
    for index in connections["default"].get_unified_index().get_indexes().values():
        labels |= index.facet_labels(field, values)
    return labels


def _page(found: SearchQuerySet, query: queries.Query, typed: str, number: str | None) -> Page[Any]:
    """A page of hits; a number that is none, or too high, gives the nearest page."""
    page: Page[Any] = Paginator(found, PER_PAGE).get_page(number)
    results = list(page.object_list)
    rows = _rows(results)
    page.object_list = [
        _hit(rows[result.id], result, query, typed) for result in results if result.id in rows
    ]
    return page


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


def _hit(row: Any, result: SearchResult, query: queries.Query, typed: str) -> Hit:
    text = connections["default"].get_unified_index().get_index(result.model).fields["text"]
    return Hit(
        meeting=row,
        title=marked(str(row), query),
        snippets=snippets(text.prepare(row), query),
        url=f"{row.get_absolute_url()}?{urlencode({'q': typed})}",
    )
