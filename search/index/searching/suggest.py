"""The words and entries of an index, for suggestions: what there is to be meant."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from search.index.searching.reader import SegmentReader, Snapshot
from search.index.storage.inverted_index import InvertedField
from search.index.whoosh_adapter.schema import ENTRIES, ENTRY_SEPARATOR

# Deleted documents are counted where terms are chosen; so some more are looked at than wanted.
_OVERSAMPLING = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to complete a query with; `kind` is person, place, theme or phrase."""

    text: str
    kind: str
    document_frequency: int


@dataclass(frozen=True, eq=False)
class SegmentVocabulary:
    """The words of one segment; `key` is the same for as long as the segment lives."""

    key: Hashable
    field: InvertedField
    entry_field: InvertedField | None

    def words(self) -> list[tuple[str, int]]:
        """Every word, with the number of documents that have it, deleted ones included."""
        return [(text.decode(), number) for text, number in _with_frequencies(self.field)]

    def entries(self) -> list[tuple[str, int]]:
        """The folded text of every entry, with the number of documents, deleted ones included."""
        if self.entry_field is None:
            return []
        return [
            (term.decode().partition(ENTRY_SEPARATOR)[0], number)
            for term, number in _with_frequencies(self.entry_field)
        ]


def _with_frequencies(field: InvertedField) -> Iterator[tuple[bytes, int]]:
    return zip(field, field.document_frequencies().tolist(), strict=True)


@dataclass(frozen=True)
class Vocabulary:
    """What a snapshot of the index knows."""

    snapshot: Snapshot
    content: str

    @property
    def segments(self) -> Sequence[SegmentVocabulary]:
        """The words, segment by segment."""
        return [
            SegmentVocabulary((self.snapshot.folder.name, part.name), field, part.field(ENTRIES))
            for part in self.snapshot.segments
            if (field := part.field(self.content)) is not None
        ]

    def entries(self, prefix: str, limit: int) -> list[Suggestion]:
        """The entries that begin with a folded text, those of most documents first."""
        terms = {
            term for part in self.snapshot.segments for term in _most_frequent(part, prefix, limit)
        }
        counted = [(self._live(term), term) for term in terms]
        best = sorted(counted, key=lambda each: (-each[0], len(each[1]), each[1]))[:limit]
        return [_entry(term, number) for number, term in best if number]

    def _live(self, term: bytes) -> int:
        docs = self.snapshot.postings(ENTRIES, term).docs
        live = self.snapshot.live
        return len(docs) if live is None else int(live[docs].sum())


def _most_frequent(part: SegmentReader, prefix: str, limit: int) -> list[bytes]:
    field = part.field(ENTRIES)
    if field is None:
        return []
    places = field.prefix_range(prefix.encode())
    frequencies = np.diff(field.posting_offsets[places.start : places.stop + 1].astype(np.int64))
    number = min(limit * _OVERSAMPLING, len(frequencies))
    # Stable, so that of equals the first in the alphabet are taken.
    most = np.argsort(-frequencies, kind="stable")[:number]
    return [field[places.start + int(at)] for at in most]


def _entry(term: bytes, number: int) -> Suggestion:
    _folded, kind, text = term.decode().split(ENTRY_SEPARATOR)
    return Suggestion(text, kind, number)
