"""A file of named arrays, memory-mapped: how a segment lies on disk.

What is read is a view of the file's pages and costs nothing until it is looked at; nothing is
seeked, so that any number of threads may read at once. The header tells how long the file must
be, so that a truncated one is refused when it is opened and not in the middle of an answer.
"""

import json
import mmap
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.index.errors import CorruptFileError

Array = NDArray[Any]

_MAGIC = b"ARRAYS01"
_LENGTH_BYTES = 8
# Arrays begin where a cache line does.
_ALIGNMENT = 64


def write(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays of one dimension into a new file, and see it onto the disk."""
    places: dict[str, tuple[str, int, int]] = {}
    at = 0
    for name, array in arrays.items():
        places[name] = (array.dtype.str, len(array), at)
        at += _aligned(array.nbytes)
    header = json.dumps({"places": places, "bytes": at}).encode("ascii")
    start = _aligned(len(_MAGIC) + _LENGTH_BYTES + len(header))
    with path.open("xb") as file:
        file.write(_MAGIC + len(header).to_bytes(_LENGTH_BYTES, "little") + header)
        file.write(b"\0" * (start - file.tell()))
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data)
            file.write(b"\0" * (_aligned(array.nbytes) - array.nbytes))
        file.flush()
        os.fsync(file.fileno())


@dataclass(frozen=True)
class MappedFile:
    """A file's arrays, and the map they are views of."""

    arrays: dict[str, Array]
    _map: mmap.mmap

    def release_pages(self) -> None:
        """Take the file's pages out of this process; whoever looks again gets them again."""
        self._map.madvise(mmap.MADV_DONTNEED)


def read(path: Path) -> MappedFile:
    """Map a file's arrays, read-only. Raises Damaged, or OSError where it cannot be opened."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size < len(_MAGIC) + _LENGTH_BYTES:
            raise CorruptFileError(f"{path.name} is too short")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if mapped[: len(_MAGIC)] != _MAGIC:
        raise CorruptFileError(f"{path.name} is no file of arrays")
    first = len(_MAGIC) + _LENGTH_BYTES
    length = int.from_bytes(mapped[len(_MAGIC) : first], "little")
    try:
        header = json.loads(mapped[first : first + length])
        start = _aligned(first + length)
        if len(mapped) != start + header["bytes"]:
            raise CorruptFileError(f"{path.name} has another length than when it was written")
        found = {
            name: np.frombuffer(mapped, dtype, count, start + at)
            for name, (dtype, count, at) in header["places"].items()
        }
    except (ValueError, KeyError, TypeError) as error:
        raise CorruptFileError(f"{path.name}: {error}") from error
    return MappedFile(found, mapped)


def _aligned(length: int) -> int:
    return -(-length // _ALIGNMENT) * _ALIGNMENT


def downcast(values: Array) -> Array:
    """The same whole numbers, none below zero, in as few bytes as the largest needs."""
    largest = int(values.max()) if len(values) else 0
    for dtype in (np.uint8, np.uint16, np.uint32):
        if largest <= np.iinfo(dtype).max:
            return values.astype(dtype)
    return values.astype(np.uint64)


def offsets(counts: Array) -> Array:
    """Where each stretch begins when stretches of these lengths follow each other, and the end."""
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def concat_ranges(starts: Array, lengths: Array) -> Array:
    """The places start, start + 1, … of each stretch, one stretch after the other."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    places: Array = np.arange(total) + np.repeat(starts - (ends - lengths), lengths)
    return places
