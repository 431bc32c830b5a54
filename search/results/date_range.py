"""Date range of a search as URLs write it: two ends, each a day, a month or a year.

A meeting is in a range when any of its days is. An invalid end is ignored with a warning, as in a
query.
"""

import datetime
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from common.partial_date import PartialDate


@dataclass(frozen=True, slots=True)
class DateRange:
    """First and last day, inclusive; None is open. `warnings` are sentences on ignored ends."""

    first: datetime.date | None = None
    last: datetime.date | None = None
    warnings: list[str] = field(default_factory=list)


def parse_date_range(since: str, until: str) -> DateRange:
    """Parse both ends; an end that is no date is open, and ends in the wrong order both are."""
    warnings = []
    dates = _parse_end(since), _parse_end(until)
    for text, date in zip((since, until), dates, strict=True):
        if text and not date:
            warnings.append(
                _("“%(written)s”不是日期，没有按它缩小范围；可写 2024、2024-02 或 2024-02-21。")
                % {"written": text}
            )
    first = dates[0].first_day if dates[0] else None
    last = dates[1].last_day if dates[1] else None
    if first and last and first > last:
        warnings.append(_("开始日期晚于结束日期，没有按日期缩小范围。"))
        return DateRange(warnings=warnings)
    return DateRange(first, last, warnings)


def _parse_end(text: str) -> PartialDate | None:
    """Parse a day, a month or a year, zeros left out or not; None for anything else."""
    try:
        date = PartialDate.parse("-".join(part.zfill(2) for part in text.split("-")))
    except ValueError:
        return None
    return None if date.until else date
