"""The page of one meeting, its downloads, and the original file."""

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
)
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header, quote_etag

from bulletins.exports import DOCUMENT_FORMATS, format_citation
from bulletins.models import Meeting
from bulletins.models.querysets import MeetingQuerySet
from bulletins.reading import declared_doubt
from bulletins.selectors import facts, meetings, periods
from bulletins.selectors.annotated_text import AnnotatedText
from search import services

# Characters of a title in a file name: file systems allow 255 bytes, a Chinese character takes 3.
_MAX_NAME_LENGTH = 60


def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_for_page(), pk=pk)
    newer, older = meetings.neighbouring_meetings(row)
    query = request.GET.get("q", "").strip()
    parsed_query = services.parse(query) if query else None
    url = _absolute_url(request, row)
    context = {
        "meeting": row,
        "query": query,
        "parsed_query": parsed_query,
        "text": AnnotatedText(row, parsed_query),
        "citation": format_citation(row, url, timezone.localdate()),
        "url": url,
        "extensions": list(DOCUMENT_FORMATS),
        "has_original": meetings.is_original_public(row.bulletin),
        "other_reports": meetings.other_reports(row),
        "similar": meetings.similar_meetings(row),
        "sections": meetings.group_by_section(row.priorities.all()),
        "declared_differs": bool(
            declared_doubt(row.priorities_declared, len(row.priorities.all()))
        ),
        "newer": newer,
        "older": older,
        "facts": facts.page_facts(row),
        "doubts": facts.doubts_of_whole(row),
        "year_source": facts.inferred_year_source(row),
        "periods": periods.periods_of_meeting(row),
    }
    return render(request, "bulletins/meeting.html", context)


def download(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """Return a meeting as a file; `extension` is a key of `DOCUMENT_FORMATS`, else 404."""
    if extension not in DOCUMENT_FORMATS:
        raise Http404
    row = get_object_or_404(Meeting.objects.public().with_related(), pk=pk)
    media_type, render_file = DOCUMENT_FORMATS[extension]
    response = HttpResponse(render_file(row, _absolute_url(request, row)), media_type)
    name = f"{row.display_title[:_MAX_NAME_LENGTH]}.{extension}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def original(request: HttpRequest, pk: int) -> FileResponse:
    """Return the received bytes unchanged; 404 if the bulletin still has unpublished parts."""
    bulletin = get_object_or_404(Meeting.objects.public(), pk=pk).bulletin
    if not meetings.is_original_public(bulletin):
        raise Http404
    try:
        file = bulletin.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    # Never under its own media type: a received HTML file must not run as a page of the site.
    response = FileResponse(
        file,
        as_attachment=True,
        filename=bulletin.name,
        content_type="application/octet-stream",
    )
    response["ETag"] = quote_etag(bulletin.sha256)
    return response


def _for_page() -> MeetingQuerySet[Meeting]:
    """Return published meetings with the relations their page shows, without bulletin texts."""
    queryset = Meeting.objects.public().select_related("province", "bulletin")
    return queryset.defer("bulletin__text", "bulletin__search_text").prefetch_related(
        "chairs", "speakers", "priorities", "themes"
    )


def _absolute_url(request: HttpRequest, row: Meeting) -> str:
    return request.build_absolute_uri(row.get_absolute_url())
