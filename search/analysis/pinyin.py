"""How Chinese characters sound, without tones, for finding what was typed by its sound.

Readings are pypinyin's for single characters: the most common, and where people know two the other
too, so that 重庆 is found as chongqing and zhongqing alike. Its readings of whole words are left
aside: they take four times the memory, and a wrong reading of a word costs nothing here, where
the index has to know the word.

A syllable is a number from 1; the numbers follow the alphabet, so that all syllables that begin
alike are a range.
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
# Characters of which two readings are alive (Xinhua dictionary), surnames and places included; of
# all others the second one, old or of one rare word, would only find what nobody meant.
_TWO_READINGS = frozenset(
    "阿艾薄蚌堡辟便泊伯藏曾查差刹单长朝车称澄乘匙臭传畜大弹石提的得地调都度囤恶佛否脯盖给贾谷还行"
    "巷和核虹会系稽校觉角解劲句圈咖卡壳落乐了勒俩六露陆率绿脉埋没模牟呢弄朴瀑曝栖奇铅强茄塞色厦折"
    "什盛省识似属术数熟说宿拓尾尉吓纤降削血吁咽钥叶殷员扎择仔粘着殖重著幢琢覃仇缪翟区秘番浒莘枞"
    "歙涡柏泌荥莞蔚"
)
# What is said before or after a syllable and often mistaken for its neighbour, in the south more
# than in the north: zh z, ch c, sh s; n l; ang an, eng en, ing in.
_FUZZY_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_FUZZY_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
# Other spellings of the same syllable: ü is v on a keyboard, and lüe is often written lue.
_SPELLINGS = {"lue": "lve", "nue": "nve"}
_LONGEST_SYLLABLE = 6
# No word that one completes by its pinyin is longer.
_MOST_SYLLABLES = 7
_NONE = (1, 0)  # a range of syllables without any
# Between syllables of pinyin: xi'an, yang lao.
SYLLABLE_SEPARATOR = re.compile(r"[\s'·-]")
_PINYIN = re.compile(rf"[a-z]+(?:{SYLLABLE_SEPARATOR.pattern}[a-z]+)*")
_VOWEL = re.compile("[aeiouv]")


@dataclass(frozen=True, eq=False)
class PinyinTable:
    """All syllables, and the readings of each character.

    `first` and `second` have a number for each code point up to U+FFFF: the syllable of the most
    common reading and of the other; 0 where there is none.
    """

    syllables: tuple[str, ...]  # that of number n at n - 1
    first: NDArray[np.uint16]
    second: NDArray[np.uint16]

    def readings(self, character: str) -> tuple[int, ...]:
        """Return the syllables that a character may be, the most common first."""
        code = ord(character)
        if code > 0xFFFF:
            return ()
        return tuple(int(table[code]) for table in (self.first, self.second) if table[code])

    def syllables_at(self, letters: str, start: int) -> Iterator[tuple[int, int]]:
        """Yield each syllable that letters may begin with at `start`, and where it ends."""
        for end in range(start + 1, min(start + _LONGEST_SYLLABLE, len(letters)) + 1):
            spelt = letters[start:end]
            number = self.syllable_number(_SPELLINGS.get(spelt, spelt))
            if number:
                yield number, end

    def partial_readings(self, letters: str) -> Iterator[tuple[tuple[int, ...], str]]:
        """Yield the ways to read letters as syllables and the beginning, or whole, of one more.

        Between syllables may stand what BETWEEN finds, and no syllable goes on behind it.
        """
        *whole, last = SYLLABLE_SEPARATOR.split(letters)
        ways = [[spelt for spelt, rest in self._read(part) if not rest] for part in whole]
        for before in product(*ways):
            for spelt, rest in self._read(last):
                if rest and self.syllable_range(rest) != _NONE:
                    yield (*chain.from_iterable(before), *spelt), rest

    def _read(
        self, letters: str, spelt: tuple[int, ...] = ()
    ) -> Iterator[tuple[tuple[int, ...], str]]:
        """Yield the ways to read the first letters as syllables, and the letters that are left."""
        yield spelt, letters
        if len(spelt) < _MOST_SYLLABLES:
            for number, end in self.syllables_at(letters, 0):
                yield from self._read(letters[end:], (*spelt, number))

    def syllable_range(self, letters: str) -> tuple[int, int]:
        """Return the first and the last number of the syllables that begin so; (1, 0) if none."""
        first = bisect_left(self.syllables, letters)
        after = bisect_left(self.syllables, letters + "~")  # behind every letter
        return (first + 1, after) if first < after else _NONE

    def syllable_number(self, syllable: str) -> int:
        """Return the number of a syllable; 0 if it is none."""
        at = bisect_left(self.syllables, syllable)
        found = at < len(self.syllables) and self.syllables[at] == syllable
        return at + 1 if found else 0

    @cache  # noqa: B019 (there is one, for as long as the process lives)
    def fuzzy_readings(self, number: int) -> tuple[int, ...]:
        """Return a syllable and those it is often mistaken for."""
        spelt = self.syllables[number - 1]
        begun = {spelt}
        for one, other in _FUZZY_INITIALS:
            for begins, instead in ((one, other), (other, one)):
                if spelt.startswith(begins):
                    begun.add(instead + spelt.removeprefix(begins))
        ended = set(begun)
        for one, other in _FUZZY_FINALS:
            for ends, instead in ((one, other), (other, one)):
                ended |= {
                    each.removesuffix(ends) + instead for each in begun if each.endswith(ends)
                }
        others = sorted(filter(None, map(self.syllable_number, ended - {spelt})))
        return (number, *others)


@cache
def pinyin_table() -> PinyinTable:
    """Load the readings; takes a tenth of a second and 12 MB once a process."""
    # pypinyin asks this when it is imported.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin.constants import PINYIN_DICT

    spelling = cache(strip_tones)  # of one syllable in twenty thousand characters
    readings: dict[int, list[str]] = {}
    for code in range(ord(FIRST_CHARACTER), ord(LAST_CHARACTER) + 1):
        spelt = map(spelling, PINYIN_DICT.get(code, "").split(","))
        # Sounds without a vowel (嗯 ng, 呣 m) are no syllables to type a word with.
        number = 2 if chr(code) in _TWO_READINGS else 1
        readings[code] = list(dict.fromkeys(filter(_VOWEL.search, spelt)))[:number]
    syllables = tuple(sorted({syllable for each in readings.values() for syllable in each}))
    numbers = {syllable: number for number, syllable in enumerate(syllables, start=1)}
    tables = [np.zeros(0x10000, np.uint16) for _ in range(2)]
    for code, each in readings.items():
        for table, syllable in zip(tables, each, strict=False):
            table[code] = numbers[syllable]
    return PinyinTable(syllables, tables[0], tables[1])


def is_pinyin(text: str) -> bool:
    """Whether a text is letters only, such as pinyin is written with, with tones or without."""
    return _PINYIN.fullmatch(strip_tones(text.lower())) is not None


def strip_tones(text: str) -> str:
    """Write pinyin with the letters of a keyboard: without tones, ü as v."""
    apart = unicodedata.normalize("NFD", text).replace("u\u0308", "v")
    return "".join(each for each in apart if not unicodedata.combining(each))
