"""Compute the list labels that Word draws before numbered paragraphs.

They are not in the text of the file, and a list of tasks is unreadable without its 一、 and （一）.
Only the number formats of Chinese offices are supported; a paragraph with a bullet or another
format gets no label.
"""

from collections import defaultdict
from collections.abc import Callable

from bulletins.reading.formats.office.docx_xml import Element, attribute, child_value

_DIGITS = "〇一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_MAX_LEVELS = 9
# Repeated before every paragraph: a long one would make a small file a large text.
_MAX_LABEL = 30
# Styles inherit from one another, in a damaged file in a circle.
_MAX_ANCESTORS = 12


def _chinese(number: int) -> str:
    """Return a counting numeral: 十一, 二十, 一百〇一."""
    if not 0 < number < 10_000:
        return str(number)
    numeral, skipped = "", False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            numeral += ("〇" if skipped else "") + _DIGITS[digit] + _UNITS[place]
        skipped = not digit
    return numeral.removeprefix("一") if 10 <= number < 20 else numeral


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
    """Definitions and running counts of the lists of one document.

    Args:
        numbering: root of numbering.xml, None where the document has no lists.
        styles: root of styles.xml, None where it has none.
    """

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._lists: dict[str, str] = {}
        self._levels: dict[tuple[str, int], tuple[int, str, str]] = {}
        self._styles = _by_id(styles, "style", "styleId")
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _MAX_LEVELS)
        for list_id, element in _by_id(numbering, "num", "numId").items():
            self._lists[list_id] = child_value(element, "abstractNumId") or ""
        for name, element in _by_id(numbering, "abstractNum", "abstractNumId").items():
            for level in element.iterchildren("{*}lvl"):
                start = _number(child_value(level, "start"), 1)
                text = (child_value(level, "lvlText") or "")[:_MAX_LABEL]
                number_format = child_value(level, "numFmt") or ""
                key = (name, _number(attribute(level, "ilvl"), 0))
                self._levels[key] = (start, number_format, text)

    def next_label(self, paragraph: Element) -> str:
        """Count the paragraph and return its label; empty for none, a bullet, or another format."""
        list_id, level = self._list_and_level(paragraph.find("{*}pPr"))
        name = self._lists.get(list_id or "")
        if name is None or (name, level) not in self._levels:
            return ""
        counts = self._counts[name]
        previous = counts[level]
        counts[level] = self._levels[name, level][0] if previous is None else previous + 1
        counts[level + 1 :] = [None] * (_MAX_LEVELS - level - 1)
        text = self._levels[name, level][2]
        for other in range(level + 1):
            start, number_format, _ = self._levels.get((name, other), (1, "", ""))
            if f"%{other + 1}" in text:
                if number_format not in _FORMATS:
                    return ""
                count = counts[other]
                numeral = _FORMATS[number_format](start if count is None else count)
                text = text.replace(f"%{other + 1}", numeral)
        # A level without a number is a bullet.
        return text if text != self._levels[name, level][2] else ""

    def _list_and_level(self, properties: Element | None) -> tuple[str | None, int]:
        """Return the list id and level of a paragraph, from its own properties or its style."""
        level: str | None = None
        for _ in range(_MAX_ANCESTORS):
            if properties is None:
                break
            num_properties = properties.find("{*}numPr")
            if num_properties is not None:
                level = level or child_value(num_properties, "ilvl")
                if list_id := child_value(num_properties, "numId"):
                    return list_id, min(_number(level, 0), _MAX_LEVELS - 1)
            parent = properties.getparent()
            style_id = child_value(properties, "pStyle") or child_value(parent, "basedOn") or ""
            style = self._styles.get(style_id)
            properties = style.find("{*}pPr") if style is not None else None
        return None, 0


def _by_id(root: Element | None, tag: str, id_name: str) -> dict[str, Element]:
    elements = root.iterchildren(f"{{*}}{tag}") if root is not None else ()
    return {attribute(element, id_name) or "": element for element in elements}


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else default
