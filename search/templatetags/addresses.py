"""Addresses of the same search, asked a little differently."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def address(context: Context, name: str, value: Any = None) -> str:
    """This page's address with one parameter replaced, or without it where `value` is None.

    It begins with the first page: what is found, or its order, is another.
    """
    asked = [pair for pair in _asked(context) if pair[0] != name]
    return _written(asked if value is None else [*asked, (name, str(value))])


@register.simple_tag(takes_context=True)
def address_with(context: Context, name: str, value: Any) -> str:
    """This page's address with one value more of a parameter, on its first page."""
    return _written([*_asked(context), (name, str(value))])


@register.simple_tag(takes_context=True)
def address_without(context: Context, name: str, value: Any) -> str:
    """This page's address without one value of a parameter, on its first page."""
    return _written(pair for pair in _asked(context) if pair != (name, str(value)))


@register.simple_tag(takes_context=True)
def asked_besides(context: Context, *names: str) -> list[tuple[str, str]]:
    """What this page was asked besides some parameters, for a form that asks those anew."""
    return [pair for pair in _asked(context) if pair[0] not in names]


@register.simple_tag(takes_context=True)
def asked_for(context: Context, name: str) -> list[str]:
    """Every value this page was asked for under one name."""
    values: list[str] = context["request"].GET.getlist(name)
    return values


def _asked(context: Context) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in context["request"].GET.lists()
        if name != "page"
        for value in values
    ]


def _written(asked: Iterable[tuple[str, str]]) -> str:
    return f"?{urlencode(list(asked))}"
