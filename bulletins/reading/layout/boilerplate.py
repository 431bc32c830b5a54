"""What a paragraph is for: prose of the report, a headline, or furniture of the page.

Furniture is read too before it is dropped: it carries the stamp that gives a year, and the
name of the paper or office. Nothing here looks at what a meeting is.
"""

import datetime
import re
from dataclasses import dataclass
from enum import Enum, auto

from bulletins.reading.data import alternatives
from bulletins.reading.lexical.char_folding import HAN
from bulletins.reading.lexical.list_markers import starts_item

_LABEL = re.compile(rf"[•·\-*>\s【\[]*(?:{alternatives('furniture').replace('：', '[：:]')})")
_MENU = re.compile(r"[>＞»›].*[>＞»›]|\|.*\|")
_LATIN_WORD = re.compile(r"^[A-Za-z]{2}")
_HAN = re.compile(rf"[{HAN}]")
_SENTENCE_MARK = re.compile(r"[，。；]")
_SENTENCE = re.compile(rf"[{HAN}][^，。；]{{0,30}}[，。；][^，。；]{{0,30}}?[{HAN}]")
_NOT_PROSE = re.compile(
    r"(?:图为|图片说明|版权|免责声明|责任?编辑|(?:编辑|来源|稿源)[：:]|信息来源|本文来源|相关(?:阅读|链接|新闻)"
    r"|上一篇|下一篇|当前位置|您(?:当前|现在|所在)?的?位置|发布(?:时间|日期)|声明[：:])"
)
_CAPTION_END = re.compile(r"(?:[摄攝]影?|供图)[）)/]?$|[摄攝]影报道$")
# 2019-01-23 15:11 来源：某网 责任编辑：张三: a day before a label stands under a headline.
_STAMPED_LABEL = re.compile(
    r"[（(]?(?:https?://[\w./-]{1,60}\s+)?(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?[\d:：?？\s]*(?:来源|作者|责任?编辑|编辑|稿源|浏览|点击|阅读|发布|字号|字体)"
)
# 完 2024年3月5日（星期二）香港时间18时30分: how the press office of Hong Kong closes.
_DAY_AT_END = re.compile(
    r"[^，。；]{0,8}(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?:（星期[一二三四五六日天]）)?"
    r"(?:[^，。；\d]{0,6}\d{1,2}[时時:：]\d{1,2}分?)?"
)
_STAMP_BEGINNING = re.compile(
    r"(?:时间|日期|发布|更新).*[\d\-:：/.]$|^\d{4}[-/.]\d{0,2}[-/.]?\d{0,2}[\s:]*$"
)
_END_OF_REPORT = re.compile(
    r"[（(](?:据|来源[：:]?|稿源[：:]?|摘自|选自|转自|供稿[：:]?)[^（）()]{2,30}[）)]。?$"
)
_YEAR_FIRST = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)"
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?[./]\s?(\d{1,2})\s?[./]\s?((?:19|20)\d\d)(?!\d)")
_SOURCE = re.compile(
    r"(?:本文|稿件|文章|信息|新闻)?(?:(?<!图片)(?<!照片)来源|稿源|供稿单位|供稿|发布机构|发布单位|信息提供|来自)\s?[：:|丨]\s?(?!发布|时间|日期|作者|浏览|点击|字体|更新)([^\s：:|，。）)\]】]{2,25}?)"
    # A space before the next label may have been lost at a line's end.
    r"(?=[\s：:|，。）)\]】【]|$|(?:19|20)\d\d[-年./]|更新|发布|时间|日期|点击|浏览|阅读|访问|作者|编辑|责任|字体|字号)"
)
# A paper beside the day, as at the head of a page: 沧州晚报 2016年03月25日.
_OUTLET = re.compile(
    r"([^\s\d，。：:年月日>|]{2,5}(?:日报|晚报|晨报|商报|时报|都市报|新闻网)"
    r"|(?<![^\s])[^\s\d，。：:年月日>|]{2,8}网(?=\s))"
)
# The day on which the page was looked at.
_CLOCK = re.compile(r"(?:今天是|今天|今日|现在是|当前时间|现在时间)[：:]?\s?\d")
_FILE_NAME = re.compile(r"[^，。；]{1,60}\.(?:jpe?g|png|gif|bmp|docx?|xlsx?|pdf|mp4)$", re.I)
_DAY_OF_WEEK = re.compile(r"[\d\s年月日./-]{8,20}(?:星期|周)[一二三四五六日天]")
_LONGEST_HEADLINE = 70
_SHORTEST_PROSE = 4
# A line with a stamp and fewer Chinese characters says nothing but the stamp.
_FEWEST_OF_PROSE = 12
_SHORTEST_STAMP = len("2024-1-1")


