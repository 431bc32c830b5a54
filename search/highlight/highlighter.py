"""Stored text and parsed query to safe HTML: what was searched for, marked where it stands.

The text is folded, what the query asks for is looked for in the folded form, and the marks are
set in the text as it is; so a search in simplified script marks traditional text. Marked is every
form by which the engine finds: the run as typed, its words, their synonyms, the words that begin
as was typed. Every piece of text is escaped on its way out; the only tags are this module's own.
"""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString

from search.analysis import analyzer, normalization
from search.query import synonyms
from search.highlight.fragmenter import Mark, best_passages
from search.query.ast import Exact, Prefix, Query, Run, positive

_WORD = re.compile(r"\w+")
# How much a synonym tells beside the word itself: where both stand, the word is shown.
_OF_A_SYNONYM = 0.8
_OPENING, _CLOSING, _CUT = SafeString("<mark>"), SafeString("</mark>"), SafeString("…")


@dataclass(frozen=True, slots=True)
class _Form:
    """A folded string to mark, what of the query it stands for, and how much it tells."""

    text: str
    wanted: str
    weight: float
    begins_a_word: bool = False


def marked(text: str, query: Query) -> SafeString:
    """The whole text, escaped, with <mark> around everything the query was looking for."""
    return _html(text, 0, len(text), _marks(text, query))


def stretches(text: str, query: Query) -> list[tuple[int, int]]:
    """Where what the query was looking for stands in a text, those that touch as one."""
    return list(_merged(_marks(text, query), 0, len(text)))


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
    return [
        (_CUT if passage.cut_before else SafeString())
        + _html(text, passage.start, passage.end, marks)
        + (_CUT if passage.cut_after else SafeString())
        for passage in best_passages(text, marks, number)
    ]


def _marks(text: str, query: Query) -> list[Mark]:
    """Every stretch to mark, in the order of the text; stretches may overlap."""
    folded = normalization.fold_with_offsets(text)
    found = []
    for form in _forms(tuple(positive(query.node)), synonyms.version()):
        for start, end in _places(folded.text, form):
            found.append(Mark(*folded.source_span(start, end), form.wanted, form.weight))
    return sorted(found, key=lambda mark: (mark.start, -mark.end))


def _places(folded: str, form: _Form) -> Iterator[tuple[int, int]]:
    if form.begins_a_word:
        yield from _words_beginning(folded, form.text)
        if form.text[-1].isascii():
            return  # the engine finds Latin words, but Chinese characters wherever they stand
    at = folded.find(form.text)
    while at >= 0:
        yield at, at + len(form.text)
        at = folded.find(form.text, at + 1)


def _words_beginning(folded: str, beginning: str) -> Iterator[tuple[int, int]]:
    """The words that begin so. Only stretches that hold it are cut: cutting is what costs."""
    for match in _WORD.finditer(folded):
        if beginning in match[0]:
            for word, start, end in analyzer.words(match[0]):
                if word.startswith(beginning):
                    yield match.start() + start, match.start() + end


# A page of results marks forty texts for the same query.
@lru_cache(maxsize=32)
def _forms(leaves: tuple[Run | Exact | Prefix, ...], words: Hashable) -> tuple[_Form, ...]:
    """Everything to mark. Longer words tell more, and a whole run besides its words most."""
    forms: list[_Form] = []
    for leaf in leaves:
        forms.append(_Form(leaf.text, leaf.text, len(leaf.text), isinstance(leaf, Prefix)))
        for unit in synonyms.units(leaf.text) if isinstance(leaf, Run) else ():
            typed = "".join(unit.words)
            for word in dict.fromkeys((typed, *unit.words)):
                # A single character out of a longer run (在, 的) would be marked all over.
                if len(word) > 1 and word != leaf.text:
                    forms.append(_Form(word, word, len(word)))
            weight = len(typed) * _OF_A_SYNONYM
            forms.extend(_Form(other, typed, weight) for other in unit.others)
    return tuple(dict.fromkeys(forms))


def _html(text: str, start: int, end: int, marks: Sequence[Mark]) -> SafeString:
    html = SafeString()
    at = start
    for first, last in _merged(marks, start, end):
        html += escape(text[at:first]) + _OPENING + escape(text[first:last]) + _CLOSING
        at = last
    return html + escape(text[at:end])


def _merged(marks: Sequence[Mark], start: int, end: int) -> Iterator[tuple[int, int]]:
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
