"""Status of the index, and of the data folders, on the pages of the admin."""

from django import template

from search.checks import data_folders_hint, data_folders_message, status_message

register = template.Library()


@register.simple_tag
def index_status() -> str:
    """Return one line on what is to be done about the index; "" where it is in order."""
    return status_message()


@register.simple_tag
def data_folders_status() -> str:
    """Return what other data folders are in use and what to do; "" where there is none."""
    message = data_folders_message()
    return message and message + data_folders_hint()
