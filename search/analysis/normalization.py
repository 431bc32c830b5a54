"""Character filter: the one form in which texts and queries are compared.

One width, one case, one script. Each character is normalized by itself and never by its
neighbours (`search.analysis.analyzer` has the reason); therefore texts are compared decomposed:
é as e with its accent, デ as テ with its sound mark, in whichever way they are typed. Which
characters stand for one another is in `common.char_folding`, for reading too. Not to be confused
with `bulletins.reading.lexical.char_folding`, which leaves the length of a text unchanged.
"""

import re
import sys
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.char_folding import MIDDLE_DOTS, OLD_FORMS, standard_form

# Characters that people use for one another, beyond what Unicode calls compatible: the dot inside
# names, quotation marks of either script, dashes. 著 is a particle too (看著); 著名 is folded with
# it, in texts and queries alike. Old printed forms are folded before the script is simplified.
_VARIANTS = {
    **dict.fromkeys(f"{MIDDLE_DOTS}●", "·"),
    **dict.fromkeys("“”„‟「」『』〝〞", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    # The circle of 二○二四 is typed for the numeral.
    "○": "〇",
    "著": "着",
}
_DROPPED_CATEGORIES = ("Cc", "Cf", "Cs")  # controls, joiners and lone surrogates print nothing

# 湘民发〔2024〕5号 is typed with any of these brackets.
_BRACKETS = str.maketrans("[〔【［（]〕】］）", "((((()))))")

_SPACES = re.compile(" +")
_HANGUL = re.compile(r"[\u1100-\u11ff]")


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """A normalized text, and the original offset of each of its characters."""

    text: str
    # Start of each block of characters that were normalized one to one: here, and in the original.
    starts: list[int]
    original_starts: list[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original span of the normalized characters [start, end), not empty."""
        return self._original_offset(start), self._original_offset(end - 1) + 1

    def _original_offset(self, offset: int) -> int:
        block = bisect_right(self.starts, offset) - 1
        return self.original_starts[block] + offset - self.starts[block]


class _TranslationTable(dict[int, str]):
    """Table for `str.translate`; a character is normalized when it is first looked up."""

    def __missing__(self, code: int) -> str:
        normalized = self[code] = " " if chr(code).isspace() else _normalize_character(chr(code))
        return normalized


_TRANSLATION = _TranslationTable()
# Code point → code point, for each character that is normalized to exactly one; 0 for all others
# and for those not yet looked up. The system gives it memory only where it is written.
_ONE_TO_ONE = np.zeros(sys.maxunicode + 1, np.uint32)
# From this length on, an array look-up is quicker than `str.translate`.
_MIN_ARRAY_LENGTH = 128


def normalize(text: str) -> str:
    """Return a text in the one form in which texts and queries are compared.

    White space is removed, line ends included, because in Chinese it separates nothing (2024 年
    is 2024年); one space remains where it separates two Latin words.
    """
    return _SPACES.sub(_latin_space, _translate(text))


def normalize_run(text: str) -> str:
    """Return a text in the one form in which runs of its characters are looked for.

    Like `normalize`, without any space, and with one kind of brackets.
    """
    return _translate(text).replace(" ", "").translate(_BRACKETS)


def _translate(text: str) -> str:
    """Normalize each character: of a long text all in one pass, if each becomes exactly one."""
    if len(text) < _MIN_ARRAY_LENGTH:
        return text.translate(_TRANSLATION)
    codes = _translate_array(text)
    return codes.tobytes().decode("utf-32-le") if codes.all() else text.translate(_TRANSLATION)


def _translate_array(text: str) -> NDArray[np.uint32]:
    """Return the normalized code point of each character; 0 where it is none or several."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    normalized = _ONE_TO_ONE[codes]
    if not normalized.all():
        for code in np.unique(codes[normalized == 0]).tolist():
            if len(_TRANSLATION[code]) == 1:
                _ONE_TO_ONE[code] = ord(_TRANSLATION[code])
        normalized = _ONE_TO_ONE[codes]
    return normalized


def _latin_space(match: "re.Match[str]") -> str:
    text, start, end = match.string, match.start(), match.end()
    separates = (
        start > 0 and end < len(text) and _is_latin(text[start - 1]) and _is_latin(text[end])
    )
    return " " if separates else ""


def normalize_with_offsets(text: str) -> NormalizedText:
    """Normalize a text and record the original offset of each character."""
    normalized = normalize(text)
    starts, original_starts = [0], [0]
    position = next_offset = 0
    codes = _translate_array(text)
    for offset in np.flatnonzero((codes == 0) | (codes == ord(" "))).tolist():
        position += offset - next_offset
        next_offset = offset + 1
        replacement = _TRANSLATION[ord(text[offset])]
        # A space may be one that separates two Latin words, or be removed.
        if replacement == " ":
            length = int(normalized.startswith(" ", position))
        else:
            length = len(replacement)
        for _ in range(length):
            starts.append(position)
            original_starts.append(offset)
            position += 1
        starts.append(position)
        original_starts.append(next_offset)
    return NormalizedText(normalized, starts, original_starts)


def _normalize_character(character: str) -> str:
    """Normalize one character; the result may be empty or several (… is three full stops)."""
    if unicodedata.category(character) in _DROPPED_CATEGORIES:
        return ""
    parts = []
    for part in _decompose(standard_form(character)).lower():
        if part.isspace() or unicodedata.category(part) in _DROPPED_CATEGORIES:
            continue
        simplified = _simplify(OLD_FORMS.get(part, part))
        parts.append(_VARIANTS.get(simplified, simplified))
    return "".join(parts)


def _decompose(text: str) -> str:
    # Syllables of Hangul stay composed, since nobody types their letters.
    decomposed = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", decomposed) if _HANGUL.search(decomposed) else decomposed


def _simplify(character: str) -> str:
    simplified: str = _converter().convert(character)
    if len(simplified) != 1 or simplified == character:
        return character
    # The simplified form of 薴 is 苧, which is itself a traditional one (苎).
    return _simplify(simplified)


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
