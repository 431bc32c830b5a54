"""Decide whether a paragraph opens a new report: about another province or day, or other news.

All texts are folded.
"""

import re
from itertools import islice

from bulletins.reading.layout import is_speech_title, names_author
from bulletins.reading.lexical import gazetteer, starts_item
from bulletins.reading.report_splitting.headlines import MAX_HEADLINE, bigram_overlap
from bulletins.reading.report_splitting.lead_sentences import is_lead, is_national, sentences

_OPENING_DATE = re.compile(
    r"(?:日前|近日|昨[日天]|今[日天]|[^，。]{0,8}?\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日)"
)
# 马尾新闻网讯（记者 林某）4月10日，…
_BYLINE = re.compile(r"^[^，。（）]{2,14}讯\s?(?:（[^（）]{0,30}）)?\s?")
# 一季度全州低保数据出炉, above 一季度，全州共发放…
_PERIOD = re.compile(r"^(?:(?:19|20)\d\d年)?(?:第?[一二三四]季度|[上下]半年)")
# 去年3月 is told of in a report, 3月底前 a day to come.
_NOT_RECENT = re.compile(
    r"[去前上]年|[^，。]{0,8}?\d{1,2}(?:[月日号]|月\d{1,2}日)(?:[底初末]|[上中下]旬)?之?前"
)
_SECTION = re.compile(r"【[^】]{2,8}】(?=.)")
_NUMBER = re.compile(
    r"^(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．]+(?!\d)|[◎★●○■□◆◇·•▪▲※])\s?"
)
_DIGITS = re.compile(r"[一二三四五六七八九十]+|\d+")
_SENTENCE_MARK = re.compile(r"[，。；：]")
# 2.浏阳市新增老年食堂。
_HEADLINE_SENTENCE = re.compile(r"[^。，；：]{4,34}。.")
_OPENING_LENGTH = 24
_MAX_COMPARED = 400
_OWN_PLACE = re.compile(r"[我全本][省区市州县]|[省市区县州]民政[厅局]")
# A lead names the acting body at its beginning.
_MAX_ACTOR_START = 30

_PLACE_OPENING = re.compile(r"[【\[（(]?([^【】\[\]（）()：:，。]{2,8})[】\]）)：:]")
_DATELINE = re.compile(
    r"[（(【\[]?(?:本报|本网|本刊)[^，。]{0,12}?(?:讯|消息|电)|【[^】]{1,12}讯】"
)
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
# A headline whose words the paragraph below it repeats is its own, and no subheading.
_MIN_HEADLINE_OVERLAP = 0.5
_MAX_LEAD_OVERLAP = 0.2
_ITEM_MARK = re.compile(r"(?:[●◆★■◎▲○◇☆]|[—―]{1,2}|【[^】]{1,8}】)\s?")
_FURTHER_NEWS = re.compile(r"(?:本报)?[又另]讯(?:[：:]|\s|（)")


def opens_with_date(text: str) -> bool:
    """Return whether a paragraph begins as reports do, with a day or 近日."""
    return _OPENING_DATE.match(text) is not None


def has_dateline(text: str) -> bool:
    """Return whether a paragraph begins with a dateline (本报讯)."""
    return _DATELINE.match(text) is not None


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
    date, earlier = (_OPENING_DATE.match(_BYLINE.sub("", each)) for each in (text, opening))
    first_two = list(islice(sentences(opening), 2))
    # One sentence alone may be the summary of the report below it, unless about another place.
    is_complete = has_several_paragraphs or len(first_two) > 1
    places = {_first_place(each) for each in (text, opening)} - {None}
    if not (is_complete or len(places) > 1) or date is None or earlier is None:
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


def is_other_news(text: str, headline: str, lead: str, is_ended: bool) -> bool:
    """Return whether a paragraph begins other news than the report above, as in a newsletter.

    Args:
        text: the paragraph.
        headline: the short line above it.
        lead: the beginning of the report above.
        is_ended: whether its author is named at its end, or the headline is one of the contents.
    """
    is_its_headline = is_headline_of(headline, text, lead)
    has_period = all(_PERIOD.match(each) for each in (headline, text))
    opens_as_news = opens_with_date(text) or has_period
    if is_ended:
        return is_its_headline or opens_as_news or names_author(text)
    name = _acting_place(_PERIOD.sub("", headline))
    if not opens_as_news and is_its_headline and name and text.startswith(name):
        # 天水市发放煤炭 / 天水市为困难老人…: both begin with who acts, unlike a subheading.
        overlap = bigram_overlap(headline, text[:_MAX_COMPARED])
        return not _OWN_PLACE.match(name) and bigram_overlap(headline, lead) <= overlap / 2
    if not opens_as_news or _NOT_RECENT.match(text):
        return False
    # 大通县民政局开展清明祭扫宣传: the headline names who acts, and the report above does not.
    if name and name not in lead and name in text[:_MAX_ACTOR_START]:
        # 全市 alone may begin a subheading.
        return is_its_headline or has_period or not _OWN_PLACE.match(name)
    # Without a name it has to have nothing in common with the report above.
    return is_its_headline and not name and bigram_overlap(headline, lead) <= _MAX_LEAD_OVERLAP


def is_next_item(text: str, opening: str, lead: str) -> bool:
    """Return whether a paragraph is the next item of a newsletter without lines of headlines.

    The items begin with a section (【动态】), or with a mark or a number before another place.

    Args:
        text: the paragraph.
        opening: the first paragraph of the report above, an item itself.
        lead: the beginning of that report.
    """
    if _FURTHER_NEWS.match(text):
        return True
    mark = _ITEM_MARK.match(text)
    if mark:
        # ● 武山县发放煤炭80吨: the item of another place than the report above.
        name = _acting_place(text[mark.end() :])
        if name and name not in lead and not _OWN_PLACE.match(name):
            return True
    if all(_SECTION.match(each) for each in (text, opening)):
        return True
    if not starts_item(text) or not starts_item(opening) or not is_lead(opening):
        return False
    name = _acting_place(without_number(text))
    return bool(name) and name not in lead and _HEADLINE_SENTENCE.match(text) is not None


def have_same_number(*headlines: str) -> bool:
    """Return whether the lines are headlines with numbers of one kind (一、 and 二、)."""
    bare = [without_number(line) for line in headlines]
    if any(len(line) > MAX_HEADLINE or _SENTENCE_MARK.search(line) for line in bare):
        return False
    numbers = [_NUMBER.match(line) for line in headlines]
    marks = {_DIGITS.sub("1", number[0]) if number else None for number in numbers}
    return len(marks) == 1 and None not in marks


def without_number(line: str) -> str:
    """Return a headline without the number of its item (二、, ★)."""
    return _NUMBER.sub("", line)


def is_headline_of(headline: str, text: str, lead_above: str = "") -> bool:
    """Return whether a paragraph repeats the words of the headline, more than the report above."""
    overlap = bigram_overlap(headline, text[:_MAX_COMPARED])
    return overlap >= max(_MIN_HEADLINE_OVERLAP, bigram_overlap(headline, lead_above))


def _acting_place(headline: str) -> str:
    """Return the place or office that a headline begins with, empty for none."""
    own = _OWN_PLACE.match(headline)
    if own:
        return own.group()
    first = next(iter(gazetteer.mentions(headline[:_OPENING_LENGTH])), None)
    return headline[: first.end] if first and first.start == 0 else ""


def _first_place(text: str) -> str | None:
    """Return the first division named near the beginning of a lead."""
    mention = next(iter(gazetteer.mentions(text[:_OPENING_LENGTH])), None)
    return text[mention.start : mention.end] if mention else None
