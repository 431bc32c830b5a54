"""The page that compares two to four meetings."""

from django.http import (
    HttpRequest,
    HttpResponse,
)
from django.shortcuts import render
from django.utils.http import urlencode

from bulletins.models import Meeting
from bulletins.selectors import compare as compare_data
from bulletins.selectors.meetings import similar_meetings


def compare(request: HttpRequest) -> HttpResponse:
    """Show two to four meetings side by side; with fewer, explain how to choose them."""
    pks, excess = compare_data.parse_pks(request.GET.getlist("m"))
    by_pk = Meeting.objects.public().with_related().in_bulk(pks)
    meetings = [by_pk[pk] for pk in pks if pk in by_pk]
    is_enough = len(meetings) > 1
    context = {
        "columns": [(meeting, _url_without(meetings, meeting)) for meeting in meetings],
        "pks": [meeting.pk for meeting in meetings],
        "excess": excess,
        "missing": len(pks) - len(meetings),
        "max_meetings": compare_data.MAX_COMPARED,
        "is_full": len(meetings) == compare_data.MAX_COMPARED,
        "facts": compare_data.align_facts(meetings) if is_enough else [],
        "rows": compare_data.align_by_theme(meetings) if is_enough else [],
        "similar": similar_meetings(meetings[0]) if len(meetings) == 1 else [],
    }
    return render(request, "bulletins/compare.html", context)


def _url_without(meetings: list[Meeting], removed: Meeting) -> str:
    """Return the URL that compares the other meetings."""
    others = [("m", str(meeting.pk)) for meeting in meetings if meeting != removed]
    return f"?{urlencode(others)}"
