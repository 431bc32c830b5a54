"""Text to terms, the same for documents and for queries.

Two views of a text. *Words* are what jieba cuts, with this office's own dictionary; they rank.
*Characters and pairs* of neighbouring characters guarantee: whatever run of characters stands in
a text is found, however jieba reads it (it reads 李丽作 as one word, so that by words alone 李丽
would never be found).

Both views are taken of the folded text: one width, one case, one script. Folding is decided for
each character by itself and never by its neighbours, because only then is every part of a folded
text the folded form of that part, and only then is any part of a text findable. (OpenCC's
phrases, which leave 乾 in 乾隆 and turn it into 干 in 乾燥, would break this for one character
in thousands; so only its characters are used.)
"""

import hashlib
import re
import threading
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from whoosh.analysis import Token, Tokenizer

from search.cutting import Cutter, cutter
from search.lexicon import USER_WORDS, lexicon_lines

# Stands between the values of one field, so that no run is found across two of them. Folding
# drops control characters, so that it never stands in a text or a query.
BREAK = "\x1f"

# What people write for one another, beyond what Unicode calls compatible: the dot inside names,
# quotation marks of either script, dashes.
_SAME = {
    **dict.fromkeys("‧•・∙⋅᛫●", "·"),
    **dict.fromkeys("“”„‟「」『』〝〞", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}
_DROPPED_CATEGORIES = ("Cc", "Cf", "Cs")  # controls, joiners and lone surrogates print nothing

_SPACES = re.compile(" +")
# What words are cut from: Chinese, of which the dictionary knows the words; letters and digits
# of other scripts; and each rarer character by itself.
CHINESE = "一-\u9fd5"
_STRETCH = re.compile(rf"[{CHINESE}]+|[a-z0-9]+|[^\W_{CHINESE}a-z0-9]")
_NOT_CHINESE = re.compile(rf"[^{CHINESE}]+")
_OTHER_WORDS = re.compile(rf"[a-z0-9]+|[^\W_{CHINESE}a-z0-9]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and for each of its characters where it stood in the text."""

    text: str
    # Stretches of which each character was folded to one: where each begins here, and there.
    begins: list[int]
    sources: list[int]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the folded characters `start` to `end` (exclusive, not empty) stood."""
        return self._source(start), self._source(end - 1) + 1

    def _source(self, place: int) -> int:
        stretch = bisect_right(self.begins, place) - 1
        return self.sources[stretch] + place - self.begins[stretch]


class _Folding(dict[int, str]):
    """What each character is folded to, worked out when it is first met; for `str.translate`."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = " " if chr(code).isspace() else _folded_character(chr(code))
        return folded


class _Widths(dict[int, str]):
    """How many characters each is folded to, as a character of that code; none for a space."""

    def __missing__(self, code: int) -> str:
        folded = _FOLDING[code]
        width = self[code] = chr(0 if folded == " " else len(folded))
        return width


_FOLDING = _Folding()
_WIDTHS = _Widths()
_NOT_ONE_TO_ONE = re.compile("[^\x01]")


def fold(text: str) -> str:
    """Give a text the one form in which texts and queries are compared.

    White space goes, line ends included, because in Chinese it separates nothing (2024 年 is
    2024年); one space stays where it holds two Latin words apart.
    """
    return _SPACES.sub(_kept_space, text.translate(_FOLDING))


def _kept_space(match: "re.Match[str]") -> str:
    text, start, end = match.string, match.start(), match.end()
    apart = start > 0 and end < len(text) and _is_latin(text[start - 1]) and _is_latin(text[end])
    return " " if apart else ""


def fold_with_offsets(text: str) -> Folded:
    """Fold a text and remember where each character came from."""
    folded = fold(text)
    begins, sources = [0], [0]
    at = behind = 0
    for match in _NOT_ONE_TO_ONE.finditer(text.translate(_WIDTHS)):
        offset = match.start()
        at += offset - behind
        behind = offset + 1
        # What is no character here may be the space that holds two Latin words apart.
        for _each in range(ord(match[0]) or folded.startswith(" ", at)):
            begins.append(at)
            sources.append(offset)
            at += 1
        begins.append(at)
        sources.append(behind)
    return Folded(folded, begins, sources)


@lru_cache(maxsize=1 << 16)
def _folded_character(character: str) -> str:
    """Fold one character; the result may be empty or several (… is three full stops)."""
    if unicodedata.category(character) in _DROPPED_CATEGORIES:
        return ""
    parts = []
    for part in unicodedata.normalize("NFKC", _SAME.get(character, character)).lower():
        if part.isspace():
            continue
        parts.append(_simplified(_SAME.get(part, part)))
    return "".join(parts)


def _simplified(character: str) -> str:
    simplified: str = _converter().convert(character)
    return simplified if len(simplified) == 1 else character


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def cut(folded: str) -> list[str]:
    """The words that a folded text consists of, in order, each character in one word."""
    return [
        word
        for stretch in _STRETCH.findall(folded)
        for word in (_cutter().cut(stretch) if _is_chinese(stretch) else [stretch])
    ]


def words(folded: str) -> Iterator[tuple[str, int, int]]:
    """Every word of a folded text with its start and end, longer words and those inside them.

    The words inside a longer one come first, as jieba's search mode orders them.
    """
    for match in _STRETCH.finditer(folded):
        stretch, start = match[0], match.start()
        if _is_chinese(stretch):
            for word, first, last in _cutter().tokenize(stretch):
                yield word, start + first, start + last
        else:
            yield stretch, start, match.end()


def all_words(folded: str) -> list[str]:
    """The same words as `words`, in any order and without their places: quicker by far."""
    chinese = _cutter().cut_for_search(chinese_only(folded))
    return [word for word in chain(chinese, _OTHER_WORDS.findall(folded)) if word != " "]


def chinese_only(folded: str) -> str:
    """The Chinese stretches of a folded text, a space where something else stood."""
    return _NOT_CHINESE.sub(" ", folded)


def has_word(folded: str) -> bool:
    """Whether there is anything but punctuation in it."""
    return _STRETCH.search(folded) is not None


def _is_chinese(stretch: str) -> bool:
    return "一" <= stretch[0] <= "\u9fd5"


def characters(folded: str) -> Iterator[tuple[str, int, int]]:
    """Every character of a folded text, with its start and end."""
    for position, character in enumerate(folded):
        if character != BREAK:
            yield character, position, position + 1


def pairs(folded: str) -> Iterator[tuple[str, int, int]]:
    """Every two neighbouring characters of a folded text, with their start and end."""
    for position in range(len(folded) - 1):
        pair = folded[position : position + 2]
        if BREAK not in pair:
            yield pair, position, position + 2


_loading = threading.Lock()


@cache
def _loaded() -> Cutter:
    cut = cutter()
    for word in filter(None, map(fold, lexicon_lines(USER_WORDS))):
        cut.add_word(word)
    return cut


def _cutter() -> Cutter:
    # `cache` alone would let two threads load the dictionary at once.
    with _loading:
        return _loaded()


def fingerprint() -> str:
    """What the terms depend on; an index made under another fingerprint does not fit."""
    digest = hashlib.sha256()
    for name in ("jieba", "OpenCC"):
        digest.update(f"{name} {version(name)} ".encode())
    digest.update(f"Unicode {unicodedata.unidata_version} ".encode())
    for path in (Path(__file__), USER_WORDS):
        digest.update(path.read_bytes())
    return digest.hexdigest()


class _FoldedTokenizer(Tokenizer):
    """Whoosh's side of the views: a folded text in, tokens out.

    Honours what Whoosh asks for: positions and characters, where they start counting,
    whether to keep the original, and `tokenize=False`, which leaves the text whole.
    """

    @staticmethod
    def terms(folded: str) -> Iterator[tuple[str, int, int]]:
        raise NotImplementedError

    def __call__(  # noqa: PLR0913, PLR0917 (Whoosh passes each of them)
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        tokenize: bool = True,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[Token]:
        token = Token(positions, chars, removestops=removestops, mode=mode, **kwargs)
        for text, start, end in self.terms(value) if tokenize else [(value, 0, len(value))]:
            token.text = text
            token.boost = 1.0
            if keeporiginal:
                token.original = text
            if positions:
                token.pos = start_pos + start
            if chars:
                token.startchar = start_char + start
                token.endchar = start_char + end
            yield token


class WordTokenizer(_FoldedTokenizer):
    """Words, at the position of their first character."""

    terms = staticmethod(words)


class CharacterTokenizer(_FoldedTokenizer):
    """Single characters."""

    terms = staticmethod(characters)


class PairTokenizer(_FoldedTokenizer):
    """Pairs of neighbouring characters, at the position of the first."""

    terms = staticmethod(pairs)
