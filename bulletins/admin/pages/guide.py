"""The editors' guide as an admin page, rendered from docs/editors.md so that there is one text."""

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

# Pictures are static files; the Markdown links them by relative path.
_IMAGE_SRC = re.compile(r'src="\.\./static/([^"]+)"')


@cache
def guide() -> SafeString:
    """Return the guide as HTML, which is trusted: the text is part of the project."""
    text = (settings.BASE_DIR / "docs" / "editors.md").read_text(encoding="utf-8")
    # Without the first line: the page has its own heading.
    html = markdown.markdown(text.partition("\n")[2], extensions=["tables"])
    return SafeString(_IMAGE_SRC.sub(lambda match: f'src="{static(match[1])}"', html))


def guide_view(request: HttpRequest, admin: Any) -> HttpResponse:
    """Show the guide to any user of the admin."""
    context = admin.admin_site.each_context(request) | {
        "title": _("编辑手册"),
        "guide": guide(),
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/guide.html", context)
