"""A kept value for each document: which different values there are, and who has which.

Filters, orders and facets look at each different value once and at the documents' numbers all
together; so a column is kept in just that form.
"""

import datetime
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from search.index.storage.array_file import Array, downcast
from search.index.storage.inverted_index import concat_terms


@dataclass(frozen=True, eq=False)
class DocValuesColumn:
    """`codes` has for each document the place of its value in `packed`."""

    ordinals: Array
    blob: bytes | memoryview
    ends: Array
    # The different values as numbers of the same order, what is lacking as none; None where
    # there is a value that is no number. Reckoned once and kept, because everything is sorted by
    # such values, anew after every commit.
    numbers: Array | None = None
    _decoded: dict[int, Any] = field(default_factory=dict)

    @classmethod
    def from_values(cls, packed: Sequence[bytes]) -> "DocValuesColumn":
        """Make a column of a packed value a document."""
        places: dict[bytes, int] = {}
        codes = [places.setdefault(value, len(places)) for value in packed]
        blob, ends = concat_terms([*places])
        return cls(np.array(codes, np.int64), blob, ends, _as_numbers(list(places)))

    def encoded(self, code: int) -> bytes:
        """One of the different values, as it is kept."""
        start = self.ends[code - 1] if code else 0
        return bytes(self.blob[start : self.ends[code]])

    def all_encoded(self) -> list[bytes]:
        """The different values, as they are kept."""
        return [self.encoded(code) for code in range(len(self.ends))]

    @cached_property
    def values(self) -> list[Any]:
        """The different values."""
        return [decode_value(packed) for packed in self.all_encoded()]

    def value_of(self, doc: int) -> Any:
        """The value of one document, the others left packed."""
        code = int(self.ordinals[doc])
        if code not in self._decoded:
            self._decoded[code] = decode_value(self.encoded(code))
        return self._decoded[code]

    def to_arrays(self) -> dict[str, Array]:
        """Its arrays by name, as small as they can be, for a file."""
        arrays = {
            "ordinals": downcast(self.ordinals),
            "blob": np.frombuffer(self.blob, np.uint8),
            "ends": downcast(self.ends),
        }
        return arrays if self.numbers is None else arrays | {"numbers": self.numbers}

    @classmethod
    def from_arrays(cls, arrays: dict[str, Array]) -> "DocValuesColumn":
        """What `arrays` gave, read back from a file."""
        return cls(arrays["ordinals"], arrays["blob"].data, arrays["ends"], arrays.get("numbers"))


# Whole numbers, keys that are kept as text (9 comes before 10), and days.
_NUMBER = re.compile(rb'"?(\d{1,15})"?|"(\d{4})-(\d\d)-(\d\d)"')


def _as_numbers(packed: Sequence[bytes]) -> Array | None:
    matches = [_NUMBER.fullmatch(value) for value in packed]
    if not all(match or not value for match, value in zip(matches, packed, strict=True)):
        return None
    return np.array([float(b"".join(m.groups(b""))) if m else np.nan for m in matches])


# Made once: `json.dumps` makes one for each value.
_JSON = json.JSONEncoder(ensure_ascii=False)


def plain_value(value: Any) -> Any:
    """The form of a value that is kept and compared: dates as ISO 8601, sequences as lists."""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    if isinstance(value, list | tuple | set):
        return [plain_value(each) for each in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def encode_value(value: Any) -> bytes:
    """A value as a column keeps it; nothing as no bytes."""
    if value is None or value == "":
        return b""
    # Lone surrogates, which a text may hold, have no bytes of their own.
    return _JSON.encode(plain_value(value)).encode(errors="replace")


def decode_value(packed: bytes) -> Any:
    """The value that was packed."""
    return json.loads(packed.decode()) if packed else None
