"""Link the values on a meeting's page with the source spans they were read from.

The keys, and the ids made of them: `bulletins.selectors.annotated_text`.
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bulletins.selectors.annotated_text import AnnotatedText

register = template.Library()


@register.simple_tag
def source_span_attributes(text: AnnotatedText, field: str, number: int = 0) -> SafeString:
    """Return the attributes of the element that shows a value; "" where it has no source span."""
    key = text.key(field, number)
    if not key:
        return SafeString()
    # Of values that share a span only the first has the id.
    name = format_html(' id="fact-{}"', key) if number == 0 or key != field else SafeString()
    return name + format_html(' data-facts="{}"', key)


@register.simple_tag
def source_span_link(text: AnnotatedText, field: str, label: str, number: int = 0) -> SafeString:
    """Return a link from a value to its source span; "" where it has none."""
    key = text.key(field, number)
    if not key or (number and key == field):
        return SafeString()
    return format_html(
        '<a class="source-span-link" href="#words-{}" aria-label="{}">{}</a>',
        key,
        _("%(label)s在正文中的出处") % {"label": label},
        _("出处"),
    )
