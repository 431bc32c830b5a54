"""The words of the index that sound or look like what was typed.

For each segment of the index its words stand here in arrays, made once and kept as long as the
segment lives: sorted by sound, so that a sound or the beginning of one is looked up and not
searched; and by length, character by character, so that one changed character is found in all
words of a length at once. Only words of Chinese characters have a place here.
"""

import re
import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from search.analysis.pinyin import FIRST_CHARACTER, LAST_CHARACTER, pinyin_table

# A syllable takes nine bits of a sound, so that seven fit into 64.
_BITS = 9
LONGEST_SOUND = 7
LONGEST_WORD = 8
_WORD = re.compile(f"[{FIRST_CHARACTER}-{LAST_CHARACTER}]{{1,{LONGEST_WORD}}}")
# Of several readings of one word: this many characters may have their second one at a time.
_SECOND_READINGS = 2
# How many sounds are looked up for one word at most, where each syllable may be several.
_MOST_SOUNDS = 256
# Segments whose words are kept; more than an index has.
_MOST_SEGMENTS = 64

Codes = NDArray[np.uint16]
Keys = NDArray[np.uint64]
Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class SegmentTerms:
    """The words of one segment, in the order of their characters, with their meetings."""

    texts: list[str]
    document_frequencies: list[int]

    @classmethod
    def build(cls, counted: Iterable[tuple[str, int]]) -> "SegmentTerms":
        """Take words with the number of meetings that have each; the rest is left out."""
        chosen: dict[str, int] = {}
        for text, number in counted:
            if _WORD.fullmatch(text):
                chosen[text] = max(number, chosen.get(text, 0))
        texts = sorted(chosen)
        texts.sort(key=len)  # stable
        return cls(texts, [chosen[text] for text in texts])

    def ordinal(self, text: str) -> int | None:
        """Return the place of a word; None where it is not one of them."""
        if len(text) > LONGEST_WORD:
            return None
        first, after = self.starts[len(text) : len(text) + 2]
        at = bisect_left(self.texts, text, first, after)
        return at if at < after and self.texts[at] == text else None

    @cached_property
    def starts(self) -> list[int]:
        """Return for each length the place of the first word that long; one more for the end."""
        lengths = list(map(len, self.texts))
        return [bisect_left(lengths, length) for length in range(LONGEST_WORD + 2)]

    @cached_property
    def by_length(self) -> dict[int, tuple[int, Codes]]:
        """Return for each length the place of its first word, and a row of code points a word."""
        rows = {}
        for length in range(1, LONGEST_WORD + 1):
            first, after = self.starts[length : length + 2]
            joined = "".join(self.texts[first:after]).encode("utf-16-le")
            rows[length] = first, np.frombuffer(joined, np.uint16).reshape(-1, length)
        return rows

    @cached_property
    def by_sound(self) -> tuple[Keys, Places]:
        """Return every sound of every word, ascending, and the place of the word it is of."""
        keys, places = [np.zeros(0, np.uint64)], [np.zeros(0, np.intp)]
        for length, (first, codes) in self.by_length.items():
            if length <= LONGEST_SOUND:
                for keys_of, rows in _sounds_of(codes):
                    keys.append(keys_of)
                    places.append(first + rows)
        all_keys, all_places = np.concatenate(keys), np.concatenate(places)
        order = np.argsort(all_keys, kind="stable")
        return all_keys[order], all_places[order]

    def with_prefix(self, start: str) -> Iterator[int]:
        """Yield the places of the words that begin so and go on."""
        for length in range(len(start) + 1, LONGEST_WORD + 1):
            first, after = self.starts[length : length + 2]
            begin = bisect_left(self.texts, start, first, after)
            # Behind every text that begins so.
            yield from range(begin, bisect_left(self.texts, start + "\uffff", begin, after))

    def homophones(self, wanted: Keys) -> Iterator[int]:
        """Yield the places of the words that sound in one of these ways."""
        keys, places = self.by_sound
        starts, ends = np.searchsorted(keys, wanted), np.searchsorted(keys, wanted, "right")
        for at in np.flatnonzero(ends > starts):
            yield from places[starts[at] : ends[at]].tolist()

    def in_sound_range(self, first: int, after: int) -> Iterator[int]:
        """Yield the places of the words whose sound is in a range."""
        keys, places = self.by_sound
        start, end = np.searchsorted(keys, np.array([first, after], np.uint64))
        yield from places[start:end].tolist()

    def edit_distance_one(self, text: str) -> Iterator[int]:
        """Yield the places of words that differ from a text by one changed or missing character."""
        typed = np.frombuffer(text.encode("utf-16-le"), np.uint16)
        first, codes = self.by_length[len(text)]
        yield from (first + np.flatnonzero((codes != typed).sum(axis=1) == 1)).tolist()
        if len(text) + 1 in self.by_length:
            first, codes = self.by_length[len(text) + 1]
            none = np.ones((len(codes), 1), bool)
            before = np.logical_and.accumulate(codes[:, :-1] == typed, axis=1)
            behind = np.logical_and.accumulate((codes[:, 1:] == typed)[:, ::-1], axis=1)[:, ::-1]
            missing = np.hstack([none, before]) & np.hstack([behind, none])
            yield from (first + np.flatnonzero(missing.any(axis=1))).tolist()


