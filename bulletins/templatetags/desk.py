"""What the pages of the editor's desk say."""

from django import template

from bulletins.desk import uploading
from bulletins.desk.receiving import Received

register = template.Library()


@register.filter
def said(received: Received) -> str:
    """Say what became of a file that was handed in."""
    return uploading.said(received)
