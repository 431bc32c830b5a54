"""The guide for editors as a page at the desk: docs/editors.md, so that the two never differ."""

import re
from functools import cache
from typing import Any

import markdown
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# Its pictures stand beside the other assets, which the site serves.
_PICTURE = re.compile(r'src="\.\./static/([^"]+)"')


@cache
def guide() -> SafeString:
    """Return the guide as HTML; it is a text of the project's own, and trusted."""
    text = (settings.BASE_DIR / "docs" / "editors.md").read_text(encoding="utf-8")
    # The page has its own heading.
    html = markdown.markdown(text.partition("\n")[2], extensions=["tables"])
    return SafeString(_PICTURE.sub(lambda match: f'src="{static(match[1])}"', html))


def guide_view(request: HttpRequest, admin: Any) -> HttpResponse:
    """Show the guide to whoever works at the desk."""
    context = admin.admin_site.each_context(request) | {
        "title": _("编辑手册"),
        "guide": guide(),
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/guide.html", context)
