"""An index made with the library alone: no Django, no Haystack, no database."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from search import analysis
from search.index import (
    ENTRIES,
    ID,
    Document,
    IndexFields,
    Searcher,
    Snapshot,
    doc_values_field,
    encode_value,
    writer,
)
from search.index.searching.reader import open_snapshot
from search.index.whoosh_adapter import manifest
from search.query.ast import Node
from tests.paths import CORPUS

FIELDS = IndexFields("text", {"text": 1.0, "title": 5.0}, ("year",), has_entries=True)


def document(identifier: str, values: Mapping[str, Any]) -> Document:
    """Return a document; a title is part of its text, as in every index."""
    texts = [values.get("title", ""), values.get("text", "")]
    return {
        ID: [identifier],
        ENTRIES: values.get("entries", []),
        "text": analysis.FIELD_SEPARATOR.join(filter(None, map(analysis.normalize, texts))),
        "title": analysis.normalize(texts[0]),
        doc_values_field("year"): encode_value(values.get("year")),
    }


def corpus_documents() -> list[Document]:
    """Return documents of the corpus: whole texts, then short fragments of them."""
    texts = [
        path.read_text(encoding="utf-8") for path in sorted((CORPUS / "texts").glob("*.txt"))[:20]
    ]
    # Short texts beside long ones, some equal, some without a title.
    bodies = [*texts, *(text[start : start + 60] for text in texts for start in (0, 120))]
    return [
        document(
            f"m.{number}",
            {"text": body, "title": body[:20] if number % 3 else "", "year": 2000 + number % 7},
        )
        for number, body in enumerate(bodies)
    ]


def create_index(folder: Path, *batches: Sequence[Document]) -> None:
    """Create an index with one segment for each batch."""
    writer.create(folder, FIELDS.schema)
    for batch in batches:
        writer.update_documents(folder, FIELDS.schema, {each[ID][0]: each for each in batch}, [])


def snapshot_of(folder: Path) -> Snapshot:
    """Open the index as of its last commit."""
    return open_snapshot(folder, manifest.latest_generation(folder), 1 << 20)


def found(folder: Path, node: Node) -> list[int]:
    """Return the documents that a node finds, by their numbers, ascending."""
    docs: list[int] = Searcher(snapshot_of(folder), FIELDS).search(node).docs.tolist()
    return docs
