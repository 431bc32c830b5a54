"""Stored text and parsed query to safe HTML: what was searched for, marked where it stands.

The text is folded with its offsets, the query's runs are looked for in the folded form, and the
marks are set in the text as it is; so a search in simplified script marks traditional text.
Every piece of text is escaped on its way out; the only tags are this module's own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search import analysis
from search.queries import Query, Run, positive

# About three lines on a page: enough to see what a sentence is about.
PASSAGE_LENGTH = 120
# How much of what stands before the first mark is shown where a sentence is too long.
_BEFORE_MARK = 20
_ENDS = '。！？；!?;”』」）)"'
_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]*[”』」）)\"]?")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A stretch of the text, and which run or word stands there."""

    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class _Passage:
    start: int
    end: int
    words: frozenset[str]

    @property
    def weight(self) -> int:
        """Longer words tell more; each counts once."""
        return sum(map(len, self.words))


def marked(text: str, query: Query) -> SafeString:
    """The whole text, escaped, with <mark> around everything the query was looking for."""
    return _html(text, 0, len(text), _marks(text, query))


def snippets(text: str, query: Query, number: int = 2) -> list[SafeString]:
    """The passages of a text that show best why it was found, in the order of the text.

    A second one is there only where it shows a word that the first does not. A text in which
    nothing stands that the query was looking for shows its beginning.

    Args:
        text: the stored text.
        query: the parsed query.
        number: how many passages at most.
    """
    marks = _marks(text, query)
    candidates = [_passage(text, at, marks) for at in _sentences(text)]
    chosen: list[_Passage] = []
    shown: set[str] = set()
    while candidates and len(chosen) < number:
        # max() takes the first of equals, which is the earliest in the text.
        best = max(candidates, key=lambda passage: sum(map(len, passage.words - shown)))
        if chosen and best.words <= shown:
            break
        chosen.append(best)
        shown |= best.words
        candidates = [
            each for each in candidates if each.end <= best.start or each.start >= best.end
        ]
    chosen.sort(key=lambda passage: passage.start)
    return [_snippet(text, passage, marks) for passage in chosen]


def _marks(text: str, query: Query) -> list[_Mark]:
    """Every stretch to mark, in the order of the text; stretches may overlap."""
    folded = analysis.fold_with_offsets(text)
    found = []
    for word in _wanted(query):
        at = folded.text.find(word)
        while at >= 0:
            start, end = folded.source_span(at, at + len(word))
            found.append(_Mark(start, end, word))
            at = folded.text.find(word, at + 1)
    return sorted(found, key=lambda mark: (mark.start, -mark.end))


def _wanted(query: Query) -> set[str]:
    wanted = set()
    for run in positive(query.node):
        wanted.add(run.text)
        if isinstance(run, Run):
            # A single character out of a longer run (在, 的) would be marked all over the text.
            wanted.update(word for word in analysis.cut(run.text) if len(word) > 1)
    return wanted


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        if start < match.end():
            yield start, match.end()


def _passage(text: str, sentence: tuple[int, int], marks: list[_Mark]) -> _Passage:
    """The passage that begins with a sentence: more whole ones while they fit, or a part."""
    start, end = sentence
    if end - start > PASSAGE_LENGTH:
        first = next((mark.start for mark in marks if start <= mark.start < end), start)
        start = max(start, min(first - _BEFORE_MARK, end - PASSAGE_LENGTH))
        end = min(end, start + PASSAGE_LENGTH)
    else:
        for following in _SENTENCE.finditer(text, end):
            if following.end() - start > PASSAGE_LENGTH:
                break
            end = following.end()
    within = (mark.word for mark in marks if start <= mark.start and mark.end <= end)
    return _Passage(start, end, frozenset(within))


def _snippet(text: str, passage: _Passage, marks: list[_Mark]) -> SafeString:
    before, after = text[: passage.start].rstrip(), text[passage.end :].lstrip()
    whole_before = not before or before[-1] in _ENDS or "\n" in text[len(before) : passage.start]
    whole_after = not after or text[passage.end - 1] in _ENDS or text[passage.end] == "\n"
    # Three points stand where a sentence is cut; between sentences nothing is missing.
    return format_html(
        "{}{}{}",
        "" if whole_before else "…",
        _html(text, passage.start, passage.end, marks),
        "" if whole_after else "…",
    )


def _html(text: str, start: int, end: int, marks: list[_Mark]) -> SafeString:
    pieces: list[tuple[str]] = []
    at = start
    for first, last in _merged(marks, start, end):
        pieces.append((text[at:first],))
        pieces.append((format_html("<mark>{}</mark>", text[first:last]),))
        at = last
    pieces.append((text[at:end],))
    return format_html_join("", "{}", pieces)


def _merged(marks: list[_Mark], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The marked stretches between two places, those that touch as one."""
    current: tuple[int, int] | None = None
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, end)
        if first >= last:
            continue
        if current is not None and first <= current[1]:
            current = current[0], max(current[1], last)
            continue
        if current is not None:
            yield current
        current = first, last
    if current is not None:
        yield current
