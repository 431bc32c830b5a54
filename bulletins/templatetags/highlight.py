"""What a reader searched for, marked in the page of a meeting."""

from django import template

from search.highlight import highlighter
from search.query.ast import Query

register = template.Library()


@register.filter
def marked(text: str, sought: Query | None) -> str:
    """Mark what was sought; a text that nobody searched for stays as it is."""
    return highlighter.marked(text, sought) if sought else text
