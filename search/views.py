"""The pages of the search: results, help, and completions of what is being typed."""

from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from haystack.exceptions import SearchBackendError

from common.histogram import Histogram, histogram
from search.checks import is_index_empty
from search.forms import ORDERS, SearchForm
from search.query import parser, synonyms
from search.query.builder_form import QueryBuilderForm, build_query_string, clauses
from search.results import date_range, zero_results
from search.results.page import SearchPage
from search.results.service import FACETS, SearchRequest, execute, export, landing_pages
from search.spelling import suggestions
from search.spelling.hit_counts import count_hits

# A query that finds fewer was perhaps meant otherwise.
_FEW = 3
# A rebuild takes seconds for most archives; a browser or a proxy may ask again then.
_RETRY_SECONDS = 10
# More than a headline is not completed.
_LONGEST_COMPLETED = 60

# What a completion is called beside it (`suggestions.Completion`).
_KINDS = {
    "headline": gettext_lazy("标题"),
    "person": gettext_lazy("人物"),
    "place": gettext_lazy("地点"),
    "theme": gettext_lazy("主题"),
    "phrase": gettext_lazy("词语"),
}


@require_safe
def search(request: HttpRequest) -> HttpResponseBase:
    """Answer a query with a page of meetings; without one, show only the form."""
    form = SearchForm(_sanitize(request.GET))
    form.is_valid()
    asked = form.cleaned_data
    # One character more than is read, so that whoever typed too much is told.
    typed: str = asked.get("q", "")[: parser.MAX_LENGTH + 1]
    if not typed:
        return render(request, "search/start.html")
    question = SearchRequest(
        typed,
        {facet.name: values for facet in FACETS if (values := asked.get(facet.name))},
        asked.get("sort", ""),
        request.GET.get("page", ""),
        date_range.parse_date_range(asked["from"], asked["to"]),
    )
    try:
        context = _search_context(question, exact=asked.get("exact", False))
        if "format" in request.GET:
            # What the page shows is exported, so also what was meant instead of what was typed.
            question = replace(question, query_string=context["query"])
            if request.GET["format"] == "atom" and not question.order:
                question = replace(question, order="newest")
            return export(
                request, question, _("检索“%(query)s”") % {"query": question.query_string}
            )
    except SearchBackendError:
        response = render(request, "search/unavailable.html", {"query": typed}, status=503)
        response["Retry-After"] = str(_RETRY_SECONDS)
        return response
    return render(request, "search/results.html", context)


@require_safe
def search_help(request: HttpRequest) -> HttpResponse:
    """The query language, for those who ask."""
    return render(request, "search/help.html")


@require_safe
def advanced(request: HttpRequest) -> HttpResponse:
    """The form that writes queries: shows what it wrote, or goes to the results of it."""
    form = QueryBuilderForm(_sanitize(request.GET) if request.GET else None, label_suffix="")
    query = build_query_string(form.cleaned_data) if form.is_valid() else ""
    if query and "go" in request.GET:
        return redirect(f"{reverse('search')}?{urlencode({'q': query})}")
    context = {
        "form": form,
        "query": query,
        "pieces": list(clauses(form.cleaned_data)) if query else [],
    }
    return render(request, "search/advanced.html", context)


@require_safe
@cache_control(no_cache=True)
def complete(request: HttpRequest) -> JsonResponse:
    """How what is being typed may go on; nothing rather than an error, whatever is typed."""
    typed = _sanitize(request.GET).get("q", "")
    completions = []
    if typed.strip() and len(typed) <= _LONGEST_COMPLETED:
        # While there is no index a search says so; who is typing is left in peace.
        with suppress(SearchBackendError):
            completions = [
                asdict(each) | {"label": str(_KINDS[each.kind])}
                for each in suggestions.autocomplete(typed)
            ]
    return JsonResponse({"completions": completions})


def _search_context(question: SearchRequest, *, exact: bool) -> dict[str, Any]:
    """Everything the page of results says; `insists` on what was typed, found or not."""
    typed, query = question.query_string, parser.parse(question.query_string)
    notices = [*query.warnings, *question.date_range.warnings]
    found = execute(question, query)
    everywhere = found.total
    if question.is_filtered and everywhere < _FEW:
        everywhere = count_hits(question.query_string)
    # A word searched in vain is one that the archive or the synonyms may lack; who turns pages or
    # insists has been counted.
    if not everywhere and not question.page and not exact:
        zero_results.record(typed)
    corrected: suggestions.Correction | None = None
    offers: list[suggestions.Correction] = []
    if everywhere < _FEW:
        offers = suggestions.corrections(question.query_string, query)
        offers = [offer for offer in offers if offer.meetings > everywhere]
    elif suggestions.has_no_exact_match(query):
        offers = suggestions.phrase_corrections(question.query_string, query)
    # What could not be read as meant was perhaps not meant as read: nothing is put in its place.
    if offers and not everywhere and not exact and not query.warnings:
        corrected, *offers = offers
        question = replace(question, query_string=corrected.text)
        query = parser.parse(corrected.text)
        found, everywhere = execute(question, query), corrected.meetings
    return {
        "query": question.query_string,
        "typed": typed,
        "corrected": corrected,
        "offers": offers,
        "pages": landing_pages(query) if found.page.number == 1 else [],
        "is_emptied": not everywhere and is_index_empty(),
        "has_several": len(query.clauses) > 1,
        "relaxations": [] if everywhere else suggestions.relaxations(query),
        "notices": notices,
        "widened": synonyms.expansions(query.node),
        "total": found.total,
        "everywhere": everywhere,
        "page": found.page,
        "facets": found.facets,
        "narrowing": [
            (facet, choices) for facet in FACETS if (choices := found.facets[facet.name])
        ],
        "chosen": [
            (facet, choice)
            for facet in FACETS
            for choice in found.facets[facet.name]
            if choice.is_selected
        ],
        "days": question.date_range,
        "histogram": _histogram(found),
        "orders": ORDERS,
        "order": question.order or next(iter(ORDERS)),
    }


def _histogram(found: SearchPage) -> Histogram | None:
    years = found.facets["year"]
    chosen = [choice.value for choice in years if choice.is_selected]
    return histogram(((choice.value, choice.meetings) for choice in years), chosen)


def _sanitize(asked: QueryDict) -> MultiValueDict[str, str]:
    """What was asked, without what no text can hold (NUL, lone surrogates)."""
    return MultiValueDict(
        {
            name: [each.replace("\0", "").encode(errors="ignore").decode() for each in values]
            for name, values in asked.lists()
        }
    )
