"""The words that announce a list, and whether they point to work ahead or to work done."""

import re
from itertools import islice

from bulletins.reading.fields.priorities.reported_speech import CLAUSE
from bulletins.reading.lexical.numerals import NUMERAL
from bulletins.reading.records import Span

ACHIEVED = re.compile(
    r"总结|回顾|取得|成效|成绩|肯定|做法|经验|存在|问题|挑战|困难|审议|学习了|体会|启示|成就|亮点|原因|不足|特点|形势|一年来|过去|以来|(?:扎实|顺利|稳步|有序|协调)推进[。：，]|完成了|做到了|实现了|工作进展|介绍|议程|流程|程序"
)
AHEAD = re.compile(
    r"要求|(?<![主重])[要须](?!求)|部署|任务|下一步|下步|下半年|明年|抓好|做好|布置|安排|强调|意见|措施|希望|今后|明确|重点|着力|计划|将|推进|落实|提出"
)
COUNT = (
    rf"(?P<count>\d{{1,2}}|[{NUMERAL}]{{1,3}})(?:个方面|方面|项|点|个|大|条|件)"
    r"(?:重点|具体|主要|明确)?(?:工作|任务|举措|措施|要求|重点|意见|希望|建议|内容|行动|工程|坚持|着力|聚焦|注重|突出|大事|实事|方面)?"
)
_ADVERBIAL = re.compile(r"(?:以[^，]+为[^，]{1,6}|在[^，]+(?:上|中|下|方面))$")
# 按照省委部署，聚焦“一小”: how the task is done, before the task.
_SAYS_HOW = re.compile(
    r"(?:(?:按照|根据|依据|对照|依托|通过)[^，]{2,}|结合(?:制定|编制|开展|召开|实施|推进|贯彻|学习)[^，]*)$"
)
MAX_ANNOUNCEMENT_CHARS = 90


def points_ahead(announcement: str) -> bool:
    """Return whether the last significant word is of work ahead, or none is of work done."""
    ahead = max((match.end() for match in AHEAD.finditer(announcement)), default=-1)
    achieved = max((match.end() for match in ACHIEVED.finditer(announcement)), default=-1)
    return ahead >= achieved


def points_ahead_at_all(announcement: str) -> bool:
    """Return whether a word of work ahead is in it, and none of work done behind that."""
    return AHEAD.search(announcement) is not None and points_ahead(announcement)


def announcement_before(text: str, end: int) -> str:
    """Return the words that announce the list at `end`.

    They are the beginning of its sentence, or the sentence before where the list begins its own.
    """
    window = text[max(0, end - MAX_ANNOUNCEMENT_CHARS) : end].rstrip("\n")
    _, stop, last = window[:-1].rpartition("。")
    return last + window[-1:] if len(last) > 4 or not stop else window


def heading_of(text: str, start: int, end: int) -> Span:
    """Return the span of the first clause of an item, with the second if it is only adverbial."""
    clauses = list(islice(CLAUSE.finditer(text, start, end), 2))
    if not clauses:
        return start, end
    first = clauses[0]
    follows = len(clauses) == 2 and text[first.end()] == "，"
    if follows and _SAYS_HOW.match(first.group()):
        return clauses[1].span()
    if len(clauses) == 2 and _ADVERBIAL.match(first.group()) and text[first.end()] == "，":
        return first.start(), clauses[1].end()
    return first.span()
