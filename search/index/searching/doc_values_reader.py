"""Kept values of all documents of a snapshot: filters, orders and facets.

Each different value is looked at once, and the documents all together by the numbers of their
values. A value that a document lacks is None: it passes no comparison, comes last in either
order, and is counted by facets as such.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from search.index.storage.array_file import Array
from search.index.storage.doc_values import DocValuesColumn
from search.index.whoosh_adapter.schema import doc_values_field


@dataclass(frozen=True, eq=False)
class _OrdinalMap:
    """The different values of a field, and for each document which of them it has."""

    values: list[Any]
    ordinals: Array

    @cached_property
    def elements(self) -> "_MultiValueMap":
        """What they hold: the elements of a list, any other value itself."""
        places: dict[Any, int] = {}
        pairs = [
            (place, places.setdefault(element, len(places)))
            for place, value in enumerate(self.values)
            for element in _elements(value)
        ]
        holders, held = np.array(pairs, np.intp).reshape(-1, 2).T.copy()
        return _MultiValueMap([*places], holders, held)


@dataclass(frozen=True, eq=False)
class _MultiValueMap:
    """The different elements, and who holds which: places of a value and of an element of it."""

    elements: list[Any]
    value_ordinals: Array
    element_ordinals: Array


class SegmentColumns(NamedTuple):
    """The doc values of one segment; its documents are numbered from `first`."""

    first: int
    size: int
    columns: Mapping[str, DocValuesColumn]


class SnapshotDocValues:
    """The kept values of a snapshot; arrays are made when they are first asked for."""

    def __init__(self, parts: Sequence[SegmentColumns], size: int) -> None:
        self._parts = parts
        self._size = size
        self._firsts = [part.first for part in parts]
        self._ordinal_maps: dict[str, _OrdinalMap] = {}
        self._ranks: dict[tuple[str, ...], Array] = {}

    def value(self, name: str, doc: int) -> Any:
        """The value of one document."""
        part = self._parts[bisect_right(self._firsts, doc) - 1]
        column = part.columns.get(doc_values_field(name))
        return None if column is None else column.value_of(doc - part.first)

    def distinct_values(self, name: str) -> list[Any]:
        """The different values of a field."""
        return self._ordinal_map(name).values

    def filter_mask(self, name: str, test: str, value: Any) -> Array:
        """A truth value for each document: whether its value passes one of Haystack's lookups."""
        passes = _LOOKUPS[test]
        different = self._ordinal_map(name)
        of = different.elements
        passing = np.array([e is not None and passes(e, value) for e in of.elements], bool)
        has_one = np.zeros(len(different.values), bool)
        has_one[of.value_ordinals[passing[of.element_ordinals]]] = True
        found: Array = has_one[different.ordinals]
        return found

    def facet_counts(self, name: str, docs: Array) -> list[tuple[Any, int]]:
        """How many of some documents hold each value of a field, most first."""
        different = self._ordinal_map(name)
        of = different.elements
        holding = np.bincount(different.ordinals[docs], minlength=len(different.values))
        numbers = np.bincount(
            of.element_ordinals, holding[of.value_ordinals], len(of.elements)
        ).astype(int)
        counts = [pair for pair in zip(of.elements, numbers.tolist(), strict=True) if pair[1]]
        return sorted(counts, key=lambda pair: (-pair[1], pair[0] is None, str(pair[0])))

    def ranks(self, names: tuple[str, ...]) -> Array:
        """The place of each document in the order of some fields; a hyphen means descending.

        Documents that are equal in all fields have the order of their numbers.
        """
        if names not in self._ranks:
            # lexsort takes the most important key last.
            keys = [self.sort_keys(name) for name in reversed(names)]
            order = np.lexsort(keys) if keys else np.arange(self._size)
            ranks = np.empty(self._size, np.int32)
            ranks[order] = np.arange(self._size, dtype=np.int32)
            self._ranks[names] = ranks
        return self._ranks[names]

    def sort_keys(self, name: str) -> Array:
        """A number for each document, smaller where it comes first; none for what is lacking."""
        is_descending, field = name.startswith("-"), name.lstrip("-")
        columns = [part.columns.get(doc_values_field(field)) for part in self._parts]
        if all(column is not None and column.numbers is not None for column in columns):
            keys = np.concatenate([_NO_NUMBERS, *map(_numbers, columns)])
        else:
            different = self._ordinal_map(field)
            keys = _places(different.values)[different.ordinals]
        return -keys if is_descending else keys

    def _ordinal_map(self, name: str) -> _OrdinalMap:
        if name not in self._ordinal_maps:
            self._ordinal_maps[name] = self._merge_columns(name)
        return self._ordinal_maps[name]

    def _merge_columns(self, name: str) -> _OrdinalMap:
        places: dict[bytes, int] = {}
        codes = [np.zeros(0, np.intp)]
        for part in self._parts:
            column = part.columns.get(doc_values_field(name)) or DocValuesColumn.from_values(
                [b""] * part.size
            )
            here = [places.setdefault(packed, len(places)) for packed in column.all_encoded()]
            codes.append(np.array(here, np.intp)[column.ordinals])
        values = DocValuesColumn.from_values(list(places)).values
        return _OrdinalMap(values, np.concatenate(codes))


_NO_NUMBERS = np.zeros(0)


def _numbers(column: DocValuesColumn | None) -> Array:
    if column is None or column.numbers is None:
        raise ValueError("not a column of numbers")
    numbers: Array = column.numbers[column.ordinals]
    return numbers


def _places(values: list[Any]) -> Array:
    """The place of each value in their order; not a number where there is none."""
    smallest = [min(_elements(value), default=None) for value in values]
    having = sorted({value for value in smallest if value is not None})
    place_of = {value: float(place) for place, value in enumerate(having)}
    return np.array([place_of.get(value, np.nan) for value in smallest])


def _elements(value: Any) -> Sequence[Any]:
    return (value or [None]) if isinstance(value, list) else [value]


def _comparing(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def passes(held: Any, value: Any) -> bool:
        try:
            return compare(held, value)
        except TypeError:
            return False  # a number is neither before nor after a text

    return passes


_LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
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
