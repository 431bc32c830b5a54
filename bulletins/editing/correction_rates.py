"""What whoever runs the archive wants to know: what came in, and how often the reader was wrong.

The reader's errors are counted where people found them: of the meetings that somebody changed or
published, in how many a field now says something else than what was read at first.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.utils import timezone

from bulletins.editing import revisions
from bulletins.models import Bulletin, Meeting

# Questions in one; SQLite takes 500.
_MOST_AT_ONCE = 120


@dataclass(frozen=True, slots=True)
class MonthlyIntake:
    """What came in within a month."""

    first_day: date
    bulletins: int
    meetings: int


@dataclass(frozen=True, slots=True)
class CorrectionRate:
    """A field, and in how many of the meetings that people looked at they changed it."""

    label: str
    meetings: int
    reviewed: int

    @property
    def percent(self) -> float:
        return 100 * self.meetings / self.reviewed if self.reviewed else 0.0


def received_by_month() -> list[MonthlyIntake]:
    """Return the months in which anything came in, the newest first."""
    bulletins = _by_month(Bulletin.objects.order_by(), "received_at")
    meetings = _by_month(Meeting.objects.order_by(), "created_at")
    return [
        MonthlyIntake(month, bulletins[month], meetings[month])
        for month in sorted({*bulletins, *meetings}, reverse=True)
    ]


def field_correction_rates() -> list[CorrectionRate]:
    """Return every field with how often people changed what was read, the worst first."""
    together = Meeting.objects.filter(corrected__isnull=False).order_by().values_list("corrected")
    counted: Counter[str] = Counter()
    looked_at = 0
    for fields, number in together.annotate(Count("pk")):
        looked_at += number
        counted.update({field: number for field in fields.split("\n") if field})
    found = [
        CorrectionRate(revisions.field_label(field), counted[field], looked_at)
        for field in revisions.FIELDS
    ]
    return sorted(found, key=lambda each: -each.meetings)


def _by_month(rows: QuerySet[Any], field: str) -> Counter[date]:
    """Count rows by the months of the office, each month by its stretch of an index.

    Databases would put every single moment into the office's zone instead.
    """
    ends = rows.order_by(field).values_list(field, flat=True)
    first, last = ends.first(), ends.last()
    if first is None or last is None:
        return Counter()
    counts = [
        rows.filter(**{f"{field}__gte": start, f"{field}__lt": end})
        .annotate(month=Value(start.strftime("%Y-%m-01")))
        .values("month")
        .annotate(number=Count("pk"))
        for start, end in pairwise(_months_between(first, last))
    ]
    counted: Counter[date] = Counter()
    for at in range(0, len(counts), _MOST_AT_ONCE):
        some = counts[at : at + _MOST_AT_ONCE]
        for row in some[0].union(*some[1:], all=True):
            counted[date.fromisoformat(row["month"])] = row["number"]
    return counted


def _months_between(first: datetime, last: datetime) -> Iterator[datetime]:
    """Yield when each month from the first to the one behind the last begins."""
    month = timezone.localtime(first).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    yield month
    while month <= last:
        following = (month.replace(day=1) + timedelta(days=32)).replace(day=1, tzinfo=None)
        month = timezone.make_aware(following)
        yield month
