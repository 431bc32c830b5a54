"""Which passages of a text show best why it was found.

A passage is whole sentences as far as they fit into three lines of a page, with what stands on
either side of the words; a sentence longer than that is cut near them, where a comma parts it.
Of all passages the one is best that shows most of what was asked, each thing counted once.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# About three lines on a page: enough to see what a sentence is about.
PASSAGE_LENGTH = 120
# How much of a sentence that is too long is shown before what was found in it, and how far from
# there a comma may be at which it is cut instead.
_BEFORE_MARK = 20
_COMMA_WITHIN = 20
_COMMAS = "，、：,:"
_SENTENCE = re.compile(r"[^\s。！？；!?;][^。！？；!?;\n]*[。！？；!?;]*[”』」）)\"]?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text, what of the query stands there, and how much that tells."""

    start: int
    end: int
    wanted: str
    weight: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the text, and whether a sentence is cut at its ends."""

    start: int
    end: int
    cut_before: bool = False
    cut_after: bool = False


Span = tuple[int, int]


def best_passages(text: str, marks: Sequence[Mark], number: int) -> list[Passage]:
    """The passages to show, in the order of the text.

    A second one is there only where it shows something that the first does not. A text without
    marks shows its beginning.

    Args:
        text: the stored text.
        marks: what was found in it, by their beginnings.
        number: how many passages at most.
    """
    sentences = [match.span() for match in _SENTENCE.finditer(text)]
    if not sentences:
        return []
    candidates = list(_candidates(sentences, marks))
    if not candidates:
        return [_around(text, sentences, 0, 0, (0, len(text)))]
    chosen: list[Passage] = []
    shown: dict[str, float] = {}
    while candidates and len(chosen) < number:
        # max() takes the first of equals, which is the earliest in the text.
        best = max(candidates, key=lambda each: each.gain(shown))
        if chosen and best.gain(shown) <= 0:
            break
        chosen.append(best.passage(text, sentences, _free(text, best, chosen)))
        shown |= best.tells
        candidates = [each for each in candidates if not each.is_shown_by(chosen[-1])]
    return sorted(chosen, key=lambda passage: passage.start)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """The sentences `first` to `last`, or a part of one.

    `shows` is from its first mark to the end of its last, `tells` weighs what stands there.
    """

    start: int
    end: int
    first: int
    last: int
    shows: Span
    tells: dict[str, float]

    def gain(self, shown: dict[str, float]) -> float:
        return sum(weight for wanted, weight in self.tells.items() if wanted not in shown)

    def is_shown_by(self, passage: Passage) -> bool:
        return self.shows[0] < passage.end and passage.start < self.shows[1]

    def passage(self, text: str, sentences: Sequence[Span], free: Span) -> Passage:
        start, end = sentences[self.first][0], sentences[self.last][1]
        if end - start > PASSAGE_LENGTH:
            return _cut(text, (start, end), self, free)
        return _around(text, sentences, self.first, self.last, free)


def _candidates(sentences: Sequence[Span], marks: Sequence[Mark]) -> Iterator[_Candidate]:
    """One candidate for each sentence in which something begins; several for a long one."""
    begins = [mark.start for mark in marks]
    for first, (start, end) in enumerate(sentences):
        at, behind = bisect_left(begins, start), bisect_left(begins, end)
        if at == behind:
            continue
        if end - start > PASSAGE_LENGTH:
            for number in range(at, behind):
                yield _part(marks[number:behind], first, (start, end))
            continue
        last, reach = first, max(mark.end for mark in marks[at:behind])
        for following in range(first + 1, len(sentences)):
            if sentences[following][1] - start > PASSAGE_LENGTH:
                break
            more = bisect_left(begins, sentences[following][1], behind)
            reach = max([reach, *(mark.end for mark in marks[behind:more])])
            behind = more
            if reach > sentences[following][0]:
                last = following
        yield _candidate(marks[at:behind], (start, sentences[last][1]), (first, last))


def _part(marks: Sequence[Mark], number: int, sentence: Span) -> _Candidate:
    """The part of a long sentence that begins shortly before the first of some marks."""
    start = max(sentence[0], min(marks[0].start - _BEFORE_MARK, sentence[1] - PASSAGE_LENGTH))
    end = min(sentence[1], start + PASSAGE_LENGTH)
    # What would be shown in part only is left to the next passage.
    end = min([end, *(mark.start for mark in marks[1:] if mark.start < end < mark.end)])
    return _candidate(marks, (start, end), (number, number))


def _candidate(marks: Sequence[Mark], span: Span, sentences: Span) -> _Candidate:
    within = [mark for mark in marks if mark.end <= span[1]]
    tells: dict[str, float] = {}
    for mark in within:
        tells[mark.wanted] = max(mark.weight, tells.get(mark.wanted, 0))
    shows = marks[0].start, max((mark.end for mark in within), default=marks[0].start)
    return _Candidate(*span, *sentences, shows, tells)


def _free(text: str, candidate: _Candidate, chosen: Sequence[Passage]) -> Span:
    """The stretch around a candidate that no chosen passage shows yet."""
    before = (passage.end for passage in chosen if passage.end <= candidate.shows[0])
    behind = (passage.start for passage in chosen if passage.start >= candidate.shows[1])
    return max(before, default=0), min(behind, default=len(text))


def _around(text: str, sentences: Sequence[Span], first: int, last: int, free: Span) -> Passage:
    """Whole sentences, and those before and behind them in turn while they fit and are free."""
    start, end = sentences[first][0], sentences[last][1]
    if end - start > PASSAGE_LENGTH:
        # Nothing was found in it: its beginning.
        end = start + PASSAGE_LENGTH
        return Passage(start, _last_comma(text, end - _COMMA_WITHIN, end), cut_after=True)
    grows = True
    while grows:
        grows = False
        if first and free[0] <= sentences[first - 1][0] and _fits(sentences, first - 1, last):
            first, grows = first - 1, True
        following = last + 1
        if (
            following < len(sentences)
            and sentences[following][1] <= free[1]
            and _fits(sentences, first, following)
        ):
            last, grows = following, True
    return Passage(sentences[first][0], sentences[last][1])


def _fits(sentences: Sequence[Span], first: int, last: int) -> bool:
    return sentences[last][1] - sentences[first][0] <= PASSAGE_LENGTH


def _cut(text: str, sentence: Span, candidate: _Candidate, free: Span) -> Passage:
    """A part of a sentence as far as it is free, cut at commas where some are near its ends."""
    start, end = max(candidate.start, free[0]), min(candidate.end, free[1])
    if start > sentence[0]:
        start = _behind_comma(text, start, min(start + _COMMA_WITHIN, candidate.shows[0]))
    if end < sentence[1]:
        end = _last_comma(text, max(end - _COMMA_WITHIN, candidate.shows[1]), end)
    return Passage(start, end, start > sentence[0], end < sentence[1])


def _behind_comma(text: str, start: int, before: int) -> int:
    """Behind the first comma between two places, or `start` itself."""
    return next((at + 1 for at in range(start, before) if text[at] in _COMMAS), start)


def _last_comma(text: str, behind: int, end: int) -> int:
    """Behind the last comma between two places, or `end` itself."""
    return next((at + 1 for at in range(end - 1, behind - 1, -1) if text[at] in _COMMAS), end)
