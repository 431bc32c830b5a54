"""What a reader searched for, marked in the page of a meeting."""

from django import template

from search import highlighting
from search.queries import Query

register = template.Library()


@register.filter
def marked(text: str, sought: Query | None) -> str:
    """Mark what was sought; a text that nobody searched for stays as it is."""
    return highlighting.marked(text, sought) if sought else text
