"""Partial dates: dates with unknown parts, as the meeting record writes them (docs/formats.md).

    2024-02-21  2024-02  2024       a day, a month, a year
    --02-21     ---07               a day without its year, without year and month
    2015-03-24/2015-03-25           a range
    ""                              nothing is known

The only place that parses, checks and computes with such dates; `bulletins.formatting` writes
them in Chinese.
"""

import datetime
import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass, replace
from typing import Literal, Self

Precision = Literal["day", "month", "year", "unknown"]

_NOTATION = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"
    r"|--(?:(?P<month_only>\d\d)-|-)(?P<day_only>\d\d)",
    re.ASCII,
)
# As texts write dates; the notation above does not match.
_WRITTEN = re.compile(
    r"(?:(?P<year>\d{4})\s*[年./])?\s*"
    r"(?:(?P<month>\d{1,2})\s*(?:[月./]\s*(?P<day>\d{1,2})\s*日?|月))?"
)
_WRITTEN_DAY = re.compile(r"(?P<day>\d{1,2})\s*日?")
_WRITTEN_RANGE = re.compile(r"\s*(?:至|到|—+|–|~)\s*")
# A leap year and a month of 31 days stand for unknown ones.
_ANY_YEAR, _ANY_MONTH = 2000, 1


def day_exists(year: int | None, month: int | None, day: int) -> bool:
    """Return whether there is such a day, in any year or month where these are None."""
    try:
        datetime.date(_or(year, _ANY_YEAR), _or(month, _ANY_MONTH), day)
    except ValueError:
        return False
    return True


def _or(value: int | None, default: int) -> int:
    return default if value is None else value


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which any part may be unknown (None), or a range of two; falsy where all are.

    `until` is the last date of a range. Creating a date that does not exist, or of a combination
    of parts that the notation does not have, raises ValueError.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    until: "PartialDate | None" = None

    def __post_init__(self) -> None:
        if self.year is None and self.day is None and (self.month or self.until):
            raise ValueError("a date without a year needs a day")
        if self.year is not None and self.month is None and self.day is not None:
            raise ValueError("a day of a year needs its month")
        if not day_exists(self.year, self.month, _or(self.day, 1)):
            raise ValueError(f"there is no such day: {self.isoformat()!r}")
        first, last = self.first_day, self.last_day
        if first and last and last < first:
            raise ValueError(f"the range ends before it begins: {self.isoformat()!r}")

    def __bool__(self) -> bool:
        return self.year is not None or self.day is not None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse the notation of the meeting record. Raises ValueError."""
        if not text:
            return cls()
        first, slash, last = text.partition("/")
        date = cls._parse_one(first)
        return replace(date, until=cls._parse_one(last)) if slash else date

    @classmethod
    def _parse_one(cls, text: str) -> Self:
        match = _NOTATION.fullmatch(text)
        if match is None:
            raise ValueError(f"not a date of the meeting record: {text!r}")
        year, *parts = (int(part) if part else None for part in match.groups())
        month, day = parts[:2] if year is not None else parts[2:]
        return cls(year, month, day)

    @classmethod
    def parse_written(cls, text: str, year: int | None = None) -> Self:
        """Parse a date as texts write it, or in the notation of the meeting record.

        Args:
            text: 2024年2月21日, 2024.2.21, 2月21日, 2月21日至22日.
            year: the year of a date that is written without one.

        Raises:
            ValueError: it is written in another way, or does not exist.
        """
        text = unicodedata.normalize("NFKC", text).strip()
        first, *last = _WRITTEN_RANGE.split(text, maxsplit=1)
        match = _WRITTEN.fullmatch(first)
        if not first or match is None:
            return cls.parse(text)
        parts = {"year": year, "month": None, "day": None} | _written_parts(match)
        date = cls(parts["year"], parts["month"], parts["day"])
        if not last:
            return date
        match = _WRITTEN.fullmatch(last[0]) or _WRITTEN_DAY.fullmatch(last[0])
        if not last[0] or match is None or date.day is None:
            raise ValueError(f"not a range of days: {text!r}")
        parts |= _written_parts(match)
        return replace(date, until=cls(parts["year"], parts["month"], parts["day"]))

    @property
    def precision(self) -> Precision:
        """The smallest part that is known, of a range that of its first date."""
        if self.day is not None:
            return "day"
        if self.month is not None:
            return "month"
        return "unknown" if self.year is None else "year"

    @property
    def first_day(self) -> datetime.date | None:
        """The first day that the date covers, None where a year of it is unknown."""
        if self.year is None or (self.until and self.until.year is None):
            return None
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> datetime.date | None:
        """The last day that the date covers, None where a year of it is unknown."""
        if self.year is None or (self.until and self.until.year is None):
            return None
        if self.until:
            return self.until.last_day
        month = self.month or 12
        return datetime.date(self.year, month, self.day or monthrange(self.year, month)[1])

    def isoformat(self) -> str:
        """Return the date in the notation of the meeting record."""
        year = "-" if self.year is None else f"{self.year:04}"
        if self.year is None and self.month is None:
            date = "" if self.day is None else f"---{self.day:02}"
        else:
            parts = (f"{part:02}" for part in (self.month, self.day) if part is not None)
            date = "-".join([year, *parts])
        return f"{date}/{self.until.isoformat()}" if self.until else date


def _written_parts(match: re.Match[str]) -> dict[str, int | None]:
    return {name: int(part) for name, part in match.groupdict().items() if part}
