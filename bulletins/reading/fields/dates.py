"""Read the date of a meeting and the source of its year.

Most reports write 2月16日 without a year; `year_inference` then infers it from the rest of the
report, and it stays unknown without evidence.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bulletins.reading.fields.year_inference import YearEvidence, calendar_day, collect_years
from bulletins.reading.lexical.numerals import NUMERAL, parse_numeral
from bulletins.reading.records import Span
from bulletins.reading.report_splitting.lead_sentences import Sentence, is_national, sentences
from common.partial_date import PartialDate, day_exists

_NUMBER = rf"\d{{1,2}}|[{NUMERAL}]{{1,3}}|(?<!公)元(?=月)"
_YEAR = rf"(?:(?P<year>(?:19|20)\d\d|(?:二[〇零○]|一九)[{NUMERAL}]{{2}})年)?"
_JOIN = r"日?(?:上午|下午|晚上?)?(?:至|到|—+|–|-|－|~|～|、|和|及)"
_DAY = re.compile(
    rf"{_YEAR}(?<![\d{NUMERAL}])(?P<month>{_NUMBER})月(?P<day>{_NUMBER})"
    rf"(?:{_JOIN}(?:(?P<year2>(?:19|20)\d\d)年)?(?:(?P<month2>{_NUMBER})月)?(?P<day2>{_NUMBER})日|日|号)(?![讯电])"
)
# 记者9日从会上获悉: the day on which a reporter heard of the meeting is not its date.
_DAY_ONLY = re.compile(
    rf"(?:(?<=本月)|(?<![\d月年{NUMERAL}])(?<!记者))(?P<day>\d{{1,2}})(?:{_JOIN}(?P<day2>\d{{1,2}})日|日|号(?=上午|下午|晚|，))(?=上午|下午|晚|[，,、在从]|[^报均常前后益内起照]{{2}})"
)
_MONTH = re.compile(
    rf"{_YEAR}(?<![\d{NUMERAL}])(?P<month>{_NUMBER})月(?:份|上旬|中旬|下旬|初|底|末)?(?=[，、]|[^{NUMERAL}\d]{{0,6}}在|[^\d]{{0,10}}[召举])"
)
_YESTERDAY = re.compile(r"昨[日天晚]")
_TODAY = re.compile(r"今[日天晚](?!后)")
# 今（12）日, as southern newspapers write it.
_DAY_IN_PARENTHESES = re.compile(rf"[今昨]（(?P<day>\d{{1,2}}|[{NUMERAL}]{{1,3}})）[日天]")
_RECENTLY = re.compile(r"日前|近日|近期|最近|前不久|近段时间")
# 全省会议召开后，我市于5日…: the day before 后 is that of an earlier meeting.
_AFTER_EARLIER_MEETING = re.compile(
    r"(?:[^，。；]{0,20}，)?[^，。；]*(?:召开|举行|结束|闭幕)(?:之|以)?后"
)
# 根据3月1日印发的方案, 继3月1日联席会议之后, 在3月5日学雷锋日到来之际: the day is part of what the
# clause says of something else.
_OF_MODIFIER_BEFORE = re.compile(r"(?:根据|按照|依据|遵照|继|迎接|将于|定于|拟于)[^，。；]{0,8}$")
_OF_MODIFIER_BEHIND = re.compile(
    r"[^，。；]{0,24}?(?:(?:印发|下发|出台|颁布|施行|实施|修订|批准|公布|签署|发布|开幕)的|之后"
    r"|到来|来临|之际|前夕)"
)
_DATELINE_DAY = re.compile(
    r"^[（(【]?(?:本报|本网|[^，。\n\d]{2,8}[报社网])?[^，。\n\d]{0,8}(?:(?P<year>(?:19|20)\d\d)年)?"
    r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日[讯电]",
    re.M,
)
_FOLLOWS = re.compile(r"(?:会后|随后|随即|紧接着|接着|当[日天]|同日|并)")
# A local meeting that watches the national one on a screen has its date; a later one does not.
_WATCHES_NATIONAL = re.compile(r"收看|收听|分会场|视频会|电视电话会")
_LOCAL_BODY = re.compile(r"[全我]省|[全我]区|[全我]市|省民政|市民政|区民政|县民政|厅党组|局党组")
# The first year of the ministry; an earlier stamp is a typing error.
_FIRST_YEAR = 1949
_OPENING_SENTENCES = 6
_OPENING_CHARS = 20
_EARLY = 40


@dataclass(frozen=True, slots=True)
class DateReading:
    """The date of a meeting and the source of its year, with their spans and doubts."""

    date: PartialDate = field(default_factory=PartialDate)
    year_source: str | None = None
    spans: list[Span] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _DateExpression:
    """A date expression of the body; parts that are not written are None.

    `days_before_stamp` is 0 for 今天 and 1 for 昨日.
    """

    span: Span
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_month: int | None = None
    last_day: int | None = None
    last_year: int | None = None
    """The year of the last day where it is another one."""
    days_before_stamp: int | None = None


def read_date(
    text: str,
    leads: list[Sentence],
    headline: str | None,
    stamp: datetime.date | None,
) -> DateReading:
    """Read the date of a meeting.

    Args:
        text: the folded body (`char_folding.fold`).
        leads: the lead sentences of the body.
        headline: its folded headline.
        stamp: the day of publication, from the page or given by the caller.
    """
    if stamp and stamp.year < _FIRST_YEAR:
        stamp = None
    nonexistent = _nonexistent_day(leads)
    if nonexistent:
        return DateReading(spans=[nonexistent.span], doubts=["impossible date", "date missing"])
    expression = _meeting_expression(text, leads)
    years = collect_years(text, leads, headline, stamp)
    stamp = _dateline_day(text, years) or stamp
    date = _resolve(
        _count_back_from_dateline(expression, text) if stamp is None else expression, years, stamp
    )
    if date.year_source in years.spans and date.date:
        date.spans.append(years.spans[date.year_source])
    return date


def _nonexistent_day(leads: list[Sentence]) -> _DateExpression | None:
    """Return the date that the first lead opens with if that day does not exist (2月30日)."""
    for lead in leads[:1]:
        match = _DAY.search(lead.text)
        if match is None or match.start() > _OPENING_CHARS:
            continue
        parts = {key: parse_numeral(match[key] or "") or 0 for key in ("year", "month", "day")}
        if not day_exists(parts["year"] or None, parts["month"], parts["day"]):
            return _DateExpression(_span(lead, match))
    return None


def _dateline_day(text: str, years: YearEvidence) -> datetime.date | None:
    """Return the day of the dateline (本报4月21日讯), or None.

    今天 and 昨日 count from it rather than from the page's stamp.
    """
    match = _DATELINE_DAY.search(text)
    if match is None:
        return None
    month, day = int(match["month"]), int(match["day"])
    year = int(match["year"]) if match["year"] else years.for_date(month, day)[0]
    return calendar_day(year, month, day) if year else None


def _count_back_from_dateline(
    expression: _DateExpression | None, text: str
) -> _DateExpression | None:
    """Replace 今天 and 昨日 by a month and day counted from the dateline.

    For reports without a stamp, where the year of the dateline is unknown.
    """
    match = _DATELINE_DAY.search(text)
    if expression is None or expression.days_before_stamp is None or match is None:
        return expression
    month, day = int(match["month"]), int(match["day"]) - expression.days_before_stamp
    if not day_exists(None, month, day):
        return expression
    return _DateExpression(expression.span, month=month, day=day)


def _resolve(
    expression: _DateExpression | None, years: YearEvidence, stamp: datetime.date | None
) -> DateReading:
    """Resolve a date expression to a date; the year is inferred where it is not written."""
    if expression is None:
        return _year_only(years, [])
    if expression.days_before_stamp is not None:
        if stamp is None:
            return _year_only(years, [expression.span])
        day = stamp - datetime.timedelta(days=expression.days_before_stamp)
        return DateReading(_of_day(day), "published", [expression.span])
    if expression.month is None:
        return _resolve_day_of_month(expression, years, stamp)
    if expression.day is None:
        return _resolve_month(expression, expression.month, years)
    return _resolve_days(expression, expression.month, expression.day, years)


def _meeting_expression(text: str, leads: list[Sentence]) -> _DateExpression | None:
    """Return the date expression of the meeting, not of a meeting that it follows."""
    local = [lead for lead in leads if not is_national(lead.text)]
    for lead in local:
        expression = _own_expression(lead)
        if expression:
            return expression
        earlier = [other for other in leads if other.start < lead.start]
        if earlier and is_national(earlier[-1].text) and not _FOLLOWS.match(lead.text):
            return None
    if leads and not local and not _WATCHES_NATIONAL.search(text) and _LOCAL_BODY.search(text):
        return None
    opening = list(sentences(text[:1500]))[:_OPENING_SENTENCES]
    for sentence in [*leads, *opening]:
        for expression in _date_expressions(sentence):
            is_early = expression.span[0] - sentence.start < _EARLY
            if is_early and not _is_of_modifier(sentence, expression):
                return expression
    return None


def _own_expression(lead: Sentence) -> _DateExpression | None:
    """Return the first date of a lead that is not the date of an earlier meeting."""
    earlier = _AFTER_EARLIER_MEETING.match(lead.text)
    start = lead.start + earlier.end() if earlier else lead.start
    expressions = [each for each in _date_expressions(lead) if not _is_of_modifier(lead, each)]
    return next(
        (each for each in expressions if each.span[0] >= start), next(iter(expressions), None)
    )


def _is_of_modifier(sentence: Sentence, expression: _DateExpression) -> bool:
    """Return whether the day tells when something else was or will be."""
    start, end = (offset - sentence.start for offset in expression.span)
    return (
        _OF_MODIFIER_BEFORE.search(sentence.text[:start]) is not None
        or _OF_MODIFIER_BEHIND.match(sentence.text, end) is not None
    )


def _date_expressions(sentence: Sentence) -> Iterator[_DateExpression]:
    """Yield the date expressions of a sentence, the most exact kind first."""
    for match in _DAY.finditer(sentence.text):
        parts = {
            key: parse_numeral(value) if value else None for key, value in match.groupdict().items()
        }
        if day_exists(None, parts["month"] or 0, parts["day"] or 0):
            last_month = (parts["month2"] or parts["month"]) if parts["day2"] else None
            yield _DateExpression(
                _span(sentence, match),
                parts["year"],
                parts["month"],
                parts["day"],
                last_month,
                parts["day2"],
                last_year=parts["year2"],
            )
    days_only = (*_DAY_ONLY.finditer(sentence.text), *_DAY_IN_PARENTHESES.finditer(sentence.text))
    for match in days_only:
        day = parse_numeral(match["day"]) or 0
        if 1 <= day <= 31:
            yield _DateExpression(_span(sentence, match), day=day)
    for pattern, days in ((_YESTERDAY, 1), (_TODAY, 0)):
        relative = pattern.search(sentence.text)
        if relative:
            yield _DateExpression(_span(sentence, relative), days_before_stamp=days)
    for match in _MONTH.finditer(sentence.text):
        month = parse_numeral(match["month"])
        if month and 1 <= month <= 12:
            year = parse_numeral(match["year"]) if match["year"] else None
            yield _DateExpression(_span(sentence, match), year, month)
    recently = _RECENTLY.search(sentence.text)
    if recently:
        yield _DateExpression(_span(sentence, recently))


def _year_only(years: YearEvidence, spans: list[Span]) -> DateReading:
    year, source = years.without_date()
    if year is None:
        return DateReading(spans=spans, doubts=["date missing"])
    return DateReading(PartialDate(year), source, spans, ["day missing"])


def _resolve_day_of_month(
    expression: _DateExpression, years: YearEvidence, stamp: datetime.date | None
) -> DateReading:
    if expression.day is None:
        return _year_only(years, [expression.span])
    if stamp is None:
        doubts = ["year missing", "month missing"]
        return DateReading(PartialDate(day=expression.day), None, [expression.span], doubts)
    day = _latest_day_with_number(stamp, expression.day)
    if day is None:
        return _year_only(years, [expression.span])
    return DateReading(_of_day(day), "published", [expression.span])


def _resolve_month(expression: _DateExpression, month: int, years: YearEvidence) -> DateReading:
    year, source = (expression.year, "date") if expression.year else years.for_date(month, 1)
    if year is None:
        return DateReading(spans=[expression.span], doubts=["date missing", "year missing"])
    return DateReading(PartialDate(year, month), source, [expression.span])


def _resolve_days(
    expression: _DateExpression, month: int, day: int, years: YearEvidence
) -> DateReading:
    year, source = (expression.year, "date") if expression.year else years.for_date(month, day)
    if not day_exists(year, month, day):
        year, source = None, None
    last = (expression.last_month or month, expression.last_day or 0)
    last_year = expression.last_year or year
    is_later = last > (month, day) or (year or 0) < (expression.last_year or 0)
    has_range = is_later and day_exists(last_year, *last)
    date = PartialDate(year, month, day, PartialDate(last_year, *last) if has_range else None)
    return DateReading(date, source, [expression.span], [] if year else ["year missing"])


def _of_day(day: datetime.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _span(sentence: Sentence, match: re.Match[str]) -> Span:
    return sentence.start + match.start(), sentence.start + match.end()


def _latest_day_with_number(stamp: datetime.date, day: int) -> datetime.date | None:
    """Return the latest date with that day of the month not after the stamp."""
    month_start = stamp.replace(day=1)
    for _ in range(3):
        candidate = calendar_day(month_start.year, month_start.month, day)
        if candidate and candidate <= stamp:
            return candidate
        month_start = (month_start - datetime.timedelta(days=1)).replace(day=1)
    return None
