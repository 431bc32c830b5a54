"""What the pages of the admin say of the index."""

from django import template

from search.checks import is_stale, stale_notice

register = template.Library()


@register.simple_tag
def index_notice() -> str:
    """What is to be done about the index, in one line; nothing where it is in order."""
    return stale_notice() if is_stale() else ""
