"""Partial dates: dates with unknown parts, as the meeting record writes them (docs/formats.md).

    2024-02-21  2024-02  2024       a day, a month, a year
    --02-21     --02                a day or a month without its year
    ---07                           a day without month and year
    2015-03-24/2015-03-25           a range of days
    ""                              nothing is known

Imports neither Django nor the apps. `bulletins.formatting` writes such dates in Chinese.
"""

import calendar
import datetime
import re
from typing import Literal

Precision = Literal["day", "month", "year", "unknown"]

# Forms of a date, with d for each digit.
_PRECISION_BY_SHAPE: dict[str, Precision] = {
    "": "unknown",
    "dddd": "year",
    "dddd-dd": "month",
    "dddd-dd-dd": "day",
    "--dd": "month",
    "--dd-dd": "day",
    "---dd": "day",
}
_PARTS = re.compile(r"(?P<year>\d{4}|-)(?:-(?P<month>\d\d|)(?:-(?P<day>\d\d))?)?")
_KNOWN_YEAR = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_UNKNOWN_YEAR = re.compile(r"--(?:(\d{2})-|-)(\d{2})", re.ASCII)


def precision_of(date: str) -> Precision:
    """Return the precision of a record's `date`. Raises KeyError if its form is unknown."""
    return _PRECISION_BY_SHAPE[re.sub(r"\d", "d", date.partition("/")[0])]


def date_parts(date: str) -> list[str]:
    """Split one date into year, month and day without leading zeros; "" for an unknown part.

    Raises ValueError if `date` is not one date in one of the forms above.
    """
    match = _PARTS.fullmatch(date)
    if not match:
        raise ValueError(f"not a date of the meeting record: {date!r}")
    return [(part or "").strip("-").lstrip("0") for part in match.group("year", "month", "day")]


def days_covered(date: str | None) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day that a record's date covers.

    Args:
        date: a date as `MeetingRecord.date` writes it.

    Returns:
        Both ends, inclusive, or None where there is no date or its year is unknown.

    Raises:
        ValueError: the text is not a date of that form, or the day does not exist.
    """
    if date is None:
        return None
    first, slash, last = date.partition("/")
    ends = [_days_of(first)]
    if slash:
        ends.append(_days_of(last))
    covered = [days for days in ends if days is not None]
    if len(covered) != len(ends):
        return None
    start, end = covered[0][0], covered[-1][1]
    if end < start:
        raise ValueError(f"the range ends before it begins: {date!r}")
    return start, end


def _days_of(date: str) -> tuple[datetime.date, datetime.date] | None:
    match = _KNOWN_YEAR.fullmatch(date)
    if match is None:
        _check_without_year(date)
        return None
    year = int(match[1])
    month, day = (int(part) if part else None for part in match.groups()[1:])
    if month is None:
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    if day is not None:
        return datetime.date(year, month, day), datetime.date(year, month, day)
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, 1), datetime.date(year, month, last)


def _check_without_year(date: str) -> None:
    match = _UNKNOWN_YEAR.fullmatch(date)
    if match is None:
        raise ValueError(f"not a date of a meeting record: {date!r}")
    # A leap year and a month of 31 days replace unknown ones.
    datetime.date(2000, int(match[1] or 1), int(match[2]))
