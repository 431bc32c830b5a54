"""What of a document is indexed, and how.

Haystack's fields say what there is; here each becomes up to four of Whoosh's:

* `<field>`             words, weighted: they rank
* `<field>_characters`  single characters: they find what is one character long
* `<field>_pairs`       pairs of characters with positions: they find every longer run
* `<field>_kept`        the value itself, to filter, sort and count by

Only texts have the first three. The document field has the text of all others in it, so that
one look at it finds whatever stands anywhere; its words carry the weights of the fields they
stand in, which is what makes BM25 over it BM25F. The texts themselves stay in the database.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.analysis import IDTokenizer
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence, Format
from whoosh.util.numeric import byte_to_length, length_to_byte

from search import analysis
from search.index.storage.array_file import Array

# The length, in words, that each of Whoosh's one-byte lengths stands for.
_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.float32)

# What a document is when it is indexed: each source by name, texts folded, kept values packed.
Document = Mapping[str, Any]

# The field of identifiers, each of one document.
ID = "id"
# The field of completions, where an index has one; its values are indexed as they are.
ENTRIES = "entries"
# Parts of an entry: its kind and its text; as a term, its folded text stands before them.
ENTRY_SEPARATOR = "\x1e"
_POSITION = "I"


class Positions(Format):
    """The positions of a term in a document, packed; how many there are follows."""

    def decode_positions(self, packed: bytes) -> "array[int]":
        return array(_POSITION, packed)

    def decode_frequency(self, packed: bytes) -> int:
        return len(packed) // array(_POSITION).itemsize

    @staticmethod
    def pack(positions: Iterable[int]) -> bytes:
        return array(_POSITION, positions).tobytes()


class Words(FieldType):
    """Words of one or several sources; one occurrence in each weighs what `weights` says."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__(Existence(), analysis.WordTokenizer(), scorable=True)
        self.weights = dict(weights)


class Unigrams(FieldType):
    """Single characters of a source."""

    def __init__(self, source: str) -> None:
        super().__init__(Existence(), analysis.UnigramTokenizer())
        self.source = source


class Bigrams(FieldType):
    """Pairs of neighbouring characters of a source, with their positions."""

    def __init__(self, source: str) -> None:
        super().__init__(Positions(), analysis.BigramTokenizer(), multitoken_query="phrase")
        self.source = source


class Values(FieldType):
    """Whole values, each a term."""

    def __init__(self, source: str, *, unique: bool = False) -> None:
        super().__init__(Existence(), IDTokenizer(), unique=unique)
        self.source = source


def encode_lengths(lengths: Iterable[int]) -> Array:
    """Return lengths in words as Whoosh's one-byte lengths, uint8."""
    return np.array([length_to_byte(each) for each in lengths], np.uint8)


def decode_lengths(codes: Array) -> Array:
    """Return the lengths in words, float32, that one-byte lengths stand for."""
    lengths: Array = _LENGTHS[codes]
    return lengths


def unigram_field(name: str) -> str:
    return f"{name}_characters"


def bigram_field(name: str) -> str:
    return f"{name}_pairs"


def doc_values_field(name: str) -> str:
    return f"{name}_kept"


def doc_values_fields(schema: Schema) -> list[str]:
    """The kept fields of a schema, by the names that they and their sources have."""
    return [name for name, kind in schema.items() if kind.column_type]


@dataclass(frozen=True, eq=False)
class IndexFields:
    """The fields of an index.

    Args:
        content: the text field that has the text of all others in it.
        texts: the text fields, each with the weight that a word of it adds in `content`.
        kept: the fields with doc values.
        has_entries: whether documents have entries to complete a query with.
    """

    content: str
    texts: Mapping[str, float]
    doc_values: Sequence[str]
    has_entries: bool

    @cached_property
    def schema(self) -> Schema:
        """Whoosh's schema for these fields."""
        schema = Schema()
        schema.add(ID, Values(ID, unique=True))
        for name in self.texts:
            schema.add(name, Words(self.texts if name == self.content else {name: 1.0}))
            schema.add(unigram_field(name), Unigrams(name))
            schema.add(bigram_field(name), Bigrams(name))
        if self.has_entries:
            schema.add(ENTRIES, Values(ENTRIES))
        for name in self.doc_values:
            schema.add(doc_values_field(name), COLUMN(VarBytesColumn()))
        return schema
