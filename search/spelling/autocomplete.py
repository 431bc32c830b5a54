"""How to go on with a query: ends of the word being typed, by its characters or its pinyin.

Persons, places, themes and phrases are the entries that each document was indexed with; words
come from its text, and headlines from its title. What is offered, some published meeting has.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, product
from typing import Any

from haystack import connections
from haystack.query import SearchQuerySet

from search import analysis
from search.analysis.pinyin import (
    FIRST_CHARACTER,
    LAST_CHARACTER,
    is_pinyin,
    pinyin_table,
    strip_tones,
)
from search.index.searching.suggest import Vocabulary
from search.query.lexer import TokenType, tokenize_query
from search.query.parser import FIELDS, MAX_LENGTH
from search.spelling.hit_counts import count_hits, term_index, vocabulary
from search.spelling.term_index import TermIndex

# A headline tells more than a word, but takes a whole line and leads to one meeting only.
_HEADLINES = 3
# Words that may be meant by pinyin, of which entries are looked for; words that are counted.
_MOST_WORDS = 5
# Entries looked at where only those of one kind are wanted.
_MOST_ENTRIES = 50
# Characters and then pinyin; of one letter alone too many words begin.
_PINYIN_TAIL = re.compile(rf"([{FIRST_CHARACTER}-{LAST_CHARACTER}]*)([a-z][a-z '·-]*)")
_FEWEST_LETTERS = 2
_KINDS = frozenset({"headline", "person", "place", "theme", "phrase"})
# What is typed behind the name of a field is of one kind.
_KIND_IN = {
    "chairs": "person",
    "speakers": "person",
    "province": "place",
    "themes": "theme",
    "title": "headline",
}


@dataclass(frozen=True, slots=True)
class Completion:
    """A whole query that begins as typed; `kind` is headline, person, place, theme or phrase.

    A headline is one meeting's, and `url` is that meeting's page; for all others it is empty.
    """

    text: str
    kind: str
    meetings: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class PartialWord:
    """A word being typed: what stands before it, itself, and the kinds that it may be of."""

    prefix: str
    text: str
    kinds: frozenset[str]


def autocomplete(typed: str, limit: int = 8) -> list[Completion]:
    """Offer ends of the word being typed; what stands before that word stays as it is.

    What most meetings have comes first; then headlines, the newest first.
    """
    known_to = vocabulary()
    for unfinished in _partial_words(typed):
        offered = _with_hit_counts(_candidates(unfinished, known_to, limit))
        if offered:
            return offered
    return []


def _with_hit_counts(offered: Iterable[Completion]) -> list[Completion]:
    """Say of each what searching it finds, and leave out what finds nothing."""
    counted = (
        each if each.kind == "headline" else replace(each, meetings=count_hits(each.text))
        for each in offered
    )
    return [each for each in counted if each.meetings]


def _partial_words(typed: str) -> Iterator[PartialWord]:
    """Yield what may be the unfinished word.

    Pinyin may have spaces in it; so all words of letters at the end are tried, then the last.
    """
    found = list(tokenize_query(typed, FIELDS, []))
    words = [token.type is TokenType.WORD for token in found]
    if len(typed) > MAX_LENGTH or not found or not words[-1] or found[-1].end < len(typed):
        return
    last = first = len(found) - 1
    if is_pinyin(analysis.normalize(found[last].text)):
        while first and words[first - 1] and is_pinyin(analysis.normalize(found[first - 1].text)):
            first -= 1
    for at in dict.fromkeys((first, last)):
        start = found[at].start
        kinds = _KINDS
        if at and found[at - 1].type is TokenType.FIELD:
            names = FIELDS[found[at - 1].text]
            kinds = frozenset(_KIND_IN[name] for name in names if name in _KIND_IN)
        if unfinished := analysis.normalize(typed[start:]):
            yield PartialWord(typed[:start], unfinished, kinds)


def _candidates(unfinished: PartialWord, known_to: Vocabulary, limit: int) -> list[Completion]:
    match = _PINYIN_TAIL.fullmatch(strip_tones(unfinished.text))
    sounding = _words_by_pinyin(match[1], match[2], term_index(known_to)) if match else []
    begun = sounding or [unfinished.text]
    headlines = _headlines(unfinished, begun[0])[:limit]
    room = limit - len(headlines)
    entries = _entries(unfinished, begun, known_to, room)
    if len(entries) < room and unfinished.kinds == _KINDS:
        words = sounding or _most_frequent(term_index(known_to).with_prefix(unfinished.text))
        entries += _words(unfinished, words, {entry.text for entry in entries})
        entries.sort(key=lambda each: -each.meetings)
    return entries[:room] + headlines


def _entries(
    unfinished: PartialWord, begun: Sequence[str], known_to: Vocabulary, limit: int
) -> list[Completion]:
    """Return the entries that begin so, of the kinds wanted, those of most meetings first."""
    looked_at = limit if unfinished.kinds == _KINDS else _MOST_ENTRIES
    found: dict[str, Completion] = {}
    for entry in chain.from_iterable(known_to.entries(start, looked_at) for start in begun):
        text = unfinished.prefix + entry.text
        # What is of two kinds is what more meetings have it as.
        has_it = text in found and found[text].meetings >= entry.document_frequency
        is_typed = analysis.normalize(entry.text) == unfinished.text
        if entry.kind in unfinished.kinds and not has_it and not is_typed:
            found[text] = Completion(text, entry.kind, entry.document_frequency)
    return sorted(found.values(), key=lambda each: -each.meetings)[:limit]


def _words(
    unfinished: PartialWord, words: Sequence[str], had: Container[str]
) -> Iterator[Completion]:
    """Yield words of the texts, where they are no entries, with the meetings they find."""
    for word in words:
        text = unfinished.prefix + word
        if text not in had and (meetings := count_hits(word)):
            yield Completion(text, "phrase", meetings)


def _headlines(unfinished: PartialWord, begun: str) -> list[Completion]:
    """Return the newest headlines in which the word stands, of meetings that the rest finds."""
    if "headline" not in unfinished.kinds or not analysis.has_term(begun):
        return []
    found = SearchQuerySet().filter(title=begun)
    if unfinished.kinds == _KINDS and analysis.has_term(analysis.normalize(unfinished.prefix)):
        found = found.auto_query(unfinished.prefix)
    results = list(found.order_by("-first_day")[:_HEADLINES])
    indexes = connections["default"].get_unified_index()
    rows: dict[int, Any] = {}
    for model in {result.model for result in results}:
        pks = [result.pk for result in results if result.model is model]
        rows |= indexes.get_index(model).read_queryset().in_bulk(pks)
    return [
        Completion(str(row), "headline", 1, row.get_absolute_url())
        for result in results
        if (row := rows.get(int(result.pk))) is not None
    ]


def _words_by_pinyin(characters: str, letters: str, known: TermIndex) -> list[str]:
    """List words that begin with characters and go on with pinyin, those of most meetings first."""
    if not characters and len(letters) < _FEWEST_LETTERS:
        return []
    readings = [pinyin_table().readings(character) for character in characters]
    found: dict[str, int] = {}
    for spelt, rest in pinyin_table().partial_readings(letters):
        for syllables in product(*readings, *((number,) for number in spelt)):
            found |= known.with_pinyin_prefix(syllables, pinyin_table().syllable_range(rest))
    return _most_frequent(
        {
            text: number
            for text, number in found.items()
            if text.startswith(characters) and len(text) > 1
        }
    )


def _most_frequent(words: dict[str, int]) -> list[str]:
    return sorted(words, key=lambda word: (-words[word], word))[:_MOST_WORDS]
