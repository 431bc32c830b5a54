"""Pieces of markup that many pages have, too small for a template of their own."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def link_to(label: str, url: str | None) -> SafeString:
    """Return a link, or the label alone where there is no page to link to."""
    return format_html('<a href="{}">{}</a>', url, label) if url else format_html("{}", label)


@register.simple_tag
def subtitle(text: str) -> SafeString:
    """Return the part of a page's title that follows its name, such as a year; "" without one."""
    return format_html('<span class="subtitle">{}</span>', text) if text else SafeString()
