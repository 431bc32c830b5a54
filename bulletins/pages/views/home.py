"""The reading pages, from the database, and the pages that say something went wrong."""

from datetime import MAXYEAR
from typing import Any

from django.core.paginator import Paginator
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseServerError,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, quote_etag, urlencode
from django.utils.translation import gettext as _

from bulletins.selectors import compare as comparing, home as browsing, meetings as browsing, people, periods, provinces as browsing, themes, years as browsing
from bulletins.exports import table
from bulletins.stats import meeting_counts
from bulletins.exports.citation import citation
from bulletins.exports.document import FORMATS
from bulletins.selectors.annotated_text import MarkedText
from bulletins.models import Meeting, Province
from bulletins.selectors.periods import Part, Period
from bulletins.models.querysets import MeetingQuerySet
from search.query import parser

NEWEST_ON_HOME = 12
LATELY_ON_HOME = 6
MEETINGS_A_PAGE = 50
# File systems take 255 bytes, a Chinese character is three.
_LONGEST_NAME = 60


def home(request: HttpRequest) -> HttpResponseBase:
    if table.format_asked(request):
        return table.export(request, _("全部会议"), Meeting.objects.public())
    numbers = meeting_counts.read()
    overview = browsing.overview(numbers)
    context = {
        "overview": overview,
        "years": browsing.year_columns(
            overview.years, lambda count: Period(count.year).get_absolute_url()
        ),
        "newest": browsing.newest(NEWEST_ON_HOME),
        "lately": browsing.lately(LATELY_ON_HOME),
        "themes": themes.counted_themes(numbers),
    }
    return render(request, "bulletins/home.html", context)


def province(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = get_object_or_404(Province, slug=slug)
    meetings = Meeting.objects.public().filter(province=found)
    return _meetings_by_year(request, meetings, found.name, found)


def provinces(request: HttpRequest) -> HttpResponse:
    """The provinces stand on the home page."""
    return redirect(f"{reverse('home')}#provinces")


def years(request: HttpRequest) -> HttpResponse:
    """The years stand on the home page."""
    return redirect(f"{reverse('home')}#years-heading")


def unplaced(request: HttpRequest) -> HttpResponseBase:
    """The meetings whose text names no place, so that browsing reaches them too."""
    meetings = Meeting.objects.public().filter(province=None)
    return _meetings_by_year(request, meetings, _("地区未载"), None)


def year(request: HttpRequest, year: int | None) -> HttpResponseBase:
    if year is not None and not 1 <= year <= MAXYEAR:
        raise Http404
    period = Period(year)
    return _period(request, period, [] if year is None else periods.months_of(year))


def month(request: HttpRequest, year: int, month: int) -> HttpResponseBase:
    if not (1 <= year <= MAXYEAR and 1 <= month <= 12):
        raise Http404
    return _period(request, Period(year, month), [])


def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_with_people(), pk=pk)
    newer, older = browsing.neighbours(found)
    typed = request.GET.get("q", "").strip()
    sought = parser.parse(typed) if typed else None
    context = {
        "meeting": found,
        "query": typed,
        "sought": sought,
        "text": MarkedText(found, sought),
        "citation": citation(found, _address(request, found), timezone.localdate()),
        "address": _address(request, found),
        "endings": list(FORMATS),
        "has_original": browsing.may_show_original(found.bulletin),
        "other_reports": browsing.other_reports(found),
        "similar": browsing.similar(found),
        "sections": browsing.by_section(found.priorities.all()),
        "number_differs": found.priorities_declared not in (None, len(found.priorities.all())),
        "newer": newer,
        "older": older,
        "periods": periods.of_meeting(found),
    }
    return render(request, "bulletins/meeting.html", context)


def compare(request: HttpRequest) -> HttpResponse:
    """Two to four meetings side by side; with fewer, how to choose them."""
    keys, left_out = comparing.asked(request.GET.getlist("m"))
    there = Meeting.objects.public().whole().in_bulk(keys)
    meetings = [there[key] for key in keys if key in there]
    is_enough = len(meetings) > 1
    context = {
        "columns": [(meeting, _without(meetings, meeting)) for meeting in meetings],
        "keys": [meeting.pk for meeting in meetings],
        "left_out": left_out,
        "missing": len(keys) - len(meetings),
        "most": comparing.MOST,
        "is_full": len(meetings) == comparing.MOST,
        "facts": comparing.facts_beside(meetings) if is_enough else [],
        "rows": comparing.aligned(meetings) if is_enough else [],
        "similar": browsing.similar(meetings[0]) if len(meetings) == 1 else [],
    }
    return render(request, "bulletins/compare.html", context)


