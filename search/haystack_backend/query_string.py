"""Query strings that callers of Haystack write: for `narrow()`, as `Raw`.

`province:湖北省`, or `field__lookup:value` with the value in JSON, joined with AND, OR, NOT and
parentheses; parsed into the tree of `search.query.ast`. An `SQ` given to Haystack's own
SearchQuerySet arrives as such a string too. Not the query language of the search box, which is
`search.query.parser`'s; the site itself hands trees on.

    or_expr    = and_expr { "OR" and_expr }
    and_expr   = factor { "AND" factor }
    factor     = "NOT" factor | "(" or_expr ")" | "*" | condition
    condition  = field [ "__" lookup ] ":" ( JSON | bare value )
"""

import json
import re
from collections.abc import Callable
from typing import Any

from search.query.ast import MATCH_ALL, And, Node, Not, Or

_TOKEN = re.compile(r"\s*(?:(?P<sign>[()*])|(?P<word>AND|OR|NOT)\b|(?P<name>\w+):)")
_BARE_VALUE = re.compile(r"[^\s()]+")

# Makes the node of one condition from its field, its lookup (None where none is written) and
# its value.
MakeNode = Callable[[str, str | None, Any], Node]


class QuerySyntaxError(ValueError):
    """Error for a string that is not in this language."""


def format_condition(name: str, lookup: str, value: Any) -> str:
    """Return one condition as a string; `value` must be serializable as JSON."""
    return f"{name}__{lookup}:{json.dumps(value, ensure_ascii=False)}"


def parse(query_string: str, make_node: MakeNode) -> Node:
    """Parse a query string. Raises QuerySyntaxError."""
    parser = _Parser(query_string, make_node)
    node = parser.or_expr()
    if query_string[parser.position :].strip():
        raise QuerySyntaxError(query_string)
    return node


class _Parser:
    """A recursive-descent parser; each method parses the rule of its name at `position`."""

    def __init__(self, query_string: str, make_node: MakeNode) -> None:
        self.query_string = query_string
        self.make_node = make_node
        self.position = 0

    def or_expr(self) -> Node:
        parts = [self.and_expr()]
        while self.take("OR"):
            parts.append(self.and_expr())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def and_expr(self) -> Node:
        parts = [self.factor()]
        while self.take("AND"):
            parts.append(self.factor())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def factor(self) -> Node:
        if self.take("NOT"):
            return Not(self.factor())
        if self.take("("):
            inner = self.or_expr()
            if not self.take(")"):
                raise QuerySyntaxError(self.query_string)
            return inner
        if self.take("*"):
            return MATCH_ALL
        return self.condition()

    def condition(self) -> Node:
        match = _TOKEN.match(self.query_string, self.position)
        if match is None or match["name"] is None:
            raise QuerySyntaxError(self.query_string)
        self.position = match.end()
        field, separator, lookup = match["name"].rpartition("__")
        value = self.value()
        if not separator:
            return self.make_node(match["name"], None, value)
        return self.make_node(field, lookup, value)

    def value(self) -> Any:
        bare = _BARE_VALUE.match(self.query_string, self.position)
        try:
            value, self.position = json.JSONDecoder().raw_decode(self.query_string, self.position)
        except ValueError:
            if bare is None:
                raise QuerySyntaxError(self.query_string) from None
            value, self.position = bare[0], bare.end()
        return value

    def take(self, expected: str) -> bool:
        """Consume a sign or keyword if it is next; return whether it was."""
        match = _TOKEN.match(self.query_string, self.position)
        if match is None or (match["sign"] or match["word"]) != expected:
            return False
        self.position = match.end()
        return True
