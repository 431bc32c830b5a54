"""The pages of a year and of a month: which there are, what is in one, what stands beside it.

A meeting belongs to the month its first day is in; one whose text tells the year alone belongs
to the year and to none of its months. As in `browsing`, all starts from what is public.
"""

from calendar import monthrange
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
from bulletins.stats.meeting_counts import UNKNOWN, MeetingCounts, YearRange
from common.charts import Datum


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
    def year_key(self) -> str:
        """How the address of another page names the year."""
        return "unknown" if self.year is None else str(self.year)

    @property
    def as_years(self) -> YearRange:
        """The whole year, as the kept numbers are asked for it."""
        return YearRange(self.year or 0, self.year or 0)

    def get_absolute_url(self) -> str:
        if self.year is None:
            return reverse("year-unknown")
        if self.month is None:
            return reverse("year", args=[self.year])
        return reverse("month", args=[self.year, self.month])

    def meetings(self) -> MeetingQuerySet[Meeting]:
        """What everybody may see of it, in the order of the pages."""
        public = Meeting.objects.public()
        if self.year is None:
            return public.filter(year__isnull=True)
        if self.month is None:
            return public.filter(year=self.year)
        within = public.filter(first_day__range=_days_of(self.year, self.month))
        return within.exclude(date_precision=DatePrecision.YEAR)


@dataclass(frozen=True, slots=True)
class PeriodPart:
    """What meetings of a period stand under: a month of a year, with its page, or a day."""

    label: str
    month: Period | None = None


def month_counts(year: int) -> list[tuple[PeriodPart, int]]:
    """The twelve months of a year, then what tells no month, if anything does."""
    counted: Counter[PeriodPart] = Counter()
    # By day, which an index answers: taking the month out of a date is slow in SQLite.
    days = Period(year).meetings().order_by().values_list("first_day", "date_precision")
    for first_day, precision, meetings in days.annotate(meetings=Count("pk")):
        counted[_month_of(first_day, precision)] += meetings
    twelve = [_month_of(date(year, month, 1), DatePrecision.DAY) for month in range(1, 13)]
    return [(part, counted.pop(part, 0)) for part in twelve] + list(counted.items())


def month_columns(months: Iterable[tuple[PeriodPart, int]]) -> list[Datum]:
    """The months as a chart shows them; an empty one leads nowhere."""
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
    """A page of the period's `meetings` under the months of a year or the days of a month."""
    groups: dict[PeriodPart, list[Meeting]] = {}
    for meeting in meetings:
        groups.setdefault(_part(period, meeting), []).append(meeting)
    return list(groups.items())


def periods_of_meeting(meeting: Meeting) -> list[Period]:
    """The year of a meeting and, where its text tells one, the month."""
    if meeting.first_day is None:
        return [Period(None)]
    year = Period(meeting.year)
    if meeting.date_precision == DatePrecision.YEAR:
        return [year]
    return [year, Period(meeting.year, meeting.first_day.month)]


def neighbouring_periods(period: Period) -> tuple[Period | None, Period | None]:
    """The next later and the next earlier period of the same kind that has any meeting."""
    if period.year is not None and period.month is not None:
        return _months_beside(period.year, period.month)
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
    period: Period, numbers: MeetingCounts | None
) -> list[tuple[Province | None, int]]:
    """The provinces of a period, those with most first, the unknown place last.

    A year is asked of the kept numbers; a month has none and is counted.
    """
    if numbers:
        counts = +numbers.by_place(years=period.as_years)
    else:
        rows = period.meetings().order_by().values_list("province")
        counts = Counter({code or UNKNOWN: found for code, found in rows.annotate(Count("pk"))})
    known = Province.objects.in_bulk()
    found = [(known.get(code), number) for code, number in counts.items()]
    return sorted(found, key=lambda each: (each[0] is None, -each[1], each[0] and each[0].code))


def themes_in_period(period: Period, numbers: MeetingCounts | None) -> list[tuple[Theme, int]]:
    """The themes of a period, those with most first."""
    themes = Theme.objects.in_bulk()
    if numbers:
        years = period.as_years
        counts = +Counter({pk: numbers.by_place(pk, years).total() for pk in themes})
    else:
        # From the table between: the other way round SQLite reads every row of the meetings.
        meetings = period.meetings().order_by().values("pk")
        rows = Meeting.themes.through.objects.filter(meeting__in=meetings).values_list("theme")
        counts = Counter(dict(rows.annotate(Count("pk"))))
    found = [(themes[pk], number) for pk, number in counts.items()]
    return sorted(found, key=lambda each: (-each[1], each[0].position))


def _month_of(first_day: date, precision: str) -> PeriodPart:
    if precision == DatePrecision.YEAR:
        return PeriodPart(_("月份未载"))
    label = _("%(month)s月") % {"month": first_day.month}
    return PeriodPart(label, Period(first_day.year, first_day.month))


def _part(period: Period, meeting: Meeting) -> PeriodPart:
    day = meeting.first_day
    if day is None:
        return PeriodPart(_("年份未载"))
    if period.month is None:
        return _month_of(day, meeting.date_precision)
    if meeting.date_precision == DatePrecision.DAY:
        return PeriodPart(_("%(month)s月%(day)s日") % {"month": day.month, "day": day.day})
    return PeriodPart(_("日未载"))


def _months_beside(year: int, month: int) -> tuple[Period | None, Period | None]:
    dated = Meeting.objects.public().exclude(date_precision=DatePrecision.YEAR)
    days = dated.exclude(first_day=None).order_by()
    first, last = _days_of(year, month)
    earlier = days.filter(first_day__lt=first).order_by("-first_day")
    later = days.filter(first_day__gt=last).order_by("first_day")
    before = earlier.values_list("first_day", flat=True).first()
    after = later.values_list("first_day", flat=True).first()
    return (
        Period(after.year, after.month) if after else None,
        Period(before.year, before.month) if before else None,
    )


def _days_of(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
