"""The words and autocomplete entries of an index, for spelling correction and suggestions."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from search.index.searching.reader import SegmentReader, Snapshot
from search.index.storage.array_file import range_lengths
from search.index.storage.inverted_index import InvertedField
from search.index.whoosh_adapter.schema import ENTRIES, ENTRY_SEPARATOR

# Terms are selected by frequencies that include deleted documents; so more are selected than
# requested.
_OVERSAMPLING = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion of a query; `kind` is person, place, theme or phrase."""

    text: str
    kind: str
    document_frequency: int


@dataclass(frozen=True, eq=False)
class SegmentVocabulary:
    """The words and entries of one segment; `key` identifies it, also in later snapshots."""

    key: Hashable
    field: InvertedField
    entry_field: InvertedField | None

    def words(self) -> list[tuple[str, int]]:
        """Return every word with its document frequency, deleted documents included."""
        return [(term.decode(), frequency) for term, frequency in _with_frequencies(self.field)]

    def entries(self) -> list[tuple[str, int]]:
        """Return the normalized text of every entry with its document frequency, likewise."""
        if self.entry_field is None:
            return []
        return [
            (term.decode().partition(ENTRY_SEPARATOR)[0], frequency)
            for term, frequency in _with_frequencies(self.entry_field)
        ]


def _with_frequencies(field: InvertedField) -> Iterator[tuple[bytes, int]]:
    return zip(field, field.document_frequencies().tolist(), strict=True)


@dataclass(frozen=True)
class Vocabulary:
    """The words of the content field, and the entries, of a snapshot."""

    snapshot: Snapshot
    content_field: str

    @property
    def segments(self) -> Sequence[SegmentVocabulary]:
        """The vocabularies of the segments; those without words are left out."""
        folder = self.snapshot.folder.name
        return [
            SegmentVocabulary((folder, segment.name), field, segment.field(ENTRIES))
            for segment in self.snapshot.segments
            if (field := segment.field(self.content_field)) is not None
        ]

    def entries(self, prefix: str, limit: int) -> list[Suggestion]:
        """Return the entries that begin with a normalized text, those of most documents first."""
        terms = {
            term
            for segment in self.snapshot.segments
            for term in _most_frequent(segment, prefix, limit)
        }
        counted = [(self._live_frequency(term), term) for term in terms]
        counted.sort(key=lambda pair: (-pair[0], len(pair[1]), pair[1]))
        return [_suggestion(term, frequency) for frequency, term in counted[:limit] if frequency]

    def _live_frequency(self, term: bytes) -> int:
        docs = self.snapshot.postings(ENTRIES, term).docs
        live = self.snapshot.live
        return len(docs) if live is None else int(live[docs].sum())


def _most_frequent(segment: SegmentReader, prefix: str, limit: int) -> list[bytes]:
    field = segment.field(ENTRIES)
    if field is None:
        return []
    ordinals = field.prefix_range(prefix.encode())
    frequencies = range_lengths(field.posting_offsets[ordinals.start : ordinals.stop + 1])
    # Stable, so that of equals the first in the order of bytes are taken.
    order = np.argsort(-frequencies, kind="stable")[: limit * _OVERSAMPLING]
    return [field[ordinals.start + int(index)] for index in order]


def _suggestion(term: bytes, frequency: int) -> Suggestion:
    _normalized, kind, text = term.decode().split(ENTRY_SEPARATOR)
    return Suggestion(text, kind, frequency)
