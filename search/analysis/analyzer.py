"""Text to terms, the same for documents and for queries.

Two views of a text. *Words* are what jieba segments it into, with the site's own dictionary;
they rank. *Unigrams and bigrams* of characters guarantee: any run of characters in a text is
found, however jieba reads it (it reads 李丽作 as one word, so that by words alone 李丽 would
never be found).

Both views are taken of the normalized text: one width, one case, one script. Each character is
normalized by itself and never by its neighbours, because only then is the normalized form of a
part a part of the normalized text, and only then can every part of a text be found. (OpenCC's
phrases, which leave 乾 in 乾隆 and turn it into 干 in 乾燥, would break this for one character
in thousands; so only its characters are used.)
"""

import hashlib
import re
import threading
import unicodedata
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from itertools import chain
from pathlib import Path

from common import char_folding
from common.char_folding import WORDS_WITH_ZHU
from search.analysis import normalization
from search.analysis.normalization import normalize
from search.analysis.segmenters import WordSegmenter, default_segmenter
from search.lexicon.current import EntryList, Lexicon, current_lexicon, set_lexicon

# Separates the values of one field, so that no run is found across two of them. Normalization
# drops control characters, so that it never occurs in a text or a query.
FIELD_SEPARATOR = "\x1f"

# Tokens are Chinese, which the segmenter divides into words by the dictionary; letters and digits
# of other scripts; and each rarer character by itself.
CHINESE = "一-\u9fd5"
_TOKEN = re.compile(rf"[{CHINESE}]+|[a-z0-9]+|[^\W_{CHINESE}a-z0-9]")
_NOT_CHINESE = re.compile(rf"[^{CHINESE}]+")
_OTHER_TOKEN = re.compile(rf"[a-z0-9]+|[^\W_{CHINESE}a-z0-9]")


def segment(text: str) -> list[str]:
    """Return the words that a normalized text consists of, in order, each character in one word."""
    return [word for word, _start, _end in segment_with_offsets(text)]


def segment_with_offsets(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of `segment` with their start and end (exclusive)."""
    segmenter = _segmenter()  # once a text: it checks whether the dictionary changed
    for match in _TOKEN.finditer(text):
        start = match.start()
        for word in segmenter.cut(match[0]) if _is_chinese(match[0]) else [match[0]]:
            yield word, start, start + len(word)
            start += len(word)


def search_mode_tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield every word of a normalized text with its start and end, and the words inside it.

    The words inside a longer one come first, as jieba's search mode orders them.
    """
    segmenter = _segmenter()
    for match in _TOKEN.finditer(text):
        token, start = match[0], match.start()
        if _is_chinese(token):
            for word, first, last in segmenter.tokenize(token):
                yield word, start + first, start + last
        else:
            yield token, start, match.end()


def term_list(text: str) -> list[str]:
    """Return the words of `search_mode_tokens`, unordered and without offsets: far quicker."""
    chinese = _segmenter().cut_for_search(chinese_only(text))
    return [word for word in chain(chinese, _OTHER_TOKEN.findall(text)) if word != " "]


def chinese_only(text: str) -> str:
    """Return a normalized text with one space in place of each run of other characters."""
    return _NOT_CHINESE.sub(" ", text)


def strip_punctuation(text: str) -> str:
    """Return the words of a normalized text concatenated; needs no dictionary."""
    return "".join(_TOKEN.findall(text))


def has_term(text: str) -> bool:
    """Return whether a normalized text has anything but punctuation."""
    return _TOKEN.search(text) is not None


def _is_chinese(token: str) -> bool:
    return "一" <= token[0] <= "\u9fd5"


def unigrams(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield every character of a normalized text, with its start and end."""
    for position, character in enumerate(text):
        if character != FIELD_SEPARATOR:
            yield character, position, position + 1


def bigrams(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield every two neighbouring characters of a normalized text, with their start and end."""
    for position in range(len(text) - 1):
        bigram = text[position : position + 2]
        if FIELD_SEPARATOR not in bigram:
            yield bigram, position, position + 2


_load_lock = threading.Lock()
_cache_folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Configuration:
    """What segmentation depends on, for another process that is to segment alike; picklable.

    `cache_folder` is the folder of jieba's cached dictionary; None leaves the choice to jieba.
    """

    cache_folder: Path | None
    lexicon: Lexicon


def configuration() -> Configuration:
    """Return what segmentation depends on in this process."""
    return Configuration(_cache_folder, current_lexicon())


def configure(configuration: Configuration) -> None:
    """Segment as another process does."""
    set_cache_folder(configuration.cache_folder)
    set_lexicon(configuration.lexicon)


def set_cache_folder(cache_folder: Path | None) -> None:
    """Set the folder of jieba's cached dictionary; None leaves the choice to jieba."""
    global _cache_folder  # noqa: PLW0603 (one folder for each process)
    _cache_folder = cache_folder


@lru_cache(maxsize=1)
def _load_segmenter(dictionary: EntryList) -> WordSegmenter:
    segmenter = default_segmenter(_cache_folder)
    # jieba knows 著名; normalized it is 着名.
    for word in filter(None, map(normalize, (*WORDS_WITH_ZHU, *dictionary.entries))):
        segmenter.add_word(word)
    return segmenter


def _segmenter() -> WordSegmenter:
    dictionary = current_lexicon().dictionary
    # The cache alone would let two threads load the dictionary at the same time.
    with _load_lock:
        return _load_segmenter(dictionary)


def dictionary_version() -> Hashable:
    """Return what segmentation depends on, as a key for caches."""
    return current_lexicon().dictionary


def fingerprint() -> str:
    """Return a hash of all that the terms depend on; an index of another one is stale."""
    digest = hashlib.sha256()
    for name in ("jieba", "OpenCC"):
        digest.update(f"{name} {metadata.version(name)} ".encode())
    digest.update(f"Unicode {unicodedata.unidata_version} ".encode())
    tables = sorted(Path(char_folding.__file__).parent.glob("*.py"))
    for path in (Path(__file__), Path(normalization.__file__), *tables):
        digest.update(path.read_bytes())
    # Another order of the words makes no index stale.
    for word in sorted(set(filter(None, map(normalize, current_lexicon().dictionary.entries)))):
        digest.update(f"{word}\n".encode())
    return digest.hexdigest()
