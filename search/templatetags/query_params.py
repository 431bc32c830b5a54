"""Addresses of the same search, asked a little differently.

A page of results has some eighty of them: what was asked is taken apart once, and of a query
too long to be read only what was read goes into them.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import template
from django.http import QueryDict
from django.template import Context

from search.query.parser import MAX_LENGTH

register = template.Library()


class _Param(NamedTuple):
    """One parameter, as it is and as an address writes it."""

    name: str
    value: str
    written: str


@register.simple_tag(takes_context=True)
def url_set_param(context: Context, name: str, value: Any = None) -> str:
    """This page's address with one parameter replaced, or without it where `value` is None.

    It begins with the first page: what is found, or its order, is another.
    """
    asked = [each for each in _params(context) if each.name != name]
    return _url(asked if value is None else [*asked, _param(name, str(value))])


@register.simple_tag(takes_context=True)
def url_add_param(context: Context, name: str, value: Any) -> str:
    """This page's address with one value more of a parameter, on its first page."""
    return _url([*_params(context), _param(name, str(value))])


@register.simple_tag(takes_context=True)
def url_remove_param(context: Context, name: str, value: Any) -> str:
    """This page's address without one value of a parameter, on its first page."""
    return _url(each for each in _params(context) if each[:2] != (name, str(value)))


@register.simple_tag(takes_context=True)
def other_params(context: Context, *names: str) -> list[tuple[str, str]]:
    """What this page was asked besides some parameters, for a form that asks those anew."""
    return [(each.name, each.value) for each in _params(context) if each.name not in names]


@register.simple_tag(takes_context=True)
def param_values(context: Context, name: str) -> list[str]:
    """Every value this page was asked for under one name."""
    return [each.value for each in _params(context) if each.name == name]


def _params(context: Context) -> tuple[_Param, ...]:
    # As WSGI hands bytes over: one character for each.
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


def _url(asked: Iterable[_Param]) -> str:
    return "?" + "&".join(each.written for each in asked)
