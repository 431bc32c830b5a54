"""Recognize the lines above a speech: its title, the day, and whom it addresses.

Below the title stand who speaks and when, which belong to the text. All texts are folded.
"""

import re

# 在全省民政工作会议上的讲话（摘要）
_TITLE = re.compile(
    r"(?:[上时中]的[^，。]{0,6}(?:讲话|发言|致辞|致词|欢迎[词辞]|报告)|工作报告|主持词|[讲发][话言]稿)"
    r"(?:提纲|要点|摘要)?(?:（[^（）]{1,10}）)?$"
)
_DAY = re.compile(r"[（(]?(?:19|20)\d\d年\d{1,2}月\d{1,2}日[）)]?")
_ADDRESS = re.compile(
    r"[^，。]{0,20}(?:同志|朋友|女士|先生)们[^，。]{0,8}[：:！!]|各位[^，。]{1,30}[：:！!]"
)


def is_speech_title(line: str) -> bool:
    """Return whether the line ends like the title of a speech."""
    return _TITLE.search(line) is not None


def is_day(line: str) -> bool:
    """Return whether the line is a day and nothing else, perhaps in brackets."""
    return _DAY.fullmatch(line) is not None


def is_address(line: str) -> bool:
    """Return whether the line addresses those who hear the speech (同志们：)."""
    return _ADDRESS.fullmatch(line) is not None
