"""What the pages of the admin say of the index."""

from django import template

from search.checks import notice

register = template.Library()


@register.simple_tag
def index_notice() -> str:
    """What is to be done about the index, in one line; nothing where it is in order."""
    return notice()
