"""Recognize damaged text: unreadable characters, and text that is not likely to be Chinese."""

import re

from bulletins.reading.lexical.char_classes import HAN
from bulletins.reading.lexical.chinese_likeness import has_latin_garble, is_garbled
from common.char_folding import UNREADABLE

_BOX, _TYPED_BOX = "□", "囗"
# Where one is ticked, the boxes are those of a form.
_TICKED_BOX = re.compile("[☐☑☒]")
# 〓 stands for a character inside a sentence; 〓〓〓〓 is a rule across the page.
_GETA = re.compile(r"(?<!〓)〓{1,3}(?!〓)")
_OPTION = rf"[{HAN}A-Za-z0-9]{{1,12}}"
# Boxes to tick stand before their options or behind: □是 □否, 男□ 女□.
_BEFORE_FIRST_BOX = re.compile(r"(?:^|.*[\s：:（(；;])$")
_OPTION_BEHIND = re.compile(rf"\s?{_OPTION}[\s、，；;/]*")
_LAST_OPTION_BEHIND = re.compile(rf"\s?{_OPTION}(?:[\s，。；;)）]|$)")
_FIRST_OPTION_BEFORE = re.compile(rf"(?:.*[\s：:（(；;])?{_OPTION}")
_OPTION_BEFORE = re.compile(rf"[\s、，；;/]*{_OPTION}")
_BEHIND_LAST_BOX = re.compile(r"[\s。；;)）]|$")
_APART = re.compile(r"^\s*□(?=[^\s□])|(?<!\S)□(?!\S)")
# Of a shorter paragraph it cannot be told.
_MIN_GARBLED = 8


def damage_doubts(text: str) -> list[str]:
    """Return the doubts about the characters of a repaired text, in the words of `needs_review`."""
    doubts = []
    text = text.replace(_TYPED_BOX, _BOX)
    unreadable = text.count(UNREADABLE) + sum(map(len, _GETA.findall(text)))
    if _BOX in text and not _TICKED_BOX.search(text):
        unreadable += sum(_damaged_boxes(line) for line in text.split("\n") if _BOX in line)
    if unreadable:
        doubts.append(f"unreadable characters: {unreadable}")
    if has_latin_garble(text) or any(
        len(part) >= _MIN_GARBLED and is_garbled(part) for part in text.split("\n")
    ):
        doubts.append("unlikely text")
    return doubts


def _damaged_boxes(line: str) -> int:
    """Return how many of the □ in a line (one at least) stand for a character.

    None of a row of boxes to tick, nor one that begins a line (□本报记者) or stands by itself.
    """
    parts = line.split(_BOX)
    if _is_form(parts):
        return 0
    return len(parts) - 1 - len(_APART.findall(line))


def _is_form(parts: list[str]) -> bool:
    """Return whether the two or more □ between the parts of a line are boxes to tick."""
    first, *between, last = parts
    if not between:
        return False
    return (
        _BEFORE_FIRST_BOX.fullmatch(first) is not None
        and all(map(_OPTION_BEHIND.fullmatch, between))
        and _LAST_OPTION_BEHIND.match(last) is not None
    ) or (
        _FIRST_OPTION_BEFORE.fullmatch(first) is not None
        and all(map(_OPTION_BEFORE.fullmatch, between))
        and _BEHIND_LAST_BOX.match(last) is not None
    )
