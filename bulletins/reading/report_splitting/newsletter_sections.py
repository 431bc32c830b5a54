"""The sections of a newsletter: its table of contents, its rubrics, the lines across its page.

Rubrics are the names of columns that periodicals have (短讯, 【图片新闻】). All texts are folded.
"""

import re
from enum import Enum, auto

from bulletins.reading.report_splitting.headlines import MAX_HEADLINE

# ◎ …, 1. …, … 3: an entry of a table of contents.
_ENTRY_MARKS = re.compile(r"^[◎★●○■□◆◇·•▪▲※\s]+|^\d{1,2}[.、．]\s?|[\s.…·—-]+\d{1,3}$")
_CONTENTS = re.compile(r"[◎★●○■□◆◇·•▪▲※【\[\s]*(?:本期)?(?:目\s?[录次]|要目|导读)[】\]：:\s]*")
_FRAME = r"[◎★●○■□◆◇·•▪▲※—–\-=~～*\s]*"
_BRACKETED = re.compile(rf"{_FRAME}[【〖\[［](?P<name>[^】〗\]］]{{2,10}})[】〗\]］]{_FRAME}")
_BARE = re.compile(rf"{_FRAME}(?P<name>[^◎★●○■□◆◇·•▪▲※—–=~～*\s：:-]{{2,8}})[：:]?{_FRAME}")
# What no report of a meeting is called, with brackets or without them.
_COLUMN = re.compile(
    r"(?:[短简快]|要闻简)讯|(?:相关|延伸|知识|新闻)链接|(?:相关|延伸|扩展)阅读|(?:图[片文]|一句话|短)新闻|新闻(?:集锦|速递|速览)"
    r"|(?:各地|基层|市[州县区]|区县|县[市区]|外地|兄弟省[市区]?)(?:动态|短讯|简讯|信息|传真|快递)|(?:政策|热点)问答|外地经验|他山之石"
)
# With brackets these are columns too where another one is above; a report may have them as
# subheadings.
_COLUMN_AMONG_OTHERS = re.compile(
    r"会议|人物|言论|数据|文摘|领导(?:讲话|活动|批示|论坛)|(?:重要|特别)?(?:会议|活动)|要闻|动态|信息"
    r"|.{2,4}(?:动态|要闻|新闻|信息|交流|解读|问答|人物|之[星窗声]|风采|园地|文摘|荟萃|集锦|广角|天地|速递|视窗|研究|链接|传真|撷英|纵横)"
)
_SPACES = re.compile(r"\s+")
# *****, —————: a line across the page.
_RULE = re.compile(r"\s*([*＊=＝_＿—–―\-~～·※☆★◇◆#＃.…])(?:\s*\1){2,}\s*")
# 一周要闻（2024年4月8日—4月14日）: its items begin with a day each.
_DIARY = re.compile(
    r"[^，。；：]{0,10}(?:[一本上每]周|[一本每]月|近期|近日)[^，。；：（(\s]{0,4}(?:要闻|动态|简讯|信息|纪事|回顾|工作|大事)(?:[（(].{0,30}|$)"
    r"|[^，。；：]{0,10}大事记(?:[（(].{0,30}|$)"
)


class Boundary(Enum):
    """The mark that divides an item from the one above it."""

    RUBRIC = auto()
    RULE = auto()


class NewsletterSections:
    """What the short lines read so far say of the sections of the document."""

    def __init__(self) -> None:
        self._above_text: set[str] = set()
        """Lines above all prose, without the marks of a list: perhaps a table of contents."""
        self._entries: set[str] = set()
        """Those below the word 目录."""
        self._has_rubric = False
        self.in_contents = False
        self.is_diary = False
        self.boundary: Boundary | None = None
        """What stands below the last paragraph of prose."""

    def add_line(self, line: str, *, is_above_text: bool) -> None:
        """Add a short line or a line of boilerplate."""
        if _RULE.fullmatch(line):
            self.boundary = self.boundary or Boundary.RULE
        if len(line) > MAX_HEADLINE:
            return
        if self._is_rubric(line):
            self.boundary = Boundary.RUBRIC
        self._has_rubric = self._has_rubric or _is_name_of_column(line)
        self.is_diary = self.is_diary or _DIARY.fullmatch(line) is not None
        if not is_above_text:
            return
        entry = _ENTRY_MARKS.sub("", line)
        if _CONTENTS.fullmatch(line):
            self.in_contents = True
        elif self.in_contents:
            # The first entry that is repeated is the headline of the first item.
            self.in_contents = entry not in self._entries
            self._entries.add(entry)
        self._above_text.add(entry)

    def add_prose(self) -> None:
        """Add a paragraph of prose, above which any table of contents ends."""
        self.in_contents = False
        self.boundary = None

    def lists(self, line: str) -> bool:
        """Return whether a line is one of those above all text."""
        return line in self._above_text

    def has_entry(self, line: str) -> bool:
        """Return whether a line is an entry of a table of contents."""
        return line in self._entries

    def _is_rubric(self, line: str) -> bool:
        for pattern in (_BRACKETED, _BARE):
            name = pattern.fullmatch(_SPACES.sub("", line))
            if name and _COLUMN.fullmatch(name["name"]):
                return True
        return self._has_rubric and _is_name_of_column(line)


def _is_name_of_column(line: str) -> bool:
    name = _BRACKETED.fullmatch(_SPACES.sub("", line))
    return name is not None and any(
        pattern.fullmatch(name["name"]) for pattern in (_COLUMN, _COLUMN_AMONG_OTHERS)
    )
