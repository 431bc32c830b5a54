"""Terms of one segment by their sound: homophones, and terms whose pinyin begins in a given way.

A *sound key* is the syllables of a term as one number, nine bits each from the most significant
on, so that keys sort as the syllables do, and a pinyin prefix is a range of keys. Terms with
several readings have several keys.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from search.analysis.pinyin import pinyin_table

# A syllable takes nine bits of a sound key, so that seven fit into 64.
_SYLLABLE_BITS = 9
MAX_SYLLABLES = 7
# Of several readings of one term: this many characters may have their second one at a time.
_MAX_SECOND_READINGS = 2
# Keys looked up for one term at most, where each syllable may be several.
_MAX_KEYS = 256

CodePoints = NDArray[np.uint16]
SoundKeys = NDArray[np.uint64]
Ordinals = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class PinyinIndex:
    """Every sound key of every term of a segment, ascending, and the ordinal of its term."""

    keys: SoundKeys
    ordinals: Ordinals

    @classmethod
    def build(cls, terms: Mapping[int, tuple[int, CodePoints]]) -> "PinyinIndex":
        """Build the index of a segment's terms.

        Args:
            terms: for each length the ordinal of the first term, and the code points of all terms
                of that length, of shape (terms, length).
        """
        keys, ordinals = [np.zeros(0, np.uint64)], [np.zeros(0, np.intp)]
        for length, (first, code_points) in terms.items():
            if length <= MAX_SYLLABLES:
                for keys_of_rows, rows in _keys_of_terms(code_points):
                    keys.append(keys_of_rows)
                    ordinals.append(first + rows)
        all_keys, all_ordinals = np.concatenate(keys), np.concatenate(ordinals)
        order = np.argsort(all_keys, kind="stable")
        return cls(all_keys[order], all_ordinals[order])

    def homophones(self, keys: SoundKeys) -> Iterator[int]:
        """Yield the ordinals of the terms that have one of these keys."""
        starts = np.searchsorted(self.keys, keys)
        ends = np.searchsorted(self.keys, keys, "right")
        for at in np.flatnonzero(ends > starts):
            yield from self.ordinals[starts[at] : ends[at]].tolist()

    def in_range(self, first: int, end: int) -> Iterator[int]:
        """Yield the ordinals of the terms that have a key in [first, end)."""
        start, stop = np.searchsorted(self.keys, np.array([first, end], np.uint64))
        yield from self.ordinals[start:stop].tolist()


def sound_keys(syllables: Sequence[Sequence[int]]) -> SoundKeys:
    """Return the keys of a sound each of whose syllables may be one of several.

    Empty where there is no syllable, one without options, or more than MAX_SYLLABLES.
    """
    if not 0 < len(syllables) <= MAX_SYLLABLES or not all(syllables):
        return np.zeros(0, np.uint64)
    sounds = [sound for sound, _ in zip(product(*syllables), range(_MAX_KEYS), strict=False)]
    return np.array([_sound_key(sound) for sound in sounds], np.uint64)


def prefix_range(syllables: Sequence[int], last: tuple[int, int]) -> tuple[int, int] | None:
    """Return the range [first, end) of the keys that begin with given syllables.

    Args:
        syllables: the complete ones.
        last: first and last number of the syllables that may come next.

    Returns:
        The range, or None where it is empty or the prefix longer than a key.
    """
    if len(syllables) >= MAX_SYLLABLES or last[0] > last[1]:
        return None
    step = 1 << _SYLLABLE_BITS * (MAX_SYLLABLES - 1 - len(syllables))
    return _sound_key((*syllables, last[0])), _sound_key((*syllables, last[1])) + step


def _sound_key(syllables: Sequence[int]) -> int:
    key = 0
    for syllable in syllables:
        key = key << _SYLLABLE_BITS | syllable
    return key << _SYLLABLE_BITS * (MAX_SYLLABLES - len(syllables))


def _keys_of_terms(code_points: CodePoints) -> Iterator[tuple[SoundKeys, Ordinals]]:
    """Yield keys of terms of one length, and the rows of `code_points` they belong to."""
    length = code_points.shape[1]
    shifts = np.array(
        [_SYLLABLE_BITS * (MAX_SYLLABLES - 1 - at) for at in range(length)], np.uint64
    )
    first = pinyin_table().first[code_points].astype(np.uint64) << shifts
    second = pinyin_table().second[code_points].astype(np.uint64) << shifts
    has_sound = (first > 0).all(axis=1)
    usual_keys = first.sum(axis=1, dtype=np.uint64)
    for number in range(_MAX_SECOND_READINGS + 1):
        for columns in map(list, combinations(range(length), number)):
            rows = np.flatnonzero(has_sound & (second[:, columns] > 0).all(axis=1))
            added = second[rows][:, columns].sum(axis=1, dtype=np.uint64)
            removed = first[rows][:, columns].sum(axis=1, dtype=np.uint64)
            yield usual_keys[rows] - removed + added, rows
