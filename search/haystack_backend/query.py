"""Haystack's query objects: the conditions of a SearchQuerySet as a tree of `search.query.ast`.

Where Haystack joins strings, `ArchiveQuery.build_query` returns the tree itself, so that nothing is
written as text and parsed again. A string reaches the backend only where a caller wrote one, for
`narrow()` or as `Raw`: `query_string` parses it.
"""

from collections.abc import Iterable
from typing import Any

from haystack.backends import BaseSearchQuery, SearchNode
from haystack.inputs import AutoQuery, BaseInput, Exact, Not, Raw
from haystack.query import SQ, SearchQuerySet

from search.haystack_backend import lookups, query_string
from search.index import plain_value
from search.query import ast
from search.query.ast import Node


class Parsed(BaseInput):
    """Input type of a condition that is a tree already: `filter(content=Parsed(query.node))`."""

    def __init__(self, node: Node) -> None:
        super().__init__(node)
        self.node = node


class ArchiveQuery(BaseSearchQuery):
    """The conditions, filters and options of a search; it also runs More Like This."""

    def __str__(self) -> str:
        return str(self.build_query())

    def build_query(self) -> Node:
        """Return the tree of all conditions; without any, the one that matches everything."""
        return self.build_node(self.query_filter)

    def build_node(self, condition: SearchNode) -> Node:
        """Return the tree of a condition of Haystack's, an `SQ` or what `filter()` made of it."""
        parts = tuple(self._child_nodes(condition))
        is_disjunction = condition.connector == condition.OR and bool(parts)
        node: Node = ast.Or(parts) if is_disjunction else ast.And(parts)
        if len(parts) == 1:
            node = parts[0]
        return ast.Not(node) if condition.negated and parts else node

    def _child_nodes(self, condition: SearchNode) -> Iterable[Node]:
        for child in condition.children:
            if isinstance(child, SearchNode):
                yield self.build_node(child)
            else:
                expression, value = child
                field, filter_type = condition.split_expression(expression)
                yield self._leaf(field, filter_type, value)

    def _leaf(self, field: str, filter_type: str, value: Any) -> Node:
        """Return one condition; nothing in the value is taken for syntax."""
        if isinstance(value, Parsed):
            return value.node
        lookup, plain = _lookup_and_value(filter_type, value)
        node: Node = self.backend.lookups.build(field, lookup, plain)
        return ast.Not(node) if isinstance(value, Not) else node

    def build_query_fragment(self, field: str, filter_type: str, value: Any) -> str:
        """Return one condition as a string; `narrow(SQ)` of Haystack's own class asks for it."""
        lookup, plain = _lookup_and_value(filter_type, value)
        condition = query_string.format_condition(field, lookup, plain)
        return f"NOT {condition}" if isinstance(value, Not) else condition

    def run_mlt(self, **kwargs: Any) -> None:
        """Find what is similar to the given instance; unlike Haystack's, any slice of it."""
        params = self.build_params() | kwargs
        results = self.backend.more_like_this(
            self._mlt_instance, additional_query_string=self.build_query(), **params
        )
        self._results = results["results"]
        self._hit_count = results["hits"]


class ArchiveSearchQuerySet(SearchQuerySet):
    """A SearchQuerySet that takes parsed queries, and filters as trees."""

    def matching(self, node: Node) -> "ArchiveSearchQuerySet":
        """Return the results that also match a tree."""
        matching: ArchiveSearchQuerySet = self.filter(content=Parsed(node))
        return matching

    def narrow(self, query: SQ | str) -> "ArchiveSearchQuerySet":
        """Return the results that pass a filter, which facets can be counted without."""
        clone: ArchiveSearchQuerySet = self._clone()
        clone.query.add_narrow_query(
            clone.query.build_node(query) if isinstance(query, SQ) else query
        )
        return clone


_LOOKUPS: dict[type[BaseInput], str] = {
    AutoQuery: lookups.TYPED,
    Exact: lookups.QUOTED,
    Raw: lookups.RAW,
}


def _lookup_and_value(filter_type: str, value: Any) -> tuple[str, Any]:
    """Return the lookup and the plain value of a condition of Haystack's."""
    if hasattr(value, "values_list"):
        value = list(value)
    for input_type, lookup in _LOOKUPS.items():
        if isinstance(value, input_type):
            return lookup, value.query_string
    return filter_type, plain_value(value.query_string if isinstance(value, BaseInput) else value)
