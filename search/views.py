"""Views of the search: results, help, advanced form, completions of the query being typed."""

from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from haystack.exceptions import SearchBackendError

from search import spelling
from search.checks import is_index_empty
from search.forms import ORDERS, SearchForm
from search.query import parser, synonyms
from search.query.builder_form import QueryBuilderForm, build_query_text, clauses
from search.results import (
    FACETS,
    SearchRequest,
    SearchResponse,
    execute,
    export,
    parse_date_range,
)

# A rebuild takes seconds for most archives; a browser or a proxy may retry then.
_RETRY_SECONDS = 10
# Nothing longer than a headline is completed.
_MAX_COMPLETED_LENGTH = 60

# Labels of the kinds of `spelling.Completion`.
_KIND_LABELS = {
    "headline": gettext_lazy("标题"),
    "person": gettext_lazy("人物"),
    "place": gettext_lazy("地点"),
    "theme": gettext_lazy("主题"),
    "phrase": gettext_lazy("词语"),
}


@require_safe
def search(request: HttpRequest) -> HttpResponseBase:
    """Show a page of results; without a query, only the form.

    With `format`, export all results; without a usable index, respond 503.
    """
    form = SearchForm(request.GET)
    form.is_valid()
    params = form.cleaned_data
    # One character more than the parser reads, so that it warns of too long a query.
    query_text: str = params.get("q", "")[: parser.MAX_LENGTH + 1]
    if not query_text:
        return render(request, "search/start.html")
    search_request = SearchRequest(
        query_text,
        {facet.name: values for facet in FACETS if (values := params.get(facet.name))},
        params.get("sort", ""),
        request.GET.get("page", ""),
        parse_date_range(params["from"], params["to"]),
        params.get("exact", False),
    )
    if request.GET.get("format") == "atom" and not search_request.order:
        search_request = replace(search_request, order="newest")
    try:
        response = execute(search_request)
        if "format" in request.GET:
            # The results on the page are exported, so those of a correction where it was applied.
            heading = _("检索“%(query)s”") % {"query": response.request.query_text}
            return export(request, response, heading)
        context = _context(response)
    except SearchBackendError:
        unavailable = render(request, "search/unavailable.html", {"query": query_text}, status=503)
        unavailable["Retry-After"] = str(_RETRY_SECONDS)
        return unavailable
    return render(request, "search/results.html", context)


@require_safe
def search_help(request: HttpRequest) -> HttpResponse:
    """Show the help page: the query language."""
    return render(request, "search/help.html")


@require_safe
def advanced(request: HttpRequest) -> HttpResponse:
    """Show the advanced form and the query that it builds; with `go`, redirect to its results."""
    form = QueryBuilderForm(request.GET if request.GET else None, label_suffix="")
    query = build_query_text(form.cleaned_data) if form.is_valid() else ""
    if query and "go" in request.GET:
        return redirect(f"{reverse('search')}?{urlencode({'q': query})}")
    context = {
        "form": form,
        "query": query,
        "clauses": list(clauses(form.cleaned_data)) if query else [],
    }
    return render(request, "search/advanced.html", context)


@require_safe
@cache_control(no_cache=True)
def complete(request: HttpRequest) -> JsonResponse:
    """Return completions of the query being typed as JSON; never an error, whatever it is."""
    query_text = request.GET.get("q", "")
    completions = []
    if query_text.strip() and len(query_text) <= _MAX_COMPLETED_LENGTH:
        # While there is no usable index the results page says so; completions are just empty.
        with suppress(SearchBackendError):
            completions = [
                asdict(completion) | {"label": str(_KIND_LABELS[completion.kind])}
                for completion in spelling.completions(query_text)
            ]
    return JsonResponse({"completions": completions})


def _context(response: SearchResponse) -> dict[str, Any]:
    """Return the template context of the results page."""
    results, query = response.results, response.query
    return {
        "query": response.request.query_text,
        "original_query": response.original_query,
        "applied_correction": response.applied_correction,
        "corrections": response.corrections,
        "landing_pages": response.landing_pages,
        "is_index_empty": not response.unfiltered_total and is_index_empty(),
        "has_several_clauses": len(query.clauses) > 1,
        "relaxations": response.relaxations,
        "warnings": response.warnings,
        "expansions": synonyms.expansions(query.node),
        "total": results.total,
        "unfiltered_total": response.unfiltered_total,
        "page": results.page,
        "facets": results.facets,
        "facets_with_values": [
            (facet, values) for facet in FACETS if (values := results.facets[facet.name])
        ],
        "active_filters": [
            (facet, value)
            for facet in FACETS
            for value in results.facets[facet.name]
            if value.is_selected
        ],
        "date_range": response.request.date_range,
        "orders": ORDERS,
        "order": response.request.order or next(iter(ORDERS)),
    }
