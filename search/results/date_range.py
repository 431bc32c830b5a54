"""From which day to which day is searched, as an address writes it: by day, month or year.

A meeting belongs to a stretch of time when any of its days does. What cannot be read is ignored
and said, as in a query.
"""

import calendar
import datetime
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateRange:
    """The first and the last day asked for; None is open. `notices` say what was ignored."""

    first: datetime.date | None = None
    last: datetime.date | None = None
    warnings: list[str] = field(default_factory=list)


def parse_date_range(since: str, until: str) -> DateRange:
    """Read both ends; an end that is no date is open, and ends in the wrong order are both."""
    notices = []
    ends: list[datetime.date | None] = []
    for at, written in enumerate((since, until)):
        covered = _covered(written)
        ends.append(covered[at] if covered else None)
        if written and not covered:
            notices.append(
                _("“%(written)s”不是日期，没有按它缩小范围；可写 2024、2024-02 或 2024-02-21。")
                % {"written": written}
            )
    first, last = ends
    if first and last and first > last:
        notices.append(_("开始日期晚于结束日期，没有按日期缩小范围。"))
        return DateRange(warnings=notices)
    return DateRange(first, last, notices)


def _covered(written: str) -> tuple[datetime.date, datetime.date] | None:
    match = _WRITTEN.fullmatch(written)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = datetime.date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    last_month = month or 12
    return first, first.replace(
        month=last_month, day=calendar.monthrange(first.year, last_month)[1]
    )
