"""How pages write a number of things.

Django's Chinese formats group by ten thousands and with no sign between, so neither its own
filters nor humanize write 1,234.
"""

from django import template

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """Write 1234 as 1,234."""
    return f"{number:,}"
