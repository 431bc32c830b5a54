"""Checksums of documents: equal for equal documents, whatever segment they are in."""

import random
from pathlib import Path

import numpy as np
import pytest

from search.index import ID, Document, IndexUnavailableError, build_segment, writer
from search.index.writing.segment_merger import MergeSource, merge_segments
from tests.search.index.library import (
    FIELDS,
    corpus_documents,
    create_index,
    document,
    snapshot_of,
)

VALUES = {
    "text": "养老服务和慈善。养老服务。",
    "title": "会议",
    "year": 2024,
    "entries": ["a\x1eb"],
}


@pytest.fixture(scope="module")
def docs() -> list[Document]:
    return corpus_documents()[:40]


def checksum(identifier: str = "m.1", **changes: object) -> int:
    segment = build_segment(FIELDS.schema, [document(identifier, VALUES | changes)])
    return int(segment.checksums[0])


def test_a_document_has_the_same_checksum_in_a_built_a_merged_and_a_stored_segment(
    docs, tmp_path: Path
) -> None:
    expected = build_segment(FIELDS.schema, docs).checksums.tolist()
    parts = [build_segment(FIELDS.schema, docs[start : start + 10]) for start in (0, 10, 20, 30)]
    merged = merge_segments([MergeSource(part, np.ones(10, bool)) for part in parts])
    create_index(tmp_path, docs[:25], docs[25:])
    snapshot = snapshot_of(tmp_path)

    assert merged.checksums.tolist() == expected
    assert len(set(expected)) == len(docs)
    assert [snapshot.checksums(ID, each[ID][0].encode()) for each in docs] == [
        [each] for each in expected
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"identifier": "m.2"},
        {"text": "慈善和养老服务。养老服务。"},
        {"text": "养老服务和慈善。养老服务"},
        {"title": "会"},
        {"year": 2023},
        {"year": None},
        {"entries": []},
    ],
)
def test_whatever_differs_changes_the_checksum(changes) -> None:
    assert checksum(**changes) != checksum()


def test_a_deleted_document_has_no_checksum(docs, tmp_path: Path) -> None:
    create_index(tmp_path, docs[:5])
    writer.update_documents(tmp_path, FIELDS.schema, {}, ["m.0"])
    assert snapshot_of(tmp_path).checksums(ID, b"m.0") == []
    assert snapshot_of(tmp_path).checksums(ID, b"m.1") != []


def test_every_flipped_byte_of_a_segment_is_noticed(docs, tmp_path: Path) -> None:
    create_index(tmp_path, docs[:12])
    expected = build_segment(FIELDS.schema, docs[:12]).checksums.tolist()
    [path] = tmp_path.glob("*.arrays")
    whole = path.read_bytes()
    generator = random.Random(7)
    unnoticed = []
    for _attempt in range(60):
        place = generator.randrange(len(whole))
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        path.unlink()
        path.write_bytes(damaged)
        try:
            snapshot = snapshot_of(tmp_path)
            actual = [snapshot.checksums(ID, each[ID][0].encode()) for each in docs[:12]]
            if actual == [[each] for each in expected]:
                unnoticed.append(whole[place])
        except IndexUnavailableError:
            continue
    # The zeros between two arrays mean nothing.
    assert not any(unnoticed)
