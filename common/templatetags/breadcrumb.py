"""The breadcrumb of a page: the path of links that leads to it from the home page."""

from typing import Any

from django import template
from django.shortcuts import resolve_url

register = template.Library()


@register.inclusion_tag("_breadcrumb.html")
def breadcrumb(*trail: Any) -> dict[str, Any]:
    """Render the pages between the home page and this one.

    Args:
        trail: labels, each followed by the page it links to (as `redirect()` takes it: the name
            of a URL, a URL, an object with `get_absolute_url`); the last label without one is
            the page itself.
    """
    labels, targets = trail[::2], trail[1::2]
    links = zip(labels, targets, strict=False)  # the last label may have no target
    return {
        "links": [(label, resolve_url(target)) for label, target in links],
        "current": labels[-1] if len(labels) > len(targets) else "",
    }
