"""Reported speech: reporting clauses (会议强调，…) and the extent of what follows them.

The report's own words describe the past; priorities occur where they are attributed to a speaker.
"""

import re
from dataclasses import dataclass

from bulletins.reading.records import Span

_REPORTING_CLAUSE = re.compile(
    r"(?:^|(?<=[。；！？，”\n]))(?P<section>(?!深入|认真|全面|切实|坚[持决]|贯彻|落实|把握|对照|符合|立足|准确|严格|进一步|聚焦|适应)[^，。；：“”\n要按对围绕结合以为在把]{1,14}?(?:在[^，。；：要]{1,8}[中上时])?"
    # 贯彻上级部署要求: here 要求 is not a verb.
    r"(?:指出|(?<!加)强调(?![查研度])|(?<!部署|工作|有关|目标|任务)(?<!总|的|新)要求|明确|提出|认为|(?<!据)说(?=[，：]))|(?:强调|要求)(?=要))(?:了)?"
    # 强调要深化改革，完善体系: the first task directly follows the reporting clause.
    r"(?P<rest>[^，。：；\n]{0,24}?)(?:[，：]|$|(?=(?<!需|主|重|必)要(?!求|点|素|闻|件|事|案|义|性)))",
    re.M,
)
CLAUSE = re.compile(r"[^，。；！？：\n]+")


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list: the span of its heading, and its end in the body.

    `section` is the reporting clause of its scope (会议强调), None for the report's own words.
    """

    heading: Span
    end: int
    section: str | None = None


@dataclass(frozen=True, slots=True)
class SpeechScope:
    """A part of a body attributed to one speaker.

    `section` is the reporting clause (会议强调), None for the report's own words.
    """

    start: int
    end: int
    section: str | None


def find_reporting_clauses(text: str) -> list[SpeechScope]:
    """Return the reporting clauses of a body, in order, each with its own span as the scope."""
    return [
        SpeechScope(*match.span(), match["section"]) for match in _REPORTING_CLAUSE.finditer(text)
    ]


def split_into_scopes(text: str, reporting_clauses: list[SpeechScope]) -> list[SpeechScope]:
    """Divide a body into scopes, in order.

    Args:
        text: the body, quotations masked.
        reporting_clauses: those that `find_reporting_clauses` returned for it.
    """
    scopes: list[SpeechScope] = []
    position, continues, index = 0, False, 0
    for paragraph in text.split("\n"):
        end = position + len(paragraph)
        start, section = position, None
        # 会议强调，要…。 and then a paragraph that begins with 要: the same scope continues.
        if continues or (scopes and scopes[-1].section and paragraph.startswith("要")):
            open_scope = scopes.pop()
            start, section = open_scope.start, open_scope.section
        while index < len(reporting_clauses) and reporting_clauses[index].end <= end:
            clause = reporting_clauses[index]
            scopes.append(SpeechScope(start, clause.start, section))
            start, section = clause.end, clause.section
            index += 1
        scopes.append(SpeechScope(start, end, section))
        # 会议强调 on a line of its own also covers the lines below it.
        continues = start == end or paragraph.endswith(("：", "；"))
        position = end + 1
    return scopes
