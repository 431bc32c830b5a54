"""Who says what follows: 会议强调，…, and how far each saying reaches.

What a report says of itself tells of the past; tasks are found where somebody says them.
"""

import re
from dataclasses import dataclass

from bulletins.reading.records import Span

_SAYING = re.compile(
    r"(?:^|(?<=[。；！？，”\n]))(?P<section>(?!深入|认真|全面|切实|坚[持决]|贯彻|落实|把握|对照|符合|立足|准确|严格|进一步|聚焦|适应)[^，。；：“”\n要按对围绕结合以为在把]{1,14}?(?:在[^，。；：要]{1,8}[中上时])?"
    # 贯彻上级部署要求: there 要求 is no verb.
    r"(?:指出|(?<!加)强调(?![查研度])|(?<!部署|工作|有关|目标|任务)(?<!总|的|新)要求|明确|提出|认为|(?<!据)说(?=[，：]))|(?:强调|要求)(?=要))(?:了)?"
    # 强调要深化改革，完善体系: the first task stands right behind the saying.
    r"(?P<rest>[^，。：；\n]{0,24}?)(?:[，：]|$|(?=(?<!需|主|重|必)要(?!求|点|素|闻|件|事|案|义|性)))",
    re.M,
)
CLAUSE = re.compile(r"[^，。；！？：\n]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a list: its heading and its whole extent in the body."""

    heading: Span
    end: int
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """A stretch of a body and who says it (会议强调), None where the report itself does."""

    start: int
    end: int
    section: str | None


def read_sayings(text: str) -> list[Scope]:
    """Each saying of a body: where its own words stand, and who says it."""
    return [Scope(*match.span(), match["section"]) for match in _SAYING.finditer(text)]


def scopes(text: str, sayings: list[Scope]) -> list[Scope]:
    """The stretches of a body, in order, each with who says it, or None for the report itself."""
    found: list[Scope] = []
    position, goes_on, following = 0, False, 0
    for paragraph in text.split("\n"):
        end = position + len(paragraph)
        start, section = position, None
        # 会议强调，要…。 and below it a paragraph that begins with 要: the same saying goes on.
        if goes_on or (found and found[-1].section and paragraph.startswith("要")):
            opened = found.pop()
            start, section = opened.start, opened.section
        while following < len(sayings) and sayings[following].end <= end:
            saying = sayings[following]
            found.append(Scope(start, saying.start, section))
            start, section = saying.end, saying.section
            following += 1
        found.append(Scope(start, end, section))
        # 会议强调 on a line of its own opens the lines below it.
        goes_on = start == end or paragraph.endswith(("：", "；"))
        position = end + 1
    return found
