"""Recognize the head of minutes: lines such as 时间： 地点： 主持人： 出席： 记录：.

A bar (时间 | …) or a gap (时  间    …) may stand for the colon.

They are what minutes say of their meeting, so they belong to its text. 时间： is also a label of
web pages, where it gives the day of publication; the lines beside it and the form of its day tell.
All texts are folded.
"""

import re
from collections.abc import Sequence

from bulletins.reading.layout.boilerplate import starts_boilerplate
from bulletins.reading.lexical import HAN

_VERBS = ("出席", "列席", "缺席", "请假", "参加", "参会", "到会", "与会", "特邀", "旁听", "未到")
_WHO = (
    *(
        "",
        "人",
        "人员",
        "领导",
        "单位",
        "部门",
        "同志",
        "会议",
        "会议人员",
        "会议领导",
        "名单",
        "人员名单",
    ),
    *("理事", "监事", "委员", "代表", "会员", "会员代表", "党员", "成员", "常委", "职工", "嘉宾"),
)
# Letter-spaced to one width: 时  间：. The longest first: 主  持  人    王明.
_LABELS = "|".join(
    r"\s*".join(label)
    for label in sorted(
        (
            *("地点", "主持", "主持人", "召集人", "议题", "议程", "记录", "记录人", "记录员"),
            *(verb + who for verb in _VERBS for who in _WHO),
        ),
        key=len,
        reverse=True,
    )
)
# The first characters are tested first: hardly any line has one of them.
_FIRST = "会因地主召议记" + "".join(verb[0] for verb in _VERBS)
_LABEL = rf"(?=[{_FIRST}])(?:会\s*议\s*|因[事公病故])?(?:{_LABELS})"
_TIME_LABEL = r"(?:会\s*议\s*)?时\s*间"
# Several bars are of a row or a menu.
_COLON = r"\s*(?:[：:]|[|｜](?=[^|｜]+$))"
_HEAD = re.compile(_LABEL + _COLON)
_TIME = re.compile(_TIME_LABEL + _COLON)
_GAPPED = re.compile(
    rf"(?P<label>{_LABEL}|{_TIME_LABEL})(?:\u3000|[ \u3000]{{2,}})\s*(?P<value>[^\s：:|｜].*)"
)
_PAGE_LABEL = re.compile(
    r"来源|稿源|作者|编辑|责编|发布|更新|浏览|点击|阅读|字体|字号|打印|人气|访问"
)
# 上午9：00, 星期一 and 3月8日 without its year are of a meeting, 2024-03-18 09:00 of a page.
_TIME_OF_MEETING = re.compile(
    r"[上下中]午|晚|星期|周[一二三四五六日]|\d时|\d点|[^年\s\d]\s*\d{1,2}月\d{1,2}日"
)
# 主  题：… and other labels are of the head where they are beside its lines.
_OTHER_LABEL = re.compile(
    rf"(?!会议(?:指出|强调|要求|认为|提出|明确|决定|议定|听取|研究|同意))[{HAN}][{HAN}\s]{{1,7}}(?:[：:]|\s?[|｜])[^。；|｜]+$"
    # 应到理事15人，实到13人。
    r"|应到[^。；：]{0,10}\d+[人名][^。；：]*。?$"
)
_NAME = rf"(?:[{HAN}·]{{2,4}}|[{HAN}]\s+[{HAN}])"
# 会议纪要 below the head of other minutes is the title of the next ones.
_NAMES = re.compile(rf"(?!.*(?:会议|纪要|记录)){_NAME}(?:[\s、，]+{_NAME})*")


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


def gapped_heads(lines: Sequence[str]) -> dict[int, str]:
    """Return the heads whose label a gap separates, by position, with a tab for the gap.

    The words of a table have gaps as well, so that one head has another beside it.
    """
    heads = {number: head for number, line in enumerate(lines) if (head := _GAPPED.fullmatch(line))}
    return {
        number: f"{''.join(head['label'].split())}\t{_without_letter_spacing(head['value'])}"
        for number, head in heads.items()
        if number - 1 in heads or number + 1 in heads
    }


def _without_letter_spacing(value: str) -> str:
    words = value.split()
    return "".join(words) if all(len(word) == 1 for word in words) else value


def _is_beside_head(heads: list[bool], number: int) -> bool:
    return heads[max(0, number - 1)] or heads[min(number + 1, len(heads) - 1)]
