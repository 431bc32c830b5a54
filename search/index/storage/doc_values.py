"""Doc values: one value per document and field, stored as distinct values and ordinals.

Filters, orders and facets examine each distinct value once, and the ordinals of all documents
together; so a column is stored in that form. (Whoosh calls this a column.)
"""

import datetime
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from search.index.storage.array_file import downcast
from search.index.storage.inverted_index import concat_terms
from search.index.types import Array, SortKeys


@dataclass(frozen=True, eq=False)
class DocValuesColumn:
    """The values of one field in one segment.

    Args:
        ordinals: unsigned or int64, shape (documents,): the ordinal of each document's value.
        blob: the encoded distinct values, concatenated.
        ends: unsigned or int64, shape (distinct values,): where each ends in `blob`.
        numbers: float64, shape (distinct values,): the distinct values as numbers of the same
            order, NaN for a missing value; None if one of them is not a number. Computed once and
            stored, because everything is sorted by such values again after every commit.
    """

    ordinals: Array
    blob: bytes | memoryview
    ends: Array
    numbers: SortKeys | None = None
    _decoded: dict[int, Any] = field(default_factory=dict)

    @classmethod
    def from_values(cls, encoded: Sequence[bytes]) -> "DocValuesColumn":
        """Build a column from one encoded value per document."""
        distinct: dict[bytes, int] = {}
        ordinals = [distinct.setdefault(value, len(distinct)) for value in encoded]
        blob, ends = concat_terms([*distinct])
        return cls(np.array(ordinals, np.int64), blob, ends, _as_numbers(list(distinct)))

    def encoded(self, ordinal: int) -> bytes:
        """Return one of the distinct values, encoded."""
        start = self.ends[ordinal - 1] if ordinal else 0
        return bytes(self.blob[start : self.ends[ordinal]])

    def all_encoded(self) -> list[bytes]:
        """Return the distinct values, encoded, by ordinal."""
        return [self.encoded(ordinal) for ordinal in range(len(self.ends))]

    @cached_property
    def values(self) -> list[Any]:
        """The distinct values, decoded, by ordinal."""
        return [decode_value(encoded) for encoded in self.all_encoded()]

    def value_of(self, doc: int) -> Any:
        """Return the value of one document, without decoding the others."""
        ordinal = int(self.ordinals[doc])
        if ordinal not in self._decoded:
            self._decoded[ordinal] = decode_value(self.encoded(ordinal))
        return self._decoded[ordinal]

    def has_right_numbers(self) -> bool:
        """Return whether `numbers` are those of the values, as far as there are any."""
        if self.numbers is None:
            return True
        numbers = _as_numbers(self.all_encoded())
        return numbers is not None and np.array_equal(self.numbers, numbers, equal_nan=True)

    def to_arrays(self) -> dict[str, Array]:
        """Return the arrays by name, downcast, for a file."""
        arrays = {
            "ordinals": downcast(self.ordinals),
            "blob": np.frombuffer(self.blob, np.uint8),
            "ends": downcast(self.ends),
        }
        return arrays if self.numbers is None else arrays | {"numbers": self.numbers}

    @classmethod
    def from_arrays(cls, arrays: dict[str, Array]) -> "DocValuesColumn":
        """Return the column that `to_arrays` gave to a file."""
        return cls(arrays["ordinals"], arrays["blob"].data, arrays["ends"], arrays.get("numbers"))


# Integers, keys stored as text (9 comes before 10), and days.
_NUMBER = re.compile(rb'"?(\d{1,15})"?|"(\d{4})-(\d\d)-(\d\d)"')


def _as_numbers(encoded: Sequence[bytes]) -> SortKeys | None:
    """Return encoded values as numbers, shape (values,); None if one of them is not a number."""
    matches = [_NUMBER.fullmatch(value) for value in encoded]
    if not all(match or not value for match, value in zip(matches, encoded, strict=True)):
        return None
    return np.array([float(b"".join(m.groups(b""))) if m else np.nan for m in matches])


# Created once: `json.dumps` creates an encoder for each value.
_JSON = json.JSONEncoder(ensure_ascii=False)


def plain_value(value: Any) -> Any:
    """Return a value as it is stored and compared: dates as ISO 8601, sequences as lists."""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    if isinstance(value, list | tuple | set):
        return [plain_value(each) for each in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def encode_value(value: Any) -> bytes:
    """Return a value as JSON in UTF-8; None and the empty string as no bytes."""
    if value is None or value == "":
        return b""
    # A text may hold lone surrogates, which UTF-8 cannot encode.
    return _JSON.encode(plain_value(value)).encode(errors="replace")


def decode_value(encoded: bytes) -> Any:
    """Return the value that `encode_value` encoded, in its plain form; None for no bytes."""
    return json.loads(encoded.decode()) if encoded else None
