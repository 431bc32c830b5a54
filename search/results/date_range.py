"""Date range of a search as URLs write it: two ends, each a day, a month or a year.

A meeting is in a range when any of its days is. An invalid end is ignored with a warning, as in a
query.
"""

import calendar
import datetime
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateRange:
    """First and last day, inclusive; None is open. `warnings` are sentences on ignored ends."""

    first: datetime.date | None = None
    last: datetime.date | None = None
    warnings: list[str] = field(default_factory=list)


def parse_date_range(since: str, until: str) -> DateRange:
    """Parse both ends; an end that is no date is open, and ends in the wrong order both are."""
    warnings = []
    ends: list[datetime.date | None] = []
    for at, text in enumerate((since, until)):
        covered = _days_covered(text)
        ends.append(covered[at] if covered else None)
        if text and not covered:
            warnings.append(
                _("“%(written)s”不是日期，没有按它缩小范围；可写 2024、2024-02 或 2024-02-21。")
                % {"written": text}
            )
    first, last = ends
    if first and last and first > last:
        warnings.append(_("开始日期晚于结束日期，没有按日期缩小范围。"))
        return DateRange(warnings=warnings)
    return DateRange(first, last, warnings)


def _days_covered(text: str) -> tuple[datetime.date, datetime.date] | None:
    match = _DATE.fullmatch(text)
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
