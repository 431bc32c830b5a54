"""Infer the year of a date that is written without one.

The evidence is the meeting's name, then the years planned for and summed up in the body, then the
page's stamp. Where they disagree, the year that puts the meeting shortly before its publication
takes precedence.
"""

import datetime
import re
from dataclasses import dataclass

from bulletins.reading.records import Span
from bulletins.reading.report_splitting.lead_sentences import Sentence, is_national, year_in_name

_PLANNED = re.compile(
    r"(?:部署|安排|研究|谋划|布置|明确|做好|推进|抓好|确定)(?:了|好)?(?:当前和)?((?:19|20)\d\d)年"
)
_PLANNED_FOR = re.compile(
    r"对((?:19|20)\d\d)年[^，。]{0,14}(?:部署|安排)"
    r"|(?<=[，：])((?:19|20)\d\d)年，?[^，。；\d]{0,14}(?:要|将)(?!求)"
)
_SUMMED_UP = re.compile(
    r"(?:总结|回顾|盘点|通报|肯定)(?:了|过去的)?((?:19|20)\d\d)年(?!上半年|前|[^，。；]{0,30}以来)"
    # 会议指出，2021年，全省民政系统实现了良好开局: what was done is of the year before.
    r"|(?:指出|认为|介绍|[。；])，?(?:过去的)?((?:19|20)\d\d)年，"
    r"[^。；，]{0,24}(?:实现|取得|完成|保持|迈出|圆满)了?[^。；]{0,14}(?:开局|成[绩效就]|任务|进展|步伐|突破)"
)
# 总结2002年全省民政会议以来的工作: the year of an earlier meeting.
_SINCE = re.compile(r"[^，。；]{0,30}?会议?(?:召开|闭幕)?以[来后]")
_SUMMING_UP = re.compile(r"[^，。；]{0,20}?总结")
_THIS_YEAR = re.compile(r"((?:19|20)\d\d)年是")
# A report is published within weeks; a later stamp may be from a crawler or a reprint.
_MAX_REPORT_DELAY = datetime.timedelta(days=60)
# A work meeting from November on plans the next year and is named after it; until March it may be
# named after the year that it closes.
_PLANNING_FROM_MONTH = 11
_PLANNING_TO_MONTH = 3
_MIDYEAR_MONTH = 7


@dataclass(frozen=True, slots=True)
class YearEvidence:
    """The years that a report gives as evidence for a date without one."""

    named: int | None
    """The year in the meeting's name."""
    is_summing_up: bool
    """Tell whether the meeting is named after the year that it sums up (2011年总结表彰大会)."""
    named_second: int | None
    """The second year of a name that has two (2023-2024年冬春救助)."""
    stamp: datetime.date | None
    """The day of publication."""
    planned: int | None
    """The year that the meeting plans for."""
    summed_up: int | None
    """The year that the meeting sums up."""
    spans: dict[str, Span]
    """By year source (`title`, `body`): the span of the year, where it is in the body."""

    def for_date(self, month: int, day: int) -> tuple[int | None, str | None]:
        """Return the year of a month and day, and its source (`title`, `body`, `published`)."""
        by_stamp = _latest_year(self.stamp, month, day) if self.stamp else None
        named = self.named_second if self.named_second and month < _MIDYEAR_MONTH else self.named
        if self.stamp and by_stamp and self._is_recent(by_stamp, month, day):
            if named == by_stamp:
                return by_stamp, "title"
            # 2025年度工作会议 in January 2026 is named after the year that it closes.
            planned = self.planned == by_stamp and month <= _PLANNING_TO_MONTH
            is_closing = named == by_stamp - 1 and (planned or self.is_summing_up)
            if (
                named is None
                or is_closing
                or (named == by_stamp + 1 and month >= _PLANNING_FROM_MONTH)
            ):
                return by_stamp, "published"
        if named:
            plans_ahead = named in (self.planned, (self.summed_up or 0) + 1)
            return named - (plans_ahead and month > _PLANNING_FROM_MONTH), "title"
        if self.planned:
            return self.planned - (month >= _PLANNING_FROM_MONTH), "body"
        if self.summed_up:
            return self.summed_up + (month < _MIDYEAR_MONTH), "body"
        return (by_stamp, "published") if by_stamp else (None, None)

    def without_date(self) -> tuple[int | None, str | None]:
        """Return the year of a meeting whose month is not written, and its source."""
        if self.named:
            return self.named, "title"
        if self.stamp:
            return self.stamp.year, "published"
        if self.planned or self.summed_up:
            return self.planned or (self.summed_up or 0) + 1, "body"
        return None, None

    def _is_recent(self, year: int, month: int, day: int) -> bool:
        meeting_day = calendar_day(year, month, day)
        return bool(meeting_day and self.stamp and self.stamp - meeting_day <= _MAX_REPORT_DELAY)


def collect_years(
    text: str, leads: list[Sentence], headline: str | None, stamp: datetime.date | None
) -> YearEvidence:
    """Collect the years that a report names.

    Args:
        text: the folded body (`char_folding.fold`).
        leads: the lead sentences of the body.
        headline: its folded headline, used only where no lead has a year in a name.
        stamp: the day of publication.
    """
    local = [lead for lead in leads if not is_national(lead.text)] or leads
    in_names = (
        (lead.start, match)
        for lead in local
        if (match := year_in_name(lead.text)) and not _SINCE.match(lead.text, match.end())
    )
    start, named = next(in_names, (None, year_in_name(headline or "")))
    plans = (pattern.search(text) for pattern in (_PLANNED, _THIS_YEAR, _PLANNED_FOR))
    planned = next(filter(None, plans), None)
    summed_up = _SUMMED_UP.search(text)
    spans: dict[str, Span] = {}
    if named and start is not None:
        spans["title"] = (start + named.start(1), start + named.end(1))
    if in_body := planned or summed_up:
        spans["body"] = in_body.span(in_body.lastindex or 1)
    second = int(named["last"]) if named and named["last"] else None
    first = int(named[1]) if named else None
    is_summing_up = named is not None and _SUMMING_UP.match(named.string, named.end()) is not None
    return YearEvidence(
        first, is_summing_up, second, stamp, _year(planned), _year(summed_up), spans
    )


def _year(match: re.Match[str] | None) -> int | None:
    return int(match[match.lastindex or 1]) if match else None


def calendar_day(year: int, month: int, day: int) -> datetime.date | None:
    """Return the day as a date, or None if it does not exist."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _latest_year(stamp: datetime.date, month: int, day: int) -> int | None:
    """Return the latest year in which the day is not after the stamp; of two years, or None."""
    for year in (stamp.year, stamp.year - 1):
        candidate = calendar_day(year, month, day)
        if candidate and candidate <= stamp:
            return year
    return None
