"""Status of the index on the pages of the admin."""

from django import template

from search.checks import status_message

register = template.Library()


@register.simple_tag
def index_status() -> str:
    """Return one line on what is to be done about the index; "" where it is in order."""
    return status_message()
