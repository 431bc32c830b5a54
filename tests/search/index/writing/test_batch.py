"""A batch of documents is applied in one commit, however many segments it becomes."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from search.index import DocumentBatch, apply_batch
from search.query.ast import Phrase
from tests.search.index.library import FIELDS, create_index, document, found, snapshot_of

# How many documents are built as one segment, and more than that.
ONE_SEGMENT, MANY = 10, 25


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_index(tmp_path)
    return tmp_path


def batch_of(numbers: Iterable[int], text: str, deleted: Iterable[str] = ()) -> DocumentBatch:
    documents = {f"m.{number}": document(f"m.{number}", {"text": text}) for number in numbers}
    return DocumentBatch(documents, set(deleted))


def apply(folder: Path, batch: DocumentBatch) -> None:
    apply_batch(folder, FIELDS.schema, batch, ONE_SEGMENT)


def count(folder: Path, text: str) -> int:
    live = set(snapshot_of(folder).live_docs.tolist())
    return len(live.intersection(found(folder, Phrase(text))))


def test_a_batch_larger_than_a_segment_is_indexed_whole(folder: Path) -> None:
    apply(folder, batch_of(range(MANY), "银发经济"))
    assert count(folder, "银发经济") == MANY


@pytest.mark.parametrize("size", [6, MANY - 6])
def test_a_batch_replaces_documents_and_removes_deleted_ones(folder: Path, size: int) -> None:
    apply(folder, batch_of(range(MANY), "银发经济"))
    apply(folder, batch_of(range(size), "改写过的", [f"m.{size}"]))
    assert count(folder, "改写过的") == size
    assert count(folder, "银发经济") == MANY - size - 1
