"""Meetings by year: counts, bars of a chart, groups of a page."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from bulletins.models import Meeting
from bulletins.models.querysets import MeetingQuerySet
from bulletins.selectors.periods import Period
from bulletins.slugs import year_slug
from bulletins.stats import MeetingCounts, PlaceFilter, YearRange
from common.charts import Datum, years_shown


@dataclass(frozen=True, slots=True)
class YearCount:
    """A year and its number of meetings; `year` is None for the unknown year."""

    year: int | None
    meetings: int

    @property
    def slug(self) -> str:
        """The year in URLs."""
        return year_slug(self.year)

    @property
    def label(self) -> str:
        return Period(self.year).label


def place_year_counts(counts: MeetingCounts, place: PlaceFilter) -> list[YearCount]:
    """Return the years in which a place has meetings, newest first, the unknown year last."""
    return year_counts(counts.by_year(place=place))


def year_counts(by_year: Counter[int | None]) -> list[YearCount]:
    """Return the years that have any meeting, newest first, the unknown year last."""
    present = [year for year, meetings in by_year.items() if meetings]
    newest_first = sorted(present, key=lambda year: (year is not None, year), reverse=True)
    return [YearCount(year, by_year[year]) for year in newest_first]


def oldest_first(years: list[YearCount]) -> list[YearCount]:
    """Return `years` in the order of a chart: oldest first, the unknown year still last."""
    return sorted(years, key=lambda count: (count.year is None, count.year or 0))


def year_bars(
    years: list[YearCount],
    year_url: Callable[[YearCount], str],
    selected: YearRange | None = None,
) -> list[Datum]:
    """Return the bars of a chart: from the oldest year, with a gap for a year without meetings.

    Args:
        years: newest first.
        year_url: returns the link of a year's bar.
        selected: the years that the page is filtered by.
    """
    by_year = {count.year: count for count in years if count.year is not None}
    known = [by_year.get(year, YearCount(year, 0)) for year in years_shown(by_year)]
    unknown = [count for count in years if count.year is None]
    return [
        Datum(
            count.label,
            _("未载") if count.year is None else str(count.year),
            count.meetings,
            year_url(count) if count.meetings else "",
            is_selected=selected is not None and count.year in selected,
        )
        for count in [*known, *unknown]
    ]


def in_year(meetings: MeetingQuerySet[Meeting], year: int | None) -> MeetingQuerySet[Meeting]:
    """Filter `meetings` by year; None is the unknown year."""
    return meetings.filter(year__isnull=True) if year is None else meetings.filter(year=year)


def group_by_year(
    meetings: Iterable[Meeting], years: list[YearCount]
) -> list[tuple[YearCount, list[Meeting]]]:
    """Group a page of meetings, ordered by year, each group under its element of `years`.

    `years` are counted before: of a year whose first meeting came since, the group is the count.
    """
    counts = {count.year: count for count in years}
    groups = [(year, list(group)) for year, group in groupby(meetings, lambda each: each.year)]
    return [(counts.get(year) or YearCount(year, len(group)), group) for year, group in groups]
