"""What the pages of themes show: the tasks that meetings set, and how many meetings set any.

The numbers come from `bulletins.stats.meeting_counts`, so that a page asks the database for the rows it
shows and for nothing else.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bulletins.models import Meeting, Priority, Province, Theme
from bulletins.models.querysets import MeetingQuerySet
from bulletins.selectors.years import YearCount, year_columns, year_counts
from bulletins.stats.meeting_counts import UNKNOWN, UNPLACED, MeetingCounts, YearRange
from common.charts import Datum

# How addresses call the unknown year.
UNKNOWN_YEAR = "unknown"


@dataclass(frozen=True, slots=True)
class ThemeFilters:
    """What of a theme is asked for: a place (a code, "" for none) and years; None is all."""

    place: str | None = None
    years: YearRange | None = None


def parse_years(typed: Mapping[str, str]) -> YearRange | None:
    """Read `year`, or `from` and `to`, of an address; None where they name no years.

    Raises:
        ValueError: they are there, and name nothing that can be asked for.
    """
    if year := typed.get("year"):
        return YearRange(0, 0) if year == UNKNOWN_YEAR else YearRange(_year(year), _year(year))
    if not (typed.get("from") or typed.get("to")):
        return None
    years = YearRange(_year(typed.get("from", "")), _year(typed.get("to", "")))
    if years.first > years.last:
        raise ValueError("the years end before they begin")
    return years


def format_years(years: YearRange) -> str:
    if years.is_unknown:
        return _("年份未载")
    if years.first == years.last:
        return _("%(year)s年") % {"year": years.first}
    return _("%(first)s—%(last)s年") % {"first": years.first, "last": years.last}


def filter_url(narrowing: ThemeFilters, slugs: Mapping[str, str]) -> str:
    """Write what `narrowing` asks for as an address does; `slugs` names the places."""
    query: dict[str, str | int] = {}
    if narrowing.place is not None:
        query["province"] = slugs[narrowing.place]
    if years := narrowing.years:
        if years.is_unknown:
            query["year"] = UNKNOWN_YEAR
        elif years.first == years.last:
            query["year"] = years.first
        else:
            query |= {"from": years.first, "to": years.last}
    return f"?{urlencode(query)}"


def place_slugs(provinces: Iterable[Province]) -> dict[str, str]:
    """Return how addresses name the places, by code."""
    return {province.code: province.slug for province in provinces} | {UNKNOWN: UNPLACED}


def meetings_with_theme(theme: Theme, narrowing: ThemeFilters) -> MeetingQuerySet[Meeting]:
    """Return the meetings in the order of the archive, newest first."""
    meetings = Meeting.objects.public().with_theme(theme)
    if narrowing.place is not None:
        meetings = meetings.filter(province=narrowing.place or None)
    if years := narrowing.years:
        if years.is_unknown:
            return meetings.filter(first_day__isnull=True)
        # The same as the years of `year`, which no index has in the order of the archive.
        days = (date(years.first, 1, 1), date(years.last, 12, 31))
        meetings = meetings.filter(first_day__range=days)
    return meetings


def load_tasks(pks: list[int], theme: Theme) -> list[Meeting]:
    """Return these meetings, in this order, each with its `tasks` about the theme."""
    # Asked of each task of these meetings; joined, all tasks of the theme would be read first.
    has_theme = Priority.themes.through.objects.filter(priority=OuterRef("pk"), theme=theme)
    tasks = Priority.objects.filter(Exists(has_theme)).order_by("ordinal")
    tasks = tasks.only("meeting", "ordinal", "heading")
    meetings = Meeting.objects.public().select_related("province")
    meetings = meetings.only("title", "level", "date", "year", "province")
    found = meetings.prefetch_related(Prefetch("priorities", tasks, to_attr="tasks")).in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


def timeline(
    by_year: Counter[int | None], narrowing: ThemeFilters, slugs: Mapping[str, str]
) -> list[Datum]:
    """Return a column for each year from the first to the last, then the unknown year if any."""

    def only(count: YearCount) -> str:
        year = count.year or 0
        return filter_url(ThemeFilters(narrowing.place, YearRange(year, year)), slugs)

    return year_columns(year_counts(by_year), only, narrowing.years)


def theme_counts(tallies: MeetingCounts) -> list[tuple[Theme, int]]:
    """Return all themes in their order, each with its meetings."""
    return [
        (theme, tallies.by_place(theme.pk).total()) for theme in Theme.objects.order_by("position")
    ]


def _year(typed: str) -> int:
    if not re.fullmatch(r"[12][0-9]{3}", typed):
        raise ValueError(f"not a year: {typed!r}")
    return int(typed)
