"""Data of the pages of themes: the filters of a URL, the meetings with their priorities, counts.

Counts come from `bulletins.stats.meeting_counts`, so that a page queries only the rows it shows.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bulletins.models import Meeting, Priority, Province, Theme
from bulletins.models.querysets import MeetingQuerySet
from bulletins.selectors.periods import Period
from bulletins.selectors.years import YearCount, year_bars, year_counts
from bulletins.slugs import UNPLACED, parse_year, year_slug
from bulletins.stats import MeetingCounts, PlaceFilter, YearRange
from common.charts import Datum
from common.partial_date import PartialDate


@dataclass(frozen=True, slots=True)
class ThemeFilters:
    """Filters of the meetings of a theme; None does not filter."""

    place: PlaceFilter | None = None
    years: YearRange | None = None


class ThemeCount(NamedTuple):
    """A theme and the number of its public meetings."""

    theme: Theme
    meetings: int


def parse_years(params: Mapping[str, str]) -> YearRange | None:
    """Return the years of the query parameters `year`, or `from` and `to`; None without them.

    Raises:
        ValueError: the parameters are present and are not years, or not in order.
    """
    if slug := params.get("year"):
        year = parse_year(slug)
        return YearRange(year, year)
    if not (params.get("from") or params.get("to")):
        return None
    first, last = parse_year(params.get("from", "")), parse_year(params.get("to", ""))
    if first is None or last is None or first > last:
        raise ValueError("not a range of known years in order")
    return YearRange(first, last)


def format_years(years: YearRange) -> str:
    """Return a range of years in Chinese: 年份未载, 2024年, 2018—2024年."""
    if years.first == years.last:
        return Period(years.first).label
    return _("%(first)s—%(last)s年") % {"first": years.first, "last": years.last}


def filter_query_string(filters: ThemeFilters, slugs: Mapping[str | None, str]) -> str:
    """Return the query string of `filters`; `slugs` maps places to slugs (`place_slugs`)."""
    query: dict[str, str] = {}
    if filters.place is not None:
        query["province"] = slugs[filters.place.code]
    if years := filters.years:
        if years.first == years.last:
            query["year"] = year_slug(years.first)
        else:
            query |= {"from": year_slug(years.first), "to": year_slug(years.last)}
    return f"?{urlencode(query)}"


def place_slugs(provinces: Iterable[Province]) -> dict[str | None, str]:
    """Return the slugs of the places in URLs by code, None for the meetings without a province."""
    return {**{province.code: province.slug for province in provinces}, None: UNPLACED}


def meetings_with_theme(theme: Theme, filters: ThemeFilters) -> MeetingQuerySet[Meeting]:
    """Return the filtered public meetings of a theme, newest first."""
    meetings = Meeting.objects.public().with_theme(theme)
    if filters.place is not None:
        meetings = meetings.filter(province=filters.place.code)
    if years := filters.years:
        first, last = PartialDate(years.first).first_day, PartialDate(years.last).last_day
        if first is None:
            return meetings.filter(first_day__isnull=True)
        # Equivalent to a range of `year`, for which no index is in the order of the list.
        meetings = meetings.filter(first_day__range=(first, last))
    return meetings


def load_priorities(pks: list[int], theme: Theme) -> list[Meeting]:
    """Return the public meetings `pks`, in this order, each with its priorities about the theme.

    The priorities are in the attribute `theme_priorities` of each meeting, in order.
    """
    # An EXISTS per priority of these meetings; a join would first read all those of the theme.
    has_theme = Priority.themes.through.objects.filter(priority=OuterRef("pk"), theme=theme)
    priorities = Priority.objects.filter(Exists(has_theme)).order_by("ordinal")
    priorities = priorities.only("meeting", "ordinal", "heading")
    meetings = Meeting.objects.public().select_related("province")
    meetings = meetings.only("document_kind", "title", "level", "date", "year", "province")
    about_theme = Prefetch("priorities", priorities, to_attr="theme_priorities")
    by_pk = meetings.prefetch_related(about_theme).in_bulk(pks)
    return [by_pk[pk] for pk in pks if pk in by_pk]


def timeline(
    by_year: Counter[int | None], filters: ThemeFilters, slugs: Mapping[str | None, str]
) -> list[Datum]:
    """Return a bar for each year from the first to the last, then the unknown year if any."""

    def year_url(count: YearCount) -> str:
        years = YearRange(count.year, count.year)
        return filter_query_string(ThemeFilters(filters.place, years), slugs)

    return year_bars(year_counts(by_year), year_url, filters.years)


def theme_counts(counts: MeetingCounts) -> list[ThemeCount]:
    """Return all themes in order, each with its number of meetings."""
    return [ThemeCount(theme, counts.by_place(theme.pk).total()) for theme in Theme.objects.all()]
