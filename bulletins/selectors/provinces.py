"""Provinces by region, and what the page of one province shows."""

from collections import Counter
from dataclasses import dataclass

from bulletins.models import Province, Theme
from bulletins.selectors.people import ActivityRanking
from bulletins.selectors.years import YearCount
from bulletins.stats.meeting_counts import MeetingCounts
from common.charts import Grid, grid

# How many people a province's page names under each heading.
PEOPLE = 10


@dataclass(frozen=True, slots=True)
class ProvinceCount:
    """A province and how many meetings of it the archive shows."""

    province: Province
    meetings: int


@dataclass(frozen=True, slots=True)
class Region:
    """One of the seven great regions, with its provinces in the order of GB/T 2260."""

    name: str
    provinces: list[ProvinceCount]


@dataclass(frozen=True, slots=True)
class TopPeople:
    """Who is named most often, with how often."""

    chairs: list[tuple[str, int]]
    speakers: list[tuple[str, int]]


def themes_over_years(numbers: MeetingCounts, place: str, years: list[YearCount]) -> Grid[Theme]:
    """How many meetings of a place have each theme in each of `years`, in their order."""
    themes = list(Theme.objects.all())
    cells = {
        (theme, year): meetings
        for theme in themes
        for year, meetings in numbers.by_year(theme.pk, place).items()
    }
    return grid(themes, [count.year for count in years], cells)


def top_people(everybody: ActivityRanking) -> TopPeople:
    """Who chairs and who speaks most often in a place."""
    return TopPeople(everybody.top_chairs(PEOPLE), everybody.top_speakers(PEOPLE))


def count_by_region(by_province: Counter[str]) -> list[Region]:
    regions: dict[str, Region] = {}
    for province in Province.objects.all():
        region = regions.setdefault(province.region, Region(province.region, []))
        region.provinces.append(ProvinceCount(province, by_province[province.code]))
    return list(regions.values())
