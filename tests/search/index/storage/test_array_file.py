"""Arrays are read from their file as they were written, or an error is raised."""

from pathlib import Path

import numpy as np
import pytest

from search.index import CorruptFileError
from search.index.storage import array_file


def test_arrays_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    arrays = {"a": np.arange(5, dtype=np.uint16), "b": np.array([1.5, np.nan]), "c": np.zeros(0)}
    array_file.write(tmp_path / "file", arrays)
    read = array_file.read(tmp_path / "file").arrays
    assert all(np.array_equal(read[name], arrays[name], equal_nan=name == "b") for name in arrays)
    assert not read["a"].flags.writeable


@pytest.mark.parametrize("length", [0, 7, 20, 100, -1])
def test_truncated_file_raises_an_error(tmp_path: Path, length: int) -> None:
    path = tmp_path / "file"
    array_file.write(path, {"a": np.arange(100)})
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(CorruptFileError):
        array_file.read(path)


def test_arrays_can_be_read_after_their_pages_are_released(tmp_path: Path) -> None:
    array_file.write(tmp_path / "file", {"a": np.arange(10_000)})
    mapped = array_file.read(tmp_path / "file")
    before = mapped.arrays["a"].sum()
    mapped.release_pages()
    assert mapped.arrays["a"].sum() == before
