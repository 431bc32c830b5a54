"""Format counts with thousands separators.

Django's Chinese formats group by ten thousands without a separator, so neither its own filters nor
humanize give 1,234.
"""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """Format 1234 as 1,234."""
    return f"{number:,}"


@register.filter
def meeting_count(number: int) -> str:
    """Format 1234 meetings as 1,234 篇."""
    return _("%(meetings)s 篇") % {"meetings": grouped(number)}
