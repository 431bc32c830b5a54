"""Build nodes of the query tree from Haystack's lookups, according to the kind of each field.

A condition on a text field matches what occurs in the text, one on any other field the stored
value. What a person typed is parsed by `search.query.parser`; what a program passes is taken
literally, without any syntax.
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
from search.index import plain_value
from search.query import ast, parser
from search.query.ast import MATCH_NONE, And, FieldLookup, Node, Or, Phrase, Prefix, Terms

# Lookups beside Haystack's, for its input types: how the value is to be parsed.
TYPED = "typed"  # AutoQuery: in the query language
QUOTED = "quoted"  # Exact: as a phrase
RAW = "raw"  # Raw: as a string of `query_string`

_CONTENT = "content"  # Haystack's name for no particular field
_SUBSTRING = ("contains", "startswith", "endswith")


@dataclass(frozen=True)
class LookupBuilder:
    """Builder of nodes for the fields of one connection."""

    document_fields: DocumentFields

    def to_node(self, query: Node | str) -> Node:
        """Return a tree as it is; parse a string of `query_string`, or one typed by a person."""
        if not isinstance(query, str):
            return query
        try:
            return query_string.parse(query, self.build)
        except query_string.QuerySyntaxError:
            return parser.parse(query).node

    def build(self, name: str, lookup: str | None, value: Any) -> Node:
        """Return the node of one condition. Raises SearchFieldError for an unknown field."""
        fields = self.document_fields
        name = fields.resolve(name)
        if lookup == RAW:
            return self.to_node(str(value))
        if name == _CONTENT:
            return self._text_node(None, lookup or "content", value)
        if name not in fields.search_fields and name not in (ID, DJANGO_CT, DJANGO_ID):
            raise SearchFieldError(f"no field of this name is indexed: {name}")
        if name in fields.text_fields and self._is_text_condition(name, lookup, value):
            return self._text_node(name, lookup or "content", value)
        return self._value_node(name, lookup or "exact", value)

    def _is_text_condition(self, name: str, lookup: str | None, value: Any) -> bool:
        is_stored = name in self.document_fields.stored_fields
        if not is_stored or lookup in (TYPED, QUOTED, "fuzzy"):
            return True
        # In a string written by hand, as for narrow(), the whole value is meant: province:湖北省.
        return lookup == "content" and isinstance(value, str)

    def _text_node(self, name: str | None, lookup: str, value: Any) -> Node:
        if isinstance(value, list):
            return Or(tuple(self._text_node(name, lookup, each) for each in value))
        text = str(value)
        if lookup == TYPED:
            return _in_field(parser.parse(text).node, name)
        if lookup in (QUOTED, "exact", "in", *_SUBSTRING):
            normalized = analysis.normalize(text)
            return Phrase(normalized, name) if normalized else MATCH_NONE
        return parser.parse_as_text(text, name)

    def _value_node(self, name: str, lookup: str, value: Any) -> Node:
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
        field = self.document_fields.search_fields.get(name)
        if field is None or field.is_multivalued:
            return plain_value(value)
        if field.field_type == "date" and isinstance(value, datetime.datetime):
            value = value.date()
        try:
            return plain_value(field.convert(value))
        except (TypeError, ValueError):
            return plain_value(value)  # equals no value of the field


def _in_field(node: Node, name: str | None) -> Node:
    """Return the tree with its leaves restricted to a field, except those that name one."""
    match node:
        case Terms(text, None) | Phrase(text, None) | Prefix(text, None):
            return type(node)(text, name)
        case And(parts):
            return And(_all_in_field(parts, name))
        case Or(parts):
            return Or(_all_in_field(parts, name))
        case ast.Not(part):
            return ast.Not(_in_field(part, name))
    return node


def _all_in_field(parts: Iterable[Node], name: str | None) -> tuple[Node, ...]:
    return tuple(_in_field(part, name) for part in parts)
