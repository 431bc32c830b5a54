"""A kept value for each document: which different values there are, and who has which.

Filters, orders and facets look at each different value once and at the documents' numbers all
together; so a column is kept in just that form.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from search.engine.arrays import Array, smallest
from search.engine.inverted import joined
from search.engine.schema import unpack


@dataclass(frozen=True, eq=False)
class Column:
    """`codes` has for each document the place of its value in `packed`."""

    codes: Array
    blob: bytes | memoryview
    ends: Array
    _read: dict[int, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, packed: Sequence[bytes]) -> "Column":
        """Make a column of a packed value a document."""
        places: dict[bytes, int] = {}
        codes = [places.setdefault(value, len(places)) for value in packed]
        blob, ends = joined([*places])
        return cls(np.array(codes, np.int64), blob, ends)

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

    @cached_property
    def numbers(self) -> Array | None:
        """The different values as numbers; None where one of them is none.

        A primary key is kept as text and is a number all the same: 9 comes before 10.
        """
        packed = [value.strip(b'"') for value in self.all_packed()]
        if not all(value.isdigit() for value in packed):
            return None
        return np.array([float(value) for value in packed])

    def value_of(self, doc: int) -> Any:
        """The value of one document, the others left packed."""
        code = int(self.codes[doc])
        if code not in self._read:
            self._read[code] = unpack(self.packed(code))
        return self._read[code]

    def arrays(self) -> dict[str, Array]:
        """Its arrays by name, as small as they can be, for a file."""
        return {
            "codes": smallest(self.codes),
            "blob": np.frombuffer(self.blob, np.uint8),
            "ends": smallest(self.ends),
        }

    @classmethod
    def of_arrays(cls, arrays: dict[str, Array]) -> "Column":
        """What `arrays` gave, read back from a file."""
        return cls(arrays["codes"], arrays["blob"].data, arrays["ends"])
