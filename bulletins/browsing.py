"""What the reading pages show, asked of the database in a fixed number of queries a page.

Everything here starts from `Meeting.objects.public()`, so that what is not published is neither
shown nor counted. Keywords are not answered here: that is the room of `search`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from bulletins.models import Bulletin, Meeting, Priority, Province
from bulletins.querysets import MeetingQuerySet
from search import likeness

# From how many meetings on a province's tile takes the next darker tint. Fixed, so that a tint
# means the same number this year and next.
TINT_STEPS = (1, 10, 50, 200)
# As many as are looked at.
_SIMILAR = 5


@dataclass(frozen=True, slots=True)
class ProvinceCount:
    """A province and how many meetings of it the archive shows."""

    province: Province
    meetings: int

    @property
    def tint(self) -> int:
        """How dark its tile is: 0 where there is nothing."""
        return sum(self.meetings >= step for step in TINT_STEPS)


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
    fullest: int

    @property
    def key(self) -> str:
        """How an address names the year."""
        return "unknown" if self.year is None else str(self.year)

    @property
    def label(self) -> str:
        return _("年份未载") if self.year is None else _("%(year)s年") % {"year": self.year}

    @property
    def percent(self) -> int:
        """The length of its bar; a year with anything in it never looks empty."""
        return max(1, round(100 * self.meetings / self.fullest))


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole archive at a glance, for the home page."""

    regions: list[Region]
    years: list[YearCount]
    total: int
    unplaced: int
    provinces_present: int


def overview() -> Overview:
    """Count all meetings by province and year in one grouping."""
    by_province: Counter[str | None] = Counter()
    by_year: Counter[int | None] = Counter()
    # Without its ordering the grouping would not be by these two columns alone.
    grouped = Meeting.objects.public().order_by().values_list("province_id", "year")
    for code, year, meetings in grouped.annotate(meetings=Count("pk")):
        by_province[code] += meetings
        by_year[year] += meetings
    return Overview(
        regions=_regions(by_province),
        years=_years(by_year),
        total=by_year.total(),
        unplaced=by_province[None],
        provinces_present=len(by_province.keys() - {None}),
    )


def tints_in_words() -> list[str]:
    """What each tint of a tile means, palest first: 1–9, 10–49, …, ≥200."""
    ranges = [f"{low}–{high - 1}" for low, high in pairwise(TINT_STEPS)]
    return [*ranges, f"≥{TINT_STEPS[-1]}"]


def newest(number: int) -> MeetingQuerySet:
    """The meetings held last."""
    return Meeting.objects.public().select_related("province")[:number]


def years_of(meetings: MeetingQuerySet) -> list[YearCount]:
    """Count `meetings` by year, newest first, those of unknown year last."""
    grouped = meetings.order_by().values_list("year").annotate(meetings=Count("pk"))
    return _years(Counter(dict(grouped)))


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
    same_province = same_province.select_related("province")
    newer = same_province.filter(_newer_than(meeting)).last()
    older = same_province.filter(_older_than(meeting)).first()
    return newer, older


def similar(meeting: Meeting) -> list[Meeting]:
    """The meetings most like this one, the likest first; none while the index is being made."""
    pks = likeness.keys_of_similar(meeting, _SIMILAR)
    meetings = Meeting.objects.public().select_related("province").in_bulk(pks)
    return [meetings[pk] for pk in pks if pk in meetings]


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


def _regions(by_province: Counter[str | None]) -> list[Region]:
    regions: dict[str, Region] = {}
    for province in Province.objects.all():
        region = regions.setdefault(province.region, Region(province.region, []))
        region.provinces.append(ProvinceCount(province, by_province[province.code]))
    return list(regions.values())


def _years(by_year: Counter[int | None]) -> list[YearCount]:
    fullest = max(by_year.values(), default=0)
    newest_first = sorted(by_year, key=lambda year: (year is not None, year), reverse=True)
    return [YearCount(year, by_year[year], fullest) for year in newest_first]
