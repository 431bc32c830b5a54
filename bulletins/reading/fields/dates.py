"""The day of a meeting, and from where its year is known.

Most reports write 2月16日 and leave the year to the meeting's name, to the page's stamp or to
the years that the work is summed up and planned for. Where these disagree, the year that puts
the meeting shortly before its publication wins; where nothing tells, the year stays unknown.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bulletins.reading.fields.year_inference import Years, calendar_day, years_offered
from bulletins.reading.lexical.numerals import NUMERAL, number
from bulletins.reading.records import Span
from bulletins.reading.report_splitting.lead_sentences import Sentence, is_national, sentences

_N = rf"\d{{1,2}}|[{NUMERAL}]{{1,3}}|(?<!公)元(?=月)"
_YEAR = rf"(?:(?P<year>(?:19|20)\d\d|(?:二[〇零○]|一九)[{NUMERAL}]{{2}})年)?"
_JOIN = r"日?(?:上午|下午|晚上?)?(?:至|到|—+|–|-|－|~|～|、|和|及)"
_DAY = re.compile(
    rf"{_YEAR}(?<![\d{NUMERAL}])(?P<month>{_N})月(?P<day>{_N})"
    rf"(?:{_JOIN}(?:(?P<month2>{_N})月)?(?P<day2>{_N})日|日|号)(?![讯电])"
)
# 记者9日从会上获悉: the day on which a reporter heard of it, not that of the meeting.
_DAY_ALONE = re.compile(
    rf"(?<![\d月年{NUMERAL}])(?<!记者)(?P<day>\d{{1,2}})(?:{_JOIN}(?P<day2>\d{{1,2}})日|日|号(?=上午|下午|晚|，))(?=上午|下午|晚|[，,、在从]|[^报均常前后益内起照]{{2}})"
)
_MONTH = re.compile(
    rf"{_YEAR}(?<![\d{NUMERAL}])(?P<month>{_N})月(?:份|上旬|中旬|下旬|初|底|末)?(?=[，、]|[^{NUMERAL}\d]{{0,6}}在|[^\d]{{0,10}}[召举])"
)
_YESTERDAY = re.compile(r"昨[日天晚]")
_TODAY = re.compile(r"今[日天晚](?!后)")
# 今（12）日, as papers of the south write it.
_DAY_IN_BRACKETS = re.compile(rf"[今昨]（(?P<day>\d{{1,2}}|[{NUMERAL}]{{1,3}})）[日天]")
_LATELY = re.compile(r"日前|近日|近期|最近|前不久|近段时间")
# 全省会议召开后，我市于5日…: the day before 后 is that of the meeting which this one follows.
_AFTER_ANOTHER = re.compile(r"(?:[^，。；]{0,20}，)?[^，。；]*(?:召开|举行|结束|闭幕)(?:之)?后")
_DATELINE_DAY = re.compile(
    r"^[（(【]?(?:本报|本网|[^，。\n\d]{2,8}[报社网])?[^，。\n\d]{0,8}(?:(?P<year>(?:19|20)\d\d)年)?"
    r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日[讯电]",
    re.M,
)
_YEAR_ALONE = re.compile(r"((?:19|20)\d\d)年(?=[，初底末春夏秋冬])")
_FOLLOWS = re.compile(r"(?:会后|随后|随即|紧接着|接着|当[日天]|同日|并)")
# Who watches the national meeting on a screen meets on its day; who studies it later does not.
_WATCHES = re.compile(r"收看|收听|分会场|视频会|电视电话会")
_LOCAL_BODY = re.compile(r"[全我]省|[全我]区|[全我]市|省民政|市民政|区民政|县民政|厅党组|局党组")
# A leap year lets 2月29日 pass as a day while its year is unknown.
_ANY_YEAR = 2000
# The ministry's first year; an earlier stamp is a slip of whoever typed it.
_FIRST_YEAR = 1949
_OPENING_SENTENCES = 6
_OPENING_WORDS = 20


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date as the record keeps it, and what it was read from."""

    date: str | None = None
    precision: str = "unknown"
    year_source: str | None = None
    spans: list[Span] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    """A date expression: its parts, None where not written."""

    span: Span
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_month: int | None = None
    last_day: int | None = None
    days_before_stamp: int | None = None


