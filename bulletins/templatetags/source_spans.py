"""What ties a fact of a meeting's page to the words it was read from, and back."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bulletins.selectors.annotated_text import AnnotatedText

register = template.Library()


@register.simple_tag
def source_span_attributes(text: AnnotatedText, field: str, number: int = 0) -> SafeString:
    """The attributes of the element that shows a value; none where no words are known."""
    key = text.key(field, number)
    if not key:
        return SafeString()
    # Values that share their words are named by the first.
    name = format_html(' id="fact-{}"', key) if number == 0 or key != field else SafeString()
    return name + format_html(' data-facts="{}"', key)


@register.simple_tag
def source_span_link(text: AnnotatedText, field: str, label: str, number: int = 0) -> SafeString:
    """A link from a value to its words; none where no words are known."""
    key = text.key(field, number)
    if not key or (number and key == field):
        return SafeString()
    return format_html(
        ' <a class="to-words" href="#words-{}" aria-label="{}">{}</a>',
        key,
        _("%(label)s在正文中的出处") % {"label": label},
        _("出处"),
    )
