"""Candidates for what was meant by a run of characters: a word typed by its sound, or mistyped.

Three kinds of typing are corrected: pinyin (yanglao, yang lao fuwu, 养老fuwu), another character
of the same sound (民正厅), and one wrong, missing or superfluous character. Only terms of the index
are proposed; whether the whole run is then found is for the caller to count.
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
from search.spelling.pinyin_index import MAX_SYLLABLES
from search.spelling.term_index import MAX_TERM_LENGTH, TermIndex

# Longer runs are sentences; nobody types one by its sound.
_MAX_RUN_LENGTH = 60
_LETTER = re.compile("[a-z]")
_CHINESE_RUN = re.compile(f"[{FIRST_CHARACTER}-{LAST_CHARACTER}]+")
# Segmented words that one mistyped word may have become (民正厅 is segmented into 民 and 正厅).
_MAX_WORDS = 4
# Alternatives considered at each step: the rarer homophones are hardly ever meant.
_MAX_ALTERNATIVES = 4
# Cost of one more word when a sound is spelt with several, against its gain from being in many
# meetings: the logarithm of more meetings than there are, so that fewer words win.
_WORD_COST = 14.0
# A single character is what remains between words, and hardly ever meant by its pinyin.
_SINGLE_CHARACTER_COST = 6.0
# A character is read as typed, unless a word contains it together with what was spelt.
_TYPED_CHARACTER_COST = 3.0
# Reading zh as z, ang as an and so on.
_FUZZY_COST = 4.0

# Tiers of candidates, the likeliest first: the input method's mistake is the same sound.
SAME_SOUND, FUZZY_SOUND, ONE_CHARACTER, ONE_TOO_MANY, ONE_OF_TWO = range(5)
# Added for a term of the index, which may be right: it is replaced only when nothing else can be.
KNOWN_WORD = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run that may have been meant; candidates rank by lower `tier`, then lower `cost`."""

    text: str
    tier: int
    cost: float  # lower, the more meetings have its words, and the fewer words they are


def candidates(run: str, terms: TermIndex) -> list[Candidate]:
    """Return what may have been meant by a normalized run, the likeliest first.

    The run may have spaces between syllables of pinyin.
    """
    if len(run) > _MAX_RUN_LENGTH:
        return []
    letters = strip_tones(run)
    candidates = (
        _decode_pinyin(letters, terms)
        if _LETTER.search(letters)
        else _correct_characters(run, terms)
    )
    best: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=lambda each: (each.tier, each.cost, each.text)):
        if candidate.text != run:
            best.setdefault(candidate.text, candidate)
    return list(best.values())


def _correct_characters(run: str, terms: TermIndex) -> Iterator[Candidate]:
    for start, end, is_whole in _misspelling_spans(run, terms):
        text = run[start:end]
        frequency = terms.document_frequency(text)
        penalty = KNOWN_WORD if frequency else 0
        for word, tier, number in _replacements(text, terms, is_whole):
            if number > frequency:
                yield Candidate(run[:start] + word + run[end:], tier + penalty, _cost(number))