def read_date(
    reading: str,
    leads: list[Sentence],
    headline: str | None,
    stamp: datetime.date | None,
) -> DateReading:
    """The date of the meeting that a body reports.

    Args:
        reading: the body, folded.
        leads: its sentences that hold the meeting.
        headline: its headline, folded.
        stamp: the day of publication, from the page or from outside.
    """
    if stamp and stamp.year < _FIRST_YEAR:
        stamp = None
    impossible = _impossible_day(leads)
    if impossible:
        return DateReading(spans=[impossible.span], doubts=["impossible date", "date missing"])
    found = _date_of_meeting(reading, leads)
    years = years_offered(reading, leads, headline, stamp)
    stamp = _dateline_day(reading, years) or stamp
    date = _dated(_counted_back(found, reading) if stamp is None else found, years, stamp)
    if date.year_source in years.spans and date.date:
        date.spans.append(years.spans[date.year_source])
    return date


def _impossible_day(leads: list[Sentence]) -> _Found | None:
    """The date with which a lead opens, where no such day exists (2月30日)."""
    for lead in leads[:1]:
        match = _DAY.search(lead.text)
        if match is None or match.start() > _OPENING_WORDS:
            continue
        parts = {key: number(match[key] or "") or 0 for key in ("year", "month", "day")}
        if not calendar_day(parts["year"] or _ANY_YEAR, parts["month"], parts["day"]):
            return _Found(_span(lead, match))
    return None


def _dateline_day(reading: str, years: Years) -> datetime.date | None:
    """The day in 本报4月21日讯, which 今天 and 昨日 count from, before that of the page."""
    match = _DATELINE_DAY.search(reading)
    if match is None:
        return None
    month, day = int(match["month"]), int(match["day"])
    year = int(match["year"]) if match["year"] else years.of_day(month, day)[0]
    return calendar_day(year, month, day) if year else None


def _counted_back(found: _Found | None, reading: str) -> _Found | None:
    """今天 and 昨日 as a month and day, where a dateline gives them and nothing gives a year."""
    match = _DATELINE_DAY.search(reading)
    if found is None or found.days_before_stamp is None or match is None:
        return found
    day = int(match["day"]) - found.days_before_stamp
    return _Found(found.span, month=int(match["month"]), day=day) if day > 0 else found


def _dated(found: _Found | None, years: Years, stamp: datetime.date | None) -> DateReading:
    """The date that an expression gives, with the year that the report offers."""
    if found is None:
        return _year_alone(years, [])
    if found.days_before_stamp is not None:
        if stamp is None:
            return _year_alone(years, [found.span])
        held = stamp - datetime.timedelta(days=found.days_before_stamp)
        return DateReading(held.isoformat(), "day", "published", [found.span])
    if found.month is None:
        return _without_month(found, years, stamp)
    if found.day is None:
        return _month(found, found.month, years)
    return _days(found, found.month, found.day, years)


def _date_of_meeting(reading: str, leads: list[Sentence]) -> _Found | None:
    """The date expression that belongs to the meeting, not to one that it follows."""
    local = [lead for lead in leads if not is_national(lead.text)]
    for lead in local:
        found = _own_day(lead)
        if found:
            return found
        before = [other for other in leads if other.start < lead.start]
        if before and is_national(before[-1].text) and not _FOLLOWS.match(lead.text):
            return None
    if leads and not local and not _WATCHES.search(reading) and _LOCAL_BODY.search(reading):
        return None
    opening = list(sentences(reading[:1500]))[:_OPENING_SENTENCES]
    for sentence in [*leads, *opening]:
        for found in _expressions(sentence):
            if found.span[0] - sentence.start < 40:
                return found
    return None


