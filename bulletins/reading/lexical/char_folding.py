"""Characters: what a reader must see alike, folded one for one so that offsets stay true.

Two things are kept apart. `repair` mends what is broken in the text itself (PDF radicals,
invisible characters). `fold` makes the copy that the rules read:
simplified script, ASCII digits and letters, one form of middle dot. It never changes a length.
"""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

from bulletins.reading.data import words

HAN = r"\u3400-\u4dbf\u4e00-\u9fff〇々\U00020000-\U0003ffff"

_RADICAL = re.compile(r"[\u2e80-\u2fdf]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\ue000-\uf8ff\ufffd]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_DOTS = "‧•・･∙⋅"
_WIDE = "".join(char for char in map(chr, range(ord("０"), ord("ｚ") + 1)) if char.isalnum())
_UNLIKE = re.compile(f"[{_WIDE}{_DOTS}]")
# 著力 is 着力 on the mainland; these words are written with 著 there too.
_ASPECT = re.compile(r"(?<![名专显论编原卓昭巨遗译土合拙执])著(?![名作称述书者录])")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
# Above this share of traditional characters a text is taken to be in traditional script. Less
# is a name or a quotation, and folding 昇 in a simplified text would change somebody's name.
_TRADITIONAL_SHARE = 0.04


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _simplified() -> dict[int, str]:
    """The traditional characters of the common block, each with its simplified form."""
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


def _plain(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


@cache
def _alike() -> dict[int, str]:
    """What `fold` writes for a full-width letter or digit and for each form of middle dot."""
    return str.maketrans({char: _plain(char) for char in _WIDE} | dict.fromkeys(_DOTS, "·"))


@cache
def _drawn_for() -> dict[int, str]:
    """The character that each radical is drawn for."""
    named = {pair[0]: pair[1] for pair in words("radicals")}
    radicals = map(chr, range(0x2E80, 0x2FE0))
    return str.maketrans({char: named.get(char) or _plain(char) for char in radicals})


def repair(text: str) -> str:
    """Mend characters that no reader of the text would call part of it.

    Line ends become `\\n`, radicals the characters they are drawn for; invisible and control
    characters go.
    """
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    text = _CONTROL.sub("", text)
    return text.translate(_drawn_for()) if _RADICAL.search(text) else text


def is_traditional(text: str) -> bool:
    """Whether the text as a whole is written in traditional script."""
    han = sum(map(len, _HAN_RUN.findall(text)))
    changed = sum(map(len, _traditional_run().findall(text)))
    return changed > han * _TRADITIONAL_SHARE


def fold(text: str, traditional: bool) -> str:
    """The text as the rules read it, character for character.

    Args:
        text: a body, a headline or a part of one.
        traditional: whether to turn it into simplified script (see `is_traditional`).
    """
    if traditional:
        whole = _converter().convert(text)
        # Whole phrases convert better than characters, as long as no length changes.
        text = whole if len(whole) == len(text) else text.translate(_simplified())
        text = _ASPECT.sub("着", text)
    # Hardly any text has them, and looking is many times faster than translating.
    return text.translate(_alike()) if _UNLIKE.search(text) else text
