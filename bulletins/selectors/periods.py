"""Data of the pages of years and months: their meetings, counts and neighbours.

A meeting belongs to the month of its first day; one of which only the year is known belongs to
the year and to none of its months. Everything starts from `Meeting.objects.public()`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from bulletins.models import Meeting, Province, Theme
from bulletins.models.choices import DatePrecision
from bulletins.models.querysets import MeetingQuerySet
from bulletins.slugs import year_slug
from bulletins.stats import MeetingCounts, YearRange
from common.charts import Datum
from common.partial_date import PartialDate


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year or a month; a year of None is the unknown one."""

    year: int | None
    month: int | None = None

    @property
    def label(self) -> str:
        if self.year is None:
            return _("年份未载")
        if self.month is None:
            return _("%(year)s年") % {"year": self.year}
        return _("%(year)s年%(month)s月") % {"year": self.year, "month": self.month}

    @property
    def year_slug(self) -> str:
        """The year in the URLs of other pages."""
        return year_slug(self.year)

    @property
    def as_years(self) -> YearRange:
        """The whole year, as a parameter of `MeetingCounts`."""
        return YearRange(self.year, self.year)

    def get_absolute_url(self) -> str:
        if self.year is None:
            return reverse("year-unknown")
        if self.month is None:
            return reverse("year", args=[self.year])
        return reverse("month", args=[self.year, self.month])

    def meetings(self) -> MeetingQuerySet[Meeting]:
        """Return the public meetings of the period, in display order."""
        public = Meeting.objects.public()
        if self.year is None:
            return public.filter(year__isnull=True)
        if self.month is None:
            return public.filter(year=self.year)
        dates = PartialDate(self.year, self.month)
        within = public.filter(first_day__range=(dates.first_day, dates.last_day))
        return within.exclude(date_precision=DatePrecision.YEAR)


@dataclass(frozen=True, slots=True)
class PeriodPart:
    """A subdivision of a period: a month of a year, with its own page, or a day of a month."""

    label: str
    month: Period | None = None


def month_counts(year: int) -> list[tuple[PeriodPart, int]]:
    """Return the twelve months of a year with their numbers of meetings.

    They are followed by the part for meetings without a month, if there are any.
    """
    counts: Counter[PeriodPart] = Counter()
    # Grouped by day, which a covering index answers: extracting months is slow in SQLite.
    days = Period(year).meetings().order_by().values_list("first_day", "date_precision")
    for first_day, precision, meetings in days.annotate(meetings=Count("pk")):
        counts[_month_part(first_day, precision)] += meetings
    months = [_month_part(date(year, month, 1), DatePrecision.DAY) for month in range(1, 13)]
    return [(part, counts.pop(part, 0)) for part in months] + list(counts.items())


def month_bars(months: Iterable[tuple[PeriodPart, int]]) -> list[Datum]:
    """Return the bars of a chart of months; an empty month has no link."""
    return [
        Datum(
            part.label,
            part.label if part.month else _("未载"),
            meetings,
            part.month.get_absolute_url() if part.month and meetings else "",
        )
        for part, meetings in months
    ]


def group_by_part(
    period: Period, meetings: Iterable[Meeting]
) -> list[tuple[PeriodPart, list[Meeting]]]:
    """Group a page of the period's `meetings` by the months of a year or the days of a month."""
    groups: dict[PeriodPart, list[Meeting]] = {}
    for meeting in meetings:
        groups.setdefault(_part(period, meeting), []).append(meeting)
    return list(groups.items())


def periods_of_meeting(meeting: Meeting) -> list[Period]:
    """Return the year of a meeting and, where it is known, the month."""
    if meeting.first_day is None:
        return [Period(None)]
    year = Period(meeting.year)
    if meeting.date_precision == DatePrecision.YEAR:
        return [year]
    return [year, Period(meeting.year, meeting.first_day.month)]


def neighbouring_periods(period: Period) -> tuple[Period | None, Period | None]:
    """Return the next later and the next earlier period of the same kind that has any meeting.

    The unknown year comes before the earliest known one.
    """
    if period.year is not None and period.month is not None:
        return _neighbouring_months(period.year, period.month)
    years = Meeting.objects.public().order_by().exclude(year=None)
    if period.year is None:
        oldest = years.order_by("year").values_list("year", flat=True).first()
        return (None if oldest is None else Period(oldest)), None
    later = years.filter(year__gt=period.year).order_by("year")
    earlier = years.filter(year__lt=period.year).order_by("-year")
    after = later.values_list("year", flat=True).first()
    before = earlier.values_list("year", flat=True).first()
    if before is None and Period(None).meetings().exists():
        return (None if after is None else Period(after)), Period(None)
    return (None if after is None else Period(after), None if before is None else Period(before))


def provinces_in_period(
    period: Period, year_counts: MeetingCounts | None
) -> list[tuple[Province | None, int]]:
    """Return the provinces of a period by number of meetings, None for no province last.

    Args:
        period: a year or a month.
        year_counts: the stored counts for a year; None for a month, which is counted here.
    """
    if year_counts:
        counts = +year_counts.by_place(years=period.as_years)
    else:
        rows = period.meetings().order_by().values_list("province").annotate(Count("pk"))
        counts = Counter(dict(rows))
    provinces = Province.objects.in_bulk()
    pairs = [(provinces.get(code or ""), meetings) for code, meetings in counts.items()]
    return sorted(pairs, key=lambda pair: (pair[0] is None, -pair[1], pair[0] and pair[0].code))


def themes_in_period(period: Period, year_counts: MeetingCounts | None) -> list[tuple[Theme, int]]:
    """Return the themes of a period by number of meetings; arguments of `provinces_in_period`."""
    themes = Theme.objects.in_bulk()
    if year_counts:
        years = period.as_years
        counts = +Counter({pk: year_counts.by_place(pk, years).total() for pk in themes})
    else:
        # Starts from the join table: otherwise SQLite reads every row of the meetings.
        meetings = period.meetings().order_by().values("pk")
        rows = Meeting.themes.through.objects.filter(meeting__in=meetings).values_list("theme")
        counts = Counter(dict(rows.annotate(Count("pk"))))
    pairs = [(themes[pk], number) for pk, number in counts.items()]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0].sort_key))


def _month_part(first_day: date, precision: str) -> PeriodPart:
    if precision == DatePrecision.YEAR:
        return PeriodPart(_("月份未载"))
    label = _("%(month)s月") % {"month": first_day.month}
    return PeriodPart(label, Period(first_day.year, first_day.month))


def _part(period: Period, meeting: Meeting) -> PeriodPart:
    day = meeting.first_day
    if day is None:
        return PeriodPart(_("年份未载"))
    if period.month is None:
        return _month_part(day, meeting.date_precision)
    if meeting.date_precision == DatePrecision.DAY:
        return PeriodPart(_("%(month)s月%(day)s日") % {"month": day.month, "day": day.day})
    return PeriodPart(_("日未载"))


def _neighbouring_months(year: int, month: int) -> tuple[Period | None, Period | None]:
    with_month = Meeting.objects.public().exclude(date_precision=DatePrecision.YEAR)
    days = with_month.exclude(first_day=None).order_by()
    dates = PartialDate(year, month)
    earlier = days.filter(first_day__lt=dates.first_day).order_by("-first_day")
    later = days.filter(first_day__gt=dates.last_day).order_by("first_day")
    before = earlier.values_list("first_day", flat=True).first()
    after = later.values_list("first_day", flat=True).first()
    return (
        Period(after.year, after.month) if after else None,
        Period(before.year, before.month) if before else None,
    )
