"""A file of named arrays, memory-mapped: the format of a segment on disk.

    magic            ARRAYS01
    header length    8 bytes, little endian
    header           JSON: for each array [dtype, length, offset], and the bytes of all arrays
    arrays           each aligned to 64 bytes

Arrays that are read are views of the file's pages: nothing is copied, and a page is read when it
is first accessed. The file position is not used, so any number of threads may read concurrently.
The header states the file's length, so that a truncated file is refused when it is opened and not
in the middle of a search.
"""

import json
import mmap
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from search.index.errors import CorruptFileError
from search.index.types import Array, Indices, Ints

_MAGIC = b"ARRAYS01"
_LENGTH_BYTES = 8
_ALIGNMENT = 64  # a cache line


def write(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays of one dimension into a new file and fsync it.

    Raises FileExistsError where the file exists.
    """
    places: dict[str, tuple[str, int, int]] = {}
    offset = 0
    for name, array in arrays.items():
        places[name] = (array.dtype.str, len(array), offset)
        offset += _aligned(array.nbytes)
    header = json.dumps({"places": places, "bytes": offset}).encode("ascii")
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
    """The arrays of a file, and the memory map they are views of."""

    arrays: dict[str, Array]
    _map: mmap.mmap

    def release_pages(self) -> None:
        """Release the resident pages of the file; the next access reads them again."""
        self._map.madvise(mmap.MADV_DONTNEED)


def read(path: Path) -> MappedFile:
    """Map a file's arrays, read-only.

    Raises CorruptFileError, or OSError where the file cannot be opened.
    """
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size < len(_MAGIC) + _LENGTH_BYTES:
            raise CorruptFileError(f"{path.name} is too short")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if mapped[: len(_MAGIC)] != _MAGIC:
        raise CorruptFileError(f"{path.name} is not a file of arrays")
    header_start = len(_MAGIC) + _LENGTH_BYTES
    header_length = int.from_bytes(mapped[len(_MAGIC) : header_start], "little")
    try:
        header = json.loads(mapped[header_start : header_start + header_length])
        start = _aligned(header_start + header_length)
        if len(mapped) != start + header["bytes"]:
            raise CorruptFileError(f"{path.name} has another length than when it was written")
        arrays = {
            name: np.frombuffer(mapped, dtype, length, start + offset)
            for name, (dtype, length, offset) in header["places"].items()
        }
    except (ValueError, KeyError, TypeError) as error:
        raise CorruptFileError(f"{path.name}: {error}") from error
    return MappedFile(arrays, mapped)


def _aligned(length: int) -> int:
    return -(-length // _ALIGNMENT) * _ALIGNMENT


def downcast(values: Array) -> Array:
    """Return non-negative integers in the smallest unsigned dtype that holds the largest."""
    largest = int(values.max()) if len(values) else 0
    for dtype in (np.uint8, np.uint16, np.uint32):
        if largest <= np.iinfo(dtype).max:
            return values.astype(dtype)
    return values.astype(np.uint64)


def offsets(lengths: Array) -> Ints:
    """Return where each of consecutive ranges begins, and the end of the last.

    Args:
        lengths: integers, shape (n,).

    Returns:
        int64, shape (n + 1,): the cumulative sum from 0.
    """
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def range_lengths(offsets: Array) -> Ints:
    """Return the lengths of consecutive ranges, shape (n,), from their offsets, shape (n + 1,)."""
    bounds = offsets.astype(np.int64)
    return bounds[1:] - bounds[:-1]


def concat_ranges(starts: Array, lengths: Array) -> Indices:
    """Return the concatenated ranges start, start + 1, … start + length - 1.

    Args:
        starts: integers, shape (n,).
        lengths: integers, shape (n,).

    Returns:
        Indices, shape (sum of the lengths,).
    """
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    indices: Indices = np.arange(total) + np.repeat(starts - (ends - lengths), lengths)
    return indices
