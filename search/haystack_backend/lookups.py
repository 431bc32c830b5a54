"""From Haystack's lookups to the tree of `queries`, knowing what kind each field is.

A text is asked what stands in it, every other field what value it holds. What a person typed is
read by `queries`; what a program passes is taken as it is, no sign in it meaning anything.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.exceptions import SearchFieldError

from search import analysis
from search.haystack_backend import query_string
from search.haystack_backend.document_fields import DocumentFields
from search.index.storage.doc_values import plain_value
from search.query import ast, parser
from search.query.ast import MATCH_NONE, And, FieldLookup, Node, Or, Phrase, Prefix, Terms

# Lookups of our own beside Haystack's: how a program says which reading it wants.
TYPED = "typed"  # AutoQuery: what a person typed
QUOTED = "quoted"  # Exact: just so
RAW = "raw"  # Raw: a string of the engine's language

_CONTENT = "content"  # Haystack's name for no special field
_INSIDE = ("contains", "startswith", "endswith")


@dataclass(frozen=True)
class LookupBuilder:
    """Makes nodes for the fields of one connection."""

    fields: DocumentFields

    def parse(self, written: str) -> Node:
        """Read a query string; one that is not of our language is read as a person's."""
        try:
            return query_string.parse(written, self.build)
        except query_string.QuerySyntaxError:
            return parser.parse(written).node

    def build(self, name: str, lookup: str | None, value: Any) -> Node:
        """Make the node of one condition. Raises SearchFieldError where no such field is."""
        name = self.fields.resolve(name)
        if lookup == RAW:
            return self.parse(str(value))
        if name == _CONTENT:
            return self._text(None, lookup or "content", value)
        if name not in self.fields.fields and name not in (ID, DJANGO_CT, DJANGO_ID):
            raise SearchFieldError(f"no field of this name is indexed: {name}")
        if name in self.fields.texts and self._asks_text(name, lookup, value):
            return self._text(name, lookup or "content", value)
        return self._value(name, lookup or "exact", value)

    def _asks_text(self, name: str, lookup: str | None, value: Any) -> bool:
        if name not in self.fields.stored or lookup in (TYPED, QUOTED, "fuzzy"):
            return True
        # By hand, in narrow(), a field's value is meant whole: province:湖北省.
        return lookup == "content" and isinstance(value, str)

    def _text(self, name: str | None, lookup: str, value: Any) -> Node:
        if isinstance(value, list):
            return Or(tuple(self._text(name, lookup, each) for each in value))
        text = str(value)
        if lookup == TYPED:
            return _in_field(parser.parse(text).node, name)
        if lookup in (QUOTED, "exact", "in", *_INSIDE):
            folded = analysis.normalize(text)
            return Phrase(folded, name) if folded else MATCH_NONE
        return parser.parse_as_text(text, name)

    def _value(self, name: str, lookup: str, value: Any) -> Node:
        if lookup in (_CONTENT, TYPED, QUOTED, "fuzzy"):
            lookup = "in" if isinstance(value, list) else "exact"
        converted = (
            tuple(self._converted(name, each) for each in value)
            if isinstance(value, list)
            else self._converted(name, value)
        )
        if lookup == "exact" and converted is None:
            return MATCH_NONE
        return FieldLookup(name, lookup, converted)

    def _converted(self, name: str, value: Any) -> Any:
        field = self.fields.fields.get(name)
        if field is None or field.is_multivalued:
            return plain_value(value)
        if field.field_type == "date" and isinstance(value, datetime.datetime):
            value = value.date()
        try:
            return plain_value(field.convert(value))
        except (TypeError, ValueError):
            return plain_value(value)  # equals nothing that the field holds


def _in_field(node: Node, name: str | None) -> Node:
    """The same query asked of one field, where it names none itself."""
    match node:
        case Terms(text, None) | Phrase(text, None) | Prefix(text, None):
            return type(node)(text, name)
        case And(parts):
            return And(_each_in_field(parts, name))
        case Or(parts):
            return Or(_each_in_field(parts, name))
        case ast.Not(part):
            return ast.Not(_in_field(part, name))
    return node


def _each_in_field(parts: Iterable[Node], name: str | None) -> tuple[Node, ...]:
    return tuple(_in_field(part, name) for part in parts)
