"""What of a document is indexed, and how.

Haystack's fields say what there is; here each becomes up to four of Whoosh's:

* `<field>`             words, with how often each occurs: they rank
* `<field>_characters`  single characters: they find what is one character long
* `<field>_pairs`       pairs of characters with positions: they find every longer run
* `<field>_kept`        the value itself, to filter, sort and count by

Only texts have the first three. The document's own text is not kept: it stays in the database.
"""

import datetime
import hashlib
import inspect
import json
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.fields import FacetField, SearchField
from whoosh.analysis import IDTokenizer, Tokenizer
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence, Format

from search import analysis

# Positions are four bytes each: a text may be longer than two bytes can count.
POSITION = "I"
_TEXTUAL = ("string", "ngram", "edge_ngram")


class Positions(Format):
    """The positions of a term in a document, packed; how many there are follows."""

    def decode_positions(self, packed: bytes) -> "array[int]":
        return array(POSITION, packed)

    def decode_frequency(self, packed: bytes) -> int:
        return len(packed) // array(POSITION).itemsize


class Terms(FieldType):
    """Terms without positions; a posting's weight is how often the term occurs."""

    def __init__(self, tokenizer: Tokenizer, *, scorable: bool) -> None:
        super().__init__(Existence(), tokenizer, scorable=scorable)

    def index(self, value: str, **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        counts: dict[str, int] = {}
        for token in self.analyzer(value, mode="index"):
            counts[token.text] = counts.get(token.text, 0) + 1
        for text, count in counts.items():
            yield text.encode(), count, float(count), b""


class PositionedTerms(FieldType):
    """Terms with the positions where they stand."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        super().__init__(Positions(), tokenizer)

    def index(self, value: str, **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        positions: dict[str, array[int]] = {}
        for token in self.analyzer(value, positions=True, mode="index"):
            positions.setdefault(token.text, array(POSITION)).append(token.pos)
        for text, places in positions.items():
            yield text.encode(), len(places), float(len(places)), places.tobytes()


def characters_of(name: str) -> str:
    return f"{name}_characters"


def pairs_of(name: str) -> str:
    return f"{name}_pairs"


def kept_of(name: str) -> str:
    return f"{name}_kept"


@dataclass(frozen=True)
class DocumentFields:
    """The fields of all registered indexes, as the engine sees them."""

    fields: Mapping[str, SearchField]

    @cached_property
    def texts(self) -> dict[str, float]:
        """The fields that words are looked for in, with the weight each has in ranking."""
        return {
            name: field.boost or 1.0
            for name, field in self.fields.items()
            if field.indexed
            and (field.field_type in _TEXTUAL or field.is_multivalued)
            and not isinstance(field, FacetField)
        }

    @cached_property
    def kept(self) -> list[str]:
        """The fields whose values are kept."""
        return [
            name
            for name, field in self.fields.items()
            if not field.document and not isinstance(field, FacetField)
        ]

    @cached_property
    def schema(self) -> Schema:
        """Whoosh's schema for these fields."""
        schema = Schema()
        schema.add(ID, FieldType(Existence(), IDTokenizer(), unique=True))
        for name in self.texts:
            schema.add(name, Terms(analysis.WordTokenizer(), scorable=True))
            schema.add(characters_of(name), Terms(analysis.CharacterTokenizer(), scorable=False))
            schema.add(pairs_of(name), PositionedTerms(analysis.PairTokenizer()))
        for name in (DJANGO_CT, DJANGO_ID, *self.kept):
            schema.add(kept_of(name), COLUMN(VarBytesColumn()))
        return schema

    def source(self, name: str) -> str:
        """The field that a facet field stands for; any other name stands for itself."""
        field = self.fields.get(name)
        return field.facet_for or name if isinstance(field, FacetField) else name

    def document(self, prepared: Mapping[str, Any]) -> dict[str, Any]:
        """Turn what a SearchIndex prepared into the fields of a Whoosh document."""
        document: dict[str, Any] = {ID: prepared[ID]}
        for name in self.texts:
            folded = analysis.BREAK.join(map(analysis.fold, _texts_in(prepared.get(name))))
            document |= dict.fromkeys((name, characters_of(name), pairs_of(name)), folded)
        for name in (DJANGO_CT, DJANGO_ID, *self.kept):
            document[kept_of(name)] = pack(prepared.get(name))
        return document


def fingerprint(index_classes: Iterable[type]) -> str:
    """What an index depends on, as a digest: these rules, the terms, the index classes."""
    digest = hashlib.sha256(analysis.fingerprint().encode())
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
    text = json.dumps(plain_value(value), ensure_ascii=False)
    return text.encode(errors="replace")


def unpack(packed: bytes) -> Any:
    """The value that was packed."""
    return json.loads(packed) if packed else None


def _texts_in(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]
