"""Data of the pages of themes: the filters of a URL, the meetings with their priorities, counts.

Counts come from `bulletins.stats.meeting_counts`, so that a page queries only the rows it shows.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bulletins.models import Meeting, Priority, Province, Theme
from bulletins.models.querysets import MeetingQuerySet
from bulletins.selectors.years import YearCount, year_bars, year_counts
from bulletins.stats import UNKNOWN, UNPLACED, MeetingCounts, YearRange
from common.charts import Datum

# The unknown year in URLs.
UNKNOWN_YEAR = "unknown"


@dataclass(frozen=True, slots=True)
class ThemeFilters:
    """Filters of the meetings of a theme: a place (code of a province, "" for meetings without
    one) and a range of years; None does not filter.
    """

    place: str | None = None
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
    if year := params.get("year"):
        return YearRange(0, 0) if year == UNKNOWN_YEAR else YearRange(_year(year), _year(year))
    if not (params.get("from") or params.get("to")):
        return None
    years = YearRange(_year(params.get("from", "")), _year(params.get("to", "")))
    if years.first > years.last:
        raise ValueError("the years end before they begin")
    return years


def format_years(years: YearRange) -> str:
    """Return a range of years in Chinese: 年份未载, 2024年, 2018—2024年."""
    if years.is_unknown:
        return _("年份未载")
    if years.first == years.last:
        return _("%(year)s年") % {"year": years.first}
    return _("%(first)s—%(last)s年") % {"first": years.first, "last": years.last}


def filter_query_string(filters: ThemeFilters, slugs: Mapping[str, str]) -> str:
    """Return the query string of `filters`; `slugs` maps places to slugs (`place_slugs`)."""
    query: dict[str, str | int] = {}
    if filters.place is not None:
        query["province"] = slugs[filters.place]
    if years := filters.years:
        if years.is_unknown:
            query["year"] = UNKNOWN_YEAR
        elif years.first == years.last:
            query["year"] = years.first
        else:
            query |= {"from": years.first, "to": years.last}
    return f"?{urlencode(query)}"


def place_slugs(provinces: Iterable[Province]) -> dict[str, str]:
    """Return the slugs of the places in URLs, by code, with that of meetings without a province."""
    return {province.code: province.slug for province in provinces} | {UNKNOWN: UNPLACED}


def meetings_with_theme(theme: Theme, filters: ThemeFilters) -> MeetingQuerySet[Meeting]:
    """Return the filtered public meetings of a theme, newest first."""
    meetings = Meeting.objects.public().with_theme(theme)
    if filters.place is not None:
        meetings = meetings.filter(province=filters.place or None)
    if years := filters.years:
        if years.is_unknown:
            return meetings.filter(first_day__isnull=True)
        # Equivalent to a range of `year`, for which no index is in the order of the list.
        days = (date(years.first, 1, 1), date(years.last, 12, 31))
        meetings = meetings.filter(first_day__range=days)
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
    meetings = meetings.only("title", "level", "date", "year", "province")
    about_theme = Prefetch("priorities", priorities, to_attr="theme_priorities")
    by_pk = meetings.prefetch_related(about_theme).in_bulk(pks)
    return [by_pk[pk] for pk in pks if pk in by_pk]


def timeline(
    by_year: Counter[int | None], filters: ThemeFilters, slugs: Mapping[str, str]
) -> list[Datum]:
    """Return a bar for each year from the first to the last, then the unknown year if any."""

    def year_url(count: YearCount) -> str:
        year = count.year or 0
        return filter_query_string(ThemeFilters(filters.place, YearRange(year, year)), slugs)

    return year_bars(year_counts(by_year), year_url, filters.years)


def theme_counts(counts: MeetingCounts) -> list[ThemeCount]:
    """Return all themes in order, each with its number of meetings."""
    return [
        ThemeCount(theme, counts.by_place(theme.pk).total())
        for theme in Theme.objects.order_by("position")
    ]


def _year(value: str) -> int:
    if not re.fullmatch(r"[12][0-9]{3}", value):
        raise ValueError(f"not a year: {value!r}")
    return int(value)
