"""What the reading pages show, asked of the database in a fixed number of queries a page.

Everything here starts from `Meeting.objects.public()`, so that what is not published is neither
shown nor counted. Keywords are not answered here: that is the room of `search`.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from common.charts import Amount, Grid, grid
from bulletins.models import Bulletin, Meeting, Priority, Province, Theme
from bulletins.selectors.people import MostActive
from bulletins.selectors.periods import Period
from bulletins.models.querysets import MeetingQuerySet
from bulletins.stats.meeting_counts import Tallies, UNKNOWN, Years
from search.results import more_like_this

# As many as are looked at.
_SIMILAR = 5
# With more years than there is room for, those without meetings are left out of a chart.
_MOST_YEARS = 60
# How long something is new.
NEW_FOR = timedelta(days=7)
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


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole archive at a glance, for the home page."""

    regions: list[Region]
    years: list[YearCount]
    total: int
    unplaced: int
    provinces_present: int

    @property
    def provinces(self) -> list[ProvinceCount]:
        """All provinces in one list."""
        return [count for region in self.regions for count in region.provinces]


@dataclass(frozen=True, slots=True)
class Lately:
    """What the archive took in of late, newest first; `total` counts what is not shown too."""

    total: int
    meetings: list[Meeting]


@dataclass(frozen=True, slots=True)
class People:
    """Who is named most often, with how often."""

    chairs: list[tuple[str, int]]
    speakers: list[tuple[str, int]]


def overview(numbers: Tallies) -> Overview:
    """The archive by province and by year."""
    by_province = numbers.by_place()
    return Overview(
        regions=_regions(by_province),
        years=years_counted(numbers.by_year()),
        total=by_province.total(),
        unplaced=by_province.pop(UNKNOWN, 0),
        provinces_present=len(+by_province),
    )


def newest(number: int) -> MeetingQuerySet:
    """The meetings held last."""
    return Meeting.objects.public().for_rows()[:number]


def lately(number: int) -> Lately:
    """What came into the archive within the last seven days."""
    since = timezone.now() - NEW_FOR
    meetings = Meeting.objects.public().filter(created_at__gte=since)
    newest_first = meetings.for_rows().order_by("-created_at", "-id")
    return Lately(meetings.count(), list(newest_first[:number]))


def themes_over_years(numbers: Tallies, place: str, years: list[YearCount]) -> Grid[Theme]:
    """How many meetings of a place have each theme in each of `years`, in their order."""
    themes = list(Theme.objects.all())
    cells = {
        (theme, year): meetings
        for theme in themes
        for year, meetings in numbers.by_year(theme.pk, place).items()
    }
    return grid(themes, [count.year for count in years], cells)


def people_of(everybody: MostActive) -> People:
    """Who chairs and who speaks most often in a place."""
    return People(everybody.chairing(PEOPLE), everybody.speaking(PEOPLE))


def years_of(numbers: Tallies, place: str) -> list[YearCount]:
    """The years of a place with their meetings, newest first, the unknown year last."""
    return years_counted(numbers.by_year(place=place))


def years_counted(by_year: Counter[int | None]) -> list[YearCount]:
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
    chosen: Years | None = None,
) -> list[Amount]:
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
        Amount(
            count.label,
            _("未载") if count.year is None else str(count.year),
            count.meetings,
            address(count) if count.meetings else "",
            is_chosen=chosen is not None and count.year in chosen,
        )
        for count in [*known, *unknown]
    ]


def in_year(meetings: MeetingQuerySet, year: int | None) -> MeetingQuerySet:
    """Narrow `meetings` to one year; None means the unknown year."""
    return meetings.filter(year__isnull=True) if year is None else meetings.filter(year=year)


def by_year(
    meetings: Iterable[Meeting], years: list[YearCount]
) -> list[tuple[YearCount, list[Meeting]]]:
    """Group a page of ordered `meetings` under the years they belong to."""
    counts = {count.year: count for count in years}
    return [
        (counts[year], list(group)) for year, group in groupby(meetings, lambda each: each.year)
    ]


def by_section(priorities: Iterable[Priority]) -> list[tuple[str, list[tuple[int, Priority]]]]:
    """Group ordered `priorities` under the phrases that open their lists, each with its place."""
    placed = enumerate(priorities)
    return [
        (section, list(group)) for section, group in groupby(placed, lambda each: each[1].section)
    ]


def neighbours(meeting: Meeting) -> tuple[Meeting | None, Meeting | None]:
    """The next newer and the next older meeting of the same province, in the order of its page."""
    if meeting.province_id is None:
        return None, None
    same_province = Meeting.objects.public().filter(province=meeting.province_id)
    same_province = same_province.for_rows()
    newer = same_province.filter(_newer_than(meeting)).last()
    older = same_province.filter(_older_than(meeting)).first()
    return newer, older


def similar(meeting: Meeting) -> list[Meeting]:
    """The meetings most like this one, the likest first; none while the index is being made."""
    pks = more_like_this.keys_of_similar(meeting, _SIMILAR)
    meetings = Meeting.objects.public().for_rows().in_bulk(pks)
    return [meetings[pk] for pk in pks if pk in meetings]


def other_reports(meeting: Meeting) -> list[Meeting]:
    """The other reports of the same meeting, as editors linked them, in the order of pages."""
    head = meeting.same_as_id or meeting.pk
    same = Meeting.objects.public().filter(Q(same_as=head) | Q(pk=head)).exclude(pk=meeting.pk)
    return list(same.for_rows())


def may_show_original(bulletin: Bulletin) -> bool:
    """Whether everything that was read from a received file may be seen by everybody."""
    return not bulletin.meetings.filter(published=False).exists()


def _newer_than(meeting: Meeting) -> Q:
    """What stands before `meeting` in Meeting.Meta.ordering."""
    first, last = meeting.first_day, meeting.last_day
    if first is None:
        return Q(first_day__isnull=False) | Q(pk__gt=meeting.pk)
    return Q(first_day__gt=first) | Q(first_day=first) & (
        Q(last_day__lt=last) | Q(last_day=last, pk__gt=meeting.pk)
    )


def _older_than(meeting: Meeting) -> Q:
    """What stands after `meeting` in Meeting.Meta.ordering."""
    first, last = meeting.first_day, meeting.last_day
    if first is None:
        return Q(first_day__isnull=True, pk__lt=meeting.pk)
    return (
        Q(first_day__lt=first)
        | Q(first_day__isnull=True)
        | Q(first_day=first) & (Q(last_day__gt=last) | Q(last_day=last, pk__lt=meeting.pk))
    )


def _regions(by_province: Counter[str]) -> list[Region]:
    regions: dict[str, Region] = {}
    for province in Province.objects.all():
        region = regions.setdefault(province.region, Region(province.region, []))
        region.provinces.append(ProvinceCount(province, by_province[province.code]))
    return list(regions.values())
