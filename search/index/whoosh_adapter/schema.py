"""The schema of an index: which of Whoosh's fields each field of a document becomes.

A field of the application becomes up to four of Whoosh's:

* `<field>`             words, weighted: they rank
* `<field>_characters`  unigrams: they find a single character
* `<field>_pairs`       bigrams with positions: they find every longer run of characters
* `<field>_kept`        doc values: to filter, sort and count by

Only text fields have the first three. The content field contains the text of all others, so that
it alone finds whatever occurs in any field; its words carry the weights of the fields they occur
in, which makes BM25 over it BM25F. The texts themselves stay in the database.

The field types are pickled with every commit: renaming one, or its attributes, makes existing
indexes unreadable. This file is part of an index's fingerprint.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.analysis import IDTokenizer
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence, Format
from whoosh.util.numeric import byte_to_length, length_to_byte

from search import analysis
from search.index.types import Array, Scores

# The length in words for each of Whoosh's one-byte lengths.
_DECODED_LENGTHS: Scores = np.array([byte_to_length(byte) for byte in range(256)], np.float32)

# A document ready for indexing, by name: `texts` normalized, identifiers and entries as lists of
# terms, doc values (under their `_kept` names) encoded.
Document = Mapping[str, Any]

# The field of identifiers, unique to each document.
ID = "id"
# The field of autocomplete entries, where an index has one; its values are indexed verbatim.
ENTRIES = "entries"
# Separates the parts of an entry: kind and text; in a term, the normalized text precedes them.
ENTRY_SEPARATOR = "\x1e"
_POSITION = "I"  # the typecode of `array`


class Positions(Format):
    """Whoosh's format of a posting with positions: these, packed; their number is the frequency."""

    def decode_positions(self, packed: bytes) -> "array[int]":
        return array(_POSITION, packed)

    def decode_frequency(self, packed: bytes) -> int:
        return len(packed) // array(_POSITION).itemsize

    @staticmethod
    def pack(positions: Iterable[int]) -> bytes:
        """Return positions as consecutive unsigned integers, native byte order."""
        return array(_POSITION, positions).tobytes()


class Words(FieldType):
    """Words of one or several sources; `weights` gives the weight of one occurrence in each."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__(Existence(), analysis.WordTokenizer(), scorable=True)
        self.weights = dict(weights)


class Unigrams(FieldType):
    """Unigrams of a source."""

    def __init__(self, source: str) -> None:
        super().__init__(Existence(), analysis.UnigramTokenizer())
        self.source = source


class Bigrams(FieldType):
    """Bigrams of a source, with their positions."""

    def __init__(self, source: str) -> None:
        super().__init__(Positions(), analysis.BigramTokenizer(), multitoken_query="phrase")
        self.source = source


class Values(FieldType):
    """Values of a source, each one term."""

    def __init__(self, source: str, *, unique: bool = False) -> None:
        super().__init__(Existence(), IDTokenizer(), unique=unique)
        self.source = source


def encode_lengths(lengths: Iterable[int]) -> NDArray[np.uint8]:
    """Return lengths in words in Whoosh's lossy one-byte encoding."""
    return np.array([length_to_byte(each) for each in lengths], np.uint8)


def decode_lengths(encoded: Array) -> Scores:
    """Return one-byte lengths, uint8, as lengths in words."""
    return _DECODED_LENGTHS[encoded]


def unigram_field(name: str) -> str:
    """Return the name of the field with a text field's unigrams."""
    return f"{name}_characters"


def bigram_field(name: str) -> str:
    """Return the name of the field with a text field's bigrams."""
    return f"{name}_pairs"


def doc_values_field(name: str) -> str:
    """Return the name of the field with the doc values of a field."""
    return f"{name}_kept"


def doc_values_fields(schema: Schema) -> list[str]:
    """Return the names of a schema's doc values fields, which are those of their sources too."""
    return [name for name, kind in schema.items() if kind.column_type]


@dataclass(frozen=True, eq=False)
class IndexFields:
    """The fields of an index, by the application's names.

    Args:
        content: the text field that contains the text of all others.
        texts: the text fields, each with the weight that a word of it has in `content`.
        doc_values: the fields with doc values.
        has_entries: whether documents have entries for autocomplete.
    """

    content: str
    texts: Mapping[str, float]
    doc_values: Sequence[str]
    has_entries: bool

    @cached_property
    def schema(self) -> Schema:
        """Whoosh's schema of these fields."""
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
