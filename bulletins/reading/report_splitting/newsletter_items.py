"""Decide where the next item of a newsletter begins: other news than the report above it.

An item has an event, a place and an actor of its own, while a paragraph of a report goes on about
its meeting: what it asks for, who spoke, what others told there. All texts are folded.
"""

import re

from bulletins.reading.layout import names_author
from bulletins.reading.lexical import gazetteer, starts_item
from bulletins.reading.report_splitting.headlines import MAX_HEADLINE, bigram_overlap
from bulletins.reading.report_splitting.lead_sentences import is_lead, sentences
from bulletins.reading.report_splitting.report_boundaries import is_place, opens_with_date

# 一季度全州低保数据出炉, above 一季度，全州共发放…
_PERIOD = re.compile(r"^(?:(?:19|20)\d\d年)?(?:第?[一二三四]季度|[上下]半年)")
# 去年3月 is told of in a report, 3月底前 a day to come.
_NOT_RECENT = re.compile(
    r"[去前上]年|[^，。]{0,8}?\d{1,2}(?:[月日号]|月\d{1,2}日)(?:[底初末]|[上中下]旬)?之?前"
)
_SECTION = re.compile(r"【[^】]{2,8}】(?=.)")
_NUMBER = re.compile(
    r"^(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．]+(?!\d)|[一二三四五六七八九十]{1,3}\s(?=\S)"
    r"|[◎★●○■□◆◇·•▪▲※])\s?"
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
# A headline whose words the paragraph below it repeats is its own, and no subheading.
_MIN_HEADLINE_OVERLAP = 0.5
_MAX_LEAD_OVERLAP = 0.2
_ITEM_MARK = re.compile(r"(?:[●◆★■◎▲○◇☆]|[—―]{1,2}|【[^】]{1,8}】)\s?")
_FURTHER_NEWS = re.compile(r"(?:本报)?[又另]讯(?!问)")
# 天水：为困难老人发放煤炭。
_PLACE_LABEL = re.compile(r"[【\[（(]?([^【】\[\]（）()：:，。]{2,10})[】\]）)：:]")
# 和平区的做法, 和平区经验: a place whose experience a report tells of.
_TOLD_OF_PLACE = re.compile(r"的|.{0,12}(?:做法|经验|任务|情况|模式|实践|探索)$")
# A speech praises places below subheadings.
_SALUTATION = re.compile(r"[^，。：！]{0,12}(?:同志|朋友|代表|委员)们|各位")
# 交流发言, 各县汇报: above what the places told their meeting.
_EXCHANGE = re.compile(
    r"交流(?:发言|经验|做法|材料)|(?:经验|典型|大会|书面|工作)(?:交流|发言)|(?:作|做|进行)了?(?:经验|交流|典型)"
    r"|介绍了?[^，。]{0,10}(?:经验|做法|情况)|各[^，。]{1,8}汇报|(?:经验|做法|发言|情况)如下"
)
# 和平区要加强…: a task.
_TASK = re.compile(
    r"[^，。]{0,12}?(?:(?<![主重需])要(?!闻)|须|应[当该]|将(?!军)|(?<!模)拟|负责|牵头)"
)
_WHOLE_DAY = re.compile(
    r"[◎★●○■□◆◇·•▪▲※【\[（\s]{0,3}(?:(?:19|20)\d\d年)?(\d{1,2})月(\d{1,2})日"
    r"(?:[至到—~～-]\d{1,2}日)?(?![前起止至到—~～-])[】\]）：]?(?:[上下]午|晚)?，?\s?"
)
# What is done on another day of the same meeting, or because of it.
_OF_MEETING = re.compile(
    r"会议|[大全与参到]会|会[上后前期]|代表|分组|学员|观摩|参训|培训|闭幕|结束|贯彻|落实|精神|部署"
)
_EVENT = re.compile(
    r"调研|走访|慰问|看望|视察|检查|督[导查]|考察|会见|座谈|签[订署约]|启[动用]|揭[牌幕晓]|挂牌|开[园业馆工]"
    r"|投入使用|投用|发放|捐[赠款]|赠送|上线|落[成幕]|竣工|奠基|获评|获奖|祝寿|救助|宣传"
)
# 副市长李军到, 市委常委刘涛一行: a person with the post, who is named for the first time.
_VISITOR = re.compile(
    r"[^，。]{0,24}?(?:长|书记|主席|主任|常委|委员|巡视员|调研员)(?P<name>[^，。]{2,3}?)(?:同志)?(?:一行)?"
    r"(?:带队|率队|率[^，。]{1,8})?(?:[先分]后|专程)?(?:[到赴在]|深入|前往)"
)
# 市残联, 市福利院
_OFFICE = re.compile(
    r"[^，。到赴在往]{0,8}?[省市区县州](?!民政)[^，。到赴在往省市区县州]{1,8}?(?:[厅局委联站院办]|中心|协会|总会)"
)
_RECENT = re.compile(r"[^。]{0,60}?(?:近日|日前|昨[日天]|连日来|\d{1,2}月\d{1,2}日)")
_OPENING_DAY = re.compile(
    r"(?:日前|近日|连日来|[^，。]{0,8}?\d{1,2}月(?:\d{1,2}日)?(?:[上下]午)?)，?"
)


def is_other_news(
    text: str, headline: str, lead: str, *, is_ended: bool, has_exchange: bool
) -> bool:
    """Return whether a paragraph begins other news than the report above, as in a newsletter.

    Args:
        text: the paragraph.
        headline: the short line above it.
        lead: the beginning of the report above.
        is_ended: whether its author or a line across the page is at its end, or the headline is
            one of the lines above all text.
        has_exchange: whether it says that places told their experience to the meeting.
    """
    is_its_headline = is_headline_of(headline, text, lead)
    has_period = all(_PERIOD.match(each) for each in (headline, text))
    opens_as_news = opens_with_date(text) or has_period
    name = acting_place(_PERIOD.sub("", headline))
    if is_ended:
        is_of_other_place = name not in lead and not _OWN_PLACE.match(name)
        return is_its_headline or opens_as_news or names_author(text) or is_of_other_place
    if not opens_as_news:
        return not has_exchange and _begins_with_actor(text, headline, lead)
    if _NOT_RECENT.match(text):
        return False
    # 大通县民政局开展清明祭扫宣传: the headline names who acts, and the report above does not.
    if name and name not in lead and name in text[:_MAX_ACTOR_START]:
        # 全市 alone may begin a subheading.
        return is_its_headline or has_period or not _OWN_PLACE.match(name)
    # Without a name it has to have nothing in common with the report above.
    return is_its_headline and not name and bigram_overlap(headline, lead) <= _MAX_LEAD_OVERLAP


def _begins_with_actor(text: str, headline: str, lead: str) -> bool:
    """Return whether a paragraph without a day begins with who acts, unlike one below a subheading.

    天水市发放煤炭 / 天水市为困难老人… name the same place; below a headline without a name it is
    another place than the report's, and of late: 敬老院改造完工 / 渭源县敬老院3所日前完工.
    """
    name = acting_place(headline)
    is_its_headline = is_headline_of(headline, text, lead)
    overlap = bigram_overlap(headline, lead)
    if not name:
        is_apart = is_its_headline and overlap <= _MAX_LEAD_OVERLAP
        return is_apart and _RECENT.match(text) is not None and is_about_another_place(text, lead)
    if not text.startswith(name) or _OWN_PLACE.match(name):
        return False
    has_other_words = (
        is_its_headline and overlap <= bigram_overlap(headline, text[:_MAX_COMPARED]) / 2
    )
    is_of_other_place = name not in lead and not _SALUTATION.match(lead)
    return (has_other_words or is_of_other_place) and _tells_of_event(text, headline, name)


def _tells_of_event(text: str, headline: str, name: str) -> bool:
    """Return whether a headline and its paragraph tell what a place did, not what it has to do."""
    after = len(name)
    return not (_TOLD_OF_PLACE.match(headline[after:]) or _TASK.match(text[after:]))


def tells_of_exchange(text: str) -> bool:
    """Return whether a paragraph says that places told others what they did (交流发言)."""
    return _EXCHANGE.search(text) is not None


def is_next_item(text: str, opening: str, lead: str, *, is_row: bool) -> bool:
    """Return whether a paragraph is the next item of a newsletter without lines of headlines.

    The items begin with a section (【动态】), with the label of a place (天水：) or a day each, or
    with a mark or a number before another place.

    Args:
        text: the paragraph.
        opening: the first paragraph of the report above, an item itself.
        lead: the beginning of that report.
        is_row: whether the report above is known to be one of a row of items.
    """
    if (
        _FURTHER_NEWS.match(text)
        or _is_of_another_label(text, opening)
        or is_of_another_day(text, opening, lead, is_row=is_row)
    ):
        return True
    mark = _ITEM_MARK.match(text)
    if mark:
        # ● 武山县发放煤炭80吨: of another place than the report above, or both have the mark.
        is_marked = opening.startswith(mark[0].strip()) and not _is_of_meeting(text)
        if is_marked or is_about_another_place(text[mark.end() :], lead):
            return True
    if all(_SECTION.match(each) for each in (text, opening)):
        return True
    if not starts_item(text) or not starts_item(opening) or not (is_row or is_lead(opening)):
        return False
    name = acting_place(without_number(text))
    return bool(name) and name not in lead and _HEADLINE_SENTENCE.match(text) is not None


def is_about_another_place(text: str, lead: str) -> bool:
    """Return whether a paragraph begins with another place or office than the report above has."""
    day = _OPENING_DAY.match(text)
    name = acting_place(text[day.end() :] if day else text)
    return bool(name) and name not in lead and not _OWN_PLACE.match(name)


def is_of_another_day(text: str, opening: str, lead: str, *, is_row: bool) -> bool:
    """Return whether both paragraphs begin with a day, the next one with a later day and event.

    In a report a later day is one of the meeting, or whoever held it goes on (李军…召开座谈会,
    and the next day 李军到…调研); in a row of items (一周要闻) it is always another item.
    """
    day, earlier = (_WHOLE_DAY.match(each) for each in (text, opening))
    if not day or not earlier or not _is_later(day, earlier):
        return False
    first = next(sentences(text[day.end() :]), None)
    if first is None or _TASK.match(first.text):
        return False
    if is_row or (not is_lead(opening) and _is_event(opening)):
        return is_lead(text) or not _is_of_meeting(text)
    actor = _first_actor(first.text)
    if not actor or actor in lead or _is_of_meeting(text):
        return False
    # 4月1日 全市…会议召开: a row of entries has no comma behind its days.
    is_entry = not any("，" in each.group() for each in (day, earlier))
    return is_entry or _EVENT.search(first.text) is not None


def _first_actor(text: str) -> str:
    """Return the person with a post, the place or the office that acts first, empty for none."""
    visitor = _VISITOR.match(text)
    if visitor:
        return visitor["name"]
    place = acting_place(text)
    if place:
        return "" if _OWN_PLACE.match(place) else place
    office = _OFFICE.match(text)
    return office.group() if office else ""


def _is_later(day: re.Match[str], earlier: re.Match[str]) -> bool:
    month, before = int(day[1]), int(earlier[1])
    return (month, int(day[2])) > (before, int(earlier[2])) or (month == 1 and before == 12)


def _is_event(text: str) -> bool:
    first = next(sentences(text), None)
    return first is not None and _EVENT.search(first.text) is not None and not _is_of_meeting(text)


def _is_of_meeting(text: str) -> bool:
    """Return whether the first sentence goes on about the meeting of the report."""
    first = next(sentences(text), None)
    return first is not None and _OF_MEETING.search(first.text) is not None


def _is_of_another_label(text: str, opening: str) -> bool:
    """Return whether both paragraphs are set off by labels, those of two places (庆阳： 天水：)."""
    labels = {_place_label(each) for each in (text, opening)}
    return len(labels) == 2 and None not in labels


def _place_label(text: str) -> str | None:
    label = _PLACE_LABEL.match(text)
    return label[1] if label and is_place(label[1]) else None


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


def acting_place(headline: str) -> str:
    """Return the place or office that a headline begins with, empty for none."""
    own = _OWN_PLACE.match(headline)
    if own:
        return own.group()
    first = next(iter(gazetteer.mentions(headline[:_OPENING_LENGTH])), None)
    return headline[: first.end] if first and first.start == 0 else ""
