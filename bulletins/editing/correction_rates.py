"""Statistics for administrators: bulletins received by month, and correction rates of fields.

The correction rate estimates the reader's error rate: of the meetings that an editor changed or
published, the part in which a field differs from the value first extracted.
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

# Queries in one UNION; SQLite allows 500.
_MAX_UNION = 120


@dataclass(frozen=True, slots=True)
class MonthlyIntake:
    """The numbers of bulletins and meetings received in a month."""

    first_day: date
    bulletins: int
    meetings: int


@dataclass(frozen=True, slots=True)
class CorrectionRate:
    """A field, the number of meetings in which it was corrected, and of meetings reviewed."""

    label: str
    meetings: int
    reviewed: int

    @property
    def percent(self) -> float:
        return 100 * self.meetings / self.reviewed if self.reviewed else 0.0


def received_by_month() -> list[MonthlyIntake]:
    """Return the months in which anything was received, the newest first."""
    bulletins = _by_month(Bulletin.objects.order_by(), "received_at")
    meetings = _by_month(Meeting.objects.order_by(), "created_at")
    return [
        MonthlyIntake(month, bulletins[month], meetings[month])
        for month in sorted({*bulletins, *meetings}, reverse=True)
    ]


def field_correction_rates() -> list[CorrectionRate]:
    """Return the correction rates of all fields, the most corrected first."""
    reviewed_meetings = Meeting.objects.filter(corrected__isnull=False).order_by()
    corrected: Counter[str] = Counter()
    reviewed = 0
    for fields, number in reviewed_meetings.values_list("corrected").annotate(Count("pk")):
        reviewed += number
        corrected.update({field: number for field in fields.split("\n") if field})
    rates = [
        CorrectionRate(revisions.field_label(field), corrected[field], reviewed)
        for field in revisions.FIELDS
    ]
    return sorted(rates, key=lambda rate: -rate.meetings)


def _by_month(rows: QuerySet[Any], field: str) -> Counter[date]:
    """Count rows by months in the site's time zone, each month by a range of an index.

    TruncMonth would convert every single timestamp to that zone instead.
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
    by_month: Counter[date] = Counter()
    for offset in range(0, len(counts), _MAX_UNION):
        batch = counts[offset : offset + _MAX_UNION]
        for row in batch[0].union(*batch[1:], all=True):
            by_month[date.fromisoformat(row["month"])] = row["number"]
    return by_month


def _months_between(first: datetime, last: datetime) -> Iterator[datetime]:
    """Yield the start of each month from that of `first` to the one after that of `last`."""
    month = timezone.localtime(first).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    yield month
    while month <= last:
        following = (month.replace(day=1) + timedelta(days=32)).replace(day=1, tzinfo=None)
        month = timezone.make_aware(following)
        yield month
