"""The page of statistics, for whoever runs the archive."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from bulletins.editing import correction_rates
from search import services

_MOST_MISSES = 100


def statistics_view(request: HttpRequest, admin: Any) -> HttpResponse:
    """Show what came in by month, what editors changed of what was read, and vain searches."""
    if not request.user.has_perm("bulletins.view_statistics"):
        raise PermissionDenied
    context = admin.admin_site.each_context(request) | {
        "title": _("统计"),
        "months": correction_rates.received_by_month(),
        "corrected": correction_rates.correction_rates(),
        "misses": services.most_frequent_queries()[:_MOST_MISSES],
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/statistics.html", context)
