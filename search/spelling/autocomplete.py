"""Completions of the word being typed, by its characters or its pinyin.

Persons, places, themes and phrases are the entries that each document was indexed with; words are
from its text, and headlines from its title. Every completion is found in some published meeting.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, product
from typing import Any

from haystack import connections

from search import analysis
from search.analysis.pinyin import (
    FIRST_CHARACTER,
    LAST_CHARACTER,
    is_pinyin,
    pinyin_table,
    strip_tones,
)
from search.haystack_backend.query import ArchiveSearchQuerySet
from search.indexing.engine import Vocabulary
from search.query.lexer import TokenType, tokenize_query
from search.query.parser import FIELDS, MAX_LENGTH, parse
from search.spelling.hit_counts import count_query_hits, live_vocabulary, term_index
from search.spelling.term_index import TermIndex

# A headline is more specific than a word, but takes a whole line and leads to one meeting only.
_MAX_HEADLINES = 3
# Words that pinyin may mean and entries are looked up for; words that are counted.
_MAX_WORDS = 5
# Entries looked up where those of one kind are selected from them.
_MAX_ENTRIES = 50
# Characters and then pinyin; a single letter begins too many words.
_PINYIN_TAIL = re.compile(rf"([{FIRST_CHARACTER}-{LAST_CHARACTER}]*)([a-z][a-z '·-]*)")
_MIN_LETTERS = 2
_ALL_KINDS = frozenset({"headline", "person", "place", "theme", "phrase"})
# Kind of completions offered after the name of a field.
_KIND_OF_FIELD = {
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
    """The word being typed, normalized, the source before it, and the kinds that it may be of."""

    preceding: str
    text: str
    kinds: frozenset[str]


def completions(query_text: str, limit: int = 8) -> list[Completion]:
    """Return completions of the last word of a query; the source before that word is unchanged.

    Those in most meetings are first; then headlines, the newest first.
    """
    vocabulary = live_vocabulary()
    for word in _partial_words(query_text):
        counted = _with_hit_counts(_candidates(word, vocabulary, limit))
        if counted:
            return counted
    return []


def _with_hit_counts(candidates: Iterable[Completion]) -> list[Completion]:
    """Count the hits of each candidate but headlines, and drop those without any."""
    counted = (
        each if each.kind == "headline" else replace(each, meetings=count_query_hits(each.text))
        for each in candidates
    )
    return [each for each in counted if each.meetings]


def _partial_words(query_text: str) -> Iterator[PartialWord]:
    """Yield what may be the word being typed.

    Pinyin may have spaces in it; so all words of letters at the end are tried, then the last.
    """
    tokens = list(tokenize_query(query_text, FIELDS, []))
    is_word = [token.type is TokenType.WORD for token in tokens]
    if len(query_text) > MAX_LENGTH or not tokens or not is_word[-1]:
        return
    if tokens[-1].end < len(query_text):
        return
    last = first = len(tokens) - 1
    if is_pinyin(analysis.normalize(tokens[last].text)):
        while (
            first and is_word[first - 1] and is_pinyin(analysis.normalize(tokens[first - 1].text))
        ):
            first -= 1
    for at in dict.fromkeys((first, last)):
        start = tokens[at].start
        kinds = _ALL_KINDS
        if at and tokens[at - 1].type is TokenType.FIELD:
            fields = FIELDS[tokens[at - 1].text]
            kinds = frozenset(_KIND_OF_FIELD[name] for name in fields if name in _KIND_OF_FIELD)
        if text := analysis.normalize(query_text[start:]):
            yield PartialWord(query_text[:start], text, kinds)


def _candidates(word: PartialWord, vocabulary: Vocabulary, limit: int) -> list[Completion]:
    match = _PINYIN_TAIL.fullmatch(strip_tones(word.text))
    by_pinyin = _words_by_pinyin(match[1], match[2], term_index(vocabulary)) if match else []
    prefixes = by_pinyin or [word.text]
    headlines = _headlines(word, prefixes[0])[:limit]
    room = limit - len(headlines)
    entries = _entries(word, prefixes, vocabulary, room)
    if len(entries) < room and word.kinds == _ALL_KINDS:
        terms = by_pinyin or _most_frequent(term_index(vocabulary).with_prefix(word.text))
        entries += _terms(word, terms, {entry.text for entry in entries})
        entries.sort(key=lambda each: -each.meetings)
    return entries[:room] + headlines


def _entries(
    word: PartialWord, prefixes: Sequence[str], vocabulary: Vocabulary, limit: int
) -> list[Completion]:
    """Return the entries with these prefixes and of the word's kinds, the most frequent first."""
    looked_up = limit if word.kinds == _ALL_KINDS else _MAX_ENTRIES
    best: dict[str, Completion] = {}
    for entry in chain.from_iterable(vocabulary.entries(each, looked_up) for each in prefixes):
        text = word.preceding + entry.text
        # Of two kinds of one text, the one in more meetings is used.
        is_known = text in best and best[text].meetings >= entry.document_frequency
        is_typed = analysis.normalize(entry.text) == word.text
        if entry.kind in word.kinds and not is_known and not is_typed:
            best[text] = Completion(text, entry.kind, entry.document_frequency)
    return sorted(best.values(), key=lambda each: -each.meetings)[:limit]


def _terms(
    word: PartialWord, terms: Sequence[str], excluded: Container[str]
) -> Iterator[Completion]:
    """Yield words of the texts, except some completions, with their hit counts."""
    for term in terms:
        text = word.preceding + term
        if text not in excluded and (meetings := count_query_hits(term)):
            yield Completion(text, "phrase", meetings)


def _headlines(word: PartialWord, text: str) -> list[Completion]:
    """Return the newest headlines with a text in them, of meetings that the query finds with it."""
    if "headline" not in word.kinds or not analysis.has_term(text):
        return []
    queryset = ArchiveSearchQuerySet().filter(title=text)
    if word.kinds == _ALL_KINDS and analysis.has_term(analysis.normalize(word.preceding)):
        queryset = queryset.matching(parse(word.preceding + text).node)
    results = list(queryset.order_by("-first_day")[:_MAX_HEADLINES])
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


def _words_by_pinyin(characters: str, letters: str, terms: TermIndex) -> list[str]:
    """Return terms that begin with characters and continue with pinyin, most frequent first."""
    if not characters and len(letters) < _MIN_LETTERS:
        return []
    readings = [pinyin_table().readings(character) for character in characters]
    matches: dict[str, int] = {}
    for numbers, rest in pinyin_table().partial_readings(letters):
        for syllables in product(*readings, *((number,) for number in numbers)):
            matches |= terms.with_pinyin_prefix(syllables, pinyin_table().syllable_range(rest))
    return _most_frequent(
        {
            text: number
            for text, number in matches.items()
            if text.startswith(characters) and len(text) > 1
        }
    )


def _most_frequent(words: dict[str, int]) -> list[str]:
    return sorted(words, key=lambda word: (-words[word], word))[:_MAX_WORDS]
