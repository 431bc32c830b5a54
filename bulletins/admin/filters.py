"""Changelist filters by year and month that stay fast on long lists.

Django's `date_hierarchy` reads the year of every row. Here the years offered are those from the
first row to the last, and a year or month is a range of an index.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletins.slugs import UNKNOWN_YEAR
from common.partial_date import PartialDate


class PeriodFilter(admin.SimpleListFilter):
    """Filter by year, and by the months of the selected year.

    `is_datetime` says whether `field` has a time of day; years and months are then those of
    `TIME_ZONE`. The value is `2024`, `2024-02`, or UNKNOWN_YEAR (dates only) for rows without one.
    """

    field: ClassVar[str]
    is_datetime: ClassVar[bool]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        rows = model_admin.model._default_manager.exclude(**{f"{self.field}__isnull": True})
        values = rows.order_by(self.field).values_list(self.field, flat=True)
        first, last = values.first(), values.last()
        selected_year = (self.value() or "")[:4]
        if first is not None and last is not None:
            for year in range(self._year(last), self._year(first) - 1, -1):
                yield str(year), _("%(year)s年") % {"year": year}
                if str(year) == selected_year:
                    for month in range(1, 13):
                        yield f"{year}-{month:02}", _("　%(month)s月") % {"month": month}
        if not self.is_datetime:
            yield UNKNOWN_YEAR, _("未载")

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if not value:
            return queryset
        if value == UNKNOWN_YEAR:
            return queryset.filter(**{f"{self.field}__isnull": True})
        try:
            first, last = _days(value)
            bounds = (first, last)
            if self.is_datetime:
                bounds = _moment(first, time.min), _moment(last, time.max)
        except (ValueError, OverflowError):
            return queryset.none()
        return queryset.filter(**{f"{self.field}__range": bounds})

    def _year(self, value: Any) -> int:
        return int(timezone.localtime(value).year if self.is_datetime else value.year)


class MeetingDayFilter(PeriodFilter):
    """Filter meetings by the (first) day of the meeting."""

    title = gettext_lazy("会议日期")
    parameter_name = "day"
    field = "first_day"
    is_datetime = False


class ReceivedFilter(PeriodFilter):
    """Filter bulletins by when they were received."""

    title = gettext_lazy("收到时间")
    parameter_name = "received"
    field = "received_at"
    is_datetime = True


def _days(value: str) -> tuple[date, date]:
    """Return the first and the last day of a year or month. Raises ValueError."""
    period = PartialDate.parse(value)
    first, last = period.first_day, period.last_day
    if first is None or last is None or period.day is not None or period.until:
        raise ValueError(f"neither a year nor a month: {value!r}")
    return first, last


def _moment(day: date, clock: time) -> datetime:
    """Return a time of the site's zone in UTC. Raises OverflowError before the year 1."""
    return timezone.make_aware(datetime.combine(day, clock)).astimezone(UTC)
