"""The meeting record: what one report says of one meeting, and its form as JSON.

This is the shape that leaves the reader, whatever came in. It knows nothing of how a value is
found, nor of the database: `bulletins.models` holds the same facts with other duties.
"""

import calendar
import datetime
import re
from dataclasses import asdict, dataclass, field
from typing import Any

Span = tuple[int, int]
Evidence = dict[str, list[Span]]

# 2024-02-21, 2024-02 and 2024; --02-21 without a year; ---07 without year and month.
_KNOWN_YEAR = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_UNKNOWN_YEAR = re.compile(r"--(?:(\d{2})-|-)(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Chair:
    """Who chaired the meeting, and the post that the text gives them."""

    name: str
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke, and in the words of the text what they did (讲话, 作工作报告, 传达…)."""

    name: str
    post: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Priority:
    """One item of a list of work ahead; `heading` is without its mark (一是)."""

    ordinal: int
    heading: str
    text: str = ""
    section: str | None = None
    themes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class MeetingRecord:
    """One meeting as read from one report. Unknown values are None or empty lists.

    Spans in `evidence` count characters of `body`, start inclusive and end exclusive; for a
    field that is a list they stand in the order of its elements.
    """

    file: str
    index: int
    title: str | None = None
    province: str | None = None
    level: str | None = None
    meeting_type: str | None = None
    date: str | None = None
    date_precision: str = "unknown"
    year_source: str | None = None
    venue: str | None = None
    chairs: list[Chair] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)
    exchange_units: list[str] = field(default_factory=list)
    priorities: list[Priority] = field(default_factory=list)
    priorities_declared: int | None = None
    themes: list[str] = field(default_factory=list)
    source: str | None = None
    body: str = ""
    evidence: Evidence = field(default_factory=dict)
    needs_review: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The record as plain JSON values, every key present."""
        out = asdict(self)
        out["evidence"] = {
            name: [list(span) for span in spans] for name, spans in self.evidence.items()
        }
        return out

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "MeetingRecord":
        """The record that `to_json` wrote.

        Raises TypeError where a key is unknown or a required one is missing.
        """
        plain = dict(data)
        plain["chairs"] = [Chair(**chair) for chair in data.get("chairs", [])]
        plain["speakers"] = [Speaker(**speaker) for speaker in data.get("speakers", [])]
        plain["priorities"] = [Priority(**item) for item in data.get("priorities", [])]
        plain["evidence"] = {
            name: [(start, end) for start, end in spans]
            for name, spans in data.get("evidence", {}).items()
        }
        return cls(**plain)


def days_covered(date: str | None) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day that a record's date covers.

    Args:
        date: a date as `MeetingRecord.date` writes it.

    Returns:
        Both ends, or None where there is no date or its year is unknown.

    Raises:
        ValueError: the text is not a date of that form, or no such day exists.
    """
    if date is None:
        return None
    first, slash, last = date.partition("/")
    ends = [_days_of(first)]
    if slash:
        ends.append(_days_of(last))
    known = [end for end in ends if end is not None]
    if len(known) != len(ends):
        return None
    start, end = known[0][0], known[-1][1]
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
    # A leap year stands in for the unknown one and a long month for the unknown month.
    datetime.date(2000, int(match[1] or 1), int(match[2]))
