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

from search import analysis
from search.highlight.fragmenter import Match, select_fragments
from search.query import synonyms
from search.query.ast import ParsedQuery, Phrase, Prefix, Terms, matching_leaves

_WORD = re.compile(r"\w+")
# How much a synonym tells beside the word itself: where both stand, the word is shown.
_SYNONYM_WEIGHT = 0.8
_OPENING, _CLOSING, _CUT = SafeString("<mark>"), SafeString("</mark>"), SafeString("…")


@dataclass(frozen=True, slots=True)
class _HighlightTerm:
    """A folded string to mark, what of the query it stands for, and how much it tells."""

    text: str
    query_term: str
    weight: float
    is_prefix: bool = False


def highlight(text: str, query: ParsedQuery) -> SafeString:
    """The whole text, escaped, with <mark> around everything the query was looking for."""
    return _html(text, 0, len(text), _matches(text, query))


def match_spans(text: str, query: ParsedQuery) -> list[tuple[int, int]]:
    """Where what the query was looking for stands in a text, those that touch as one."""
    return list(_merged(_matches(text, query), 0, len(text)))


def snippets(text: str, query: ParsedQuery, number: int = 2) -> list[SafeString]:
    """The passages of a text that show best why it was found, in the order of the text.

    A second one is there only where it shows a word that the first does not. A text in which
    nothing stands that the query was looking for shows its beginning.

    Args:
        text: the stored text.
        query: the parsed query.
        number: how many passages at most.
    """
    marks = _matches(text, query)
    return [
        (_CUT if passage.cut_before else SafeString())
        + _html(text, passage.start, passage.end, marks)
        + (_CUT if passage.cut_after else SafeString())
        for passage in select_fragments(text, marks, number)
    ]


def _matches(text: str, query: ParsedQuery) -> list[Match]:
    """Every stretch to mark, in the order of the text; stretches may overlap."""
    folded = analysis.normalize_with_offsets(text)
    found = []
    for form in _highlight_terms(tuple(matching_leaves(query.node)), synonyms.version()):
        for start, end in _occurrences(folded.text, form):
            found.append(Match(*folded.original_span(start, end), form.query_term, form.weight))
    return sorted(found, key=lambda mark: (mark.start, -mark.end))


def _occurrences(folded: str, form: _HighlightTerm) -> Iterator[tuple[int, int]]:
    if form.is_prefix:
        yield from _words_with_prefix(folded, form.text)
        if form.text[-1].isascii():
            return  # the engine finds Latin words, but Chinese characters wherever they stand
    at = folded.find(form.text)
    while at >= 0:
        yield at, at + len(form.text)
        at = folded.find(form.text, at + 1)


def _words_with_prefix(folded: str, beginning: str) -> Iterator[tuple[int, int]]:
    """The words that begin so. Only stretches that hold it are cut: cutting is what costs."""
    for match in _WORD.finditer(folded):
        if beginning in match[0]:
            for word, start, end in analysis.search_mode_tokens(match[0]):
                if word.startswith(beginning):
                    yield match.start() + start, match.start() + end


# A page of results marks forty texts for the same query.
@lru_cache(maxsize=32)
def _highlight_terms(
    leaves: tuple[Terms | Phrase | Prefix, ...], words: Hashable
) -> tuple[_HighlightTerm, ...]:
    """Everything to mark. Longer words tell more, and a whole run besides its words most."""
    forms: list[_HighlightTerm] = []
    for leaf in leaves:
        forms.append(_HighlightTerm(leaf.text, leaf.text, len(leaf.text), isinstance(leaf, Prefix)))
        for unit in synonyms.expand(leaf.text) if isinstance(leaf, Terms) else ():
            typed = "".join(unit.words)
            for word in dict.fromkeys((typed, *unit.words)):
                # A single character out of a longer run (在, 的) would be marked all over.
                if len(word) > 1 and word != leaf.text:
                    forms.append(_HighlightTerm(word, word, len(word)))
            weight = len(typed) * _SYNONYM_WEIGHT
            forms.extend(_HighlightTerm(other, typed, weight) for other in unit.synonyms)
    return tuple(dict.fromkeys(forms))


def _html(text: str, start: int, end: int, marks: Sequence[Match]) -> SafeString:
    html = SafeString()
    at = start
    for first, last in _merged(marks, start, end):
        html += escape(text[at:first]) + _OPENING + escape(text[first:last]) + _CLOSING
        at = last
    return html + escape(text[at:end])


def _merged(marks: Sequence[Match], start: int, end: int) -> Iterator[tuple[int, int]]:
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
