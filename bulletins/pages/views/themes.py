"""The pages of themes: one theme, all themes, and the atlas of themes by province."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from bulletins.exports import export_list, requested_format
from bulletins.models import Province, Theme
from bulletins.selectors import atlas as atlas_data
from bulletins.selectors import themes
from bulletins.selectors.themes import ThemeFilters
from bulletins.stats import PlaceFilter, YearRange, get_counts

MEETINGS_PER_PAGE = 30


def theme_list(request: HttpRequest) -> HttpResponse:
    counted = themes.theme_counts(get_counts())
    largest = max((meetings for _theme, meetings in counted), default=0) or 1
    rows = [(theme, meetings, round(100 * meetings / largest)) for theme, meetings in counted]
    return render(request, "bulletins/themes.html", {"themes": rows})


def theme(request: HttpRequest, slug: str) -> HttpResponseBase:
    row = get_object_or_404(Theme, slug=slug)
    provinces = list(Province.objects.all())
    slugs = themes.place_slugs(provinces)
    filters = _filters(request, slugs)
    if requested_format(request):
        return export_list(request, row.name, themes.meetings_with_theme(row, filters))
    counts = get_counts()
    by_place = counts.by_place(row.pk, filters.years)
    names: dict[str | None, str] = {each.code: each.short_name for each in provinces}
    names[None] = _("地区未载")
    places = [
        (
            name,
            by_place[code],
            themes.filter_query_string(ThemeFilters(PlaceFilter(code), filters.years), slugs),
            PlaceFilter(code) == filters.place,
        )
        for code, name in names.items()
        if by_place[code] or PlaceFilter(code) == filters.place
    ]
    paginator = Paginator(
        themes.meetings_with_theme(row, filters).values_list("pk", flat=True), MEETINGS_PER_PAGE
    )
    # From the stored counts; counting again would read every row.
    place = filters.place
    filtered_total = by_place.total() if place is None else by_place[place.code]
    paginator.count = filtered_total
    page = paginator.get_page(request.GET.get("page"))
    years_label = themes.format_years(filters.years) if filters.years else ""
    place_name = "" if place is None else names[place.code]
    context = {
        "theme": row,
        "filters": filters,
        "years_label": years_label,
        "place_name": place_name,
        "filter_label": f"{place_name} {years_label}".strip(),
        "places": sorted(places, key=lambda entry: -entry[1]),
        "timeline": themes.timeline(counts.by_year(row.pk, place), filters, slugs),
        "all_years_url": themes.filter_query_string(ThemeFilters(place), slugs),
        "all_places_url": themes.filter_query_string(ThemeFilters(None, filters.years), slugs),
        "filtered_total": filtered_total,
        "total": counts.by_place(row.pk).total(),
        "page": page,
        "meetings": themes.load_priorities(list(page), row),
    }
    return render(request, "bulletins/theme.html", context)


def atlas(request: HttpRequest) -> HttpResponse:
    counts = get_counts()
    years = _requested_years(request) or atlas_data.latest_years(counts)
    if years is None:
        return render(request, "bulletins/atlas.html", {})
    ends = [year for year in (*counts.by_year(), years.first, years.last) if year is not None]
    all_themes, provinces = list(Theme.objects.all()), list(Province.objects.all())
    slugs = themes.place_slugs(provinces)
    rows, scale = atlas_data.atlas_rows(counts, years, all_themes, provinces, slugs)
    comparison = atlas_data.compare_periods(counts, years, all_themes, slugs)
    context = {
        "years": years,
        "years_label": themes.format_years(years),
        "year_choices": range(min(ends), max(ends) + 1),
        "themes": all_themes,
        "rows": rows,
        "scale": scale,
        "total": sum(row.meetings for row in rows),
        "comparison": comparison,
        "before": themes.format_years(comparison.before) if comparison else "",
    }
    return render(request, "bulletins/atlas.html", context)


def _requested_years(request: HttpRequest) -> YearRange | None:
    """Return the years of the query string; None if it has none or invalid ones."""
    try:
        years = themes.parse_years({key: request.GET.get(key, "") for key in ("from", "to")})
    except ValueError:
        return None
    return years


def _filters(request: HttpRequest, slugs: dict[str | None, str]) -> ThemeFilters:
    """Parse province and years of the query string. Raises Http404 for values that do not exist."""
    place = None
    if requested := request.GET.get("province"):
        place = next((PlaceFilter(code) for code, slug in slugs.items() if slug == requested), None)
        if place is None:
            raise Http404
    try:
        return ThemeFilters(place, themes.parse_years(request.GET.dict()))
    except ValueError as error:
        raise Http404 from error
