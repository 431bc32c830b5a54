"""What may have been meant by a run of characters: a word typed by its sound, or mistyped.

Three ways to type what is not there: pinyin (yanglao, yang lao fuwu, 养老fuwu), another character
of the same sound (民正厅), and one wrong, missing or superfluous character. Only words that the
index knows are proposed; whether the whole run is found then is for the caller to count.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from search import analysis
from search.analysis.pinyin import (
    FIRST_CHARACTER,
    LAST_CHARACTER,
    SYLLABLE_SEPARATOR,
    pinyin_table,
    strip_tones,
)
from search.spelling.term_index import LONGEST_SOUND, LONGEST_WORD, TermIndex

# Longer runs are sentences; nobody types one by its sound.
_LONGEST_RUN = 60
_LETTER = re.compile("[a-z]")
_CHINESE_STRETCH = re.compile(f"[{FIRST_CHARACTER}-{LAST_CHARACTER}]+")
# Words of one run that may have been cut out of one mistyped word (民正厅 is cut into 民 and 正厅).
_MOST_PIECES = 4
# Alternatives kept at each step: the rarer homophones are hardly ever meant.
_ALTERNATIVES = 4
# What one more word costs when a sound is spelt with several, against what it gains by standing
# in many meetings: the logarithm of more meetings than there are, so that fewer words win.
_COST_OF_A_WORD = 14.0
# A single character is what is left over between words, and hardly ever meant by its pinyin.
_COST_OF_A_CHARACTER = 6.0
# A character typed as such is as it should be, unless a word has it together with what was spelt.
_COST_AS_TYPED = 3.0
# Reading zh as z, ang as an and so on.
_COST_OF_CONFUSION = 4.0

# How doubtful a proposal is. The most likely mistake is the input method's: the same sound.
SAME_SOUND, FUZZY_SOUND, ONE_CHARACTER, ONE_TOO_MANY, ONE_OF_TWO = range(5)
# A word that is known may be right; it is doubted only when nothing else can be.
KNOWN_WORD = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run that may have been meant; of two, the one with less `doubt`, then less `cost`."""

    text: str
    tier: int
    cost: float  # the less, the more meetings have its words, and the fewer words they are


def candidates(run: str, known: TermIndex) -> list[Candidate]:
    """Propose what may have been meant by a folded run, the likeliest first.

    Spaces may stand in it between syllables of pinyin.
    """
    if len(run) > _LONGEST_RUN:
        return []
    spelt = strip_tones(run)
    found = (
        _decode_pinyin(spelt, known) if _LETTER.search(spelt) else _correct_characters(run, known)
    )
    best: dict[str, Candidate] = {}
    for each in sorted(found, key=lambda each: (each.tier, each.cost, each.text)):
        if each.text != run:
            best.setdefault(each.text, each)
    return list(best.values())


def _correct_characters(run: str, known: TermIndex) -> Iterator[Candidate]:
    for start, end, is_whole in _misspelling_spans(run, known):
        text = run[start:end]
        meetings = known.document_frequency(text)
        doubted = KNOWN_WORD if meetings else 0
        for word, doubt, number in _replacements(text, known, is_whole):
            if number > meetings:
                yield Candidate(run[:start] + word + run[end:], doubt + doubted, _cost(number))


def _misspelling_spans(run: str, known: TermIndex) -> Iterator[tuple[int, int, bool]]:
    """Yield the parts of a run that may be a mistyped word, and whether each is whole words."""
    for stretch in _CHINESE_STRETCH.finditer(run):
        ends = [stretch.start()]
        for word in analysis.segment(stretch[0]):
            ends.append(ends[-1] + len(word))
        whole = {
            (start, end)
            for at, start in enumerate(ends)
            for end in ends[at + 1 : at + 1 + _MOST_PIECES]
            if 2 <= end - start <= LONGEST_WORD
        }
        yield from ((start, end, True) for start, end in sorted(whole))
        # What is cut out beside a mistake may have been cut wrongly itself.
        for first, last in pairwise(ends):
            if last - first > 1 and not known.document_frequency(run[first:last]):
                yield from (
                    (start, end, False)
                    for start in range(max(ends[0], last - LONGEST_WORD), last)
                    for end in range(
                        max(start + 2, first + 1), min(start + LONGEST_WORD, ends[-1]) + 1
                    )
                    if (start, end) not in whole
                )


