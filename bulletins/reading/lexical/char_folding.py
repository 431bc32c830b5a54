"""Char folding for the extraction rules, one character to one, so that offsets stay valid.

`repair` corrects defects of the text itself (PDF radicals, private-use characters, a space behind
every character) and may change its length. `fold` makes the copy that the rules match: simplified
script, ASCII digits and letters, one form of middle dot; it never changes the length. Which
characters stand for one another is in `common.char_folding`, for the search too; the normalization
of `search.analysis` is another function (docs/decisions/044-shared-char-tables.md).
"""

import re
import sys
import unicodedata
from functools import cache

from opencc import OpenCC

from bulletins.reading.lexical.control_chars import replace_control_chars
from bulletins.reading.lexical.lost_chars import mark_lost_chars
from common.char_folding import (
    MIDDLE_DOTS,
    OLD_FORMS,
    UNREADABLE,
    WORDS_WITH_ZHU,
    standard_form,
)

# Characters with another standard form, which is asked for these only; beside them the unassigned
# ones of the first plane. A class of many single characters is fast within one plane only.
_NOT_STANDARD = (
    r"\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2e80-\u2fdf\u32c0-\u32cb"
    r"\u3358-\u3370\u33e0-\u33fe\ud800-\ufaff\ufe00-\ufe6b\ufeff\uff61-\uffdc\ufff9-\ufffb"
)
_NOT_STANDARD_BEYOND = re.compile(
    r"[\U00010000-\U0001efff\U0002f800-\U0002fa1f\U00040000-\U0010ffff]"
)
# A symbol at the head of a line is a bullet, whichever font it was set in.
_SYMBOL_BULLET = re.compile(r"^([ \t\u3000]*)([\uf020-\uf0ff])", re.M)
_WIDE = "".join(char for char in map(chr, range(ord("０"), ord("ｚ") + 1)) if char.isalnum())
_FOLDABLE = re.compile(f"[{_WIDE}{MIDDLE_DOTS}]")
# 著力 is 着力 on the mainland, except in the words that are written with 著 there too.
_BEFORE_ZHU = "".join(word[0] for word in WORDS_WITH_ZHU if len(word) == 2 and word[1] == "著")
_AFTER_ZHU = "".join(word[1] for word in WORDS_WITH_ZHU if len(word) == 2 and word[0] == "著")
_ASPECT = re.compile(rf"(?<![{_BEFORE_ZHU}])著(?![{_AFTER_ZHU}])")
# In a simplified text 著 may be a name (王著明): there a verb before it or its object has to tell.
_SURELY_ASPECT = re.compile(
    rf"(?<=[随沿围绕意味标志朝向跟看想带抓守接身])著(?![{_AFTER_ZHU}])|著(?=[力重眼手])"
)
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
    } | _old_forms()


@cache
def _old_forms() -> dict[int, str]:
    return str.maketrans(OLD_FORMS)


@cache
def _traditional_run() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(chr, _simplified()))}]+")


def _nfkc(char: str) -> str:
    normalized = unicodedata.normalize("NFKC", char)
    return normalized if len(normalized) == 1 else char


@cache
def _half_width() -> dict[int, str]:
    """Return a table from full-width letters and digits, and from all forms of middle dot."""
    return str.maketrans({char: _nfkc(char) for char in _WIDE} | dict.fromkeys(MIDDLE_DOTS, "·"))


class _StandardForms(dict[int, str]):
    """Table for `str.translate`; a character is looked up when it first occurs."""

    def __missing__(self, code: int) -> str:
        form = self[code] = standard_form(chr(code))
        return form


_STANDARD_FORMS = _StandardForms()


@cache
def _not_standard() -> re.Pattern[str]:
    chars = map(chr, range(0x10000))
    unassigned = "".join(char for char in chars if unicodedata.category(char) == "Cn")
    return re.compile(f"[{_NOT_STANDARD}{unassigned}]")


def repair(text: str) -> str:
    """Return the text without defects of its characters; its length may change.

    Line ends become `\\n`; a character becomes the one that it stands for, composed with its marks
    (NFC); invisible characters are removed. One that cannot be read becomes U+FFFD, so that it is
    seen (`control_chars`, `lost_chars`).
    """
    text = replace_control_chars(text)
    if _not_standard().search(text) or _NOT_STANDARD_BEYOND.search(text):
        text = _SYMBOL_BULLET.sub(_bullet, text).translate(_STANDARD_FORMS)
    return _compose(mark_lost_chars(text))


def _compose(text: str) -> str:
    """Return the text composed (NFC), in time linear in its length.

    Marks are sorted behind their letter in quadratic time, so that a joiner is put after thirty in
    a row: Unicode's stream-safe format (UAX #15).
    """
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _many_marks().sub("\\g<0>\u034f", text))


@cache
def _many_marks() -> re.Pattern[str]:
    marks = "".join(filter(unicodedata.combining, map(chr, range(sys.maxunicode + 1))))
    return re.compile(f"[{marks}]{{30}}(?=[{marks}])")


def _bullet(match: re.Match[str]) -> str:
    known = standard_form(match[2])
    return match[1] + ("•" if known == UNREADABLE else known)


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
        text = text.translate(_old_forms())
        converted = _converter().convert(text)
        # Phrases convert better than single characters, unless the length changes.
        text = converted if len(converted) == len(text) else text.translate(_simplified())
    if "著" in text:
        text = (_ASPECT if traditional else _SURELY_ASPECT).sub("着", text)
    # Hardly any text has such characters, and searching is many times faster than translating.
    return text.translate(_half_width()) if _FOLDABLE.search(text) else text
