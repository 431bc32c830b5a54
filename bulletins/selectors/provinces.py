"""Data of the pages of provinces: provinces by region, themes over years, most active people."""

from collections import Counter
from dataclasses import dataclass

from bulletins.models import Province, Theme
from bulletins.selectors.people import ActivityRanking
from bulletins.selectors.years import YearCount
from bulletins.stats import MeetingCounts, PlaceFilter
from common.charts import Grid, grid

# The number of chairs, and of speakers, on the page of a province.
MAX_PEOPLE = 10


@dataclass(frozen=True, slots=True)
class ProvinceCount:
    """A province and the number of its public meetings."""

    province: Province
    meetings: int


@dataclass(frozen=True, slots=True)
class Region:
    """One of the seven regions of China (大区), with its provinces in the order of GB/T 2260."""

    name: str
    provinces: list[ProvinceCount]


@dataclass(frozen=True, slots=True)
class TopPeople:
    """The people with most meetings chaired or spoken at, with the numbers of meetings."""

    chairs: list[tuple[str, int]]
    speakers: list[tuple[str, int]]


def themes_over_years(
    counts: MeetingCounts, place: PlaceFilter, years: list[YearCount]
) -> Grid[Theme]:
    """Return the numbers of meetings of a place: a row for each theme, a column for each year."""
    themes = list(Theme.objects.all())
    cells = {
        (theme, year): meetings
        for theme in themes
        for year, meetings in counts.by_year(theme.pk, place).items()
    }
    return grid(themes, [count.year for count in years], cells)


def top_people(ranking: ActivityRanking) -> TopPeople:
    """Return the most frequent chairs and speakers of a ranking."""
    return TopPeople(ranking.top_chairs(MAX_PEOPLE), ranking.top_speakers(MAX_PEOPLE))


def count_by_region(by_province: Counter[str | None]) -> list[Region]:
    """Group all provinces by region, each with its number in `by_province` (keyed by code)."""
    regions: dict[str, Region] = {}
    for province in Province.objects.all():
        region = regions.setdefault(province.region, Region(province.region, []))
        region.provinces.append(ProvinceCount(province, by_province[province.code]))
    return list(regions.values())
