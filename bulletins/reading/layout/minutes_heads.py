"""Recognize the head of minutes: lines such as 时间： 地点： 主持人： 出席： 记录：.

They are what minutes say of their meeting, so they belong to its text. 时间： is also a label of
web pages, where it gives the day of publication; the lines beside it and the form of its day tell.
All texts are folded.
"""

import re
from collections.abc import Sequence

from bulletins.reading.layout.boilerplate import starts_boilerplate
from bulletins.reading.lexical import HAN

_VERBS = ("出席", "列席", "缺席", "请假", "参加", "参会", "到会", "与会", "特邀", "旁听", "未到")
_WHO = ("", "人", "人员", "领导", "单位", "同志", "会议", "会议人员")
# Letter-spaced to one width: 时  间：.
_LABELS = "|".join(
    r"\s*".join(label)
    for label in (
        *("地点", "主持", "主持人", "召集人", "议题", "议程", "记录", "记录人", "记录员"),
        *(verb + who for verb in _VERBS for who in _WHO),
    )
)
# The first characters are tested first: hardly any line has one of them.
_FIRST = "会因地主召议记" + "".join(verb[0] for verb in _VERBS)
_HEAD = re.compile(rf"(?=[{_FIRST}])(?:会\s*议\s*|因[事公病故])?(?:{_LABELS})\s*[：:]")
_TIME = re.compile(r"(?:会\s*议\s*)?时\s*间\s*[：:]")
_PAGE_LABEL = re.compile(
    r"来源|稿源|作者|编辑|责编|发布|更新|浏览|点击|阅读|字体|字号|打印|人气|访问"
)
# 上午9：00 and 星期一 are of a meeting, 2024-03-18 09:00 of a page.
_TIME_OF_MEETING = re.compile(r"[上下中]午|晚|星期|周[一二三四五六日]|\d时|\d点")
# 主  题：… and other labels are of the head where they are beside its lines.
_OTHER_LABEL = re.compile(
    rf"(?!会议(?:指出|强调|要求|认为|提出|明确|决定|议定|听取|研究|同意))[{HAN}][{HAN}\s]{{1,7}}[：:][^。；]+$"
)
_NAMES = re.compile(rf"[{HAN}·]{{2,4}}(?:[\s、，]+[{HAN}·]{{2,4}})*")


def starts_minutes_head(line: str) -> bool:
    """Return whether the line begins like one of the head of minutes."""
    return _HEAD.match(line) is not None or _TIME.match(line) is not None


def minutes_heads(lines: Sequence[str]) -> list[bool]:
    """Return, for each line of a text, whether it is in the head of minutes."""
    heads = [_HEAD.match(line) is not None and not _PAGE_LABEL.search(line) for line in lines]
    for number, line in enumerate(lines):
        if _TIME.match(line) and not _PAGE_LABEL.search(line):
            is_meeting = _TIME_OF_MEETING.search(line) is not None
            heads[number] = is_meeting or _is_beside_head(heads, number)
    if not any(heads):
        return heads
    for number, line in enumerate(lines):
        if not heads[number] and _is_beside_head(heads, number):
            is_below = number > 0 and heads[number - 1]
            heads[number] = (is_below and _NAMES.fullmatch(line) is not None) or (
                _OTHER_LABEL.match(line) is not None and not starts_boilerplate(line)
            )
    return heads


def _is_beside_head(heads: list[bool], number: int) -> bool:
    return heads[max(0, number - 1)] or heads[min(number + 1, len(heads) - 1)]
