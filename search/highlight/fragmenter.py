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
FRAGMENT_LENGTH = 120
# How much of a sentence that is too long is shown before what was found in it, and how far from
# there a comma may be at which it is cut instead.
_BEFORE_MARK = 20
_COMMA_WITHIN = 20
_COMMAS = "，、：,:"
_SENTENCE = re.compile(r"[^\s。！？；!?;][^。！？；!?;\n]*[。！？；!?;]*[”』」）)\"]?")


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of the text, what of the query stands there, and how much that tells."""

    start: int
    end: int
    query_term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of the text, and whether a sentence is cut at its ends."""

    start: int
    end: int
    cut_before: bool = False
    cut_after: bool = False


Span = tuple[int, int]


def select_fragments(text: str, marks: Sequence[Match], number: int) -> list[Fragment]:
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
        return [_whole_sentences(text, sentences, 0, 0, (0, len(text)))]
    chosen: list[Fragment] = []
    shown: dict[str, float] = {}
    while candidates and len(chosen) < number:
        # max() takes the first of equals, which is the earliest in the text.
        best = max(candidates, key=lambda each: each.gain(shown))
        if chosen and best.gain(shown) <= 0:
            break
        chosen.append(best.fragment(text, sentences, _free(text, best, chosen)))
        shown |= best.weights
        candidates = [each for each in candidates if not each.overlaps(chosen[-1])]
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
    match_span: Span
    weights: dict[str, float]

    def gain(self, shown: dict[str, float]) -> float:
        return sum(weight for wanted, weight in self.weights.items() if wanted not in shown)

    def overlaps(self, passage: Fragment) -> bool:
        return self.match_span[0] < passage.end and passage.start < self.match_span[1]

    def fragment(self, text: str, sentences: Sequence[Span], free: Span) -> Fragment:
        start, end = sentences[self.first][0], sentences[self.last][1]
        if end - start > FRAGMENT_LENGTH:
            return _cut_sentence(text, (start, end), self, free)
        return _whole_sentences(text, sentences, self.first, self.last, free)


def _candidates(sentences: Sequence[Span], marks: Sequence[Match]) -> Iterator[_Candidate]:
    """One candidate for each sentence in which something begins; several for a long one."""
    begins = [mark.start for mark in marks]
    for first, (start, end) in enumerate(sentences):
        at, behind = bisect_left(begins, start), bisect_left(begins, end)
        if at == behind:
            continue
        if end - start > FRAGMENT_LENGTH:
            for number in range(at, behind):
                yield _part(marks[number:behind], first, (start, end))
            continue
        last, reach = first, max(mark.end for mark in marks[at:behind])
        for following in range(first + 1, len(sentences)):
            if sentences[following][1] - start > FRAGMENT_LENGTH:
                break
            more = bisect_left(begins, sentences[following][1], behind)
            reach = max([reach, *(mark.end for mark in marks[behind:more])])
            behind = more
            if reach > sentences[following][0]:
                last = following
        yield _candidate(marks[at:behind], (start, sentences[last][1]), (first, last))


def _part(marks: Sequence[Match], number: int, sentence: Span) -> _Candidate:
    """The part of a long sentence that begins shortly before the first of some marks."""
    start = max(sentence[0], min(marks[0].start - _BEFORE_MARK, sentence[1] - FRAGMENT_LENGTH))
    end = min(sentence[1], start + FRAGMENT_LENGTH)
    # What would be shown in part only is left to the next passage.
    end = min([end, *(mark.start for mark in marks[1:] if mark.start < end < mark.end)])
    return _candidate(marks, (start, end), (number, number))


def _candidate(marks: Sequence[Match], span: Span, sentences: Span) -> _Candidate:
    within = [mark for mark in marks if mark.end <= span[1]]
    tells: dict[str, float] = {}
    for mark in within:
        tells[mark.query_term] = max(mark.weight, tells.get(mark.query_term, 0))
    shows = marks[0].start, max((mark.end for mark in within), default=marks[0].start)
    return _Candidate(*span, *sentences, shows, tells)


def _free(text: str, candidate: _Candidate, chosen: Sequence[Fragment]) -> Span:
    """The stretch around a candidate that no chosen passage shows yet."""
    before = (passage.end for passage in chosen if passage.end <= candidate.match_span[0])
    behind = (passage.start for passage in chosen if passage.start >= candidate.match_span[1])
    return max(before, default=0), min(behind, default=len(text))


def _whole_sentences(
    text: str, sentences: Sequence[Span], first: int, last: int, free: Span
) -> Fragment:
    """Whole sentences, and those before and behind them in turn while they fit and are free."""
    start, end = sentences[first][0], sentences[last][1]
    if end - start > FRAGMENT_LENGTH:
        # Nothing was found in it: its beginning.
        end = start + FRAGMENT_LENGTH
        return Fragment(start, _last_comma(text, end - _COMMA_WITHIN, end), cut_after=True)
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
    return Fragment(sentences[first][0], sentences[last][1])


def _fits(sentences: Sequence[Span], first: int, last: int) -> bool:
    return sentences[last][1] - sentences[first][0] <= FRAGMENT_LENGTH


def _cut_sentence(text: str, sentence: Span, candidate: _Candidate, free: Span) -> Fragment:
    """A part of a sentence as far as it is free, cut at commas where some are near its ends."""
    start, end = max(candidate.start, free[0]), min(candidate.end, free[1])
    if start > sentence[0]:
        start = _behind_comma(text, start, min(start + _COMMA_WITHIN, candidate.match_span[0]))
    if end < sentence[1]:
        end = _last_comma(text, max(end - _COMMA_WITHIN, candidate.match_span[1]), end)
    return Fragment(start, end, start > sentence[0], end < sentence[1])


def _behind_comma(text: str, start: int, before: int) -> int:
    """Behind the first comma between two places, or `start` itself."""
    return next((at + 1 for at in range(start, before) if text[at] in _COMMAS), start)


def _last_comma(text: str, behind: int, end: int) -> int:
    """Behind the last comma between two places, or `end` itself."""
    return next((at + 1 for at in range(end - 1, behind - 1, -1) if text[at] in _COMMAS), end)
