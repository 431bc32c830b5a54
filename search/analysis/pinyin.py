"""Pinyin readings of Chinese characters, without tones, for queries typed by sound.

Readings are pypinyin's for single characters: the most common one, and where two are in use the
other too, so that 重庆 is found as chongqing and zhongqing alike. Its readings of whole words are
not used: they take four times the memory, and a wrong reading of a word costs nothing here, since
only words of the index are suggested.

A syllable is a number from 1; the numbers follow the alphabet, so that all syllables with one
prefix are a range.
"""

import os
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, product

import numpy as np
from numpy.typing import NDArray

FIRST_CHARACTER, LAST_CHARACTER = "一", "\u9fd5"
# Characters with two readings in use (Xinhua dictionary), surnames and places included; of all
# others the second one, old or of one rare word, would only find what nobody meant.
_TWO_READINGS = frozenset(
    "阿艾薄蚌堡辟便泊伯藏曾查差刹单长朝车称澄乘匙臭传畜大弹石提的得地调都度囤恶佛否脯盖给贾谷还行"
    "巷和核虹会系稽校觉角解劲句圈咖卡壳落乐了勒俩六露陆率绿脉埋没模牟呢弄朴瀑曝栖奇铅强茄塞色厦折"
    "什盛省识似属术数熟说宿拓尾尉吓纤降削血吁咽钥叶殷员扎择仔粘着殖重著幢琢覃仇缪翟区秘番浒莘枞"
    "歙涡柏泌荥莞蔚"
)
# Initials and finals that are often taken for one another, in the south more than in the north.
_FUZZY_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_FUZZY_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
# Other spellings of the same syllable: ü is v on a keyboard, and lüe is often written lue.
_SPELLINGS = {"lue": "lve", "nue": "nve"}
_MAX_SYLLABLE_LENGTH = 6
# No word that is completed by its pinyin is longer.
_MAX_SYLLABLES = 7
_EMPTY_RANGE = (1, 0)
# Written between syllables of pinyin: xi'an, yang lao.
SYLLABLE_SEPARATOR = re.compile(r"[\s'·-]")
_PINYIN = re.compile(rf"[a-z]+(?:{SYLLABLE_SEPARATOR.pattern}[a-z]+)*")
_VOWEL = re.compile("[aeiouv]")


@dataclass(frozen=True, eq=False)
class PinyinTable:
    """All syllables, and the readings of each character.

    `first` and `second` have a syllable number for each code point up to U+FFFF: the most common
    reading and the other one; 0 where there is none.
    """

    syllables: tuple[str, ...]  # sorted; number n is at n - 1
    first: NDArray[np.uint16]
    second: NDArray[np.uint16]

    def readings(self, character: str) -> tuple[int, ...]:
        """Return the syllable numbers of a character, the most common reading first."""
        code = ord(character)
        if code > 0xFFFF:
            return ()
        return tuple(int(table[code]) for table in (self.first, self.second) if table[code])

    def syllables_at(self, letters: str, start: int) -> Iterator[tuple[int, int]]:
        """Yield the number and the end of each syllable that letters may spell at `start`."""
        for end in range(start + 1, min(start + _MAX_SYLLABLE_LENGTH, len(letters)) + 1):
            spelling = letters[start:end]
            number = self.syllable_number(_SPELLINGS.get(spelling, spelling))
            if number:
                yield number, end

    def partial_readings(self, letters: str) -> Iterator[tuple[tuple[int, ...], str]]:
        """Yield the ways to read letters as syllables and a prefix (or the whole) of one more.

        `SYLLABLE_SEPARATOR` may occur between syllables; no syllable extends across it.
        """
        *complete, last = SYLLABLE_SEPARATOR.split(letters)
        options = [[read for read, rest in self._read(part) if not rest] for part in complete]
        for preceding in product(*options):
            for syllables, rest in self._read(last):
                if rest and self.syllable_range(rest) != _EMPTY_RANGE:
                    yield (*chain.from_iterable(preceding), *syllables), rest

    def _read(
        self, letters: str, syllables: tuple[int, ...] = ()
    ) -> Iterator[tuple[tuple[int, ...], str]]:
        """Yield the ways to read the first letters as syllables, and the remaining letters."""
        yield syllables, letters
        if len(syllables) < _MAX_SYLLABLES:
            for number, end in self.syllables_at(letters, 0):
                yield from self._read(letters[end:], (*syllables, number))

    def syllable_range(self, letters: str) -> tuple[int, int]:
        """Return the first and the last number of the syllables with a prefix; (1, 0) if none."""
        first = bisect_left(self.syllables, letters)
        after = bisect_left(self.syllables, letters + "~")  # sorts after every letter
        return (first + 1, after) if first < after else _EMPTY_RANGE

    def syllable_number(self, syllable: str) -> int:
        """Return the number of a syllable; 0 if it is none."""
        at = bisect_left(self.syllables, syllable)
        exists = at < len(self.syllables) and self.syllables[at] == syllable
        return at + 1 if exists else 0

    @cache  # noqa: B019 (one table for the life of the process)
    def fuzzy_readings(self, number: int) -> tuple[int, ...]:
        """Return a syllable and those it is often taken for, as numbers."""
        syllable = self.syllables[number - 1]
        by_initial = {syllable}
        for one, other in _FUZZY_INITIALS:
            for initial, replacement in ((one, other), (other, one)):
                if syllable.startswith(initial):
                    by_initial.add(replacement + syllable.removeprefix(initial))
        spellings = set(by_initial)
        for one, other in _FUZZY_FINALS:
            for final, replacement in ((one, other), (other, one)):
                spellings |= {
                    each.removesuffix(final) + replacement
                    for each in by_initial
                    if each.endswith(final)
                }
        others = sorted(filter(None, map(self.syllable_number, spellings - {syllable})))
        return (number, *others)


@cache
def pinyin_table() -> PinyinTable:
    """Load the readings: once a process, in a tenth of a second, into 12 MB."""
    # pypinyin reads this when it is imported.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin.constants import PINYIN_DICT

    spelling = cache(strip_tones)  # twenty thousand characters share a few hundred syllables
    readings: dict[int, list[str]] = {}
    for code in range(ord(FIRST_CHARACTER), ord(LAST_CHARACTER) + 1):
        spellings = map(spelling, PINYIN_DICT.get(code, "").split(","))
        # Sounds without a vowel (嗯 ng, 呣 m) are no syllables to type a word with.
        number = 2 if chr(code) in _TWO_READINGS else 1
        readings[code] = list(dict.fromkeys(filter(_VOWEL.search, spellings)))[:number]
    syllables = tuple(sorted({syllable for each in readings.values() for syllable in each}))
    numbers = {syllable: number for number, syllable in enumerate(syllables, start=1)}
    tables = [np.zeros(0x10000, np.uint16) for _ in range(2)]
    for code, syllables_of_code in readings.items():
        for table, syllable in zip(tables, syllables_of_code, strict=False):
            table[code] = numbers[syllable]
    return PinyinTable(syllables, tables[0], tables[1])


def is_pinyin(text: str) -> bool:
    """Return whether a text is only letters (with tones or without) and syllable separators."""
    return _PINYIN.fullmatch(strip_tones(text.lower())) is not None


def strip_tones(text: str) -> str:
    """Return pinyin in the letters of a keyboard: without tones, ü as v."""
    decomposed = unicodedata.normalize("NFD", text).replace("u\u0308", "v")
    return "".join(each for each in decomposed if not unicodedata.combining(each))
