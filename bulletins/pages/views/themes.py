"""The pages of themes: one theme, all themes, and the atlas of themes by province."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from bulletins.exports import table
from bulletins.models import Province, Theme
from bulletins.selectors import atlas as maps
from bulletins.selectors import themes
from bulletins.selectors.themes import ThemeFilters
from bulletins.stats import meeting_counts
from bulletins.stats.meeting_counts import UNKNOWN, Years

MEETINGS_A_PAGE = 30


def theme_list(request: HttpRequest) -> HttpResponse:
    counted = themes.counted_themes(meeting_counts.get_counts())
    most = max((meetings for _theme, meetings in counted), default=0) or 1
    rows = [(theme, meetings, round(100 * meetings / most)) for theme, meetings in counted]
    return render(request, "bulletins/themes.html", {"themes": rows})


def theme(request: HttpRequest, slug: str) -> HttpResponseBase:
    found = get_object_or_404(Theme, slug=slug)
    provinces = list(Province.objects.all())
    slugs = themes.slugs_of(provinces)
    narrowing = _narrowing(request, slugs)
    if table.requested_format(request):
        return table.export(request, found.name, themes.meetings_about(found, narrowing))
    numbers = meeting_counts.get_counts()
    in_places = numbers.by_place(found.pk, narrowing.years)
    names = {province.code: province.short_name for province in provinces}
    names[UNKNOWN] = _("地区未载")
    places = [
        (name, in_places[code], themes.filter_url(ThemeFilters(code, narrowing.years), slugs), code)
        for code, name in names.items()
        if in_places[code] or code == narrowing.place
    ]
    paginator = Paginator(
        themes.meetings_about(found, narrowing).values_list("pk", flat=True), MEETINGS_A_PAGE
    )
    # Already known; counting again would read every row.
    place = narrowing.place
    counted = in_places.total() if place is None else in_places[place]
    paginator.count = counted
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "theme": found,
        "narrowing": narrowing,
        "years": themes.format_years(narrowing.years) if narrowing.years else "",
        "place": "" if place is None else names[place],
        "places": sorted(places, key=lambda each: -each[1]),
        "timeline": themes.timeline(numbers.by_year(found.pk, place), narrowing, slugs),
        "all_years": themes.filter_url(ThemeFilters(place), slugs),
        "all_places": themes.filter_url(ThemeFilters(None, narrowing.years), slugs),
        "counted": counted,
        "total": numbers.by_place(found.pk).total(),
        "page": page,
        "meetings": themes.with_tasks(list(page), found),
    }
    return render(request, "bulletins/theme.html", context)


def atlas(request: HttpRequest) -> HttpResponse:
    numbers = meeting_counts.get_counts()
    present = sorted(year for year in numbers.by_year() if year is not None)
    years = _chosen_years(request) or maps.latest(numbers)
    if years is None:
        return render(request, "bulletins/atlas.html", {})
    all_themes, provinces = list(Theme.objects.all()), list(Province.objects.all())
    slugs = themes.slugs_of(provinces)
    rows, tints = maps.table_rows(numbers, years, all_themes, provinces, slugs)
    comparison = maps.period_change(numbers, years, all_themes, slugs)
    context = {
        "years": years,
        "years_in_words": themes.format_years(years),
        "choices": range(min(present[0], years.first), max(present[-1], years.last) + 1),
        "themes": all_themes,
        "rows": rows,
        "scale": tints,
        "total": sum(row.meetings for row in rows),
        "comparison": comparison,
        "before": themes.format_years(comparison.before) if comparison else "",
    }
    return render(request, "bulletins/atlas.html", context)


def _chosen_years(request: HttpRequest) -> Years | None:
    """The years of an address; what it names is ignored where it makes no sense."""
    try:
        years = themes.parse_years({key: request.GET.get(key, "") for key in ("from", "to")})
    except ValueError:
        return None
    return years


def _narrowing(request: HttpRequest, slugs: dict[str, str]) -> ThemeFilters:
    place = None
    if asked := request.GET.get("province"):
        place = next((code for code, slug in slugs.items() if slug == asked), None)
        if place is None:
            raise Http404
    try:
        return ThemeFilters(place, themes.parse_years(request.GET.dict()))
    except ValueError as error:
        raise Http404 from error
