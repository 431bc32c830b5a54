"""A kept value for each document: which different values there are, and who has which.

Filters, orders and facets look at each different value once and at the documents' numbers all
together; so a column is kept in just that form.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from search.index.storage.array_file import Array, smallest
from search.index.storage.inverted_index import joined
pass


@dataclass(frozen=True, eq=False)
class Column:
    """`codes` has for each document the place of its value in `packed`."""

    codes: Array
    blob: bytes | memoryview
    ends: Array
    # The different values as numbers of the same order, what is lacking as none; None where
    # there is a value that is no number. Reckoned once and kept, because everything is sorted by
    # such values, anew after every commit.
    numbers: Array | None = None
    _read: dict[int, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, packed: Sequence[bytes]) -> "Column":
        """Make a column of a packed value a document."""
        places: dict[bytes, int] = {}
        codes = [places.setdefault(value, len(places)) for value in packed]
        blob, ends = joined([*places])
        return cls(np.array(codes, np.int64), blob, ends, _as_numbers(list(places)))

    def packed(self, code: int) -> bytes:
        """One of the different values, as it is kept."""
        start = self.ends[code - 1] if code else 0
        return bytes(self.blob[start : self.ends[code]])

    def all_packed(self) -> list[bytes]:
        """The different values, as they are kept."""
        return [self.packed(code) for code in range(len(self.ends))]

    @cached_property
    def values(self) -> list[Any]:
        """The different values."""
        return [unpack(packed) for packed in self.all_packed()]

    def value_of(self, doc: int) -> Any:
        """The value of one document, the others left packed."""
        code = int(self.codes[doc])
        if code not in self._read:
            self._read[code] = unpack(self.packed(code))
        return self._read[code]

    def arrays(self) -> dict[str, Array]:
        """Its arrays by name, as small as they can be, for a file."""
        arrays = {
            "codes": smallest(self.codes),
            "blob": np.frombuffer(self.blob, np.uint8),
            "ends": smallest(self.ends),
        }
        return arrays if self.numbers is None else arrays | {"numbers": self.numbers}

    @classmethod
    def of_arrays(cls, arrays: dict[str, Array]) -> "Column":
        """What `arrays` gave, read back from a file."""
        return cls(arrays["codes"], arrays["blob"].data, arrays["ends"], arrays.get("numbers"))


# Whole numbers, keys that are kept as text (9 comes before 10), and days.
_NUMBER = re.compile(rb'"?(\d{1,15})"?|"(\d{4})-(\d\d)-(\d\d)"')


def _as_numbers(packed: Sequence[bytes]) -> Array | None:
    matches = [_NUMBER.fullmatch(value) for value in packed]
    if not all(match or not value for match, value in zip(matches, packed, strict=True)):
        return None
    return np.array([float(b"".join(m.groups(b""))) if m else np.nan for m in matches])
