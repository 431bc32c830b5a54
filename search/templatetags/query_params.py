"""URLs of the present search with one parameter changed, and links to other searches.

A page of results has some eighty of them: the query string is parsed once, and a query longer
than the parser reads is cut to what it reads.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from django import template
from django.http import QueryDict
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.charts import Datum, years_shown
from search.query.parser import MAX_LENGTH
from search.results import FacetValue

register = template.Library()


class _Param(NamedTuple):
    """One parameter, plain and URL-encoded."""

    name: str
    value: str
    encoded: str


@register.simple_tag(takes_context=True)
def url_set_param(context: Context, name: str, value: Any = None) -> str:
    """Return this page's URL with one parameter replaced, or without it where `value` is None.

    It leads to the first page, because the results, or their order, change.
    """
    params = [param for param in _params(context) if param.name != name]
    return _url(params if value is None else [*params, _param(name, str(value))])


@register.simple_tag(takes_context=True)
def url_add_param(context: Context, name: str, value: Any) -> str:
    """Return this page's URL with one more value of a parameter, on its first page."""
    return _url([*_params(context), _param(name, str(value))])


@register.simple_tag(takes_context=True)
def url_remove_param(context: Context, name: str, value: Any) -> str:
    """Return this page's URL without one value of a parameter, on its first page."""
    return _url(param for param in _params(context) if param[:2] != (name, str(value)))


@register.simple_tag(takes_context=True)
def year_bars(context: Context, values: Iterable[FacetValue]) -> list[Datum]:
    """Return the bars of the years of a search, linked to this page filtered by the year.

    There are none where fewer than two years have meetings.
    """
    by_year = {value.value: value for value in values if value.meetings}
    if len(by_year) < 2:
        return []
    bars = []
    for year in years_shown(by_year):
        label, tick_label = _("%(year)s年") % {"year": year}, str(year)
        if value := by_year.get(year):
            url_of = url_remove_param if value.is_selected else url_set_param
            url = url_of(context, "year", year)
            bars.append(Datum(label, tick_label, value.meetings, url, value.is_selected))
        else:
            bars.append(Datum(label, tick_label, 0))
    return bars


@register.simple_tag
def query_link(query: str) -> SafeString:
    """Return a link that searches for a query, labelled with it."""
    return format_html('<a href="{}?q={}">{}</a>', reverse("search"), quote(query, safe=""), query)


@register.simple_tag(takes_context=True)
def other_params(context: Context, *names: str) -> list[tuple[str, str]]:
    """Return the parameters of this page except those named: the hidden fields of a form."""
    return [(param.name, param.value) for param in _params(context) if param.name not in names]


@register.simple_tag(takes_context=True)
def param_values(context: Context, name: str) -> list[str]:
    """Return every value of one parameter of this page."""
    return [param.value for param in _params(context) if param.name == name]


def _params(context: Context) -> tuple[_Param, ...]:
    # WSGI passes bytes as text, one character for each.
    query: str = context["request"].META.get("QUERY_STRING", "")
    return _parse_params(query.encode("latin-1"))


@lru_cache(maxsize=32)
def _parse_params(query: bytes) -> tuple[_Param, ...]:
    return tuple(
        _param(name, value[: MAX_LENGTH + 1])
        for name, values in QueryDict(query).lists()
        if name != "page"
        for value in values
    )


def _param(name: str, value: str) -> _Param:
    return _Param(name, value, urlencode([(name, value)]))


def _url(params: Iterable[_Param]) -> str:
    return "?" + "&".join(param.encoded for param in params)
