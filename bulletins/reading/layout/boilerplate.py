"""Classify paragraphs as prose, headline or boilerplate (menus, labels, credits of a page).

Boilerplate is read before it is set aside: it holds the stamp, which gives a year to dates, and
the name of the paper or office. Nothing here depends on what a meeting is.
"""

import datetime
import re
from dataclasses import dataclass
from enum import Enum, auto

from bulletins.reading.data import words
from bulletins.reading.layout.mastheads import end_of_period, is_masthead
from bulletins.reading.lexical import HAN, starts_item
from bulletins.reading.records import ExclusionReason


def _labels() -> dict[str, ExclusionReason]:
    """Return the first words of boilerplate lines with the reason that they give."""
    labels: dict[str, ExclusionReason] = {}
    reason = ExclusionReason.MENU
    for word in words("boilerplate"):
        if word.startswith("["):
            reason = ExclusionReason(word.strip("[]"))
        else:
            labels[word] = reason
    return labels


_REASONS = _labels()
_LONGEST_FIRST = sorted(_REASONS, key=lambda word: (-len(word), word))
_LABEL = re.compile(rf"[•·\-*>\s【\[]*({'|'.join(_LONGEST_FIRST).replace('：', '[：:]')})")
_MENU = re.compile(r"[>＞»›].*[>＞»›]|\|.*\|")
# 要闻｜省民政厅召开座谈会｜: a headline among the names of its site and section.
_HEADLINE_IN_BARS = re.compile(r"(?:^|[|｜])[^|｜>＞»›，。]{3,}(?:召开|举行|举办)[^>＞»›，。]*$")
_LATIN_WORD = re.compile(r"^[A-Za-z]{2}")
_HAN = re.compile(rf"[{HAN}]")
_SENTENCE_MARK = re.compile(r"[，。；]")
_SENTENCE = re.compile(rf"[{HAN}][^，。；]{{0,30}}[，。；][^，。；]{{0,30}}?[{HAN}]")
_NOT_PROSE = re.compile(
    r"(?:图为|图片说明|版权|免责声明|责任?编辑|(?:编辑|来源|稿源)[：:]|信息来源|本文来源|相关(?:阅读|链接|新闻)"
    r"|上一篇|下一篇|当前位置|您(?:当前|现在|所在)?的?位置|发布(?:时间|日期)|声明[：:])"
)
_CAPTION = re.compile(r"图为|图片说明|(?:摄影|供图|制图)\s")
# A line of a form: 消防验收 ☑有 □无.
_TICKED_BOX = re.compile("[☐☑☒]")
_PAGE_NUMBER = re.compile(r"[-—–·\s]*\d{1,4}[-—–·\s]*")
_CAPTION_END = re.compile(r"(?:[摄攝]影?|供图)[）)/]?$|[摄攝]影报道$")
# 2019-01-23 15:11 来源：某网 责任编辑：张三: below a headline, a day before a label.
_STAMPED_LABEL = re.compile(
    r"[（(]?(?:https?://[\w./-]{1,60}\s+)?(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?[\d:：?？\s]*(?:来源|作者|责任?编辑|编辑|稿源|浏览|点击|阅读|发布|字号|字体)"
)
# 完 2024年3月5日（星期二）香港时间18时30分: the last line of Hong Kong's press releases.
_CLOSING_DAY = re.compile(
    r"[^，。；]{0,8}(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?:（星期[一二三四五六日天]）)?"
    r"(?:[^，。；\d]{0,6}\d{1,2}[时時:：]\d{1,2}分?)?"
)
# A title with a note: …管理办法（试行）, …联席会议纪要（第三次）, …核查表（2024年度）.
_NOTED_TITLE = re.compile(
    r"[^，。；：（）]{6,60}（(?:试行|暂行|草案|修订|征求意见稿|讨论稿|送审稿|摘要|节选|全文|组?图|附[^（）]{1,6}|[上中下一二三四五六]"
    r"|第.{1,6}[次期号批]|(?:19|20)\d\d年?.{0,4})）"
)
# 摄影 俞楷, 本版编辑 张三 美编 李四; （责任编辑：张三）.
_CREDIT = re.compile(
    rf"(?:摄影|供图|制图|美编|本版编辑|本版责编)[\s：:/][{HAN}\s]{{2,16}}"
    rf"|（(?:责任?编辑?|编辑|校对|审核)[：:][{HAN}\s]{{2,16}}）"
)
_UNFINISHED_STAMP = re.compile(
    r"(?:时间|日期|发布|更新).*[\d\-:：/.]$|^\d{4}[-/.]\d{0,2}[-/.]?\d{0,2}[\s:]*$"
)
_SOURCE_LINE = re.compile(
    r"[（(](?:据|来源[：:]?|稿源[：:]?|摘自|选自|转自|供稿[：:]?)[^（）()]{2,30}[）)]。?$"
)
# （大通县民政局）, （供稿：大通县民政局 张三）, （通讯员 张三）: who wrote an item.
_OFFICE_LINE = re.compile(
    rf"(?:^|[。！？”])[（(](?:供稿|来源)?[：:]?[^（）()，。；：]{{1,24}}(?:办公室|[处厅局办科委部])(?:\s?[{HAN}·]{{2,4}})?[）)]。?$"
    rf"|[。！？”][（(](?:本[报刊网])?(?:特约)?(?:通讯员|记者)[\s：:{HAN}·、]{{2,24}}[）)]。?$"
)
# （李强）, （李强 王小芳）: the names of those who wrote it, which begin with surnames.
_AUTHORS = re.compile(
    rf"(?:^|[。！？”])[（(](?P<names>[{HAN}]{{2,3}}(?:[\s、][{HAN}]{{2,3}}){{0,2}})[）)]$"
)
_SURNAMES = frozenset("".join(words("surnames")))
_YEAR_FIRST = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)"
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?[./]\s?(\d{1,2})\s?[./]\s?((?:19|20)\d\d)(?!\d)")
_SOURCE = re.compile(
    r"(?:本文|稿件|文章|信息|新闻)?(?:(?<!图片)(?<!照片)来源|稿源|供稿单位|供稿|发布机构|发布单位|信息提供|来自)\s?[：:|丨]\s?(?!发布|时间|日期|作者|浏览|点击|字体|更新)([^\s：:|，。）)\]】]{2,25}?)"
    # The space before the next label may have been lost at a line end.
    r"(?=[\s：:|，。）)\]】【]|$|(?:19|20)\d\d[-年./]|更新|发布|时间|日期|点击|浏览|阅读|访问|作者|编辑|责任|字体|字号)"
)
# A paper beside the day, as at the top of a page: 沧州晚报 2016年03月25日.
_OUTLET = re.compile(
    r"([^\s\d，。：:年月日>|]{2,5}(?:日报|晚报|晨报|商报|时报|都市报|新闻网)"
    r"|(?<![^\s])[^\s\d，。：:年月日>|]{2,8}网(?=\s))"
)
# The day on which the page was viewed.
_TODAY = re.compile(r"(?:今天是|今天|今日|现在是|当前时间|现在时间)[：:]?\s?\d")
_FILE_NAME = re.compile(r"[^，。；]{1,60}\.(?:jpe?g|png|gif|bmp|docx?|xlsx?|pdf|mp4)$", re.I)
_DAY_OF_WEEK = re.compile(r"[\d\s年月日./-]{8,20}(?:星期|周)[一二三四五六日天]")
_MAX_HEADLINE = 70
_MIN_PROSE = 4
# A line with a stamp and fewer Chinese characters is nothing but the stamp.
_MIN_PROSE_HAN = 12
_MIN_STAMP = len("2024-1-1")


