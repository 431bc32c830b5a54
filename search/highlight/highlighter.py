"""Highlighter: a stored text and a parsed query to safe HTML with <mark> around the matches.

The text is normalized, the query is matched against the normalized form, and the tags are set in
the original; so a query in simplified script marks traditional text. Every form by which the index
finds is marked: the run as typed, its words, their synonyms, the words with a typed prefix. Every
piece of text is escaped; the only tags are this module's own.
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
# Weight of a synonym relative to the word itself: where both occur, the word is shown.
_SYNONYM_WEIGHT = 0.8
_OPENING, _CLOSING, _CUT = SafeString("<mark>"), SafeString("</mark>"), SafeString("…")


@dataclass(frozen=True, slots=True)
class _HighlightTerm:
    """A normalized string to mark, the query term that it is a form of, and its weight."""

    text: str
    query_term: str
    weight: float
    is_prefix: bool = False


def highlight(text: str, query: ParsedQuery) -> SafeString:
    """Return the whole text, escaped, with <mark> around every match of the query."""
    return _html(text, 0, len(text), _matches(text, query))


def match_spans(text: str, query: ParsedQuery) -> list[tuple[int, int]]:
    """Return the spans [start, end) of the matches in a text, those that touch merged."""
    return list(_merged(_matches(text, query), 0, len(text)))


def snippets(text: str, query: ParsedQuery, number: int = 2) -> list[SafeString]:
    """Return the fragments that show best why a text was found, as HTML in the order of the text.

    A further one is returned only where it shows a query term that the others do not. A text
    without matches shows its beginning.

    Args:
        text: the stored text.
        query: the parsed query.
        number: how many fragments at most.
    """
    matches = _matches(text, query)
    return [
        (_CUT if fragment.cut_before else SafeString())
        + _html(text, fragment.start, fragment.end, matches)
        + (_CUT if fragment.cut_after else SafeString())
        for fragment in select_fragments(text, matches, number)
    ]


def _matches(text: str, query: ParsedQuery) -> list[Match]:
    """Return every match, in the order of the text; they may overlap."""
    normalized = analysis.normalize_with_offsets(text)
    matches = []
    for term in _highlight_terms(tuple(matching_leaves(query.node)), synonyms.version()):
        for start, end in _occurrences(normalized.text, term):
            span = normalized.original_span(start, end)
            matches.append(Match(*span, term.query_term, term.weight))
    return sorted(matches, key=lambda match: (match.start, -match.end))


def _occurrences(text: str, term: _HighlightTerm) -> Iterator[tuple[int, int]]:
    if term.is_prefix:
        yield from _words_with_prefix(text, term.text)
        if term.text[-1].isascii():
            return  # the index finds Latin words, but Chinese characters anywhere
    at = text.find(term.text)
    while at >= 0:
        yield at, at + len(term.text)
        at = text.find(term.text, at + 1)


def _words_with_prefix(text: str, prefix: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of words with a prefix.

    Only runs that contain it are segmented, because segmentation is what takes time.
    """
    for match in _WORD.finditer(text):
        if prefix in match[0]:
            for word, start, end in analysis.search_mode_tokens(match[0]):
                if word.startswith(prefix):
                    yield match.start() + start, match.start() + end


# A page of results highlights forty texts for the same query.
@lru_cache(maxsize=32)
def _highlight_terms(
    leaves: tuple[Terms | Phrase | Prefix, ...], synonyms_version: Hashable
) -> tuple[_HighlightTerm, ...]:
    """Return all strings to mark. Longer words weigh more, and a whole run more than its words."""
    terms: list[_HighlightTerm] = []
    for leaf in leaves:
        is_prefix = isinstance(leaf, Prefix)
        for form in analysis.number_forms(leaf.text):
            terms.append(_HighlightTerm(form, leaf.text, len(leaf.text), is_prefix))
        numbers = analysis.separated_numbers(leaf.text)
        for group in synonyms.expand(leaf.text) if isinstance(leaf, Terms) else ():
            joined = "".join(group.words)
            for word in dict.fromkeys((joined, *group.words)):
                # A single character out of a longer run (在, 的) would be marked all over.
                if len(word) > 1 and word != leaf.text:
                    forms = (word, numbers[word]) if word in numbers else (word,)
                    terms.extend(_HighlightTerm(form, word, len(word)) for form in forms)
            weight = len(joined) * _SYNONYM_WEIGHT
            terms.extend(_HighlightTerm(other, joined, weight) for other in group.synonyms)
    return tuple(dict.fromkeys(terms))


def _html(text: str, start: int, end: int, matches: Sequence[Match]) -> SafeString:
    html = SafeString()
    at = start
    for first, last in _merged(matches, start, end):
        html += escape(text[at:first]) + _OPENING + escape(text[first:last]) + _CLOSING
        at = last
    return html + escape(text[at:end])


def _merged(matches: Sequence[Match], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of matches within [start, end), those that touch merged."""
    current: tuple[int, int] | None = None
    for match in matches:
        first, last = max(match.start, start), min(match.end, end)
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
