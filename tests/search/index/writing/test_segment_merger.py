"""Merged segments equal one that was built from all documents."""

import numpy as np
import pytest

from search.index import Document
from search.index.storage.segment_data import SegmentData
from search.index.writing.segment_builder import build_segment
from search.index.writing.segment_merger import MergeSource, merge_segments
from tests.search.index.library import FIELDS, corpus_documents


@pytest.fixture(scope="module")
def docs() -> list[Document]:
    return corpus_documents()[:40]


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


def test_merged_segments_equal_one_built_from_all_documents(docs) -> None:
    parts = [docs[:7], docs[7:8], docs[8:30], docs[30:]]
    sources = [
        MergeSource(build_segment(FIELDS.schema, part), np.ones(len(part), bool)) for part in parts
    ]
    assert content_of(merge_segments(sources)) == content_of(build_segment(FIELDS.schema, docs))


def test_merged_segments_omit_deleted_documents(docs) -> None:
    keep = np.array([number % 3 != 1 for number in range(len(docs))])
    sources = [
        MergeSource(build_segment(FIELDS.schema, docs[:20]), keep[:20]),
        MergeSource(build_segment(FIELDS.schema, docs[20:]), keep[20:]),
    ]
    remaining = [document for document, is_kept in zip(docs, keep, strict=True) if is_kept]
    assert content_of(merge_segments(sources)) == content_of(
        build_segment(FIELDS.schema, remaining)
    )
