"""The reading pages, from the database, and the pages that say something went wrong."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import get_object_or_404, redirect, render
from django.template import loader
from django.templatetags.static import static
from django.utils.translation import gettext as _

from bulletins import browsing
from bulletins.models import Meeting, Province
from bulletins.querysets import MeetingQuerySet
from search import queries

NEWEST_ON_HOME = 12
MEETINGS_A_PAGE = 100


def home(request: HttpRequest) -> HttpResponse:
    context = {
        "overview": browsing.overview(),
        "newest": browsing.newest(NEWEST_ON_HOME),
        "tints": browsing.tints_in_words(),
    }
    return render(request, "bulletins/home.html", context)


def province(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Province, slug=slug)
    meetings = Meeting.objects.public().filter(province=found)
    return _meetings_by_year(request, meetings, found.name, found)


def unplaced(request: HttpRequest) -> HttpResponse:
    """The meetings whose text names no place, so that browsing reaches them too."""
    meetings = Meeting.objects.public().filter(province=None)
    return _meetings_by_year(request, meetings, _("地区未载"), None)


def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    public = Meeting.objects.public().select_related("province")
    found = get_object_or_404(
        public.prefetch_related("chairs", "speakers", "priorities", "themes"), pk=pk
    )
    newer, older = browsing.neighbours(found)
    typed = request.GET.get("q", "").strip()
    context = {
        "meeting": found,
        "query": typed,
        "sought": queries.parse(typed) if typed else None,
        "paragraphs": found.body.split("\n"),
        "sections": browsing.by_section(found.priorities.all()),
        "number_differs": found.priorities_declared not in (None, len(found.priorities.all())),
        "newer": newer,
        "older": older,
    }
    return render(request, "bulletins/meeting.html", context)


def favicon(request: HttpRequest) -> HttpResponse:
    """The seal for pages that name no icon of their own, such as admin's."""
    return redirect(static("seal.svg"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # The address is not repeated: what was never there and what is not published look alike.
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    # Without the request no context processor runs: whatever broke cannot break this page too.
    return HttpResponseServerError(loader.render_to_string("500.html"))


def _meetings_by_year(
    request: HttpRequest, meetings: MeetingQuerySet, name: str, found: Province | None
) -> HttpResponse:
    years = browsing.years_of(meetings)
    chosen = None
    if asked := request.GET.get("year"):
        chosen = next((count for count in years if count.key == asked), None)
        if chosen is None:
            raise Http404
        meetings = browsing.in_year(meetings, chosen.year)
    page = Paginator(meetings.select_related("province"), MEETINGS_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "name": name,
        "province": found,
        "years": years,
        "chosen": chosen,
        "total": sum(count.meetings for count in years),
        "page": page,
        "groups": browsing.by_year(page, years),
    }
    return render(request, "bulletins/province.html", context)
