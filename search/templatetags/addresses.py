"""Addresses of the same search, asked a little differently."""

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
    asked = [
        (each, given)
        for each, values in context["request"].GET.lists()
        if each not in (name, "page")
        for given in values
    ]
    if value is not None:
        asked.append((name, str(value)))
    return f"?{urlencode(asked)}"
