"""Punctuation and spaces of one paragraph, as Chinese text has them.

Pinyin notes (會(huì)) go. Half-width marks that touch Chinese become full-width, and spaces
that a layout put in go. Numbers and Latin text are left alone: 10:30 and 3,000 keep their marks.
"""

import re

from bulletins.reading.lexical.char_folding import HAN

_WIDE = str.maketrans({",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"})
_BRACKETS = re.compile(r"\([^()（）\n]{0,60}\)")
_HAN = re.compile(f"[{HAN}]")
_SIDE = rf"[{HAN}，。、；：？！“”‘’《》（）「」『』—…%]"
_CJK_SIDE = re.compile(_SIDE)
# A half-width mark that touches Chinese, or stands a space away from it.
_MARK = re.compile(rf"(?:(?<={_SIDE})|(?<={_SIDE}\s))[,;:?!()]|[,;:?!()](?=\s?{_SIDE})")
_FULL_STOP = re.compile(rf"(?<=[{HAN}”》）])[.．](?=[{HAN}“《\s]|$)")
_SPACE_BY_MARK = re.compile(r" (?=[，。、；：？！”’》）」』])|(?<=[，。、；：？！“‘《（「『]) ")
_SPACE_BY_NUMBER = re.compile(rf"(?<=[{HAN}]) (?=[0-9])|(?<=[0-9]) (?=[{HAN}])")
_SPACE_IN_HAN = re.compile(rf"(?<=[{HAN}]) (?=[{HAN}])")
_SPACED_OUT = re.compile(rf"(?:(?<![^ ])[{HAN}](?: (?=[{HAN}](?: |$)))?)+")
_TONED = r"[\u00e0-\u01dc]"
_PINYIN = re.compile(
    rf"(?<=[{HAN}])[(（](?=[^()（）]{{0,8}}{_TONED})[a-zü\u00e0-\u01dcɡ ]{{1,8}}[)）]"
)
_COMMAS = re.compile(r",(?:\s*,)+")
_DOUBLED = re.compile(r"，+(?=[、。；：！？])|(?<=[。；：！？，])，+|(?<=。)。+")
# Nothing below changes a text that has none of these: short lines by the thousand are spared.
_UNTIDY = re.compile(r"[\s,;:?!().．\"，。]")
_HALF_WIDE = re.compile(r"[,;:?!()（]")
_SENTENCE_MARK = re.compile(r"[，。；]")


def tidy(paragraph: str) -> str:
    """The paragraph with the marks and spaces that Chinese text has.

    Spaces between characters go in prose (雷 耀 is one name) and stay between the parts of a
    headline, unless it is spaced out letter by letter (江 苏).
    """
    if not _UNTIDY.search(paragraph):
        return paragraph
    if not _HAN.search(paragraph):
        return " ".join(paragraph.split())
    text = " ".join(paragraph.split())
    if _HALF_WIDE.search(text):
        text = _COMMAS.sub(",", _PINYIN.sub("", text))
        text = _MARK.sub(_widened, _BRACKETS.sub(_widened_pair, text))
    text = _FULL_STOP.sub("。", text)
    if " " in text:
        text = _without_spaces(text)
    return _paired_quotes(_DOUBLED.sub("", text)).strip()


def _without_spaces(text: str) -> str:
    text = _SPACE_BY_NUMBER.sub("", _SPACE_BY_MARK.sub("", text))
    if _SENTENCE_MARK.search(text):
        return _SPACE_IN_HAN.sub("", text)
    return _SPACED_OUT.sub(lambda run: run.group().replace(" ", ""), text)


def _widened(mark: re.Match[str]) -> str:
    return mark.group().translate(_WIDE)


def _widened_pair(pair: re.Match[str]) -> str:
    """Both brackets full-width where one of them touches Chinese: alert(1)品牌 has no half."""
    start, end = pair.span()
    sides = pair.string[max(0, start - 1) : start + 2] + pair.string[end - 2 : end + 1]
    return f"（{pair.group()[1:-1]}）" if _CJK_SIDE.search(sides) else pair.group()


def _paired_quotes(text: str) -> str:
    """Straight quotes as a Chinese pair, where they are paired at all."""
    parts = text.split('"')
    if len(parts) % 2 == 0 or not _CJK_SIDE.search(text):
        return text
    return "".join(
        part + ("" if number == len(parts) - 1 else "”" if number % 2 else "“")
        for number, part in enumerate(parts)
    )
