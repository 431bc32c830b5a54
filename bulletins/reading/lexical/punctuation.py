"""Normalize the punctuation and spaces of a paragraph to those of Chinese text.

Half-width punctuation beside Chinese characters becomes full-width; doubled commas and spaces
inserted by a layout are removed. Numbers and Latin text stay as they are: 10:30, 3,000.
"""

import re

from bulletins.reading.lexical.char_classes import HAN

_FULL_WIDTH = str.maketrans(
    {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
)
_BRACKETS = re.compile(r"\([^()（）\n]{0,60}\)")
_HAN = re.compile(f"[{HAN}]")
_SIDE = rf"[{HAN}，。、；：？！“”‘’《》（）「」『』—…%]"
_CJK_SIDE = re.compile(_SIDE)
# Half-width punctuation beside a Chinese character, or one space away from it.
_HALF_WIDTH_MARK = re.compile(rf"(?:(?<={_SIDE})|(?<={_SIDE}\s))[,;:?!()]|[,;:?!()](?=\s?{_SIDE})")
_FULL_STOP = re.compile(rf"(?<=[{HAN}”》）])[.．](?=[{HAN}“《\s]|$)")
# A point between the parts of a name, where the post before it and the verb behind it tell that it
# is one: 副厅长阿卜杜拉.买买提讲话. No sentence ends with a post and a name.
_POINT_IN_NAME = re.compile(
    rf"(?<=[长记任席员表士理志由])(?P<first>[{HAN}]{{2,8}})[.．](?P<last>[{HAN}]{{2,8}}?)"
    r"(?=同志|讲话|发言|致辞|主持|出席|参加|传达|宣读|通报|汇报|介绍|指出|强调|要求|表示|[作做](?:了|工作|报告|发言|讲话|动员|总结)|[，、（(])"
)
_NOT_IN_NAME = re.compile(r"[的了是在会议主持讲话报告发言参加出席]")
_SPACE_BY_MARK = re.compile(r" (?=[，。、；：？！”’》）」』])|(?<=[，。、；：？！“‘《（「『]) ")
_SPACE_BY_NUMBER = re.compile(rf"(?<=[{HAN}]) (?=[0-9])|(?<=[0-9]) (?=[{HAN}])")
_SPACE_IN_HAN = re.compile(rf"(?<=[{HAN}]) (?=[{HAN}])")
_LETTER_SPACED = re.compile(rf"(?:(?<![^ ])[{HAN}](?: (?=[{HAN}](?: |：|$)))?)+")
_TONED = r"[\u00e0-\u01dc]"
_PINYIN = re.compile(
    rf"(?<=[{HAN}])[(（](?=[^()（）]{{0,8}}{_TONED})[a-zü\u00e0-\u01dcɡ ]{{1,8}}[)）]"
)
_TONED_LETTER = re.compile(_TONED)
_COMMAS = re.compile(r",(?:\s*,)+")
_DOUBLED = re.compile(r"，+(?=[、。；：！？])|(?<=[。；：！？，])，+|(?<=。)。+")
# A text with none of these stays as it is: a quick exit for thousands of short lines.
_UNTIDY = re.compile(r"[\s,;:?!().．\"，。]")
_HALF_WIDTH = re.compile(r"[,;:?!()（]")
_SENTENCE_MARK = re.compile(r"[，。；]")


def strip_pinyin(paragraph: str) -> tuple[str, list[str]]:
    """Return the paragraph without pinyin notes (會(huì)), and these."""
    if not _TONED_LETTER.search(paragraph):
        return paragraph, []
    text = " ".join(paragraph.split())
    return _PINYIN.sub("", text), _PINYIN.findall(text)


def normalize_punctuation(paragraph: str) -> str:
    """Return the paragraph with the punctuation and spaces of Chinese text.

    Spaces between characters are removed in prose (雷 耀 is one name) and stay between the parts of
    a headline, unless it is letter-spaced (江 苏).
    """
    if not _UNTIDY.search(paragraph):
        return paragraph
    if not _HAN.search(paragraph):
        return " ".join(paragraph.split())
    text = " ".join(paragraph.split())
    if _HALF_WIDTH.search(text):
        text = _COMMAS.sub(",", text)
        text = _HALF_WIDTH_MARK.sub(_full_width, _BRACKETS.sub(_full_width_pair, text))
    if "." in text or "．" in text:
        text = _FULL_STOP.sub("。", _POINT_IN_NAME.sub(_name_with_dot, text))
    if " " in text:
        text = _strip_spaces(text)
    return _pair_quotes(_DOUBLED.sub("", text)).strip()


def _strip_spaces(text: str) -> str:
    text = _SPACE_BY_NUMBER.sub("", _SPACE_BY_MARK.sub("", text))
    if _SENTENCE_MARK.search(text):
        return _SPACE_IN_HAN.sub("", text)
    return _LETTER_SPACED.sub(lambda run: run.group().replace(" ", ""), text)


def _name_with_dot(name: re.Match[str]) -> str:
    first, last = name.group("first", "last")
    return name[0] if _NOT_IN_NAME.search(first + last) else f"{first}·{last}"


def _full_width(mark: re.Match[str]) -> str:
    return mark.group().translate(_FULL_WIDTH)


def _full_width_pair(pair: re.Match[str]) -> str:
    """Return both brackets full-width where one is beside Chinese: alert(1)品牌 gets a pair."""
    start, end = pair.span()
    sides = pair.string[max(0, start - 1) : start + 2] + pair.string[end - 2 : end + 1]
    return f"（{pair.group()[1:-1]}）" if _CJK_SIDE.search(sides) else pair.group()


def _pair_quotes(text: str) -> str:
    """Turn straight quotes into Chinese ones, provided that they are paired."""
    parts = text.split('"')
    if len(parts) % 2 == 0 or not _CJK_SIDE.search(text):
        return text
    return "".join(
        part + ("" if number == len(parts) - 1 else "”" if number % 2 else "“")
        for number, part in enumerate(parts)
    )
