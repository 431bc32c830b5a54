"""What whoever runs the archive wants to know: what came in, and how often the reader was wrong.

The reader's errors are counted where people found them: of the meetings that somebody changed or
published, in how many a field now says something else than what was read at first.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from bulletins import history
from bulletins.models import Bulletin, Meeting


@dataclass(frozen=True, slots=True)
class Month:
    """What came in within a month."""

    first_day: date
    bulletins: int
    meetings: int


@dataclass(frozen=True, slots=True)
class Corrected:
    """A field, and in how many of the meetings that people looked at they changed it."""

    label: str
    meetings: int
    looked_at: int

    @property
    def percent(self) -> float:
        return 100 * self.meetings / self.looked_at if self.looked_at else 0.0


def months() -> list[Month]:
    """Return the months in which anything came in, the newest first."""
    bulletins = _by_month(Bulletin.objects.order_by(), "received_at")
    meetings = _by_month(Meeting.objects.order_by(), "created_at")
    return [
        Month(month, bulletins[month], meetings[month])
        for month in sorted({*bulletins, *meetings}, reverse=True)
    ]


def corrected() -> list[Corrected]:
    """Return every field with how often people changed what was read, the worst first."""
    by_people = Meeting.history.filter(history_user__isnull=False, history_type="~")
    states = Meeting.history.exclude(history_type="-").filter(id__in=by_people.values("id"))
    rows = states.order_by("id", "history_date", "history_id").values_list("id", "record")
    counted: Counter[str] = Counter()
    looked_at = 0
    for _pk, of_meeting in groupby(rows.iterator(), key=lambda row: row[0]):
        records = [record for _pk, record in of_meeting]
        looked_at += 1
        counted.update(each.field for each in history.changes(records[0], records[-1]))
    found = [
        Corrected(history.label_of(field), counted[field], looked_at) for field in history.FIELDS
    ]
    return sorted(found, key=lambda each: -each.meetings)


def _by_month(rows: QuerySet[Any], field: str) -> Counter[date]:
    grouped = rows.values_list(TruncMonth(field)).annotate(Count("pk"))
    return Counter({moment.date(): number for moment, number in grouped})
