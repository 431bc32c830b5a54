"""The page that compares two to four meetings."""

from django.http import (
    HttpRequest,
    HttpResponse,
)
from django.shortcuts import render
from django.utils.http import urlencode

from bulletins.models import Meeting
from bulletins.selectors import compare as comparison
from bulletins.selectors.meetings import similar


def compare(request: HttpRequest) -> HttpResponse:
    """Two to four meetings side by side; with fewer, how to choose them."""
    keys, left_out = comparison.parse_keys(request.GET.getlist("m"))
    there = Meeting.objects.public().with_related().in_bulk(keys)
    meetings = [there[key] for key in keys if key in there]
    is_enough = len(meetings) > 1
    context = {
        "columns": [(meeting, _without(meetings, meeting)) for meeting in meetings],
        "keys": [meeting.pk for meeting in meetings],
        "left_out": left_out,
        "missing": len(keys) - len(meetings),
        "most": comparison.MOST,
        "is_full": len(meetings) == comparison.MOST,
        "facts": comparison.facts_side_by_side(meetings) if is_enough else [],
        "rows": comparison.align_by_theme(meetings) if is_enough else [],
        "similar": similar(meetings[0]) if len(meetings) == 1 else [],
    }
    return render(request, "bulletins/compare.html", context)


def _without(meetings: list[Meeting], one: Meeting) -> str:
    """Where the others are compared."""
    others = [("m", str(each.pk)) for each in meetings if each != one]
    return f"?{urlencode(others)}"