class ParagraphKind(Enum):
    """Role of a paragraph in a document."""

    PROSE = auto()
    HEADLINE = auto()
    BOILERPLATE = auto()
    ROW = auto()
    """A row of a table, its cells separated by tabs."""
    MINUTES_HEAD = auto()
    """A line of the head of minutes: when, where, who (see `minutes_heads`)."""
    MARKUP = auto()
    """Tags and pinyin notes taken out of the paragraph below."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """The day and source of publication that a line of boilerplate names."""

    stamp: datetime.date | None = None
    source: str | None = None
    is_origin: bool = False
    """The source is that of 稿源, who wrote the report: 来源 may be the site that carries it."""
    may_be_clock: bool = False
    """The stamp is a day with its weekday and nothing else, which many sites show for today."""


def classify(paragraph: str) -> ParagraphKind:
    """Return the role of a paragraph (folded). Anything that could be a sentence is prose."""
    is_stamped = _STAMPED_LABEL.match(paragraph) and not _SENTENCE_MARK.search(paragraph)
    if is_stamped or not _HAN.search(paragraph) or _CLOSING_DAY.fullmatch(paragraph):
        return ParagraphKind.BOILERPLATE
    if len(paragraph) < _MIN_PROSE:
        return (
            ParagraphKind.BOILERPLATE if starts_boilerplate(paragraph) else ParagraphKind.HEADLINE
        )
    if starts_item(paragraph) or _TICKED_BOX.search(paragraph):
        return ParagraphKind.PROSE
    is_caption = _CAPTION_END.search(paragraph[-20:]) is not None
    is_title = is_masthead(paragraph) or _NOTED_TITLE.fullmatch(paragraph) is not None
    has_sentence = not is_title and (
        _SENTENCE.search(paragraph) is not None or paragraph.endswith(("。", "）"))
    )
    is_credit = _CREDIT.fullmatch(paragraph) is not None
    if has_sentence and not is_caption and not is_credit and not _NOT_PROSE.match(paragraph):
        return ParagraphKind.PROSE
    is_stamp = _stamp(paragraph) is not None and len(_HAN.findall(paragraph)) < _MIN_PROSE_HAN
    if is_caption or is_stamp or starts_boilerplate(paragraph):
        return ParagraphKind.BOILERPLATE
    # A line that ends in a colon introduces the paragraph below it.
    is_headline = len(paragraph) <= _MAX_HEADLINE and not paragraph.endswith("：")
    return ParagraphKind.HEADLINE if is_headline else ParagraphKind.PROSE


def starts_boilerplate(line: str) -> bool:
    """Return whether the line begins as only boilerplate does."""
    if _NOT_PROSE.match(line):
        return True
    if not _HAN.search(line):
        return _LATIN_WORD.search(line) is not None or _stamp(line) is not None
    if starts_label(line) and not (_SENTENCE_MARK.search(line) and len(line) > 12):
        return True
    is_menu = len(line) < _MAX_HEADLINE and _MENU.search(line) is not None
    return is_menu and _HEADLINE_IN_BARS.search(line) is None


def starts_label(line: str) -> bool:
    """Return whether the line begins with a label of a page, or is the name of a file."""
    label = _FILE_NAME.match(line) or _STAMPED_LABEL.match(line) or _LABEL.match(line)
    return label is not None or _CREDIT.fullmatch(line) is not None


def exclusion_reason(line: str) -> ExclusionReason:
    """Return what kind of boilerplate a line is."""
    if not _HAN.search(line):
        if _stamp(line):
            return ExclusionReason.IMPRINT
        is_number = _PAGE_NUMBER.fullmatch(line) is not None
        return ExclusionReason.RUNNING_HEAD if is_number else ExclusionReason.MARKUP
    if _CAPTION.match(line) or _CAPTION_END.search(line[-20:]):
        return ExclusionReason.CAPTION
    if _MENU.search(line):
        return ExclusionReason.MENU
    label = _LABEL.match(line)
    return _REASONS[label[1].replace(":", "：")] if label else ExclusionReason.IMPRINT


def is_unfinished_stamp(line: str) -> bool:
    """Return whether the line ends inside a stamp that the next line may complete."""
    return len(line) < 40 and _UNFINISHED_STAMP.search(line) is not None


def ends_report(line: str) -> bool:
    """Return whether the line closes a report with its source, as （据湖北省民政厅） does."""
    return _SOURCE_LINE.search(line[-40:]) is not None


def names_author(line: str) -> bool:
    """Return whether the line ends with who wrote it, as （大通县民政局） or （李强） does."""
    if not line.endswith(("）", ")", "）。", ")。")):
        return False
    authors = _AUTHORS.search(line[-40:])
    are_names = authors is not None and all(
        name[0] in _SURNAMES for name in re.split(r"[\s、]", authors["names"])
    )
    return are_names or _OFFICE_LINE.search(line[-40:]) is not None


def read_imprint(paragraph: str) -> Imprint:
    """Return the stamp and the source that a line of boilerplate names."""
    stamp = end_of_period(paragraph)
    if not stamp and not _TODAY.match(paragraph):
        stamp = _stamp(paragraph)
    source = _SOURCE.search(paragraph) or (_OUTLET.search(paragraph) if stamp else None)
    is_day_alone = stamp is not None and _DAY_OF_WEEK.fullmatch(paragraph) is not None
    is_origin = source is not None and source.group().startswith("稿源")
    return Imprint(stamp, source[1] if source else None, is_origin, is_day_alone)


def _stamp(text: str) -> datetime.date | None:
    if len(text) < _MIN_STAMP:
        return None
    for match in _YEAR_FIRST.finditer(text):
        if day := _date(match[1], match[2], match[3]):
            return day
    for match in _YEAR_LAST.finditer(text):
        # 26.03.2015 puts the day first; the other order is tried where no such month exists.
        if day := _date(match[3], match[2], match[1]) or _date(match[3], match[1], match[2]):
            return day
    return None


def _date(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
