"""Lists narrowed by year and then by month, however long they are.

Django's own hierarchy of dates asks for the year of every single row; here the first and the last
row tell which years there are, and a stretch of an index is a year.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_UNKNOWN = "unknown"


class PeriodFilter(admin.SimpleListFilter):
    """Years, and the months of the one that was chosen."""

    field: ClassVar[str]
    is_moment: ClassVar[bool]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        rows = model_admin.model._default_manager.exclude(**{f"{self.field}__isnull": True})
        values = rows.order_by(self.field).values_list(self.field, flat=True)
        first, last = values.first(), values.last()
        chosen = (self.value() or "")[:4]
        if first is not None and last is not None:
            for year in range(self._year(last), self._year(first) - 1, -1):
                yield str(year), _("%(year)s年") % {"year": year}
                if str(year) == chosen:
                    for month in range(1, 13):
                        yield f"{year}-{month:02}", _("　%(month)s月") % {"month": month}
        if not self.is_moment:
            yield _UNKNOWN, _("未载")

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.value()
        if not asked:
            return queryset
        if asked == _UNKNOWN:
            return queryset.filter(**{f"{self.field}__isnull": True})
        try:
            first, after = _bounds(asked)
        except ValueError:
            return queryset.none()
        start, end = (map(_moment, (first, after))) if self.is_moment else (first, after)
        return queryset.filter(**{f"{self.field}__gte": start, f"{self.field}__lt": end})

    def _year(self, value: Any) -> int:
        return int(timezone.localtime(value).year if self.is_moment else value.year)


class MeetingDayFilter(PeriodFilter):
    """By the day of the meeting."""

    title = gettext_lazy("会议日期")
    parameter_name = "day"
    field = "first_day"
    is_moment = False


class ReceivedFilter(PeriodFilter):
    """By the day on which a bulletin came in."""

    title = gettext_lazy("收到时间")
    parameter_name = "received"
    field = "received_at"
    is_moment = True


def _bounds(asked: str) -> tuple[date, date]:
    """The first day of a year or month, and the first one after it. Raises ValueError."""
    year, dash, month = asked.partition("-")
    if not dash:
        return date(int(year), 1, 1), date(int(year) + 1, 1, 1)
    first = date(int(year), int(month), 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, after


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))
