"""Whether a lead opens another report than the one above it: another province, another day."""

import re
from itertools import islice

from bulletins.reading.lexical import gazetteer
from bulletins.reading.report_splitting.lead_sentences import is_national, sentences

_OPENING_DATE = re.compile(
    r"(?:日前|近日|昨[日天]|今[日天]|[^，。]{0,8}?\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日)"
)
# 马尾新闻网讯（记者 林某）4月10日，…
_BYLINE = re.compile(r"^[^，。（）]{2,14}讯\s?(?:（[^（）]{0,30}）)?\s?")
_OPENING_WORDS = 24
# Where a lead names who acts.
_FURTHEST_ACTOR = 30


def opens_with_a_day(reading: str) -> bool:
    """Whether a paragraph begins as reports do, with the day or 近日."""
    return _OPENING_DATE.match(reading) is not None


def actor_province(reading: str, furthest: int = _FURTHEST_ACTOR) -> str | None:
    """The province that a lead names as acting; None where the country meets."""
    first = next(sentences(reading), None)
    if first and is_national(first.text):
        return None
    for mention in gazetteer.mentions(reading[: furthest + 12]):
        if mention.rank is gazetteer.Rank.PROVINCE and mention.start <= furthest:
            return mention.province
    return None


def of_another_province(reading: str, actor: str | None) -> bool:
    """Whether a lead names a province as its actor, other than `actor`, the report's above."""
    if not opens_with_a_day(reading) and actor_province(reading, 0) is None:
        return False
    mine = actor_province(reading)
    return mine is not None and actor is not None and mine != actor


def of_another_day(reading: str, opening: str, several: bool) -> bool:
    """Whether a lead opens with a day, as a report does once, other than that of `opening`.

    Args:
        reading: the paragraph, folded.
        opening: how the report above it begins.
        several: whether that report has more than one paragraph.
    """
    mine, before = (_OPENING_DATE.match(_BYLINE.sub("", each)) for each in (reading, opening))
    told = list(islice(sentences(opening), 2))
    # One sentence alone may be what the report below it begins with, unless of another place.
    complete = several or len(told) > 1
    places = {_first_place(each) for each in (reading, opening)} - {None}
    if not (complete or len(places) > 1) or mine is None or before is None:
        return False
    return not is_national(told[0].text) and mine[0] != before[0]


def _first_place(reading: str) -> str | None:
    """The division that a lead names first, near its beginning."""
    mention = next(iter(gazetteer.mentions(reading[:_OPENING_WORDS])), None)
    return reading[mention.start : mention.end] if mention else None
