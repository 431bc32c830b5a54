"""Fragmenter: selects the fragments of a text that show best why it was found.

A fragment is whole sentences as far as they fit into three lines of a page, with context on either
side of the matches; a sentence longer than that is cut near them, at a comma if there is one. The
best fragment is the one that shows most of the query, each query term counted once.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# About three lines on a page: enough to see what a sentence is about.
FRAGMENT_LENGTH = 120
# Characters of too long a sentence that are shown before its first match, and the distance from
# there within which it is cut at a comma instead.
_CONTEXT_BEFORE = 20
_COMMA_WITHIN = 20
_COMMAS = "，、：,:"
_SENTENCE = re.compile(r"[^\s。！？；!?;][^。！？；!?;\n]*[。！？；!?;]*[”』」）)\"]?")


@dataclass(frozen=True, slots=True)
class Match:
    """A span of the text, the query term that it matches, and its weight."""

    start: int
    end: int
    query_term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Fragment:
    """A span of the text, and whether a sentence is cut at either end."""

    start: int
    end: int
    cut_before: bool = False
    cut_after: bool = False


Span = tuple[int, int]


def select_fragments(text: str, matches: Sequence[Match], number: int) -> list[Fragment]:
    """Return the fragments to show, in the order of the text.

    A further fragment is returned only where it shows a query term that the others do not. Without
    matches it is the beginning of the text; for a text without a sentence there is none.

    Args:
        text: the stored text.
        matches: the matches in it, by their start.
        number: how many fragments at most.
    """
    sentences = [match.span() for match in _SENTENCE.finditer(text)]
    if not sentences:
        return []
    candidates = list(_candidates(sentences, matches))
    if not candidates:
        return [_whole_sentences(text, sentences, 0, 0, (0, len(text)))]
    fragments: list[Fragment] = []
    shown: dict[str, float] = {}
    while candidates and len(fragments) < number:
        # max() takes the first of equals, which is the earliest in the text.
        best = max(candidates, key=lambda candidate: candidate.gain(shown))
        if fragments and best.gain(shown) <= 0:
            break
        fragments.append(best.fragment(text, sentences, _free_span(text, best, fragments)))
        shown |= best.weights
        candidates = [each for each in candidates if not each.overlaps(fragments[-1])]
    return sorted(fragments, key=lambda fragment: fragment.start)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """The sentences `first` to `last`, or a part of one.

    `match_span` is from its first match to the end of its last; `weights` are the weights of its
    query terms.
    """

    start: int
    end: int
    first: int
    last: int
    match_span: Span
    weights: dict[str, float]

    def gain(self, shown: dict[str, float]) -> float:
        return sum(weight for term, weight in self.weights.items() if term not in shown)

    def overlaps(self, fragment: Fragment) -> bool:
        return self.match_span[0] < fragment.end and fragment.start < self.match_span[1]

    def fragment(self, text: str, sentences: Sequence[Span], free: Span) -> Fragment:
        start, end = sentences[self.first][0], sentences[self.last][1]
        if end - start > FRAGMENT_LENGTH:
            return _cut_sentence(text, (start, end), self, free)
        return _whole_sentences(text, sentences, self.first, self.last, free)


def _candidates(sentences: Sequence[Span], matches: Sequence[Match]) -> Iterator[_Candidate]:
    """Yield one candidate for each sentence in which a match begins; several for a long one."""
    starts = [match.start for match in matches]
    for first, (start, end) in enumerate(sentences):
        at, until = bisect_left(starts, start), bisect_left(starts, end)
        if at == until:
            continue
        if end - start > FRAGMENT_LENGTH:
            for number in range(at, until):
                yield _part_of_sentence(matches[number:until], first, (start, end))
            continue
        last, reach = first, max(match.end for match in matches[at:until])
        for following in range(first + 1, len(sentences)):
            if sentences[following][1] - start > FRAGMENT_LENGTH:
                break
            until_next = bisect_left(starts, sentences[following][1], until)
            reach = max([reach, *(match.end for match in matches[until:until_next])])
            until = until_next
            if reach > sentences[following][0]:
                last = following
        yield _candidate(matches[at:until], (start, sentences[last][1]), (first, last))


def _part_of_sentence(matches: Sequence[Match], number: int, sentence: Span) -> _Candidate:
    """Return the part of a long sentence that begins shortly before the first of some matches."""
    start = max(sentence[0], min(matches[0].start - _CONTEXT_BEFORE, sentence[1] - FRAGMENT_LENGTH))
    end = min(sentence[1], start + FRAGMENT_LENGTH)
    # A match that would be shown in part only is left to the next fragment.
    end = min([end, *(match.start for match in matches[1:] if match.start < end < match.end)])
    return _candidate(matches, (start, end), (number, number))


def _candidate(matches: Sequence[Match], span: Span, sentences: Span) -> _Candidate:
    inside = [match for match in matches if match.end <= span[1]]
    weights: dict[str, float] = {}
    for match in inside:
        weights[match.query_term] = max(match.weight, weights.get(match.query_term, 0))
    start = matches[0].start
    match_span = start, max((match.end for match in inside), default=start)
    return _Candidate(*span, *sentences, match_span, weights)


def _free_span(text: str, candidate: _Candidate, fragments: Sequence[Fragment]) -> Span:
    """Return the span around a candidate that no fragment shows yet."""
    ends = (each.end for each in fragments if each.end <= candidate.match_span[0])
    starts = (each.start for each in fragments if each.start >= candidate.match_span[1])
    return max(ends, default=0), min(starts, default=len(text))


def _whole_sentences(
    text: str, sentences: Sequence[Span], first: int, last: int, free: Span
) -> Fragment:
    """Return whole sentences, with those before and after in turn while they fit and are free."""
    start, end = sentences[first][0], sentences[last][1]
    if end - start > FRAGMENT_LENGTH:
        # A long sentence without a match: its beginning.
        end = start + FRAGMENT_LENGTH
        return Fragment(start, _after_last_comma(text, end - _COMMA_WITHIN, end), cut_after=True)
    is_growing = True
    while is_growing:
        is_growing = False
        if first and free[0] <= sentences[first - 1][0] and _fits(sentences, first - 1, last):
            first, is_growing = first - 1, True
        following = last + 1
        if (
            following < len(sentences)
            and sentences[following][1] <= free[1]
            and _fits(sentences, first, following)
        ):
            last, is_growing = following, True
    return Fragment(sentences[first][0], sentences[last][1])


def _fits(sentences: Sequence[Span], first: int, last: int) -> bool:
    return sentences[last][1] - sentences[first][0] <= FRAGMENT_LENGTH


def _cut_sentence(text: str, sentence: Span, candidate: _Candidate, free: Span) -> Fragment:
    """Return the free part of a sentence, cut at commas where there are some near its ends."""
    start, end = max(candidate.start, free[0]), min(candidate.end, free[1])
    if start > sentence[0]:
        before = min(start + _COMMA_WITHIN, candidate.match_span[0])
        start = _after_first_comma(text, start, before)
    if end < sentence[1]:
        end = _after_last_comma(text, max(end - _COMMA_WITHIN, candidate.match_span[1]), end)
    return Fragment(start, end, start > sentence[0], end < sentence[1])


def _after_first_comma(text: str, start: int, end: int) -> int:
    """Return the offset after the first comma in [start, end), or `start` if there is none."""
    return next((at + 1 for at in range(start, end) if text[at] in _COMMAS), start)


def _after_last_comma(text: str, start: int, end: int) -> int:
    """Return the offset after the last comma in [start, end), or `end` if there is none."""
    return next((at + 1 for at in range(end - 1, start - 1, -1) if text[at] in _COMMAS), end)
