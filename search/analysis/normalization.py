"""Folding: the one form in which texts and queries are compared, one width, case and script.

Decided for each character by itself and never by its neighbours (`analysis` says why).
"""

import re
import sys
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

# What people write for one another, beyond what Unicode calls compatible: the dot inside names,
# quotation marks of either script, dashes.
_VARIANTS = {
    **dict.fromkeys("‧•・∙⋅᛫●", "·"),
    **dict.fromkeys("“”„‟「」『』〝〞", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}
_DROPPED_CATEGORIES = ("Cc", "Cf", "Cs")  # controls, joiners and lone surrogates print nothing

_SPACES = re.compile(" +")


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """A folded text, and for each of its characters where it stood in the text."""

    text: str
    # Stretches of which each character was folded to one: where each begins here, and there.
    starts: list[int]
    original_starts: list[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the folded characters `start` to `end` (exclusive, not empty) stood."""
        return self._original(start), self._original(end - 1) + 1

    def _original(self, place: int) -> int:
        stretch = bisect_right(self.starts, place) - 1
        return self.original_starts[stretch] + place - self.starts[stretch]


class _TranslationTable(dict[int, str]):
    """What each character is folded to, worked out when it is first met; for `str.translate`."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = " " if chr(code).isspace() else _normalize_character(chr(code))
        return folded


_TRANSLATION = _TranslationTable()
# The same for each character that is folded to just one, 0 for all others and those not yet met.
# The system gives it memory only where it is written.
_ONE_TO_ONE = np.zeros(sys.maxunicode + 1, np.uint32)
# In a text of this length looking up in an array begins to be quicker than `str.translate`.
_LONG = 128


def normalize(text: str) -> str:
    """Give a text the one form in which texts and queries are compared.

    White space goes, line ends included, because in Chinese it separates nothing (2024 年 is
    2024年); one space stays where it holds two Latin words apart.
    """
    return _SPACES.sub(_latin_space, _translate(text))


def _translate(text: str) -> str:
    """The text with each character folded: a long one by looking all up at once, if that does."""
    if len(text) < _LONG:
        return text.translate(_TRANSLATION)
    folded = _translate_array(text)
    return folded.tobytes().decode("utf-32-le") if folded.all() else text.translate(_TRANSLATION)


def _translate_array(text: str) -> NDArray[np.uint32]:
    """What each character is folded to, as a code; 0 where that is none or several."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    folded = _ONE_TO_ONE[codes]
    if not folded.all():
        for code in np.unique(codes[folded == 0]).tolist():
            if len(_TRANSLATION[code]) == 1:
                _ONE_TO_ONE[code] = ord(_TRANSLATION[code])
        folded = _ONE_TO_ONE[codes]
    return folded


def _latin_space(match: "re.Match[str]") -> str:
    text, start, end = match.string, match.start(), match.end()
    apart = start > 0 and end < len(text) and _is_latin(text[start - 1]) and _is_latin(text[end])
    return " " if apart else ""


def normalize_with_offsets(text: str) -> NormalizedText:
    """Fold a text and remember where each character came from."""
    folded = normalize(text)
    begins, sources = [0], [0]
    at = behind = 0
    codes = _translate_array(text)
    for offset in np.flatnonzero((codes == 0) | (codes == ord(" "))).tolist():
        at += offset - behind
        behind = offset + 1
        same = _TRANSLATION[ord(text[offset])]
        # A space may be one that holds two Latin words apart, or be gone.
        for _each in range(folded.startswith(" ", at) if same == " " else len(same)):
            begins.append(at)
            sources.append(offset)
            at += 1
        begins.append(at)
        sources.append(behind)
    return NormalizedText(folded, begins, sources)


@lru_cache(maxsize=1 << 16)
def _normalize_character(character: str) -> str:
    """Fold one character; the result may be empty or several (… is three full stops)."""
    if unicodedata.category(character) in _DROPPED_CATEGORIES:
        return ""
    parts = []
    for part in unicodedata.normalize("NFKC", _VARIANTS.get(character, character)).lower():
        if part.isspace():
            continue
        parts.append(_simplify(_VARIANTS.get(part, part)))
    return "".join(parts)


def _simplify(character: str) -> str:
    simplified: str = _converter().convert(character)
    return simplified if len(simplified) == 1 else character


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
