"""The syntax tree of a query: the contract between parser, index and highlighter; no Django.

All texts in it are normalized, those of `Clause` apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TermGroup:
    """Words that must all occur, or one of their synonyms instead.

    `synonyms` is empty where the words have none.
    """

    words: tuple[str, ...]
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """A run typed without a space: found where all its words occur, best side by side.

    `groups` are filled in by `synonyms.expand_tree`; while they are empty, the words of `text`
    are used.
    """

    text: str
    field: str | None = None
    groups: tuple[TermGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Characters that must occur exactly in this order."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word with any ending (typed 社会*)."""

    text: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class FieldLookup:
    """A condition on a stored field; `lookup` is one of Haystack's (exact, in, gte, range, …)."""

    field: str
    lookup: str
    value: Any


@dataclass(frozen=True, slots=True)
class And:
    """Conjunction; without parts, every document."""

    parts: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """Disjunction; without parts, no document."""

    parts: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """All documents except those of `part`."""

    part: "Node"


Node = Terms | Phrase | Prefix | FieldLookup | And | Or | Not
MATCH_ALL = And()
MATCH_NONE = Or()


@dataclass(frozen=True, slots=True)
class Clause:
    """One of the top-level parts that must all match: its source text, and its tree."""

    source: str
    node: Node


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A parsed query; `warnings` are sentences for the user on what was not read as typed."""

    node: Node
    warnings: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()


def outline(node: Node) -> str:
    """Return what a tree consists of, without the words: And(Terms of 4, Phrase of 2 in title)."""
    match node:
        case Terms(text=text, field=field) | Phrase(text, field) | Prefix(text, field):
            place = f" in {field}" if field else ""
            return f"{type(node).__name__} of {len(text)}{place}"
        case FieldLookup(field, lookup):
            return f"{field} {lookup}"
        case Not(part):
            return f"Not({outline(part)})"
        case And(parts) | Or(parts):
            return f"{type(node).__name__}({', '.join(map(outline, parts))})"


def matching_leaves(node: Node) -> Iterator[Terms | Phrase | Prefix]:
    """Yield the leaves that a document may be found by: those that are not excluded."""
    if isinstance(node, Terms | Phrase | Prefix):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from matching_leaves(part)
