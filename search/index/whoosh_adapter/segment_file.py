"""Whoosh's door to our segments: a codec, as Whoosh lets every index have its own.

Whoosh keeps schema, TOC, segments and deletions as ever, and its own searcher reads an index of
ours (slowly, a posting at a time; a test asks it and `evaluation` the same questions and wants
the same answers). Only how terms, postings and columns lie in a segment's file is ours: as
arrays that are mapped, where Whoosh's blocks would have to be unpickled. Segments are made by
`building` and `merging` and not by Whoosh's writer, so that this codec only reads.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
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
from search.index.storage.array_file import Array, offsets
from search.index.storage.doc_values import DocValuesColumn
from search.index.storage.inverted_index import InvertedField
from search.index.storage.segment_data import SegmentData
from search.index.whoosh_adapter.schema import Positions

INDEX_NAME = "MAIN"  # Whoosh's own
_EXTENSION = ".arrays"
_FIELD, _LENGTHS, _COLUMN = "field", "lengths", "column"


class SegmentInfo(base.Segment):
    """What the TOC knows of a segment."""

    def __init__(self, size: int, total_lengths: dict[str, int]) -> None:
        super().__init__(INDEX_NAME)
        self.size = size
        self.total_lengths = total_lengths
        self.deleted: frozenset[int] = frozenset()

    def codec(self) -> "ArrayCodec":
        return ArrayCodec()

    @property
    def file_name(self) -> str:
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
    """Write a segment's file. Until a TOC names it, nobody reads it."""
    segment = SegmentInfo(data.size, data.total_lengths)
    named: dict[str, Array] = {}
    for name, field in data.fields.items():
        named |= {f"{_FIELD}:{name}:{part}": array for part, array in field.to_arrays().items()}
    for name, lengths in data.lengths.items():
        named[f"{_LENGTHS}:{name}:"] = lengths
    for name, column in data.columns.items():
        named |= {f"{_COLUMN}:{name}:{part}": array for part, array in column.to_arrays().items()}
    array_file.write(folder / segment.file_name, named)
    return segment


def read_segment(folder: Path, segment: SegmentInfo) -> SegmentData:
    """Map a segment's file. Raises arrays.Damaged and OSError."""
    grouped: dict[tuple[str, str], dict[str, Array]] = defaultdict(dict)
    file = array_file.read(folder / segment.file_name)
    for full_name, array in file.arrays.items():
        kind, name, part = full_name.split(":")
        grouped[kind, name][part] = array
    data = SegmentData(
        segment.size, {}, total_lengths=segment.total_lengths, release_pages=file.release_pages
    )
    for (kind, name), parts in grouped.items():
        if kind == _FIELD:
            data.fields[name] = InvertedField.from_arrays(parts)
        elif kind == _LENGTHS:
            data.lengths[name] = parts[""]
        else:
            data.columns[name] = DocValuesColumn.from_arrays(parts)
    return data


class ArrayCodec(base.Codec):
    """Reads the segments that `save` wrote."""

    def terms_reader(self, storage: FileStorage, segment: SegmentInfo) -> "SegmentTermsReader":
        return SegmentTermsReader(read_segment(Path(storage.folder), segment))

    def per_document_reader(
        self, storage: FileStorage, segment: SegmentInfo
    ) -> "SegmentDocumentReader":
        return SegmentDocumentReader(read_segment(Path(storage.folder), segment), segment)


class SegmentTermsReader(base.TermsReader):
    """A segment's terms and postings, one at a time."""

    def __init__(self, data: SegmentData) -> None:
        self._data = data

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._place(*term) is not None

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
        field, place = self._found(fieldname, text)
        docs = field.docs_of(place)
        weights = _weights(field, place)
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
        place = self._place(fieldname, text)
        return float(_weights(self._field(fieldname), place).sum()) if place is not None else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        place = self._place(fieldname, text)
        return len(self._field(fieldname).docs_of(place)) if place is not None else 0

    def matcher(
        self, fieldname: str, text: bytes, format_: Format, scorer: Any = None
    ) -> ListMatcher:
        field, place = self._found(fieldname, text)
        docs = field.docs_of(place).tolist()
        values = [b""] * len(docs)
        if field.positions is not None:
            positions, counts = field.positions_of(place)
            cuts = offsets(counts).tolist()
            values = [
                Positions.pack(positions[first:after].tolist()) for first, after in pairwise(cuts)
            ]
        return ListMatcher(
            docs,
            _weights(field, place).tolist(),
            values,
            format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def _field(self, name: str) -> InvertedField:
        return self._data.fields.get(name, _EMPTY)

    def _place(self, name: str, text: bytes) -> int | None:
        return self._field(name).find(text)

    def _found(self, name: str, text: bytes) -> tuple[InvertedField, int]:
        place = self._place(name, text)
        if place is None:
            raise TermNotFound(f"no term {name}:{text!r}")
        return self._field(name), place


_EMPTY = InvertedField(b"", np.zeros(0, np.uint8), np.zeros(1, np.uint8), np.zeros(0, np.uint16))


def _weights(field: InvertedField, place: int) -> Array:
    weights = field.weights_of(place)
    return np.ones(len(field.docs_of(place))) if weights is None else weights


class _TermCursor(base.FieldCursor):
    """A place in a field's terms, which Whoosh's automata move."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._at = 0

    def first(self) -> str | None:
        self._at = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        wanted = term.decode() if isinstance(term, bytes) else term
        self._at = next((at for at, text in enumerate(self._texts) if text >= wanted), -1)
        return self.text()

    def next(self) -> str | None:
        self._at = self._at + 1 if 0 <= self._at < len(self._texts) - 1 else -1
        return self.text()

    def text(self) -> str | None:
        return self._texts[self._at] if self.is_valid() else None

    def is_valid(self) -> bool:
        return 0 <= self._at < len(self._texts)


class SegmentDocumentReader(base.PerDocumentReader):
    """Lengths, deletions and kept values of a segment's documents, one at a time."""

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
        # Whoosh takes a document without words for as long as the asker says.
        length: int = byte_to_length(int(lengths[docnum])) or default
        return length

    def min_field_length(self, fieldname: str) -> int:
        return self._extreme(fieldname, np.min)

    def max_field_length(self, fieldname: str) -> int:
        return self._extreme(fieldname, np.max)

    def _extreme(self, fieldname: str, of: Any) -> int:
        lengths = self._data.lengths.get(fieldname, np.zeros(1, np.uint8))
        length: int = byte_to_length(int(of(lengths)))
        return length

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return {}  # the texts stay in the database


class _DocValuesReader(ColumnReader):
    """The packed values of a column."""

    def __init__(self, column: DocValuesColumn) -> None:
        self._column = column

    @cached_property
    def _packed(self) -> list[bytes]:
        return self._column.all_encoded()

    def __len__(self) -> int:
        return len(self._column.ordinals)

    def __getitem__(self, docnum: int) -> bytes:
        return self._packed[int(self._column.ordinals[docnum])]