def _misspelling_spans(run: str, terms: TermIndex) -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of each part that may be a misspelt word, and whether it is whole words.

    "Whole" are the words of the segmentation.
    """
    for match in _CHINESE_RUN.finditer(run):
        boundaries = [match.start()]
        for word in analysis.segment(match[0]):
            boundaries.append(boundaries[-1] + len(word))
        whole = {
            (start, end)
            for at, start in enumerate(boundaries)
            for end in boundaries[at + 1 : at + 1 + _MAX_WORDS]
            if 2 <= end - start <= MAX_TERM_LENGTH
        }
        yield from ((start, end, True) for start, end in sorted(whole))
        # A word beside a mistake may be segmented wrongly itself.
        for first, last in pairwise(boundaries):
            if last - first > 1 and not terms.document_frequency(run[first:last]):
                yield from (
                    (start, end, False)
                    for start in range(max(boundaries[0], last - MAX_TERM_LENGTH), last)
                    for end in range(
                        max(start + 2, first + 1),
                        min(start + MAX_TERM_LENGTH, boundaries[-1]) + 1,
                    )
                    if (start, end) not in whole
                )


def _replacements(text: str, terms: TermIndex, is_whole: bool) -> Iterator[tuple[str, int, int]]:
    """Yield terms that may have been meant by a text, with tier and number of meetings."""
    exact = [pinyin_table().readings(character) for character in text]
    fuzzy = [
        tuple(other for each in readings for other in pinyin_table().fuzzy_readings(each))
        for readings in exact
    ]
    if is_whole:
        similar = terms.edit_distance_one(text)
        shorter = {word: similar.pop(word) for word in list(similar) if len(word) < len(text)}
        tiers = [
            (SAME_SOUND, terms.homophones(exact)),
            (FUZZY_SOUND, terms.homophones(fuzzy)),
            (ONE_CHARACTER if len(text) > 2 else ONE_OF_TWO, similar),
            (ONE_TOO_MANY, shorter),
        ]
    else:
        tiers = [(FUZZY_SOUND, terms.homophones(exact))]
    for tier, words in tiers:
        for word, number in _most_frequent(words):
            if len(word) > 1 and word != text:
                yield word, tier, number


def _decode_pinyin(run: str, terms: TermIndex) -> Iterator[Candidate]:
    """Yield candidates for a run with its letters read as pinyin, its characters as typed."""
    for extra, is_fuzzy in ((0.0, False), (_FUZZY_COST, True)):
        for text, cost in PinyinDecoder(run, terms, is_fuzzy).decode():
            yield Candidate(text, SAME_SOUND, cost + extra)


def _cost(meetings: int) -> float:
    """Return the cost of a word that so many meetings have."""
    return _WORD_COST - math.log(meetings)


def _most_frequent(words: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(words.items(), key=lambda item: (-item[1], item[0]))[:_MAX_ALTERNATIVES]


class PinyinDecoder:
    """Beam search for the cheapest ways to write a run with terms of the index."""

    def __init__(self, run: str, terms: TermIndex, is_fuzzy: bool) -> None:
        self.terms = terms
        self.is_fuzzy = is_fuzzy
        self.text = SYLLABLE_SEPARATOR.sub("", run)
        # Offsets in the text that no syllable may extend across: a separator was typed there.
        self.breaks: set[int] = set()
        length = 0
        for character in run:
            if SYLLABLE_SEPARATOR.match(character):
                self.breaks.add(length)
            else:
                length += 1

    def decode(self) -> Iterator[tuple[str, float]]:
        """Yield texts for the whole run and their costs, the cheapest first."""
        paths: list[list[tuple[float, str]]] = [[] for _ in range(len(self.text) + 1)]
        paths[0].append((0.0, ""))
        for at in range(len(self.text)):
            paths[at] = sorted(paths[at])[:_MAX_ALTERNATIVES]
            if not paths[at]:
                continue
            for word, word_cost, end in self.words_at(at):
                paths[end] += [(cost + word_cost, text + word) for cost, text in paths[at]]
        yield from ((text, cost) for cost, text in sorted(paths[-1])[:_MAX_ALTERNATIVES])

    def words_at(self, start: int) -> Iterator[tuple[str, float, int]]:
        """Yield the words that may begin at an offset, with their cost and end."""
        character = self.text[start]
        if not _LETTER.match(character):
            yield character, _TYPED_CHARACTER_COST, start + 1
        # End, options of each syllable, and typed character or ? of each.
        paths: list[tuple[int, list[tuple[int, ...]], str]] = [(start, [], "")]
        while paths:
            at, syllables, pattern = paths.pop()
            if syllables and "?" in pattern:
                homophones = self.terms.homophones(syllables)
                fitting = {word: homophones[word] for word in homophones if _fits(word, pattern)}
                extra = _SINGLE_CHARACTER_COST if len(syllables) == 1 else 0
                yield from (
                    (word, _cost(number) + extra, at) for word, number in _most_frequent(fitting)
                )
            if at < len(self.text) and len(syllables) < MAX_SYLLABLES:
                paths += [
                    (end, [*syllables, options], pattern + character)
                    for options, end, character in self.syllables_at(at)
                ]

    def syllables_at(self, at: int) -> Iterator[tuple[tuple[int, ...], int, str]]:
        """Yield options for the syllable at an offset, its end, and the typed character or ?."""
        character = self.text[at]
        if not _LETTER.match(character):
            readings = pinyin_table().readings(character)
            if readings:
                yield readings, at + 1, character
            return
        for number, end in pinyin_table().syllables_at(self.text, at):
            if not any(offset in self.breaks for offset in range(at + 1, end)):
                options = pinyin_table().fuzzy_readings(number) if self.is_fuzzy else (number,)
                yield options, end, "?"


def _fits(word: str, pattern: str) -> bool:
    return all(sign in ("?", character) for sign, character in zip(pattern, word, strict=True))
