"""The fields of the registered SearchIndexes as fields of the index library, and documents of them.

This file is part of an index's fingerprint.
"""

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
from search.index import (
    ENTRIES,
    ENTRY_SEPARATOR,
    Document,
    IndexFields,
    doc_values_field,
    encode_value,
)
from search.index.whoosh_adapter import schema

_TEXT_TYPES = ("string", "ngram", "edge_ngram")


@dataclass(frozen=True)
class DocumentFields:
    """The fields of all registered SearchIndexes of a connection, by name."""

    search_fields: Mapping[str, SearchField]

    @cached_property
    def content_field(self) -> str:
        """The document field, which contains the text of all others."""
        return next(name for name, field in self.search_fields.items() if field.document)

    @cached_property
    def text_fields(self) -> dict[str, float]:
        """The fields that are searched for text, with the weight of their words in ranking."""
        return {
            name: field.boost or 1.0
            for name, field in self.search_fields.items()
            if field.indexed
            and name != ENTRIES
            and (field.field_type in _TEXT_TYPES or field.is_multivalued)
            and not isinstance(field, FacetField)
        }

    @cached_property
    def stored_fields(self) -> list[str]:
        """The fields whose values are stored, as doc values; the document field's never is."""
        return [
            name
            for name, field in self.search_fields.items()
            if field.stored and not field.document and not isinstance(field, FacetField)
        ]

    @cached_property
    def index_fields(self) -> IndexFields:
        """The fields as the index library's."""
        doc_values = (DJANGO_CT, DJANGO_ID, *self.stored_fields)
        has_entries = ENTRIES in self.search_fields
        return IndexFields(self.content_field, self.text_fields, doc_values, has_entries)

    def resolve(self, name: str) -> str:
        """Return the field that a facet field is for; any other name unchanged."""
        field = self.search_fields.get(name)
        return field.facet_for or name if isinstance(field, FacetField) else name

    def to_document(self, prepared: Mapping[str, Any]) -> Document:
        """Return the document for the data that a SearchIndex prepared."""
        entries = [_entry_term(entry) for entry in dict.fromkeys(prepared.get(ENTRIES) or ())]
        document: dict[str, Any] = {schema.ID: [prepared[ID]], ENTRIES: entries}
        for name in self.text_fields:
            document[name] = analysis.FIELD_SEPARATOR.join(
                normalized
                for text in _texts_in(prepared.get(name))
                if (normalized := analysis.normalize(text))
            )
        for name in (DJANGO_CT, DJANGO_ID, *self.stored_fields):
            document[doc_values_field(name)] = encode_value(prepared.get(name))
        return document


def fingerprint(index_classes: Iterable[type]) -> str:
    """Return a digest of all that an index depends on besides the data.

    These are the analyzer with its lexicon, this module, the schema, and the SearchIndex classes.
    """
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
