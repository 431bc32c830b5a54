"""A segment's file, and the codec by which Whoosh reads it.

A codec is Whoosh's extension point for the storage of segments. Schema, TOC and deletions stay
Whoosh's, and its own searcher can read the index (slowly, one posting at a time; a test runs the
same plans on it and on `searching.searcher` and expects the same results). Only the storage of
terms, postings and columns is ours: arrays that are mapped, where Whoosh's blocks would have to
be unpickled (docs/decisions/017). Segments are made by `writing.segment_builder` and
`writing.segment_merger` and not by Whoosh's writer, so this codec only reads.

The arrays of a file are named `field:<name>:<array>`, `lengths:<name>:` and
`column:<name>:<array>`. Methods without a docstring below implement Whoosh's interfaces.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.columns import ColumnReader
from whoosh.fields import FieldType
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Format
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.util.numeric import byte_to_length

from search.index.storage import array_file
from search.index.storage.array_file import offsets
from search.index.storage.doc_values import DocValuesColumn
from search.index.storage.inverted_index import InvertedField
from search.index.storage.segment_data import SegmentData
from search.index.types import Array
from search.index.whoosh_adapter.schema import Positions

INDEX_NAME = "MAIN"  # Whoosh's own
_EXTENSION = ".arrays"
_FIELD, _LENGTHS, _COLUMN = "field", "lengths", "column"


class SegmentInfo(base.Segment):
    """A segment as the TOC lists it, with its deleted documents.

    Pickled with every commit: renaming the class or its attributes makes existing indexes
    unreadable.
    """

    def __init__(self, size: int, total_lengths: dict[str, int]) -> None:
        super().__init__(INDEX_NAME)
        self.size = size
        self.total_lengths = total_lengths
        self.deleted: frozenset[int] = frozenset()

    def codec(self) -> "ArrayCodec":
        return ArrayCodec()

    @property
    def file_name(self) -> str:
        """The name of the segment's file in the index folder."""
        name: str = self.make_filename(_EXTENSION)
        return name

    def doc_count_all(self) -> int:
        return self.size

    def deleted_count(self) -> int:
        return len(self.deleted)

    def deleted_docs(self) -> frozenset[int]:
        return self.deleted

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self.deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        self.deleted = self.deleted | {docnum} if delete else self.deleted - {docnum}


def write_segment(folder: Path, data: SegmentData) -> SegmentInfo:
    """Write a segment's file. No reader opens it until a commit lists the returned segment."""
    segment = SegmentInfo(data.size, data.total_lengths)
    arrays: dict[str, Array] = {}
    for name, field in data.fields.items():
        arrays |= {f"{_FIELD}:{name}:{key}": array for key, array in field.to_arrays().items()}
    for name, lengths in data.lengths.items():
        arrays[f"{_LENGTHS}:{name}:"] = lengths
    for name, column in data.columns.items():
        arrays |= {f"{_COLUMN}:{name}:{key}": array for key, array in column.to_arrays().items()}
    array_file.write(folder / segment.file_name, arrays)
    return segment


def read_segment(folder: Path, segment: SegmentInfo) -> SegmentData:
    """Map a segment's file. Raises CorruptFileError or OSError."""
    grouped: dict[tuple[str, str], dict[str, Array]] = defaultdict(dict)
    file = array_file.read(folder / segment.file_name)
    for full_name, array in file.arrays.items():
        kind, name, key = full_name.split(":")
        grouped[kind, name][key] = array
    data = SegmentData(
        segment.size, {}, total_lengths=segment.total_lengths, release_pages=file.release_pages
    )
    for (kind, name), arrays in grouped.items():
        if kind == _FIELD:
            data.fields[name] = InvertedField.from_arrays(arrays)
        elif kind == _LENGTHS:
            data.lengths[name] = arrays[""]
        else:
            data.columns[name] = DocValuesColumn.from_arrays(arrays)
    return data


class ArrayCodec(base.Codec):
    """Whoosh's codec of the segments that `write_segment` wrote; read-only."""

    def terms_reader(self, storage: FileStorage, segment: SegmentInfo) -> "SegmentTermsReader":
        return SegmentTermsReader(read_segment(Path(storage.folder), segment))

    def per_document_reader(
        self, storage: FileStorage, segment: SegmentInfo
    ) -> "SegmentDocumentReader":
        return SegmentDocumentReader(read_segment(Path(storage.folder), segment), segment)


