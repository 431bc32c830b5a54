"""Meetings by year: counts, chart columns and groups of a page."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from bulletins.models import Meeting
from bulletins.models.querysets import MeetingQuerySet
from bulletins.selectors.periods import Period
from bulletins.stats.meeting_counts import MeetingCounts, YearRange
from common.charts import Datum

# With more years than there is room for, those without meetings are left out of a chart.
_MOST_YEARS = 60


@dataclass(frozen=True, slots=True)
class YearCount:
    """A year and its meetings; `year` is None for those whose year is unknown."""

    year: int | None
    meetings: int

    @property
    def key(self) -> str:
        """How an address names the year."""
        return Period(self.year).year_key

    @property
    def label(self) -> str:
        return Period(self.year).label


def place_year_counts(numbers: MeetingCounts, place: str) -> list[YearCount]:
    """The years of a place with their meetings, newest first, the unknown year last."""
    return year_counts(numbers.by_year(place=place))


def year_counts(by_year: Counter[int | None]) -> list[YearCount]:
    """Return the years that have any meeting, newest first, the unknown one last."""
    present = [year for year, meetings in by_year.items() if meetings]
    newest_first = sorted(present, key=lambda year: (year is not None, year), reverse=True)
    return [YearCount(year, by_year[year]) for year in newest_first]


def oldest_first(years: list[YearCount]) -> list[YearCount]:
    """`years` as one reads a drawing of them, the unknown one still last."""
    return sorted(years, key=lambda count: (count.year is None, count.year or 0))


def year_columns(
    years: list[YearCount],
    address: Callable[[YearCount], str],
    chosen: YearRange | None = None,
) -> list[Datum]:
    """`years` as a chart shows them: from the oldest, a gap where a year has nothing.

    Args:
        years: newest first.
        address: where the column of a year leads.
        chosen: those that the page shows.
    """
    of_year = {count.year: count for count in years if count.year is not None}
    span: Iterable[int] = range(min(of_year), max(of_year) + 1) if of_year else ()
    if of_year and max(of_year) - min(of_year) >= _MOST_YEARS:
        span = sorted(of_year)
    known = [of_year.get(year, YearCount(year, 0)) for year in span]
    unknown = [count for count in years if count.year is None]
    return [
        Datum(
            count.label,
            _("未载") if count.year is None else str(count.year),
            count.meetings,
            address(count) if count.meetings else "",
            is_selected=chosen is not None and count.year in chosen,
        )
        for count in [*known, *unknown]
    ]


def in_year(meetings: MeetingQuerySet[Meeting], year: int | None) -> MeetingQuerySet[Meeting]:
    """Narrow `meetings` to one year; None means the unknown year."""
    return meetings.filter(year__isnull=True) if year is None else meetings.filter(year=year)


def group_by_year(
    meetings: Iterable[Meeting], years: list[YearCount]
) -> list[tuple[YearCount, list[Meeting]]]:
    """Group a page of ordered `meetings` under the years they belong to."""
    counts = {count.year: count for count in years}
    return [
        (counts[year], list(group)) for year, group in groupby(meetings, lambda each: each.year)
    ]
