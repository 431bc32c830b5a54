"""Join text that has a space behind every character, as layers of scanned pages do.

湖 南 省 2 0 2 4 年 is 湖南省2024年. Spaces between Chinese characters alone prove nothing, because
names are spaced too (王 涛 李 四) and so are the cells of a table: a line is joined for a number or
punctuation that is spaced as well, and where most of its text is set like such a line. Wider gaps
(two spaces, an ideographic space) separate words and remain.
"""

import re

from bulletins.reading.lexical.char_classes import HAN

_SINGLE_HAN = re.compile(f"[{HAN}]")
_SPACED_NUMBER_OR_MARK = re.compile(r"(?<!\S)(?:\d [\d年月日]|[，。、；：“”《》（）])(?!\S)")
_OTHER_SPACE = re.compile(r"[\xa0\u2000-\u200a\u202f\u205f]")
_LETTER_SPACE = re.compile(r"(?<!\S)(\S) (?=\S(?!\S))")
# Most tokens of a spaced line are single characters, and a good part of these are Chinese.
_MIN_SINGLE_SHARE = 0.8
_MIN_HAN_SHARE = 0.3
# A shorter line is judged by the rest of its text only.
_MIN_TOKENS = 8


def join_letter_spacing(text: str) -> str:
    """Return the text without the spaces behind single characters; its length may change."""
    lines = _OTHER_SPACE.sub(" ", text).split("\n")
    spaced = {number for number, line in enumerate(lines) if _is_spaced(line)}
    proven = {number for number in spaced if _is_surely_spaced(lines[number])}
    if not proven:
        return text
    is_mostly_spaced = sum(len(lines[number]) for number in spaced) * 2 > len(text)
    joined = spaced if is_mostly_spaced else proven
    return "\n".join(
        _LETTER_SPACE.sub(r"\1", line) if number in joined else line
        for number, line in enumerate(lines)
    )


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
