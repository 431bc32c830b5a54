"""The fields of the registered SearchIndexes, as the index library is given them."""

import hashlib
import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.fields import FacetField, SearchField

from search import analysis
from search.index.storage.doc_values import encode_value
from search.index.whoosh_adapter import schema
from search.index.whoosh_adapter.schema import (
    ENTRIES,
    ENTRY_SEPARATOR,
    IndexFields,
    doc_values_field,
)

_TEXTUAL = ("string", "ngram", "edge_ngram")


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
    def stored(self) -> list[str]:
        """The fields whose values are kept."""
        return [
            name
            for name, field in self.fields.items()
            if field.stored and not field.document and not isinstance(field, FacetField)
        ]

    @cached_property
    def index_fields(self) -> IndexFields:
        """The same fields as the index library names them."""
        kept = (DJANGO_CT, DJANGO_ID, *self.stored)
        return IndexFields(self.content, self.texts, kept, ENTRIES in self.fields)

    def resolve(self, name: str) -> str:
        """The field that a facet field stands for; any other name stands for itself."""
        field = self.fields.get(name)
        return field.facet_for or name if isinstance(field, FacetField) else name

    def document(self, prepared: Mapping[str, Any]) -> dict[str, Any]:
        """Turn what a SearchIndex prepared into a document."""
        entries = [_entry_term(each) for each in dict.fromkeys(prepared.get(ENTRIES) or ())]
        document: dict[str, Any] = {schema.ID: [prepared[ID]], ENTRIES: entries}
        for name in self.texts:
            document[name] = analysis.FIELD_SEPARATOR.join(
                folded
                for text in _texts_in(prepared.get(name))
                if (folded := analysis.normalize(text))
            )
        for name in (DJANGO_CT, DJANGO_ID, *self.stored):
            document[doc_values_field(name)] = encode_value(prepared.get(name))
        return document


def fingerprint(index_classes: Iterable[type]) -> str:
    """What an index depends on, as a digest: these rules, the terms, the index classes."""
    digest = hashlib.sha256(analysis.fingerprint().encode())
    for module in (__file__, schema.__file__):
        digest.update(Path(module).read_bytes())
    for index_class in index_classes:
        digest.update(inspect.getsource(index_class).encode())
    return digest.hexdigest()


def _entry_term(entry: str) -> str:
    kind, text = entry.split(ENTRY_SEPARATOR, 1)
    return ENTRY_SEPARATOR.join((analysis.normalize(text), kind, text))


def _texts_in(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]
