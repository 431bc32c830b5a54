"""The years that a report offers for a date that is written without one.

Names, plans and reviews of the body and the page's stamp are asked in that order; where they
disagree, the year that puts the meeting shortly before its publication wins.
"""

import datetime
import re
from dataclasses import dataclass

from bulletins.reading.records import Span
from bulletins.reading.report_splitting.lead_sentences import Sentence, is_national, year_in_name

_PLANNED = re.compile(
    r"(?:部署|安排|研究|谋划|布置|明确|做好|推进|抓好|确定)(?:了|好)?(?:当前和)?((?:19|20)\d\d)年"
)
_PLANNED_TOO = re.compile(
    r"对((?:19|20)\d\d)年[^，。]{0,14}(?:部署|安排)"
    r"|(?<=[，：])((?:19|20)\d\d)年，?[^，。；\d]{0,14}(?:要|将)(?!求)"
)
_SUMMED_UP = re.compile(
    r"(?:总结|回顾|盘点|通报|肯定)(?:了|过去的)?((?:19|20)\d\d)年(?!上半年|前|[^，。；]{0,30}以来)"
)
# 总结2002年全省民政会议以来的工作: the year of an earlier meeting.
_SINCE = re.compile(r"[^，。；]{0,30}?会议?(?:召开|闭幕)?以[来后]")
_SUMS_UP = re.compile(r"[^，。；]{0,20}?总结")
_THIS_YEAR = re.compile(r"((?:19|20)\d\d)年是")
# A report is out within weeks; a stamp later than this may be the crawler's or a reprint's.
_LATEST_REPORT = datetime.timedelta(days=60)
# A work meeting in these months plans the next year, and is named after it.
_YEAR_END = 11
_YEAR_BEGIN = 3
_MIDYEAR = 7


@dataclass(frozen=True, slots=True)
class Years:
    """The years that the report offers for a date without one."""

    named: int | None
    sums_up: bool
    """Whether the meeting is named after the year that it sums up (2011年总结表彰大会)."""
    named_last: int | None
    """The second year of a name that has two."""
    stamp: datetime.date | None
    planned: int | None
    summed_up: int | None
    # Where in the body the year of a source stands, if it stands there.
    spans: dict[str, Span]

    def of_day(self, month: int, day: int) -> tuple[int | None, str | None]:
        """The year of a month and day, and its source."""
        by_stamp = _year_before(self.stamp, month, day) if self.stamp else None
        named = self.named_last if self.named_last and month < _MIDYEAR else self.named
        if self.stamp and by_stamp and self._is_fresh(by_stamp, month, day):
            if named == by_stamp:
                return by_stamp, "title"
            # 2025年度工作会议 in January 2026: named after the year that it closes.
            planned = self.planned == by_stamp and month <= _YEAR_BEGIN
            closes = named == by_stamp - 1 and (planned or self.sums_up)
            if named is None or closes or (named == by_stamp + 1 and month >= _YEAR_END):
                return by_stamp, "published"
        if named:
            plans_ahead = named in (self.planned, (self.summed_up or 0) + 1)
            return named - (plans_ahead and month > _YEAR_END), "title"
        if self.planned:
            return self.planned - (month >= _YEAR_END), "body"
        if self.summed_up:
            return self.summed_up + (month < _MIDYEAR), "body"
        return (by_stamp, "published") if by_stamp else (None, None)

    def alone(self) -> tuple[int | None, str | None]:
        """The year where the text gives no day."""
        if self.named:
            return self.named, "title"
        if self.stamp:
            return self.stamp.year, "published"
        if self.planned or self.summed_up:
            return self.planned or (self.summed_up or 0) + 1, "body"
        return None, None

    def _is_fresh(self, year: int, month: int, day: int) -> bool:
        held = calendar_day(year, month, day)
        return bool(held and self.stamp and self.stamp - held <= _LATEST_REPORT)


def years_offered(
    reading: str, leads: list[Sentence], headline: str | None, stamp: datetime.date | None
) -> Years:
    local = [lead for lead in leads if not is_national(lead.text)] or leads
    in_names = (
        (lead.start, match)
        for lead in local
        if (match := year_in_name(lead.text)) and not _SINCE.match(lead.text, match.end())
    )
    start, named = next(in_names, (None, year_in_name(headline or "")))
    told = (pattern.search(reading) for pattern in (_PLANNED, _THIS_YEAR, _PLANNED_TOO))
    planned = next(filter(None, told), None)
    summed_up = _SUMMED_UP.search(reading)
    spans: dict[str, Span] = {}
    if named and start is not None:
        spans["title"] = (start + named.start(1), start + named.end(1))
    if in_body := planned or summed_up:
        spans["body"] = in_body.span(in_body.lastindex or 1)
    last = int(named["last"]) if named and named["last"] else None
    first = int(named[1]) if named else None
    sums_up = named is not None and _SUMS_UP.match(named.string, named.end()) is not None
    return Years(first, sums_up, last, stamp, _year(planned), _year(summed_up), spans)


def _year(match: re.Match[str] | None) -> int | None:
    return int(match[match.lastindex or 1]) if match else None


def calendar_day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _year_before(stamp: datetime.date, month: int, day: int) -> int | None:
    """The last year in which that day was not after the stamp."""
    for year in (stamp.year, stamp.year - 1):
        held = calendar_day(year, month, day)
        if held and held <= stamp:
            return year
    return None