def _replacements(text: str, known: TermIndex, is_whole: bool) -> Iterator[tuple[str, int, int]]:
    """Yield words that may have been meant by a text, how doubtful each is, and its meetings."""
    same = [pinyin_table().readings(character) for character in text]
    confused = [
        tuple(other for each in of for other in pinyin_table().fuzzy_readings(each)) for of in same
    ]
    if is_whole:
        resembling = known.edit_distance_one(text)
        shorter = {word: resembling.pop(word) for word in list(resembling) if len(word) < len(text)}
        ways = [
            (SAME_SOUND, known.homophones(same)),
            (FUZZY_SOUND, known.homophones(confused)),
            (ONE_CHARACTER if len(text) > 2 else ONE_OF_TWO, resembling),
            (ONE_TOO_MANY, shorter),
        ]
    else:
        ways = [(FUZZY_SOUND, known.homophones(same))]
    for doubt, words in ways:
        for word, number in _most_frequent(words):
            if len(word) > 1 and word != text:
                yield word, doubt, number


def _decode_pinyin(run: str, known: TermIndex) -> Iterator[Candidate]:
    """Read the letters of a run as pinyin, its characters as themselves."""
    for extra, may_confuse in ((0.0, False), (_COST_OF_CONFUSION, True)):
        for text, cost in PinyinDecoder(run, known, may_confuse).decode():
            yield Candidate(text, SAME_SOUND, cost + extra)


def _cost(meetings: int) -> float:
    """What a word costs that so many meetings have."""
    return _COST_OF_A_WORD - math.log(meetings)


def _most_frequent(words: dict[str, int], number: int = _ALTERNATIVES) -> list[tuple[str, int]]:
    return sorted(words.items(), key=lambda each: (-each[1], each[0]))[:number]


class PinyinDecoder:
    """The best ways to write a run with known words, found from its beginning to its end."""

    def __init__(self, run: str, known: TermIndex, is_fuzzy: bool) -> None:
        self.known = known
        self.is_fuzzy = is_fuzzy
        self.text = SYLLABLE_SEPARATOR.sub("", run)
        # Where in the text a syllable has to end, because something stands between there.
        self.breaks: set[int] = set()
        length = 0
        for character in run:
            if SYLLABLE_SEPARATOR.match(character):
                self.breaks.add(length)
            else:
                length += 1

    def decode(self) -> Iterator[tuple[str, float]]:
        """Yield what the whole run may say, and what that costs, the cheapest first."""
        ways: list[list[tuple[float, str]]] = [[] for _ in range(len(self.text) + 1)]
        ways[0].append((0.0, ""))
        for at in range(len(self.text)):
            ways[at] = sorted(ways[at])[:_ALTERNATIVES]
            if not ways[at]:
                continue
            for word, price, end in self.words_at(at):
                ways[end] += [(cost + price, said + word) for cost, said in ways[at]]
        yield from ((said, cost) for cost, said in sorted(ways[-1])[:_ALTERNATIVES])

    def words_at(self, start: int) -> Iterator[tuple[str, float, int]]:
        """Yield the words that may stand at a place, what each costs, and where it ends."""
        character = self.text[start]
        if not _LETTER.match(character):
            yield character, _COST_AS_TYPED, start + 1
        paths: list[tuple[int, list[tuple[int, ...]], str]] = [(start, [], "")]
        while paths:
            at, syllables, pattern = paths.pop()
            if syllables and "?" in pattern:
                heard = self.known.homophones(syllables)
                found = {word: heard[word] for word in heard if _fits(word, pattern)}
                extra = _COST_OF_A_CHARACTER if len(syllables) == 1 else 0
                yield from (
                    (word, _cost(number) + extra, at) for word, number in _most_frequent(found)
                )
            if at < len(self.text) and len(syllables) < LONGEST_SOUND:
                paths += [
                    (end, [*syllables, options], pattern + sign)
                    for options, end, sign in self.syllables_at(at)
                ]

    def syllables_at(self, at: int) -> Iterator[tuple[tuple[int, ...], int, str]]:
        """Yield what syllables may stand at a place, where they end, and the character, or ?."""
        character = self.text[at]
        if not _LETTER.match(character):
            readings = pinyin_table().readings(character)
            if readings:
                yield readings, at + 1, character
            return
        for number, end in pinyin_table().syllables_at(self.text, at):
            if not any(place in self.breaks for place in range(at + 1, end)):
                yield (
                    pinyin_table().fuzzy_readings(number) if self.is_fuzzy else (number,),
                    end,
                    "?",
                )


def _fits(word: str, pattern: str) -> bool:
    return all(sign in ("?", character) for sign, character in zip(pattern, word, strict=True))
