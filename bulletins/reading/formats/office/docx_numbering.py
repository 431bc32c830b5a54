"""The numbers that Word writes before paragraphs of a list, which stand nowhere in their text.

A list of tasks is unreadable without its 一、 and （一）. Only what Chinese offices use is
written; a bullet or another format leaves the paragraph as it is.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

# Word's elements are of lxml, which has no types.
Element = Any

_DIGITS = "〇一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_MOST_LEVELS = 9
# It is written before every paragraph; a long one would make a small file a large text.
_LONGEST_TEXT = 30
# Styles inherit from one another; a ring of them must end.
_MOST_ANCESTORS = 12


def _chinese(number: int) -> str:
    """The number as it is counted: 十一, 二十, 一百〇一."""
    if not 0 < number < 10_000:
        return str(number)
    written, skipped = "", False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            written += ("〇" if skipped else "") + _DIGITS[digit] + _PLACES[place]
        skipped = not digit
    return written.removeprefix("一") if 10 <= number < 20 else written


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalFullWidth": str,
    "decimalZero": lambda number: f"{number:02}",
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _chinese,
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "upperLetter": lambda number: chr(ord("A") + (number - 1) % 26),
    "lowerLetter": lambda number: chr(ord("a") + (number - 1) % 26),
}


class Numbering:
    """The running numbers of one document."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._lists: dict[str, str] = {}
        self._levels: dict[tuple[str, int], tuple[int, str, str]] = {}
        self._styles = _by_id(styles, "style", "styleId")
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _MOST_LEVELS)
        for number, element in _by_id(numbering, "num", "numId").items():
            self._lists[number] = _value(element, "abstractNumId") or ""
        for name, element in _by_id(numbering, "abstractNum", "abstractNumId").items():
            for level in element.iterchildren("{*}lvl"):
                start = _number(_value(level, "start"), 1)
                text = (_value(level, "lvlText") or "")[:_LONGEST_TEXT]
                written = (start, _value(level, "numFmt") or "", text)
                self._levels[name, _number(_attribute(level, "ilvl"), 0)] = written

    def before(self, paragraph: Element) -> str:
        """What Word writes before the paragraph; counts it."""
        number, level = self._place(paragraph.find("{*}pPr"))
        name = self._lists.get(number or "")
        if name is None or (name, level) not in self._levels:
            return ""
        counts = self._counts[name]
        before = counts[level]
        counts[level] = self._levels[name, level][0] if before is None else before + 1
        counts[level + 1 :] = [None] * (_MOST_LEVELS - level - 1)
        text = self._levels[name, level][2]
        for other in range(level + 1):
            start, form, _ = self._levels.get((name, other), (1, "", ""))
            if f"%{other + 1}" in text:
                if form not in _FORMATS:
                    return ""
                count = counts[other]
                written = _FORMATS[form](start if count is None else count)
                text = text.replace(f"%{other + 1}", written)
        # A level without a number is a bullet.
        return text if text != self._levels[name, level][2] else ""

    def _place(self, properties: Element | None) -> tuple[str | None, int]:
        """The list and the level that a paragraph stands in, by itself or by its style."""
        level: str | None = None
        for _ in range(_MOST_ANCESTORS):
            if properties is None:
                break
            placed = properties.find("{*}numPr")
            if placed is not None:
                level = level or _value(placed, "ilvl")
                if number := _value(placed, "numId"):
                    return number, min(_number(level, 0), _MOST_LEVELS - 1)
            style = self._styles.get(
                _value(properties, "pStyle") or _value(properties.getparent(), "basedOn") or ""
            )
            properties = style.find("{*}pPr") if style is not None else None
        return None, 0


def _by_id(root: Element | None, tag: str, attribute: str) -> dict[str, Element]:
    elements = root.iterchildren(f"{{*}}{tag}") if root is not None else ()
    return {_attribute(element, attribute) or "": element for element in elements}


def _attribute(element: Element, name: str) -> str | None:
    """An attribute by its name alone: strict and usual files write it in two namespaces."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def _value(element: Element | None, tag: str) -> str | None:
    """The `val` of a child."""
    child = element.find(f"{{*}}{tag}") if element is not None else None
    return _attribute(child, "val") if child is not None else None


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else default
