"""What the pages of the admin say of the index."""

from django import template

from search.checks import status_message

register = template.Library()


@register.simple_tag
def index_status() -> str:
    """What is to be done about the index, in one line; nothing where it is in order."""
    return status_message()
