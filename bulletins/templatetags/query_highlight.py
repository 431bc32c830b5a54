"""What a reader searched for, marked in the page of a meeting."""

from django import template

from search import services
from search.services import ParsedQuery

register = template.Library()


@register.filter
def highlight_query(text: str, query: ParsedQuery | None) -> str:
    """Mark what was sought; a text that nobody searched for stays as it is."""
    return services.highlight(text, query) if query else text
