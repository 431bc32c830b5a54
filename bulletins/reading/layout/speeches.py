"""Recognize the lines above a speech: its title, and the day.

Below the title stand who speaks and when, which belong to the text. All texts are folded.
"""

import re

# 在全省民政工作会议上的讲话（摘要）
_TITLE = re.compile(
    r"(?:[上时中]的[^，。]{0,6}(?:讲话|发言|致辞|致词|欢迎[词辞]|报告)|工作报告|主持词|[讲发][话言]稿)"
    r"(?:提纲|要点|摘要)?(?:（[^（）]{1,10}）)?$"
)
_DAY = re.compile(r"[（(]?(?:19|20)\d\d年\d{1,2}月\d{1,2}日[）)]?")


def is_speech_title(line: str) -> bool:
    """Return whether the line ends like the title of a speech."""
    return _TITLE.search(line) is not None


def is_day(line: str) -> bool:
    """Return whether the line is a day and nothing else, perhaps in brackets."""
    return _DAY.fullmatch(line) is not None
