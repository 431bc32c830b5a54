"""Join text that has a space behind every character, as layers of scanned pages do.

湖 南 省 2 0 2 4 年 is 湖南省2024年. Spaces between Chinese characters alone prove nothing, because
names are spaced too (王 涛 李 四) and so are the cells of a table: a line is joined for a number or
punctuation that is spaced as well, and where most of its text is set like such a line. Gaps that
are wider than those of the line (two spaces, an ideographic space) separate words and remain.

A number of which only the digits are spaced is joined where a year, a month or a day tells that it
is one, or a Chinese character at either side that touches it.
"""

import re
from collections import Counter

from bulletins.reading.lexical.char_classes import HAN

_SINGLE_HAN = re.compile(f"[{HAN}]")
_SPACED_NUMBER_OR_MARK = re.compile(r"(?<!\S)(?:\d [\d年月日]|[，。、；：“”《》（）])(?!\S)")
_OTHER_SPACE = re.compile(r"[\xa0\u2000-\u200a\u202f\u205f]")
_LETTER_SPACE = re.compile(r"(?<!\S)(\S) (?=\S(?!\S))")
_GAP = re.compile(r"(?<=\S)[ \u3000]+(?=\S)")
_MONTH, _DAY = r"(?: ?(?:1 [0-2]|\d) ?月)", r"(?: ?(?:[123] \d|\d) ?日)"
_SPACED_DATE = re.compile(
    rf"(?<![\d.,-])(?:1 9|2 0) \d \d ?年{_MONTH}?{_DAY}?|(?<=年){_MONTH}{_DAY}?|(?<=月){_DAY}"
)
_SPACED_NUMBER = re.compile(
    rf"(?<=[{HAN}（，])\d(?: \d)+(?=[万亿元人个名户所家项件次场张岁年％%余多])"
)
# Most tokens of a spaced line are single characters, and a good part of these are Chinese.
_MIN_SINGLE_SHARE = 0.8
_MIN_HAN_SHARE = 0.3
# A shorter line is judged by the rest of its text only.
_MIN_TOKENS = 8


def join_letter_spacing(text: str) -> str:
    """Return the text without the spaces behind single characters; its length may change."""
    lines = list(map(_single_spaced, _OTHER_SPACE.sub(" ", text).split("\n")))
    spaced = {number for number, line in enumerate(lines) if _is_spaced(line)}
    proven = {number for number in spaced if _is_surely_spaced(lines[number])}
    if proven:
        is_mostly_spaced = sum(len(lines[number]) for number in spaced) * 2 > sum(map(len, lines))
        joined = spaced if is_mostly_spaced else proven
        received = text.split("\n")
        text = "\n".join(
            _LETTER_SPACE.sub(r"\1", line) if number in joined else received[number]
            for number, line in enumerate(lines)
        )
    return _SPACED_NUMBER.sub(_without_spaces, _SPACED_DATE.sub(_without_spaces, text))


def _single_spaced(line: str) -> str:
    """Return a line whose characters have a wider gap behind each with one space in its place."""
    if "  " not in line and "\u3000" not in line:
        return line
    gaps = Counter(_GAP.findall(line))
    if not gaps:
        return line
    gap, count = gaps.most_common(1)[0]
    is_gap_of_line = gap != " " and count >= _MIN_SINGLE_SHARE * gaps.total()
    return (
        _GAP.sub(lambda each: " " if each[0] == gap else each[0], line) if is_gap_of_line else line
    )


def _without_spaces(number: re.Match[str]) -> str:
    return number[0].replace(" ", "")


def _is_spaced(line: str) -> bool:
    if line.count(" ") * 3 < len(line):
        return False
    tokens = line.split()
    singles = [token for token in tokens if len(token) == 1]
    han = sum(_SINGLE_HAN.match(token) is not None for token in singles)
    return (
        len(singles) > 1
        and len(singles) >= _MIN_SINGLE_SHARE * len(tokens)
        and han >= _MIN_HAN_SHARE * len(singles)
    )


def _is_surely_spaced(line: str) -> bool:
    return len(line.split()) >= _MIN_TOKENS and _SPACED_NUMBER_OR_MARK.search(line) is not None
