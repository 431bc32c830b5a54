"""Char folding for the extraction rules, one character to one, so that offsets stay valid.

`repair` corrects defects of the text itself (PDF radicals, invisible characters) and may change its
length. `fold` makes the copy that the rules match: simplified script, ASCII digits and letters, one
form of middle dot; it never changes the length. Not to be confused with the normalization of
`search.analysis`, which may (docs/decisions/014-two-char-foldings.md).
"""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

from bulletins.reading.data import words

HAN = r"\u3400-\u4dbf\u4e00-\u9fff〇々\U00020000-\U0003ffff"
"""Chinese characters, for use inside the brackets of a regex character class."""

_RADICAL = re.compile(r"[\u2e80-\u2fdf]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\ue000-\uf8ff\ufffd]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_DOTS = "‧•・･∙⋅"
_WIDE = "".join(char for char in map(chr, range(ord("０"), ord("ｚ") + 1)) if char.isalnum())
_FOLDABLE = re.compile(f"[{_WIDE}{_DOTS}]")
# 著力 is 着力 on the mainland; the words excluded here are written with 著 there too.
_ASPECT = re.compile(r"(?<![名专显论编原卓昭巨遗译土合拙执])著(?![名作称述书者录])")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
# A text with a higher share of traditional characters is in traditional script. Fewer are names or
# quotations, and folding 昇 in a simplified text would change a person's name.
_TRADITIONAL_SHARE = 0.04


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _simplified() -> dict[int, str]:
    """Return a table from traditional to simplified characters of U+4E00–9FFF."""
    block = [chr(code) for code in range(0x4E00, 0xA000)]
    forms = _converter().convert("\n".join(block)).split("\n")
    return {
        ord(char): form
        for char, form in zip(block, forms, strict=True)
        if len(form) == 1 and form != char
    }


@cache
def _traditional_run() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(chr, _simplified()))}]+")


def _nfkc(char: str) -> str:
    normalized = unicodedata.normalize("NFKC", char)
    return normalized if len(normalized) == 1 else char


@cache
def _half_width() -> dict[int, str]:
    """Return a table from full-width letters and digits, and from all forms of middle dot."""
    return str.maketrans({char: _nfkc(char) for char in _WIDE} | dict.fromkeys(_DOTS, "·"))


@cache
def _radicals() -> dict[int, str]:
    """Return a table from radicals to the characters that they look like."""
    listed = {pair[0]: pair[1] for pair in words("radicals")}
    block = map(chr, range(0x2E80, 0x2FE0))
    return str.maketrans({char: listed.get(char) or _nfkc(char) for char in block})


def repair(text: str) -> str:
    """Return the text without defects of its characters; its length may change.

    Line ends become `\\n`, radicals the characters that they look like; invisible and control
    characters are removed.
    """
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    text = _CONTROL.sub("", text)
    return text.translate(_radicals()) if _RADICAL.search(text) else text


def is_traditional(text: str) -> bool:
    """Return whether the text as a whole is in traditional script."""
    han = sum(map(len, _HAN_RUN.findall(text)))
    changed = sum(map(len, _traditional_run().findall(text)))
    return changed > han * _TRADITIONAL_SHARE


def fold(text: str, traditional: bool) -> str:
    """Return the text as the rules match it, of the same length.

    Args:
        text: a body, a headline or a part of one.
        traditional: whether to convert it to simplified script (see `is_traditional`).
    """
    if traditional:
        converted = _converter().convert(text)
        # Phrases convert better than single characters, unless the length changes.
        text = converted if len(converted) == len(text) else text.translate(_simplified())
        text = _ASPECT.sub("着", text)
    # Hardly any text has such characters, and searching is many times faster than translating.
    return text.translate(_half_width()) if _FOLDABLE.search(text) else text
