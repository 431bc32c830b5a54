"""Pages of a year and of a month."""

from datetime import MAXYEAR

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from bulletins.exports import export_list, requested_format
from bulletins.selectors import periods
from bulletins.selectors.periods import Period, PeriodPart
from bulletins.stats import get_counts

MEETINGS_PER_PAGE = 50


def year(request: HttpRequest, year: int | None) -> HttpResponseBase:
    if year is not None and not 1 <= year <= MAXYEAR:
        raise Http404
    period = Period(year)
    return _period(request, period, [] if year is None else periods.month_counts(year))


def month(request: HttpRequest, year: int, month: int) -> HttpResponseBase:
    if not (1 <= year <= MAXYEAR and 1 <= month <= 12):
        raise Http404
    return _period(request, Period(year, month), [])


def _period(
    request: HttpRequest, period: Period, months: list[tuple[PeriodPart, int]]
) -> HttpResponseBase:
    if requested_format(request):
        return export_list(request, period.label, period.meetings())
    # Counts are stored by year; those of a month are queried.
    counts = None if period.month else get_counts()
    page = Paginator(period.meetings().for_list(), MEETINGS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    if not page.paginator.count:
        raise Http404
    later, earlier = periods.neighbouring_periods(period)
    context = {
        "period": period,
        "year": Period(period.year) if period.month else None,
        "months": periods.month_bars(months),
        "total": page.paginator.count,
        "page": page,
        "groups": periods.group_by_part(period, page),
        "provinces": periods.provinces_in_period(period, counts),
        "themes": periods.themes_in_period(period, counts),
        "later": later,
        "earlier": earlier,
    }
    return render(request, "bulletins/period.html", context)