def download(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """A meeting as a file to keep."""
    if ending not in FORMATS:
        raise Http404
    found = get_object_or_404(Meeting.objects.public().whole(), pk=pk)
    media_type, made = FORMATS[ending]
    response = HttpResponse(made(found, _address(request, found)), media_type)
    name = f"{found.display_title[:_LONGEST_NAME]}.{ending}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def original(request: HttpRequest, pk: int) -> FileResponse:
    """The very bytes that were received; only where nothing in them is still unpublished."""
    bulletin = get_object_or_404(Meeting.objects.public(), pk=pk).bulletin
    if not browsing.may_show_original(bulletin):
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


def _with_people() -> MeetingQuerySet:
    """What everybody may see, each with what its page shows; the bulletin without its text."""
    whole = Meeting.objects.public().select_related("province", "bulletin")
    return whole.defer("bulletin__text").prefetch_related(
        "chairs", "speakers", "priorities", "themes"
    )


def _without(meetings: list[Meeting], one: Meeting) -> str:
    """Where the others are compared."""
    others = [("m", str(each.pk)) for each in meetings if each != one]
    return f"?{urlencode(others)}"


def _address(request: HttpRequest, of: Meeting) -> str:
    return request.build_absolute_uri(of.get_absolute_url())


def favicon(request: HttpRequest) -> HttpResponse:
    """The seal for pages that name no icon of their own, such as admin's."""
    return redirect(static("seal.svg"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # The address is not repeated: what was never there and what is not published look alike.
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    # Without the request no context processor runs: whatever broke cannot break this page too.
    return HttpResponseServerError(loader.render_to_string("500.html"))


def _period(
    request: HttpRequest, period: Period, months: list[tuple[Part, int]]
) -> HttpResponseBase:
    if table.format_asked(request):
        return table.export(request, period.label, period.meetings())
    numbers = None if period.month else meeting_counts.read()
    page = Paginator(period.meetings().for_rows(), MEETINGS_A_PAGE).get_page(
        request.GET.get("page")
    )
    if not page.paginator.count:
        raise Http404
    later, earlier = periods.neighbours(period)
    context = {
        "period": period,
        "year": Period(period.year) if period.month else None,
        "months": periods.month_columns(months),
        "total": page.paginator.count,
        "page": page,
        "groups": periods.grouped(period, page),
        "provinces": periods.provinces_in(period, numbers),
        "themes": periods.themes_in(period, numbers),
        "later": later,
        "earlier": earlier,
    }
    return render(request, "bulletins/period.html", context)


def _meetings_by_year(
    request: HttpRequest, meetings: MeetingQuerySet, name: str, found: Province | None
) -> HttpResponseBase:
    numbers, place = meeting_counts.read(), found.code if found else meeting_counts.UNKNOWN
    years = browsing.years_of(numbers, place)
    chosen = None
    if asked := request.GET.get("year"):
        chosen = next((count for count in years if count.key == asked), None)
        if chosen is None:
            raise Http404
        meetings = browsing.in_year(meetings, chosen.year)
    shown = Period(chosen.year).as_years if chosen else None
    if table.format_asked(request):
        heading = f"{name} {chosen.label}" if chosen else name
        return table.export(request, heading, meetings)
    page = Paginator(meetings.for_rows(), MEETINGS_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "name": name,
        "province": found,
        "years": years,
        "chosen": chosen,
        "columns": browsing.year_columns(years, lambda count: f"?year={count.key}", shown),
        "total": sum(count.meetings for count in years),
        "page": page,
        "groups": browsing.by_year(page, years),
    }
    if years and chosen is None and page.number == 1:
        # The portrait of the place stands before the list, not before each page of it.
        context["grid_years"] = in_order = browsing.oldest_first(years)
        context["themes"] = browsing.themes_over_years(numbers, place, in_order)
        context["people"] = browsing.people_of(people.most_active(found, numbers))
    return render(request, "bulletins/province.html", context)
