"""Segments are arrays on disk; merged ones equal one that was built from all documents."""

from pathlib import Path

import numpy as np
import pytest

from search.index import CorruptFileError, Document
from search.index.storage import array_file
from search.index.storage.segment_data import SegmentData
from search.index.writing.segment_builder import build_segment
from search.index.writing.segment_merger import MergeSource, merge_segments
from tests.search.index.test_equals_whoosh import SCHEMA, documents


@pytest.fixture(scope="module")
def docs() -> list[Document]:
    return documents()[:40]


def content_of(data: SegmentData) -> dict[str, object]:
    """Return everything that a segment has, in a form that can be compared."""
    content: dict[str, object] = {}
    for name, field in data.fields.items():
        for ordinal, term in enumerate(field):
            weights = field.weights_of(ordinal)
            content[f"{name} {term!r}"] = (
                field.docs_of(ordinal).tolist(),
                None if weights is None else weights.tolist(),
                field.positions_of(ordinal)[0].tolist() if field.positions is not None else None,
            )
    for name, column in data.columns.items():
        content[f"doc values {name}"] = [column.value_of(doc) for doc in range(data.size)]
    for name, lengths in data.lengths.items():
        content[f"lengths {name}"] = lengths.tolist()
    return content


def test_merged_segments_equal_one_built_from_all_documents(docs):
    parts = [docs[:7], docs[7:8], docs[8:30], docs[30:]]
    sources = [MergeSource(build_segment(SCHEMA, part), np.ones(len(part), bool)) for part in parts]
    assert content_of(merge_segments(sources)) == content_of(build_segment(SCHEMA, docs))


def test_merged_segments_omit_deleted_documents(docs):
    keep = np.array([number % 3 != 1 for number in range(len(docs))])
    sources = [
        MergeSource(build_segment(SCHEMA, docs[:20]), keep[:20]),
        MergeSource(build_segment(SCHEMA, docs[20:]), keep[20:]),
    ]
    remaining = [document for document, is_kept in zip(docs, keep, strict=True) if is_kept]
    assert content_of(merge_segments(sources)) == content_of(build_segment(SCHEMA, remaining))


def test_every_term_is_found_and_every_prefix_is_a_range_of_ordinals(docs):
    field = build_segment(SCHEMA, docs).fields["text"]
    terms = list(field)
    assert terms == sorted(set(terms))
    assert [field.find(term) for term in terms] == list(range(len(terms)))
    assert field.find("没有的词".encode()) is None
    for prefix in {term[:3] for term in terms} | {b"", "\U0010ffff".encode()}:
        expected = [term for term in terms if term.startswith(prefix)]
        assert [field[ordinal] for ordinal in field.prefix_range(prefix)] == expected


def test_arrays_are_read_as_written(tmp_path: Path):
    arrays = {"a": np.arange(5, dtype=np.uint16), "b": np.array([1.5, np.nan]), "c": np.zeros(0)}
    array_file.write(tmp_path / "file", arrays)
    read = array_file.read(tmp_path / "file").arrays
    assert all(np.array_equal(read[name], arrays[name], equal_nan=name == "b") for name in arrays)
    assert not read["a"].flags.writeable


@pytest.mark.parametrize("length", [0, 7, 20, 100, -1])
def test_truncated_file_raises_an_error(tmp_path: Path, length: int):
    path = tmp_path / "file"
    array_file.write(path, {"a": np.arange(100)})
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(CorruptFileError):
        array_file.read(path)


def test_released_pages_are_read_again(tmp_path: Path):
    array_file.write(tmp_path / "file", {"a": np.arange(10_000)})
    mapped = array_file.read(tmp_path / "file")
    before = mapped.arrays["a"].sum()
    mapped.release_pages()
    assert mapped.arrays["a"].sum() == before
