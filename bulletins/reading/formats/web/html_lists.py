"""Numbers of the items of ordered lists, as a browser shows them.

An unordered list has none: pages use it for menus and columns, drawn without bullets.
"""

import re
from dataclasses import dataclass

_INTEGER = re.compile(r"\s*([+-]?\d{1,6})")
_NO_NUMBERS = re.compile(r"list-style(?:-type)?\s*:[^;]*\bnone\b", re.I)
_MAX_LETTER = 26
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MAX_ROMAN = 3999


@dataclass(slots=True)
class OpenList:
    """A list whose end tag has not come yet: the style of its numbers, "" for none."""

    style: str
    next: int = 1


def open_list(tag: str, attributes: dict[str, str]) -> OpenList:
    """Return a list that begins, by its tag and its `type`, `start` and `style`."""
    if tag != "ol" or _NO_NUMBERS.search(attributes.get("style") or ""):
        return OpenList("")
    start = _INTEGER.match(attributes.get("start") or "")
    return OpenList(attributes.get("type") or "1", int(start[1]) if start else 1)


def item_number(items: OpenList, attributes: dict[str, str]) -> str:
    """Return the number of the next item with its full stop, "" in a list without numbers."""
    if not items.style:
        return ""
    value = _INTEGER.match(attributes.get("value") or "")
    number = int(value[1]) if value else items.next
    items.next = number + 1
    return f"{_written(number, items.style)}."


def _written(number: int, style: str) -> str:
    if style in ("a", "A") and 1 <= number <= _MAX_LETTER:
        letter = chr(ord("a") + number - 1)
    elif style in ("i", "I") and 1 <= number <= _MAX_ROMAN:
        letter = _roman(number)
    else:
        return str(number)
    return letter if style.islower() else letter.upper()


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        out += letters * count
    return out
