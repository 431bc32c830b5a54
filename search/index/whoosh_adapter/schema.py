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

import datetime
import hashlib
import inspect
import json
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.fields import FacetField, SearchField
from whoosh.analysis import IDTokenizer
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence, Format

from search.analysis import analyzer, normalization, tokenizers

# What a document is when it is indexed: each source by name, texts folded, kept values packed.
Document = Mapping[str, Any]

# The field of completions, where an index has one; its values are indexed as they are.
ENTRIES = "entries"
# Parts of an entry: its kind and its text; as a term, its folded text stands before them.
ENTRY_SIGN = "\x1e"
_TEXTUAL = ("string", "ngram", "edge_ngram")
_POSITION = "I"
# Made once: `json.dumps` makes one for each value.
_JSON = json.JSONEncoder(ensure_ascii=False)


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
        super().__init__(Existence(), tokenizers.WordTokenizer(), scorable=True)
        self.weights = dict(weights)


class Characters(FieldType):
    """Single characters of a source."""

    def __init__(self, source: str) -> None:
        super().__init__(Existence(), tokenizers.CharacterTokenizer())
        self.source = source


class Pairs(FieldType):
    """Pairs of neighbouring characters of a source, with their positions."""

    def __init__(self, source: str) -> None:
        super().__init__(Positions(), tokenizers.PairTokenizer())
        self.source = source


class Values(FieldType):
    """Whole values, each a term."""

    def __init__(self, source: str, *, unique: bool = False) -> None:
        super().__init__(Existence(), IDTokenizer(), unique=unique)
        self.source = source


def characters_of(name: str) -> str:
    return f"{name}_characters"


def pairs_of(name: str) -> str:
    return f"{name}_pairs"


def kept_of(name: str) -> str:
    return f"{name}_kept"


def columns_of(schema: Schema) -> list[str]:
    """The kept fields of a schema, by the names that they and their sources have."""
    return [name for name, kind in schema.items() if kind.column_type]


@dataclass(frozen=True)
class DocumentFields:
    """The fields of all registered indexes, as the engine sees them."""

    fields: Mapping[str, SearchField]

    @cached_property
    def content(self) -> str:
        """The field that has everything."""
        return next(name for name, field in self.fields.items() if field.document)

    @cached_property
    def texts(self) -> dict[str, float]:
        """The fields that words are looked for in, with the weight each adds in ranking."""
        return {
            name: field.boost or 1.0
            for name, field in self.fields.items()
            if field.indexed
            and name != ENTRIES
            and (field.field_type in _TEXTUAL or field.is_multivalued)
            and not isinstance(field, FacetField)
        }

    @cached_property
    def kept(self) -> list[str]:
        """The fields whose values are kept."""
        return [
            name
            for name, field in self.fields.items()
            if field.stored and not field.document and not isinstance(field, FacetField)
        ]

    @cached_property
    def schema(self) -> Schema:
        """Whoosh's schema for these fields."""
        schema = Schema()
        schema.add(ID, Values(ID, unique=True))
        for name in self.texts:
            schema.add(name, Words(self.texts if name == self.content else {name: 1.0}))
            schema.add(characters_of(name), Characters(name))
            schema.add(pairs_of(name), Pairs(name))
        if ENTRIES in self.fields:
            schema.add(ENTRIES, Values(ENTRIES))
        for name in (DJANGO_CT, DJANGO_ID, *self.kept):
            schema.add(kept_of(name), COLUMN(VarBytesColumn()))
        return schema

    def source(self, name: str) -> str:
        """The field that a facet field stands for; any other name stands for itself."""
        field = self.fields.get(name)
        return field.facet_for or name if isinstance(field, FacetField) else name

    def document(self, prepared: Mapping[str, Any]) -> dict[str, Any]:
        """Turn what a SearchIndex prepared into a document."""
        entries = [_entry_term(each) for each in dict.fromkeys(prepared.get(ENTRIES) or ())]
        document: dict[str, Any] = {ID: [prepared[ID]], ENTRIES: entries}
        for name in self.texts:
            document[name] = analyzer.BREAK.join(
                folded for text in _texts_in(prepared.get(name)) if (folded := normalization.fold(text))
            )
        for name in (DJANGO_CT, DJANGO_ID, *self.kept):
            document[kept_of(name)] = pack(prepared.get(name))
        return document


def fingerprint(index_classes: Iterable[type]) -> str:
    """What an index depends on, as a digest: these rules, the terms, the index classes."""
    digest = hashlib.sha256(analyzer.fingerprint().encode())
    digest.update(Path(__file__).read_bytes())
    for index_class in index_classes:
        digest.update(inspect.getsource(index_class).encode())
    return digest.hexdigest()


def plain_value(value: Any) -> Any:
    """The form of a value that is kept and compared: dates as ISO 8601, sequences as lists."""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    if isinstance(value, list | tuple | set):
        return [plain_value(each) for each in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def pack(value: Any) -> bytes:
    """A value as a column keeps it; nothing as no bytes."""
    if value is None or value == "":
        return b""
    # Lone surrogates, which a text may hold, have no bytes of their own.
    return _JSON.encode(plain_value(value)).encode(errors="replace")


def unpack(packed: bytes) -> Any:
    """The value that was packed."""
    return json.loads(packed.decode()) if packed else None


def _entry_term(entry: str) -> str:
    kind, text = entry.split(ENTRY_SIGN, 1)
    return ENTRY_SIGN.join((normalization.fold(text), kind, text))


def _texts_in(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]
