"""Decide whether a paragraph opens a new report: about another province or another day.

All texts are folded.
"""

import re
from itertools import islice

from bulletins.reading.layout import is_speech_title
from bulletins.reading.lexical import gazetteer, starts_item
from bulletins.reading.report_splitting.headlines import MAX_HEADLINE
from bulletins.reading.report_splitting.lead_sentences import (
    is_afterwards,
    is_lead,
    is_national,
    sentences,
)

_OPENING_DATE = re.compile(
    r"(?:日前|近日|昨[日天]|今[日天]|[^，。]{0,8}?\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日)"
)
# 马尾新闻网讯（记者 林某）4月10日，…
_BYLINE = re.compile(r"^[^，。（）]{2,14}讯\s?(?:（[^（）]{0,30}）)?\s?")
_OPENING_LENGTH = 24
# A lead names the acting body at its beginning.
_MAX_ACTOR_START = 30

_PLACE_OPENING = re.compile(r"[【\[（(]?([^【】\[\]（）()：:，。]{2,8})[】\]）)：:]")
_DATELINE = re.compile(
    r"[◎★●○■□◆◇·•▪▲※]?\s?[（(【\[]?(?:本报|本网|本刊)[^，。]{0,12}?(?:讯|消息|电)|【[^】]{1,12}讯】"
)
_DATELINE_OF_PLACE = re.compile(r"([^，。：（）\s]{2,10}?)讯")
_CLOSES = re.compile(r"[^。会班坛节赛]{0,30}闭幕")
_ENDS_PROSE = re.compile(r"[。；☐☑☒]|[，、：）]$")
_MANY_PLACES = re.compile(
    r"(?:本报[^，。]{0,8}?(?:消息|讯|电)\s?)?(?:近日|日前|连日来|最近)?，?(?:全国)?(?:各地|各省|多地|多省)"
)
_DAY = re.compile(r"\d{1,2}月\d{1,2}日")
# 全市第二次民政会议1954年3月22—27日举行: an entry of a chronicle.
_ENTRY = re.compile(
    r"[^，。]{4,40}?(?:19|20)\d\d年\d{1,2}月\d{1,2}[\d日月、至—–-]{0,9}日?(?:在[^，。]{2,12})?(?:举行|召开)"
)
_ENTRY_LENGTH = 120


def opens_with_date(text: str) -> bool:
    """Return whether a paragraph begins as reports do, with a day or 近日."""
    return _OPENING_DATE.match(text) is not None


def has_dateline(text: str) -> bool:
    """Return whether a paragraph begins with a dateline (本报讯, 武山讯)."""
    place = _DATELINE_OF_PLACE.match(text)
    return _DATELINE.match(text) is not None or (place is not None and is_place(place[1]))


def is_place(name: str) -> bool:
    """Return whether the words are the name of a division, perhaps without its rank (安康)."""
    return any(
        (mention.start, mention.end) == (0, len(full))
        for full in (name, *(name + rank for rank in "市县区州"))
        for mention in gazetteer.mentions(full)
    )


def is_headline_sentence(text: str) -> bool:
    """Return whether a paragraph is a headline with a comma, possible only above all prose."""
    if len(text) > MAX_HEADLINE or has_dateline(text):
        return False
    return is_speech_title(text) or not _ENDS_PROSE.search(text)


def opens_with_province(text: str) -> bool:
    """Return whether a paragraph begins with a province set off from it (湖北：, 【湖北】)."""
    opening = _PLACE_OPENING.match(text)
    return opening is not None and gazetteer.match_province(opening[1]) is not None


def acting_province(text: str, max_start: int = _MAX_ACTOR_START) -> str | None:
    """Return the province that acts in a lead, None for none and for a national meeting.

    Its name has to begin within the first `max_start` characters.
    """
    first = next(sentences(text), None)
    if first and is_national(first.text):
        return None
    for mention in gazetteer.mentions(text[: max_start + 12]):
        if mention.rank is gazetteer.Rank.PROVINCE and mention.start <= max_start:
            return mention.province
    return None


def is_about_another_province(text: str, current: str | None) -> bool:
    """Return whether another province acts in a lead than `current`, that of the report above."""
    if not opens_with_date(text) and acting_province(text, 0) is None:
        return False
    province = acting_province(text)
    return province is not None and current is not None and province != current


def is_about_another_day(text: str, opening: str, has_several_paragraphs: bool) -> bool:
    """Return whether a lead begins with another day than the report above it.

    A report begins with a day once only, so that a second one starts a new report.

    Args:
        text: the paragraph.
        opening: the first paragraph of the report above.
        has_several_paragraphs: whether that report has more than one paragraph.
    """
    text, opening = (_BYLINE.sub("", each) for each in (text, opening))
    date, earlier = (_OPENING_DATE.match(each) for each in (text, opening))
    first_two = list(islice(sentences(opening), 2))
    # One sentence alone may be the summary of the report below it, unless about another place.
    is_complete = has_several_paragraphs or len(first_two) > 1
    places = {_first_place(each) for each in (text, opening)} - {None}
    if not (is_complete or len(places) > 1) or date is None or earlier is None:
        return False
    # 3月22日，会议闭幕; 副省长出席闭幕会: the meeting above goes on.
    rest = text[date.end() :].lstrip("上下午，")
    if is_afterwards(rest) or _CLOSES.match(rest):
        return False
    return not is_national(first_two[0].text) and date[0] != earlier[0]


def is_about_many_places(text: str) -> bool:
    """Return whether an opening tells of meetings in many places, as above those of each."""
    return _MANY_PLACES.match(text) is not None


def is_next_brief(text: str, opening: str) -> bool:
    """Return whether a lead is the next of a row of briefs: numbered ones, or a chronicle.

    Args:
        text: the paragraph.
        opening: the first paragraph of the report above, a brief itself.
    """
    briefs = [each[:_ENTRY_LENGTH] for each in (text, opening)]
    if all(starts_item(each) and _DAY.search(each) for each in briefs):
        return is_lead(briefs[1])
    return all(_ENTRY.match(each) for each in briefs)


def _first_place(text: str) -> str | None:
    """Return the first division named near the beginning of a lead."""
    mention = next(iter(gazetteer.mentions(text[:_OPENING_LENGTH])), None)
    return text[mention.start : mention.end] if mention else None
