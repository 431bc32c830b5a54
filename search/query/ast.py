"""The parsed query as a tree: what the index answers and the highlighter follows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TermGroup:
    """One part of a typed run: found where all `words` stand, or where one of `others` does.

    All are folded. `others` is empty where the part has no synonyms.
    """

    words: tuple[str, ...]
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """Characters typed without a space: found where its words all stand, best side by side.

    `units` are filled in by `synonyms.expand_tree`; without them the words of the text are.
    """

    text: str
    field: str | None = None
    groups: tuple[TermGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Characters that have to stand there just so."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word, whatever its end (typed 社会*)."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class FieldLookup:
    """A test of what a field holds: `test` is one of Haystack's lookups (exact, in, gte, …)."""

    field: str
    lookup: str
    value: Any


@dataclass(frozen=True, slots=True)
class And:
    """All of them; without any, every document."""

    parts: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them; without any, no document."""

    parts: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """All documents but those."""

    part: "Node"


Node = Terms | Phrase | Prefix | FieldLookup | And | Or | Not
MATCH_ALL = And()
MATCH_NONE = Or()


@dataclass(frozen=True, slots=True)
class Clause:
    """One of the parts that all have to match: as it was typed, and as understood."""

    typed: str
    node: Node


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as understood; `notices` are sentences about what was not read as typed."""

    node: Node
    warnings: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()


def matching_leaves(node: Node) -> Iterator[Terms | Phrase | Prefix]:
    """What a found document is found for: every run that is not excluded."""
    if isinstance(node, Terms | Phrase | Prefix):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from matching_leaves(part)
