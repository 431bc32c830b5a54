"""The page of one meeting, its downloads and the received file."""

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
)
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header, quote_etag

from bulletins.exports.citation import citation
from bulletins.exports.document import FORMATS
from bulletins.models import Meeting
from bulletins.models.querysets import MeetingQuerySet
from bulletins.selectors import meetings, periods
from bulletins.selectors.annotated_text import AnnotatedText
from search import services

# File systems take 255 bytes, a Chinese character is three.
_LONGEST_NAME = 60


def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_with_people(), pk=pk)
    newer, older = meetings.neighbours(found)
    typed = request.GET.get("q", "").strip()
    parsed_query = services.parse(typed) if typed else None
    context = {
        "meeting": found,
        "query": typed,
        "parsed_query": parsed_query,
        "text": AnnotatedText(found, parsed_query),
        "citation": citation(found, _address(request, found), timezone.localdate()),
        "address": _address(request, found),
        "endings": list(FORMATS),
        "has_original": meetings.may_show_original(found.bulletin),
        "other_reports": meetings.other_reports(found),
        "similar": meetings.similar(found),
        "sections": meetings.by_section(found.priorities.all()),
        "number_differs": found.priorities_declared not in (None, len(found.priorities.all())),
        "newer": newer,
        "older": older,
        "periods": periods.of_meeting(found),
    }
    return render(request, "bulletins/meeting.html", context)


def download(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """A meeting as a file to keep."""
    if ending not in FORMATS:
        raise Http404
    found = get_object_or_404(Meeting.objects.public().with_related(), pk=pk)
    media_type, made = FORMATS[ending]
    response = HttpResponse(made(found, _address(request, found)), media_type)
    name = f"{found.display_title[:_LONGEST_NAME]}.{ending}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def original(request: HttpRequest, pk: int) -> FileResponse:
    """The very bytes that were received; only where nothing in them is still unpublished."""
    bulletin = get_object_or_404(Meeting.objects.public(), pk=pk).bulletin
    if not meetings.may_show_original(bulletin):
        raise Http404
    try:
        received = bulletin.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    # Never as what it says it is: a received page must not run as one of ours.
    response = FileResponse(
        received,
        as_attachment=True,
        filename=bulletin.name,
        content_type="application/octet-stream",
    )
    response["ETag"] = quote_etag(bulletin.sha256)
    return response


def _with_people() -> MeetingQuerySet[Meeting]:
    """What everybody may see, each with what its page shows; the bulletin without its text."""
    whole = Meeting.objects.public().select_related("province", "bulletin")
    return whole.defer("bulletin__text").prefetch_related(
        "chairs", "speakers", "priorities", "themes"
    )


def _address(request: HttpRequest, of: Meeting) -> str:
    return request.build_absolute_uri(of.get_absolute_url())
