"""Text to terms, the same for documents and for queries.

Two views of a text. *Words* are what jieba cuts, with this office's own dictionary; they rank.
*Characters and pairs* of neighbouring characters guarantee: whatever run of characters stands in
a text is found, however jieba reads it (it reads 李丽作 as one word, so that by words alone 李丽
would never be found).

Both views are taken of the text text: one width, one case, one script. Folding is decided for
each character by itself and never by its neighbours, because only then is every part of a text
text the text form of that part, and only then is any part of a text findable. (OpenCC's
phrases, which leave 乾 in 乾隆 and turn it into 干 in 乾燥, would break this for one character
in thousands; so only its characters are used.)
"""

import hashlib
import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib import metadata
from itertools import chain
from pathlib import Path

from search.analysis import normalization
from search.analysis.normalization import normalize
from search.analysis.segmenters import WordSegmenter, default_segmenter
from search.lexicon.files import DICTIONARY, Version, read_entries

# Stands between the values of one field, so that no run is found across two of them. Folding
# drops control characters, so that it never stands in a text or a query.
FIELD_SEPARATOR = "\x1f"

# What words are cut from: Chinese, of which the dictionary knows the words; letters and digits
# of other scripts; and each rarer character by itself.
CHINESE = "一-\u9fd5"
_TOKEN = re.compile(rf"[{CHINESE}]+|[a-z0-9]+|[^\W_{CHINESE}a-z0-9]")
_NOT_CHINESE = re.compile(rf"[^{CHINESE}]+")
_OTHER_TOKEN = re.compile(rf"[a-z0-9]+|[^\W_{CHINESE}a-z0-9]")


def segment(text: str) -> list[str]:
    """The words that a text text consists of, in order, each character in one word."""
    return [word for word, _start, _end in segment_with_offsets(text)]


def segment_with_offsets(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of `cut` with their start and end."""
    dictionary = _segmenter()  # once a text: it looks whether the words changed
    for match in _TOKEN.finditer(text):
        at = match.start()
        for word in dictionary.cut(match[0]) if _is_chinese(match[0]) else [match[0]]:
            yield word, at, at + len(word)
            at += len(word)


def search_mode_tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Every word of a text text with its start and end, longer words and those inside them.

    The words inside a longer one come first, as jieba's search mode orders them.
    """
    dictionary = _segmenter()
    for match in _TOKEN.finditer(text):
        stretch, start = match[0], match.start()
        if _is_chinese(stretch):
            for word, first, last in dictionary.tokenize(stretch):
                yield word, start + first, start + last
        else:
            yield stretch, start, match.end()


def term_list(text: str) -> list[str]:
    """The same words as `words`, in any order and without their places: quicker by far."""
    chinese = _segmenter().cut_for_search(chinese_only(text))
    return [word for word in chain(chinese, _OTHER_TOKEN.findall(text)) if word != " "]


def chinese_only(text: str) -> str:
    """The Chinese stretches of a text text, a space where something else stood."""
    return _NOT_CHINESE.sub(" ", text)


def strip_punctuation(text: str) -> str:
    """The words of a text text side by side, which takes no dictionary."""
    return "".join(_TOKEN.findall(text))


def has_term(text: str) -> bool:
    """Whether there is anything but punctuation in it."""
    return _TOKEN.search(text) is not None


def _is_chinese(stretch: str) -> bool:
    return "一" <= stretch[0] <= "\u9fd5"


def unigrams(text: str) -> Iterator[tuple[str, int, int]]:
    """Every character of a text text, with its start and end."""
    for position, character in enumerate(text):
        if character != FIELD_SEPARATOR:
            yield character, position, position + 1


def bigrams(text: str) -> Iterator[tuple[str, int, int]]:
    """Every two neighbouring characters of a text text, with their start and end."""
    for position in range(len(text) - 1):
        pair = text[position : position + 2]
        if FIELD_SEPARATOR not in pair:
            yield pair, position, position + 2


_load_lock = threading.Lock()
_cache_folder: Path | None = None


def configure(cache_folder: Path | None) -> None:
    """Set where jieba keeps its dictionary in the form that it loads."""
    global _cache_folder  # noqa: PLW0603 (one place for each process)
    _cache_folder = cache_folder


def cache_folder() -> Path | None:
    """Return what `configure` was given."""
    return _cache_folder


@lru_cache(maxsize=1)
def _load_segmenter(version: Version) -> WordSegmenter:
    cut = default_segmenter(_cache_folder)
    for word in filter(None, map(normalize, read_entries(Path(version[0])))):
        cut.add_word(word)
    return cut


def _segmenter() -> WordSegmenter:
    # The cache alone would let two threads load the dictionary at once.
    with _load_lock:
        return _load_segmenter(dictionary_version())


def dictionary_version() -> Version:
    """Return the state of the dictionary: what words a text is cut into depends on it."""
    return DICTIONARY.version()


def fingerprint() -> str:
    """What the terms depend on; an index made under another fingerprint does not fit."""
    digest = hashlib.sha256()
    for name in ("jieba", "OpenCC"):
        digest.update(f"{name} {metadata.version(name)} ".encode())
    digest.update(f"Unicode {unicodedata.unidata_version} ".encode())
    for path in (Path(__file__), Path(normalization.__file__)):
        digest.update(path.read_bytes())
    # The words and not the file: another order, or another remark, makes no other index.
    for word in sorted(set(filter(None, map(normalize, read_entries(DICTIONARY.path))))):
        digest.update(f"{word}\n".encode())
    return digest.hexdigest()
