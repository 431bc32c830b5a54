"""Pages of a province, and of the meetings without one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from bulletins.exports import export_list, requested_format
from bulletins.models import Meeting, Province
from bulletins.models.querysets import MeetingQuerySet
from bulletins.selectors import people
from bulletins.selectors.periods import Period
from bulletins.selectors.provinces import themes_over_years, top_people
from bulletins.selectors.years import (
    group_by_year,
    in_year,
    oldest_first,
    place_year_counts,
    year_bars,
)
from bulletins.stats import PlaceFilter, get_counts

MEETINGS_PER_PAGE = 50


def province(request: HttpRequest, slug: str) -> HttpResponseBase:
    row = get_object_or_404(Province, slug=slug)
    meetings = Meeting.objects.public().filter(province=row)
    return _meetings_by_year(request, meetings, row.name, row)


def unplaced(request: HttpRequest) -> HttpResponseBase:
    """List the meetings whose text names no province, so that browsing reaches them too."""
    meetings = Meeting.objects.public().filter(province=None)
    return _meetings_by_year(request, meetings, _("地区未载"), None)


def _meetings_by_year(
    request: HttpRequest, meetings: MeetingQuerySet[Meeting], name: str, province: Province | None
) -> HttpResponseBase:
    counts = get_counts()
    place = PlaceFilter(province.code if province else None)
    years = place_year_counts(counts, place)
    selected = None
    if slug := request.GET.get("year"):
        selected = next((count for count in years if count.slug == slug), None)
        if selected is None:
            raise Http404
        meetings = in_year(meetings, selected.year)
    highlighted = Period(selected.year).as_years if selected else None
    if requested_format(request):
        heading = f"{name} {selected.label}" if selected else name
        return export_list(request, heading, meetings)
    page = Paginator(meetings.for_list(), MEETINGS_PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "name": name,
        "province": province,
        "years": years,
        "selected_year": selected,
        "bars": year_bars(years, lambda count: f"?year={count.slug}", highlighted),
        "total": sum(count.meetings for count in years),
        "page": page,
        "groups": group_by_year(page, years),
    }
    if years and selected is None and page.number == 1:
        # Themes and people are shown on the first page of the whole list only.
        context["grid_years"] = in_order = oldest_first(years)
        context["themes"] = themes_over_years(counts, place, in_order)
        context["people"] = top_people(people.activity_ranking(province, counts))
    return render(request, "bulletins/province.html", context)
