"""Tests of kept values: filters, orders and facets.

A value that a document lacks is None: it passes no comparison, comes last in either order, and
is counted by facets as such.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from search.engine.postings import Part

# A found document: which part of the snapshot, its number there, its score.
Hit = tuple[int, int, float]


def holds(part: Part, name: str, test: str, value: Any) -> Collection[int]:
    """The live documents of a part whose field `name` passes a test (Haystack's lookups)."""
    passes = _TESTS[test]
    found: set[int] = set()
    for each, numbers in part.segment.holders(name).items():
        if each is not None and passes(each, value):
            found |= numbers
    return found - part.deleted


def _comparing(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def passes(held: Any, value: Any) -> bool:
        try:
            return compare(held, value)
        except TypeError:
            return False  # a number is neither before nor after a text

    return passes


_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": lambda held, value: held == value,
    "in": lambda held, value: held in value,
    "gt": _comparing(lambda held, value: held > value),
    "gte": _comparing(lambda held, value: held >= value),
    "lt": _comparing(lambda held, value: held < value),
    "lte": _comparing(lambda held, value: held <= value),
    "range": _comparing(lambda held, value: value[0] <= held <= value[1]),
    "startswith": lambda held, value: str(held).startswith(str(value)),
    "endswith": lambda held, value: str(held).endswith(str(value)),
    "contains": lambda held, value: str(value) in str(held),
}


def in_order(hits: Iterable[Hit], parts: Sequence[Part], names: Sequence[str]) -> list[Hit]:
    """Sort hits by fields, a leading hyphen meaning descending; `score` is the score."""
    ordered = list(hits)
    # Sorting is stable: the last field first, and each one before it overrules.
    for signed in reversed(names):
        name, descending = signed.lstrip("-"), signed.startswith("-")
        keys = {hit[:2]: _sort_value(hit, parts, name) for hit in ordered}
        lacking = [hit for hit in ordered if keys[hit[:2]] is None]
        having = [hit for hit in ordered if keys[hit[:2]] is not None]
        having.sort(key=lambda hit: keys[hit[:2]], reverse=descending)
        ordered = having + lacking
    return ordered


def _sort_value(hit: Hit, parts: Sequence[Part], name: str) -> Any:
    at, number, score = hit
    if name == "score":
        return score
    value = parts[at].segment.kept(name)[number]
    if name == "django_id":
        return (len(value), value)  # 9 before 10: keys are kept as text
    return min(value, default=None) if isinstance(value, list) else value


def field_facet(
    found: Sequence[Collection[int]], parts: Sequence[Part], name: str
) -> list[tuple[Any, int]]:
    """How many found documents hold each value of a field, most first."""
    counts: Counter[Any] = Counter()
    for part, numbers in zip(parts, found, strict=True):
        for value, holders in part.segment.holders(name).items():
            if held := len(holders.intersection(numbers)):
                counts[value] += held
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0] is None, str(pair[0])))
