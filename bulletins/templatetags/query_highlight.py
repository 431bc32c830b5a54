"""Highlight the matches of a search query on the page of a meeting."""

from django import template

from search import services
from search.services import ParsedQuery

register = template.Library()


@register.filter
def highlight_query(text: str, query: ParsedQuery | None) -> str:
    """Mark the matches of a query in a text; without a query the text is returned unchanged."""
    return services.highlight(text, query) if query else text
