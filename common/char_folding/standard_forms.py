"""The standard form of a character: what a text means by a code point that is no ordinary one."""

import unicodedata

from common.char_folding.private_use import PRIVATE_USE
from common.char_folding.radicals import RADICALS

UNREADABLE = "\ufffd"
"""Unicode's replacement character: it stands for every character that cannot be read."""

MIDDLE_DOTS = "‧•・･∙⋅᛫"
"""Characters that are typed for the dot inside a name, ·."""

WORDS_WITH_ZHU = (
    "著名", "著作", "著称", "著述", "著书", "著者", "著录", "名著", "专著", "显著", "论著",
    "编著", "原著", "卓著", "昭著", "巨著", "遗著", "译著", "土著", "合著", "拙著", "执著", "撰著",
    "著作权", "著作权人", "土著人", "臭名昭著", "著书立说", "见微知著", "四大名著",
)  # fmt: skip
"""The words that the mainland writes with 著 too, where it is no particle: 看著 is 看着 there.

Source: the words of jieba's dictionary, without names of authors.
"""

# The compatibility mappings of these are dots.
_USED_AS = {"︰": "：", "︙": "…"}
# Selectors, joiners, marks of direction, soft hyphens, tags: they print nothing by themselves.
_INVISIBLE = (
    (0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E),
    (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0000, 0xE0FFF),
)  # fmt: skip
# Vertical and small punctuation, without lines over and under characters; half-width katakana and
# Hangul.
_PRESENTATION = (
    (0xFE10, 0xFE19), (0xFE30, 0xFE32), (0xFE35, 0xFE44), (0xFE47, 0xFE48), (0xFE50, 0xFE6B),
)  # fmt: skip
_HALF_WIDTH = ((0xFF61, 0xFFDC),)
# Months, hours and days in one character: ㋂㏤.
_DATES = ((0x32C0, 0x32CB), (0x3358, 0x3370), (0x33E0, 0x33FE))
# Unicode adds ideographs to planes 2 and 3, and pictures to this block, every year or two: what is
# not assigned in this version may be read in the next one.
_STILL_GROWING = ((0x1F000, 0x1FAFF), (0x20000, 0x3FFFD))
_FULL_WIDTH_OFFSET = ord("！") - ord("!")


def standard_form(char: str) -> str:
    """Return the character that a character stands for.

    "" for one that prints nothing, `UNREADABLE` for one that cannot be read: private use without a
    known meaning, a lone surrogate, a code point that is not assigned. Several for a date in one
    character. Half-width sound marks become combining ones: a text is
    composed (NFC) afterwards, or compared decomposed.
    """
    char = PRIVATE_USE.get(char, char)
    char = RADICALS.get(char, char)
    code = ord(char)
    if _is_within(code, _INVISIBLE):
        return ""
    category = unicodedata.category(char)
    if category in ("Co", "Cs") or (category == "Cn" and not _is_within(code, _STILL_GROWING)):
        return UNREADABLE
    if _is_within(code, _PRESENTATION):
        form = _USED_AS.get(char) or unicodedata.normalize("NFKC", char)
        return chr(ord(form) + _FULL_WIDTH_OFFSET) if "!" <= form <= "~" else form
    if _is_within(code, _HALF_WIDTH) or _is_within(code, _DATES):
        return unicodedata.normalize("NFKC", char)
    # Compatibility ideographs have a canonical mapping to one character, which NFC applies.
    return unicodedata.normalize("NFC", char)


def _is_within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)