@dataclass(frozen=True, eq=False)
class TermIndex:
    """The words of all segments of an index together."""

    segments: Sequence[SegmentTerms]

    def document_frequency(self, text: str) -> int:
        """Return how many meetings have a word; 0 if none has."""
        places = ((words, words.ordinal(text)) for words in self.segments)
        return sum(
            words.document_frequencies[place] for words, place in places if place is not None
        )

    def with_prefix(self, start: str) -> dict[str, int]:
        """Return the words that begin so and go on, with their meetings."""
        return self._collect(lambda words: words.with_prefix(start))

    def homophones(self, syllables: Sequence[Sequence[int]]) -> dict[str, int]:
        """Return the words that sound so, with their meetings; each syllable may be several."""
        if not 0 < len(syllables) <= LONGEST_SOUND or not all(syllables):
            return {}
        ways = [
            sound for sound, _way in zip(product(*syllables), range(_MOST_SOUNDS), strict=False)
        ]
        wanted = np.array([sound_key(way) for way in ways], np.uint64)
        return self._collect(lambda words: words.homophones(wanted))

    def with_pinyin_prefix(self, syllables: Sequence[int], last: tuple[int, int]) -> dict[str, int]:
        """Return the words whose sound begins so, with their meetings.

        Args:
            syllables: the first ones.
            last: the first and the last number of the syllables that may come next.
        """
        if len(syllables) >= LONGEST_SOUND or last[0] > last[1]:
            return {}
        first = sound_key((*syllables, last[0]))
        after = sound_key((*syllables, last[1])) + (
            1 << _BITS * (LONGEST_SOUND - 1 - len(syllables))
        )
        return self._collect(lambda words: words.in_sound_range(first, after))

    def edit_distance_one(self, text: str) -> dict[str, int]:
        """Return the words that are one mistake away from a text, with their meetings.

        A mistake is a wrong, a missing, or a superfluous character, or two in the wrong order.
        """
        if not _WORD.fullmatch(text):
            return {}
        found = self._collect(lambda words: words.edit_distance_one(text))
        shorter = (text[:at] + text[at + 1 :] for at in range(len(text)))
        turned = (
            text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(len(text) - 1)
        )
        exact = {each: self.document_frequency(each) for each in {*shorter, *turned} - {text}}
        return found | {each: number for each, number in exact.items() if number}

    def _collect(self, places: Callable[[SegmentTerms], Iterator[int]]) -> dict[str, int]:
        found: dict[str, int] = {}
        for words in self.segments:
            for place in set(places(words)):
                text = words.texts[place]
                found[text] = found.get(text, 0) + words.document_frequencies[place]
        return found


class TermIndexCache:
    """The words of the segments asked for last, so that each segment is read once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, SegmentTerms] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, read: Callable[[], Iterable[tuple[str, int]]]) -> SegmentTerms:
        """Return the words kept under a key; where there are none, take what `read` returns."""
        with self._lock:
            words = self._kept.pop(key, None) or SegmentTerms.build(read())
            self._kept[key] = words
            if len(self._kept) > _MOST_SEGMENTS:
                self._kept.popitem(last=False)
            return words


def sound_key(syllables: Sequence[int]) -> int:
    """Write syllables as one number that orders as they do; at most LONGEST_SOUND of them."""
    key = 0
    for syllable in syllables:
        key = key << _BITS | syllable
    return key << _BITS * (LONGEST_SOUND - len(syllables))


def _sounds_of(codes: Codes) -> Iterator[tuple[Keys, Places]]:
    """Yield sounds of words of one length, and the rows of `codes` that each is of."""
    length = codes.shape[1]
    shifts = np.array([_BITS * (LONGEST_SOUND - 1 - at) for at in range(length)], np.uint64)
    first = pinyin_table().first[codes].astype(np.uint64) << shifts
    second = pinyin_table().second[codes].astype(np.uint64) << shifts
    has_sound = (first > 0).all(axis=1)
    usual = first.sum(axis=1, dtype=np.uint64)
    for number in range(_SECOND_READINGS + 1):
        for chosen in map(list, combinations(range(length), number)):
            rows = np.flatnonzero(has_sound & (second[:, chosen] > 0).all(axis=1))
            other = second[rows][:, chosen].sum(axis=1, dtype=np.uint64)
            instead_of = first[rows][:, chosen].sum(axis=1, dtype=np.uint64)
            yield usual[rows] - instead_of + other, rows