class Kind(Enum):
    """What a paragraph is for."""

    PROSE = auto()
    HEADLINE = auto()
    FURNITURE = auto()


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a line of furniture says of the publication."""

    stamp: datetime.date | None = None
    source: str | None = None
    may_be_clock: bool = False
    """Whether the stamp is a day with its weekday alone, which many sites show for today."""


def kind_of(paragraph: str) -> Kind:
    """What the paragraph is for. Anything that could be a sentence is prose."""
    if not _HAN.search(paragraph) or _DAY_AT_END.fullmatch(paragraph):
        return Kind.FURNITURE
    if len(paragraph) < _SHORTEST_PROSE:
        return Kind.FURNITURE if starts_furniture(paragraph) else Kind.HEADLINE
    if starts_item(paragraph):
        return Kind.PROSE
    is_caption = _CAPTION_END.search(paragraph[-20:]) is not None
    has_sentence = _SENTENCE.search(paragraph) is not None or paragraph.endswith(("。", "）"))
    if has_sentence and not is_caption and not _NOT_PROSE.match(paragraph):
        return Kind.PROSE
    is_stamp = _stamp(paragraph) is not None and len(_HAN.findall(paragraph)) < _FEWEST_OF_PROSE
    if is_caption or is_stamp or starts_furniture(paragraph):
        return Kind.FURNITURE
    # What ends in a colon leads to what stands below it.
    headline = len(paragraph) <= _LONGEST_HEADLINE and not paragraph.endswith("：")
    return Kind.HEADLINE if headline else Kind.PROSE


def starts_furniture(line: str) -> bool:
    """Whether the line begins as only page furniture does."""
    if _NOT_PROSE.match(line):
        return True
    if not _HAN.search(line):
        return _LATIN_WORD.search(line) is not None or _stamp(line) is not None
    label = _FILE_NAME.match(line) or _STAMPED_LABEL.match(line) or _LABEL.match(line)
    if label and not (_SENTENCE_MARK.search(line) and len(line) > 12):
        return True
    return len(line) < _LONGEST_HEADLINE and _MENU.search(line) is not None


def is_stamp_beginning(line: str) -> bool:
    """Whether the line holds a publication stamp that the next line may finish."""
    return len(line) < 40 and _STAMP_BEGINNING.search(line) is not None


def ends_report(line: str) -> bool:
    """Whether the line closes a report by naming its source, as （据湖北省民政厅） does."""
    return _END_OF_REPORT.search(line[-40:]) is not None


def imprint_of(paragraph: str) -> Imprint:
    """The stamp and the source that a line of furniture names."""
    stamp = None if _CLOCK.match(paragraph) else _stamp(paragraph)
    source = _SOURCE.search(paragraph) or (_OUTLET.search(paragraph) if stamp else None)
    bare = stamp is not None and _DAY_OF_WEEK.fullmatch(paragraph) is not None
    return Imprint(stamp, source[1] if source else None, bare)


def _stamp(text: str) -> datetime.date | None:
    if len(text) < _SHORTEST_STAMP:
        return None
    for match in _YEAR_FIRST.finditer(text):
        found = _day(match[1], match[2], match[3])
        if found:
            return found
    for match in _YEAR_LAST.finditer(text):
        # 26.03.2015 puts the day first; the other order is tried where no such month exists.
        found = _day(match[3], match[2], match[1]) or _day(match[3], match[1], match[2])
        if found:
            return found
    return None


def _day(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
