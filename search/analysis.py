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
import logging
import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from whoosh.analysis import Token, Tokenizer

if TYPE_CHECKING:
    import jieba

LEXICON = Path(__file__).parent / "lexicon"
USER_WORDS = LEXICON / "words.txt"

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
_WORD_CHARACTER = re.compile(r"[^\W_]")
_DROPPED_CATEGORIES = ("Cc", "Cf", "Cs")  # controls, joiners and lone surrogates print nothing


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and for each of its characters where it stood in the text."""

    text: str
    offsets: list[int]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the folded characters `start` to `end` (exclusive, not empty) stood."""
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str) -> str:
    """Give a text the one form in which texts and queries are compared."""
    return fold_with_offsets(text).text


def fold_with_offsets(text: str) -> Folded:
    """Fold a text and remember where each character came from.

    White space goes, line ends included, because in Chinese it separates nothing (2024 年 is
    2024年); one space stays where it holds two Latin words apart.
    """
    characters: list[str] = []
    offsets: list[int] = []
    after_space = False
    for offset, character in enumerate(text):
        if character.isspace():
            after_space = True
            continue
        for folded in _folded_character(character):
            if after_space and characters and _is_latin(folded) and _is_latin(characters[-1]):
                characters.append(" ")
                offsets.append(offset - 1)
            after_space = False
            characters.append(folded)
            offsets.append(offset)
    return Folded("".join(characters), offsets)


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


def has_word(folded: str) -> bool:
    """Whether there is anything but punctuation in it."""
    return _WORD_CHARACTER.search(folded) is not None


def cut(folded: str) -> list[str]:
    """The words that a folded text consists of, in order, each character in one word."""
    return [word for word in _jieba().cut(folded) if has_word(word)]


def words(folded: str) -> Iterator[tuple[str, int, int]]:
    """Every word of a folded text with its start and end, longer words and those inside them.

    The words inside a longer one come first, as jieba's search mode orders them.
    """
    for part, start in _parts(folded):
        for word, first, last in _jieba().tokenize(part, mode="search"):
            if has_word(word):
                yield word, start + first, start + last


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


def _parts(folded: str) -> Iterator[tuple[str, int]]:
    start = 0
    for part in folded.split(BREAK):
        if part:
            yield part, start
        start += len(part) + 1


_loading = threading.Lock()


@cache
def _loaded() -> "jieba.Tokenizer":
    import jieba

    # jieba tells on stderr what it loads, and trusts any file of the right name in its cache
    # folder: a folder of our own keeps that file ours.
    jieba.setLogLevel(logging.WARNING)
    settings.JIEBA_CACHE.mkdir(mode=0o700, parents=True, exist_ok=True)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(settings.JIEBA_CACHE)
    tokenizer.initialize()
    for line in USER_WORDS.read_text(encoding="utf-8").splitlines():
        word = fold(line.partition("#")[0])
        if word:
            tokenizer.add_word(word)
    return tokenizer


def _jieba() -> "jieba.Tokenizer":
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
