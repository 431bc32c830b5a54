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
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from whoosh.analysis import Token, Tokenizer

from search.analysis import normalization
from search.analysis.segmenters import Cutter, cutter
from search.analysis.normalization import Folded, fold, fold_with_offsets
from search.lexicon.files import USER_WORDS, Version, lexicon_lines

__all__ = ["BREAK", "CharacterTokenizer", "Folded", "PairTokenizer", "WordTokenizer", "all_words",
           "characters", "chinese_only", "cut", "fingerprint", "fold", "fold_with_offsets",
           "has_word", "pairs", "placed", "words"]  # fmt: skip

# Stands between the values of one field, so that no run is found across two of them. Folding
# drops control characters, so that it never stands in a text or a query.
BREAK = "\x1f"

# What words are cut from: Chinese, of which the dictionary knows the words; letters and digits
# of other scripts; and each rarer character by itself.
CHINESE = "一-\u9fd5"
_STRETCH = re.compile(rf"[{CHINESE}]+|[a-z0-9]+|[^\W_{CHINESE}a-z0-9]")
_NOT_CHINESE = re.compile(rf"[^{CHINESE}]+")
_OTHER_WORDS = re.compile(rf"[a-z0-9]+|[^\W_{CHINESE}a-z0-9]")


def cut(folded: str) -> list[str]:
    """The words that a folded text consists of, in order, each character in one word."""
    return [word for word, _start, _end in placed(folded)]


def placed(folded: str) -> Iterator[tuple[str, int, int]]:
    """The words of `cut` with their start and end."""
    dictionary = _cutter()  # once a text: it looks whether the words changed
    for match in _STRETCH.finditer(folded):
        at = match.start()
        for word in dictionary.cut(match[0]) if _is_chinese(match[0]) else [match[0]]:
            yield word, at, at + len(word)
            at += len(word)


def words(folded: str) -> Iterator[tuple[str, int, int]]:
    """Every word of a folded text with its start and end, longer words and those inside them.

    The words inside a longer one come first, as jieba's search mode orders them.
    """
    dictionary = _cutter()
    for match in _STRETCH.finditer(folded):
        stretch, start = match[0], match.start()
        if _is_chinese(stretch):
            for word, first, last in dictionary.tokenize(stretch):
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


def without_signs(folded: str) -> str:
    """The words of a folded text side by side, which takes no dictionary."""
    return "".join(_STRETCH.findall(folded))


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


@lru_cache(maxsize=1)
def _loaded(version: Version) -> Cutter:
    cut = cutter()
    for word in filter(None, map(fold, lexicon_lines(Path(version[0])))):
        cut.add_word(word)
    return cut


def _cutter() -> Cutter:
    # The cache alone would let two threads load the dictionary at once.
    with _loading:
        return _loaded(USER_WORDS.version())


def fingerprint() -> str:
    """What the terms depend on; an index made under another fingerprint does not fit."""
    digest = hashlib.sha256()
    for name in ("jieba", "OpenCC"):
        digest.update(f"{name} {version(name)} ".encode())
    digest.update(f"Unicode {unicodedata.unidata_version} ".encode())
    for path in (Path(__file__), Path(normalization.__file__)):
        digest.update(path.read_bytes())
    # The words and not the file: another order, or another remark, makes no other index.
    for word in sorted(set(filter(None, map(fold, lexicon_lines(USER_WORDS.path))))):
        digest.update(f"{word}\n".encode())
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
