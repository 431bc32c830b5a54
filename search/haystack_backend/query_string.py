"""The engine's own query strings, which Haystack joins with AND, OR, NOT and brackets.

Haystack builds a query by pasting strings together. Here every condition is written
`field__lookup:value` with the value in JSON, so that nothing a person typed can be taken for
syntax, and read back into the tree that `queries` knows. By hand, as for `narrow()`, a bare
value will do: `province:湖北省`.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from search.query.ast import MATCH_ALL, And, Node, Not, Or

MATCH_ALL_SIGN = "*"

_TOKEN = re.compile(r"\s*(?:(?P<sign>[()*])|(?P<word>AND|OR|NOT)\b|(?P<name>\w+):)")
_BARE_VALUE = re.compile(r"[^\s()]+")

# Makes the node of one condition from its field, its lookup (None where none is written) and
# its value.
MakeNode = Callable[[str, str | None, Any], Node]


class QuerySyntaxError(ValueError):
    """The string is not of this language."""


def format_condition(name: str, lookup: str, value: Any) -> str:
    """Write one condition."""
    return f"{name}__{lookup}:{json.dumps(value, ensure_ascii=False)}"


def parse(written: str, make_node: MakeNode) -> Node:
    """Read a query string. Raises NotThisLanguage."""
    reading = _Parser(written, make_node)
    node = reading.or_expr()
    if written[reading.at :].strip():
        raise QuerySyntaxError(written)
    return node


class _Parser:
    def __init__(self, written: str, make_node: MakeNode) -> None:
        self.written = written
        self.make_node = make_node
        self.at = 0

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
            inside = self.or_expr()
            if not self.take(")"):
                raise QuerySyntaxError(self.written)
            return inside
        if self.take(MATCH_ALL_SIGN):
            return MATCH_ALL
        return self.condition()

    def condition(self) -> Node:
        match = _TOKEN.match(self.written, self.at)
        if match is None or match["name"] is None:
            raise QuerySyntaxError(self.written)
        self.at = match.end()
        name, has_lookup, lookup = match["name"].rpartition("__")
        value = self.value()
        if not has_lookup:
            return self.make_node(lookup, None, value)
        return self.make_node(name, lookup, value)

    def value(self) -> Any:
        bare = _BARE_VALUE.match(self.written, self.at)
        try:
            value, self.at = json.JSONDecoder().raw_decode(self.written, self.at)
        except ValueError:
            if bare is None:
                raise QuerySyntaxError(self.written) from None
            value, self.at = bare[0], bare.end()
        return value

    def take(self, expected: str) -> bool:
        match = _TOKEN.match(self.written, self.at)
        if match is None or (match["sign"] or match["word"]) != expected:
            return False
        self.at = match.end()
        return True
