"""The page of statistics, for the administrators of the archive."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from bulletins.editing import correction_rates
from search import services

_MAX_QUERIES = 100


def statistics_view(request: HttpRequest, admin: Any) -> HttpResponse:
    """Show bulletins received by month, correction rates by field, and zero-result queries."""
    if not request.user.has_perm("bulletins.view_statistics"):
        raise PermissionDenied
    context = admin.admin_site.each_context(request) | {
        "title": _("统计"),
        "months": correction_rates.received_by_month(),
        "correction_rates": correction_rates.field_correction_rates(),
        "zero_result_queries": services.most_frequent_queries()[:_MAX_QUERIES],
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/statistics.html", context)
