"""Format counts with thousands separators.

Django's Chinese formats group by ten thousands without a separator, so neither its own filters nor
humanize give 1,234.
"""

from django import template

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """Format 1234 as 1,234."""
    return f"{number:,}"
