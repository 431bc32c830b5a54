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

from search.query.ast import And, EVERYTHING, Node, Not, Or

EVERYTHING_WRITTEN = "*"

_TOKEN = re.compile(r"\s*(?:(?P<sign>[()*])|(?P<word>AND|OR|NOT)\b|(?P<name>\w+):)")
_BARE_VALUE = re.compile(r"[^\s()]+")

# Makes the node of one condition from its field, its lookup (None where none is written) and
# its value.
MakeNode = Callable[[str, str | None, Any], Node]


class NotThisLanguage(ValueError):
    """The string is not of this language."""


def write(name: str, lookup: str, value: Any) -> str:
    """Write one condition."""
    return f"{name}__{lookup}:{json.dumps(value, ensure_ascii=False)}"


def read(written: str, make_node: MakeNode) -> Node:
    """Read a query string. Raises NotThisLanguage."""
    reading = _Reading(written, make_node)
    node = reading.either()
    if written[reading.at :].strip():
        raise NotThisLanguage(written)
    return node


class _Reading:
    def __init__(self, written: str, make_node: MakeNode) -> None:
        self.written = written
        self.make_node = make_node
        self.at = 0

    def either(self) -> Node:
        parts = [self.both()]
        while self.take("OR"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self) -> Node:
        parts = [self.one()]
        while self.take("AND"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def one(self) -> Node:
        if self.take("NOT"):
            return Not(self.one())
        if self.take("("):
            inside = self.either()
            if not self.take(")"):
                raise NotThisLanguage(self.written)
            return inside
        if self.take(EVERYTHING_WRITTEN):
            return EVERYTHING
        return self.condition()

    def condition(self) -> Node:
        match = _TOKEN.match(self.written, self.at)
        if match is None or match["name"] is None:
            raise NotThisLanguage(self.written)
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
                raise NotThisLanguage(self.written) from None
            value, self.at = bare[0], bare.end()
        return value

    def take(self, expected: str) -> bool:
        match = _TOKEN.match(self.written, self.at)
        if match is None or (match["sign"] or match["word"]) != expected:
            return False
        self.at = match.end()
        return True
