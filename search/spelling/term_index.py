"""Terms of the live index by prefix, sound and edit distance, for suggestions.

Each segment of the index has its terms in arrays, built once and cached as long as the segment
lives: by sound (`search.spelling.pinyin_index`), and by length, character by character, so that
one changed character is found in all terms of a length in one pass. Only terms of Chinese
characters are in it.
"""

import re
import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.analysis.pinyin import FIRST_CHARACTER, LAST_CHARACTER
from search.spelling.pinyin_index import CodePoints, PinyinIndex, prefix_range, sound_keys

MAX_TERM_LENGTH = 8
_TERM = re.compile(f"[{FIRST_CHARACTER}-{LAST_CHARACTER}]{{1,{MAX_TERM_LENGTH}}}")
# Segments that are cached; more than an index has.
_MAX_SEGMENTS = 64


@dataclass(frozen=True, eq=False)
class SegmentTerms:
    """The terms of one segment, by length and then by code points, and how many meetings each has.

    The *ordinal* of a term is its position in `texts`.
    """

    texts: list[str]
    document_frequencies: list[int]

    @classmethod
    def build(cls, counted_terms: Iterable[tuple[str, int]]) -> "SegmentTerms":
        """Build from terms and their numbers of meetings; terms not of Chinese are dropped."""
        counts: dict[str, int] = {}
        for text, number in counted_terms:
            if _TERM.fullmatch(text):
                counts[text] = max(number, counts.get(text, 0))
        texts = sorted(counts)
        texts.sort(key=len)  # stable
        return cls(texts, [counts[text] for text in texts])

    def ordinal(self, text: str) -> int | None:
        """Return the ordinal of a term; None where the segment does not have it."""
        if len(text) > MAX_TERM_LENGTH:
            return None
        first, end = self.starts[len(text) : len(text) + 2]
        at = bisect_left(self.texts, text, first, end)
        return at if at < end and self.texts[at] == text else None

    @cached_property
    def starts(self) -> list[int]:
        """The ordinal of the first term of each length; one more for the end."""
        lengths = list(map(len, self.texts))
        return [bisect_left(lengths, length) for length in range(MAX_TERM_LENGTH + 2)]

    @cached_property
    def by_length(self) -> dict[int, tuple[int, CodePoints]]:
        """The ordinal of the first term of each length, and code points of shape (terms, length).

        The code points are uint16, because only characters up to U+FFFF are in terms.
        """
        arrays = {}
        for length in range(1, MAX_TERM_LENGTH + 1):
            first, end = self.starts[length : length + 2]
            joined = "".join(self.texts[first:end]).encode("utf-16-le")
            arrays[length] = first, np.frombuffer(joined, np.uint16).reshape(-1, length)
        return arrays

    @cached_property
    def pinyin(self) -> PinyinIndex:
        """The terms by sound; built when it is first used."""
        return PinyinIndex.build(self.by_length)

    def with_prefix(self, prefix: str) -> Iterator[int]:
        """Yield the ordinals of the terms that begin with a prefix and are longer than it."""
        for length in range(len(prefix) + 1, MAX_TERM_LENGTH + 1):
            first, end = self.starts[length : length + 2]
            start = bisect_left(self.texts, prefix, first, end)
            # U+FFFF sorts after every text with the prefix.
            yield from range(start, bisect_left(self.texts, prefix + "\uffff", start, end))

    def edit_distance_one(self, text: str) -> Iterator[int]:
        """Yield the ordinals of terms with one character changed or one more than a text."""
        query = np.frombuffer(text.encode("utf-16-le"), np.uint16)
        first, terms = self.by_length[len(text)]
        yield from (first + np.flatnonzero((terms != query).sum(axis=1) == 1)).tolist()
        if len(text) + 1 in self.by_length:
            first, terms = self.by_length[len(text) + 1]
            # For each position: whether all characters before it, and all after it, are equal.
            always = np.ones((len(terms), 1), bool)
            before = np.logical_and.accumulate(terms[:, :-1] == query, axis=1)
            after = np.logical_and.accumulate((terms[:, 1:] == query)[:, ::-1], axis=1)[:, ::-1]
            inserted = np.hstack([always, before]) & np.hstack([after, always])
            yield from (first + np.flatnonzero(inserted.any(axis=1))).tolist()


@dataclass(frozen=True, eq=False)
class TermIndex:
    """The terms of all segments; results are terms with how many meetings have them."""

    segments: Sequence[SegmentTerms]

    def document_frequency(self, text: str) -> int:
        """Return how many meetings have a term; 0 if none has."""
        ordinals = ((terms, terms.ordinal(text)) for terms in self.segments)
        return sum(
            terms.document_frequencies[ordinal]
            for terms, ordinal in ordinals
            if ordinal is not None
        )

    def with_prefix(self, prefix: str) -> dict[str, int]:
        """Return the terms that begin with a prefix and are longer than it."""
        return self._collect(lambda terms: terms.with_prefix(prefix))

    def homophones(self, syllables: Sequence[Sequence[int]]) -> dict[str, int]:
        """Return the terms with a sound, each of whose syllables may be one of several."""
        keys = sound_keys(syllables)
        return self._collect(lambda terms: terms.pinyin.homophones(keys)) if keys.size else {}

    def with_pinyin_prefix(self, syllables: Sequence[int], last: tuple[int, int]) -> dict[str, int]:
        """Return the terms whose pinyin begins with given syllables.

        Args:
            syllables: the complete ones.
            last: first and last number of the syllables that may come next.
        """
        keys = prefix_range(syllables, last)
        return self._collect(lambda terms: terms.pinyin.in_range(*keys)) if keys else {}

    def edit_distance_one(self, text: str) -> dict[str, int]:
        """Return the terms that are one mistake away from a text.

        A mistake is a wrong, a missing, or a superfluous character, or two transposed.
        """
        if not _TERM.fullmatch(text):
            return {}
        matches = self._collect(lambda terms: terms.edit_distance_one(text))
        shorter = (text[:at] + text[at + 1 :] for at in range(len(text)))
        transposed = (
            text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(len(text) - 1)
        )
        others = {each: self.document_frequency(each) for each in {*shorter, *transposed} - {text}}
        return matches | {each: number for each, number in others.items() if number}

    def _collect(self, ordinals: Callable[[SegmentTerms], Iterator[int]]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for terms in self.segments:
            for ordinal in set(ordinals(terms)):
                text = terms.texts[ordinal]
                counts[text] = counts.get(text, 0) + terms.document_frequencies[ordinal]
        return counts


class TermIndexCache:
    """The terms of the most recently used segments, so that each segment is read once."""

    def __init__(self) -> None:
        self._segments: OrderedDict[Hashable, SegmentTerms] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, read: Callable[[], Iterable[tuple[str, int]]]) -> SegmentTerms:
        """Return the terms cached under a key; build them from what `read` returns if missing."""
        with self._lock:
            terms = self._segments.pop(key, None) or SegmentTerms.build(read())
            self._segments[key] = terms
            if len(self._segments) > _MAX_SEGMENTS:
                self._segments.popitem(last=False)
            return terms

    def clear(self) -> None:
        """Remove all segments."""
        with self._lock:
            self._segments.clear()