class SegmentTermsReader(base.TermsReader):
    """Terms and postings of a segment for Whoosh, one at a time."""

    def __init__(self, data: SegmentData) -> None:
        self._data = data

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._find(*term) is not None

    def indexed_field_names(self) -> Iterable[str]:
        return self._data.fields.keys()

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return ((name, text) for name in sorted(self._data.fields) for text in self._field(name))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        return (term for term in self.terms() if term >= (fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: FieldType) -> base.FieldCursor:
        return _TermCursor([text.decode() for text in self._field(fieldname)])

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        field, ordinal = self._field_and_ordinal(fieldname, text)
        docs = field.docs_of(ordinal)
        weights = _weights(field, ordinal)
        lengths = self._data.lengths.get(fieldname)
        lengths = np.zeros(1, np.uint8) if lengths is None else lengths[docs]
        return TermInfo(
            weight=float(weights.sum()),
            df=len(docs),
            minlength=byte_to_length(int(lengths.min())),
            maxlength=byte_to_length(int(lengths.max())),
            maxweight=float(weights.max()),
            minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        ordinal = self._find(fieldname, text)
        if ordinal is None:
            return 0.0
        return float(_weights(self._field(fieldname), ordinal).sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        ordinal = self._find(fieldname, text)
        return 0 if ordinal is None else len(self._field(fieldname).docs_of(ordinal))

    def matcher(
        self, fieldname: str, text: bytes, format_: Format, scorer: Any = None
    ) -> ListMatcher:
        field, ordinal = self._field_and_ordinal(fieldname, text)
        docs = field.docs_of(ordinal).tolist()
        values = [b""] * len(docs)
        if field.positions is not None:
            positions, counts = field.positions_of(ordinal)
            values = [
                Positions.pack(positions[start:end].tolist())
                for start, end in pairwise(offsets(counts).tolist())
            ]
        return ListMatcher(
            docs,
            _weights(field, ordinal).tolist(),
            values,
            format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def _field(self, name: str) -> InvertedField:
        return self._data.fields.get(name, _EMPTY)

    def _find(self, name: str, text: bytes) -> int | None:
        return self._field(name).find(text)

    def _field_and_ordinal(self, name: str, text: bytes) -> tuple[InvertedField, int]:
        ordinal = self._find(name, text)
        if ordinal is None:
            raise TermNotFound(f"no term {name}:{text!r}")
        return self._field(name), ordinal


_EMPTY = InvertedField(b"", np.zeros(0, np.uint8), np.zeros(1, np.uint8), np.zeros(0, np.uint16))


def _weights(field: InvertedField, ordinal: int) -> Array:
    """Return the weight of each posting of a term: floats, shape (postings,)."""
    weights = field.weights_of(ordinal)
    return np.ones(len(field.docs_of(ordinal))) if weights is None else weights


class _TermCursor(base.FieldCursor):
    """A cursor over a field's terms, moved by Whoosh's automata."""

    def __init__(self, terms: list[str]) -> None:
        self._terms = terms
        self._ordinal = 0

    def first(self) -> str | None:
        self._ordinal = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        target = term.decode() if isinstance(term, bytes) else term
        self._ordinal = next((i for i, text in enumerate(self._terms) if text >= target), -1)
        return self.text()

    def next(self) -> str | None:
        is_last = not 0 <= self._ordinal < len(self._terms) - 1
        self._ordinal = -1 if is_last else self._ordinal + 1
        return self.text()

    def text(self) -> str | None:
        return self._terms[self._ordinal] if self.is_valid() else None

    def is_valid(self) -> bool:
        return 0 <= self._ordinal < len(self._terms)


class SegmentDocumentReader(base.PerDocumentReader):
    """Lengths, deletions and doc values of a segment for Whoosh, one document at a time."""

    def __init__(self, data: SegmentData, segment: SegmentInfo) -> None:
        self._data = data
        self._segment = segment

    def doc_count(self) -> int:
        return self._segment.size - len(self._segment.deleted)

    def doc_count_all(self) -> int:
        return self._segment.size

    def has_deletions(self) -> bool:
        return bool(self._segment.deleted)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._segment.deleted

    def deleted_docs(self) -> frozenset[int]:
        return self._segment.deleted

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname in self._data.columns

    def column_reader(self, fieldname: str, column: Any) -> "_DocValuesReader":
        return _DocValuesReader(self._data.columns[fieldname])

    def field_length(self, fieldname: str) -> int:
        return self._segment.total_lengths.get(fieldname, 0)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._data.lengths.get(fieldname)
        if lengths is None:
            return default
        # For a document without words Whoosh expects the default.
        length: int = byte_to_length(int(lengths[docnum])) or default
        return length

    def min_field_length(self, fieldname: str) -> int:
        return self._extreme(fieldname, np.min)

    def max_field_length(self, fieldname: str) -> int:
        return self._extreme(fieldname, np.max)

    def _extreme(self, fieldname: str, reduce: Callable[[Array], Any]) -> int:
        lengths = self._data.lengths.get(fieldname, np.zeros(1, np.uint8))
        length: int = byte_to_length(int(reduce(lengths)))
        return length

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return {}  # the texts stay in the database


class _DocValuesReader(ColumnReader):
    """The encoded values of a column, for Whoosh."""

    def __init__(self, column: DocValuesColumn) -> None:
        self._column = column

    @cached_property
    def _distinct(self) -> list[bytes]:
        return self._column.all_encoded()

    def __len__(self) -> int:
        return len(self._column.ordinals)

    def __getitem__(self, docnum: int) -> bytes:
        return self._distinct[int(self._column.ordinals[docnum])]