def _own_day(lead: Sentence) -> _Found | None:
    """The first date that is not that of a meeting which the lead's own meeting follows."""
    after = _AFTER_ANOTHER.match(lead.text)
    followed = lead.start + after.end() if after else lead.start
    found = list(_expressions(lead))
    return next((each for each in found if each.span[0] >= followed), next(iter(found), None))


def _expressions(sentence: Sentence) -> Iterator[_Found]:
    """Date expressions of a sentence, the most exact kind first."""
    for match in _DAY.finditer(sentence.text):
        parts = {key: number(value) if value else None for key, value in match.groupdict().items()}
        if calendar_day(_ANY_YEAR, parts["month"] or 0, parts["day"] or 0):
            last = (parts["month2"] or parts["month"]) if parts["day2"] else None
            yield _Found(
                _span(sentence, match),
                parts["year"],
                parts["month"],
                parts["day"],
                last,
                parts["day2"],
            )
    alone = (*_DAY_ALONE.finditer(sentence.text), *_DAY_IN_BRACKETS.finditer(sentence.text))
    for match in alone:
        day = number(match["day"]) or 0
        if 1 <= day <= 31:
            yield _Found(_span(sentence, match), day=day)
    for pattern, days in ((_YESTERDAY, 1), (_TODAY, 0)):
        relative = pattern.search(sentence.text)
        if relative:
            yield _Found(_span(sentence, relative), days_before_stamp=days)
    for match in _MONTH.finditer(sentence.text):
        month = number(match["month"])
        if month and 1 <= month <= 12:
            year = number(match["year"]) if match["year"] else None
            yield _Found(_span(sentence, match), year, month)
    vague = _LATELY.search(sentence.text)
    if vague:
        yield _Found(_span(sentence, vague))


def _year_alone(years: Years, spans: list[Span]) -> DateReading:
    year, source = years.alone()
    if year is None:
        return DateReading(spans=spans, doubts=["date missing"])
    return DateReading(str(year), "year", source, spans, ["day missing"])


def _without_month(found: _Found, years: Years, stamp: datetime.date | None) -> DateReading:
    if found.day is None:
        return _year_alone(years, [found.span])
    if stamp is None:
        return DateReading(
            f"---{found.day:02}", "day", None, [found.span], ["year missing", "month missing"]
        )
    held = _last_such_day(stamp, found.day)
    if held is None:
        return _year_alone(years, [found.span])
    date = held.isoformat()
    if found.last_day and calendar_day(held.year, held.month, found.last_day):
        date += f"/{held.replace(day=found.last_day).isoformat()}"
    return DateReading(date, "day", "published", [found.span])


def _month(found: _Found, month: int, years: Years) -> DateReading:
    year, source = (found.year, "date") if found.year else years.of_day(month, 1)
    if year is None:
        return DateReading(spans=[found.span], doubts=["date missing", "year missing"])
    return DateReading(f"{year}-{month:02}", "month", source, [found.span])


def _days(found: _Found, month: int, day: int, years: Years) -> DateReading:
    year, source = (found.year, "date") if found.year else years.of_day(month, day)
    if year is not None and not calendar_day(year, month, day):
        year, source = None, None
    head = f"{year}" if year else "-"
    date = f"{head}-{month:02}-{day:02}"
    last = (found.last_month or month, found.last_day or 0)
    if last > (month, day) and calendar_day(year or _ANY_YEAR, *last):
        date += f"/{head}-{last[0]:02}-{last[1]:02}"
    return DateReading(date, "day", source, [found.span], [] if year else ["year missing"])


def _span(sentence: Sentence, match: re.Match[str]) -> Span:
    return sentence.start + match.start(), sentence.start + match.end()


def _last_such_day(stamp: datetime.date, day: int) -> datetime.date | None:
    """The last day with that number in a month, not after the stamp."""
    month_start = stamp.replace(day=1)
    for _ in range(3):
        held = calendar_day(month_start.year, month_start.month, day)
        if held and held <= stamp:
            return held
        month_start = (month_start - datetime.timedelta(days=1)).replace(day=1)
    return None
