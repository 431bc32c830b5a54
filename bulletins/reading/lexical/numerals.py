"""Parse Chinese numerals, as far as counts, ordinals and dates need them."""

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "两": 2,
}
_UNITS = {"十": 10, "百": 100}

NUMERAL = "一二三四五六七八九十百两〇零○"
"""Characters of numerals, for use inside the brackets of a regex character class."""


def parse_numeral(text: str) -> int | None:
    """Return the value of a numeral (八, 十二, 二〇二四, 7, 元 of 元月), None for other text."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    if text == "元":
        return 1
    if any(char not in _DIGITS and char not in _UNITS for char in text):
        return None
    if not any(char in _UNITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit = 0, 1
    for place, char in enumerate(text):
        if char in _UNITS:
            total += (digit if place else 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + (digit if text[-1] not in _UNITS else 0)
