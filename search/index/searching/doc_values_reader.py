"""Doc values of all documents of a snapshot: filters, orders and facets.

Each distinct value is examined once, and the documents all together by the ordinals of their
values. A missing value is None: it passes no comparison, comes last in either order, and is
counted by facets as None.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from search.index.storage.doc_values import DocValuesColumn
from search.index.types import DocIds, Indices, Mask, Ranks, SortKeys
from search.index.whoosh_adapter.schema import doc_values_field


@dataclass(frozen=True, eq=False)
class _OrdinalMap:
    """The distinct values of a field, and the ordinal of each document's, shape (documents,)."""

    values: list[Any]
    ordinals: Indices

    @cached_property
    def elements(self) -> "_MultiValueMap":
        """The elements of the values: those of a list, any other value itself."""
        distinct: dict[Any, int] = {}
        pairs = [
            (value_ordinal, distinct.setdefault(element, len(distinct)))
            for value_ordinal, value in enumerate(self.values)
            for element in _elements(value)
        ]
        value_ordinals, element_ordinals = np.array(pairs, np.intp).reshape(-1, 2).T.copy()
        return _MultiValueMap([*distinct], value_ordinals, element_ordinals)


@dataclass(frozen=True, eq=False)
class _MultiValueMap:
    """The distinct elements, and the ordinals of each pair (value, element it contains).

    Both arrays of ordinals are of shape (pairs,).
    """

    elements: list[Any]
    value_ordinals: Indices
    element_ordinals: Indices


class SegmentColumns(NamedTuple):
    """The doc values of one segment, whose documents are numbered from `first`."""

    first: int
    size: int
    columns: Mapping[str, DocValuesColumn]


class SnapshotDocValues:
    """The doc values of a snapshot of `size` documents; arrays are built on first use."""

    def __init__(self, segments: Sequence[SegmentColumns], size: int) -> None:
        self._segments = segments
        self._size = size
        self._firsts = [segment.first for segment in segments]
        self._ordinal_maps: dict[str, _OrdinalMap] = {}
        self._ranks: dict[tuple[str, ...], Ranks] = {}

    def value(self, name: str, doc: int) -> Any:
        """Return the value of one document; None where it has none."""
        segment = self._segments[bisect_right(self._firsts, doc) - 1]
        column = segment.columns.get(doc_values_field(name))
        return None if column is None else column.value_of(doc - segment.first)

    def distinct_values(self, name: str) -> list[Any]:
        """Return the distinct values of a field."""
        return self._ordinal_map(name).values

    def filter_mask(self, name: str, lookup: str, value: Any) -> Mask:
        """Return for each document whether its value passes one of Haystack's lookups.

        Shape (size,).
        """
        passes = _LOOKUPS[lookup]
        field = self._ordinal_map(name)
        multi = field.elements
        is_match = np.array([e is not None and passes(e, value) for e in multi.elements], bool)
        has_match = np.zeros(len(field.values), bool)
        has_match[multi.value_ordinals[is_match[multi.element_ordinals]]] = True
        return has_match[field.ordinals]

    def facet_counts(self, name: str, docs: DocIds) -> list[tuple[Any, int]]:
        """Return how many of the documents have each value of a field, most frequent first."""
        field = self._ordinal_map(name)
        multi = field.elements
        value_counts = np.bincount(field.ordinals[docs], minlength=len(field.values))
        element_counts = np.bincount(
            multi.element_ordinals, value_counts[multi.value_ordinals], len(multi.elements)
        ).astype(int)
        pairs = zip(multi.elements, element_counts.tolist(), strict=True)
        return sorted(
            (pair for pair in pairs if pair[1]),
            key=lambda pair: (-pair[1], pair[0] is None, str(pair[0])),
        )

    def ranks(self, names: tuple[str, ...]) -> Ranks:
        """Return the rank of each document in the order of some fields; a hyphen for descending.

        Documents that are equal in all fields are ordered by their numbers. Shape (size,).
        """
        if names not in self._ranks:
            # lexsort takes the most significant key last.
            keys = [self.sort_keys(name) for name in reversed(names)]
            order = np.lexsort(keys) if keys else np.arange(self._size)
            ranks = np.empty(self._size, np.int32)
            ranks[order] = np.arange(self._size, dtype=np.int32)
            self._ranks[names] = ranks
        return self._ranks[names]

    def sort_keys(self, name: str) -> SortKeys:
        """Return a number for each document, ascending in a field's order; NaN for no value.

        A leading hyphen means descending. Shape (size,).
        """
        is_descending, field = name.startswith("-"), name.lstrip("-")
        columns = [segment.columns.get(doc_values_field(field)) for segment in self._segments]
        if all(column is not None and column.numbers is not None for column in columns):
            keys = np.concatenate([_NO_NUMBERS, *map(_numbers, columns)])
        else:
            ordinal_map = self._ordinal_map(field)
            keys = _value_ranks(ordinal_map.values)[ordinal_map.ordinals]
        return -keys if is_descending else keys

    def _ordinal_map(self, name: str) -> _OrdinalMap:
        if name not in self._ordinal_maps:
            self._ordinal_maps[name] = self._merge_columns(name)
        return self._ordinal_maps[name]

    def _merge_columns(self, name: str) -> _OrdinalMap:
        distinct: dict[bytes, int] = {}
        ordinals = [np.zeros(0, np.intp)]
        for segment in self._segments:
            column = segment.columns.get(doc_values_field(name)) or DocValuesColumn.from_values(
                [b""] * segment.size
            )
            merged = [distinct.setdefault(value, len(distinct)) for value in column.all_encoded()]
            ordinals.append(np.array(merged, np.intp)[column.ordinals])
        values = DocValuesColumn.from_values(list(distinct)).values
        return _OrdinalMap(values, np.concatenate(ordinals))


_NO_NUMBERS = np.zeros(0)


def _numbers(column: DocValuesColumn | None) -> SortKeys:
    """Return the number of each document of a column, shape (documents,)."""
    if column is None or column.numbers is None:
        raise ValueError("not a column of numbers")
    return column.numbers[column.ordinals]


def _value_ranks(values: list[Any]) -> SortKeys:
    """Return the rank of each value, that of a list by its smallest element; NaN for no value.

    Shape (values,).
    """
    smallest = [min(_elements(value), default=None) for value in values]
    ordered = sorted({value for value in smallest if value is not None})
    rank_of = {value: float(rank) for rank, value in enumerate(ordered)}
    return np.array([rank_of.get(value, np.nan) for value in smallest])


def _elements(value: Any) -> Sequence[Any]:
    return (value or [None]) if isinstance(value, list) else [value]


def _comparison(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def passes(stored: Any, value: Any) -> bool:
        try:
            return compare(stored, value)
        except TypeError:
            return False  # a number is neither before nor after a text

    return passes


_LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": lambda stored, value: stored == value,
    "in": lambda stored, value: stored in value,
    "gt": _comparison(lambda stored, value: stored > value),
    "gte": _comparison(lambda stored, value: stored >= value),
    "lt": _comparison(lambda stored, value: stored < value),
    "lte": _comparison(lambda stored, value: stored <= value),
    "range": _comparison(lambda stored, value: value[0] <= stored <= value[1]),
    "startswith": lambda stored, value: str(stored).startswith(str(value)),
    "endswith": lambda stored, value: str(stored).endswith(str(value)),
    "contains": lambda stored, value: str(value) in str(stored),
}
