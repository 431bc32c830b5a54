"""Which segments an index consists of: Whoosh's TOC, one file for each commit.

A commit is whole when its TOC has its name, and never before. What older commits left is removed
after that; a reader that has it mapped goes on reading it.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.index.errors import IndexUnavailableError
from search.index.whoosh_adapter.segment_file import INDEX_NAME, SegmentInfo

_TOC_NAME = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc")
_SEGMENT_PREFIX = f"{INDEX_NAME}_"


@dataclass(frozen=True, slots=True)
class Commit:
    """The state of an index."""

    generation: int
    segments: list[SegmentInfo]


def create(folder: Path, schema: Schema) -> None:
    """Make an empty index in an empty folder."""
    TOC.create(FileStorage(str(folder)), schema, INDEX_NAME)


def latest_generation(folder: Path) -> int:
    """The number of the last commit. Raises NotUsable where there is none."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 (every search asks; Path is slow)
    except OSError as error:
        raise IndexUnavailableError(f"no index: {error}") from error
    generations = [
        int(match[1])
        for name in names
        if name.endswith(".toc") and (match := _TOC_NAME.fullmatch(name))
    ]
    if not generations:
        raise IndexUnavailableError("no index")
    return max(generations)


def read(folder: Path, generation: int) -> Commit:
    """Read a commit. Raises NotUsable."""
    try:
        toc = TOC.read(FileStorage(str(folder)), INDEX_NAME, gen=generation)
    except Exception as error:
        # A damaged TOC may fail in any way that pickle and struct know.
        raise IndexUnavailableError(f"commit unreadable: {error!r}") from error
    if not all(isinstance(segment, SegmentInfo) for segment in toc.segments):
        raise IndexUnavailableError("made by another program")
    return Commit(generation, toc.segments)


def write(folder: Path, schema: Schema, segments: Sequence[SegmentInfo]) -> None:
    """Let the index consist of these segments, whose files are there. The caller is the writer."""
    generation = latest_generation(folder) + 1
    # One whose documents are all deleted goes without a trace.
    staying = [segment for segment in segments if segment.doc_count()]
    TOC(schema, staying, generation).write(FileStorage(str(folder)), INDEX_NAME)
    for path in (folder / TOC._filename(INDEX_NAME, generation), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    _remove_unused(folder, generation, {segment.file_name for segment in staying})


def _remove_unused(folder: Path, generation: int, used: set[str]) -> None:
    for path in folder.iterdir():
        toc = _TOC_NAME.fullmatch(path.name)
        is_old = int(toc[1]) < generation if toc else path.name.startswith(_SEGMENT_PREFIX)
        if is_old and path.name not in used:
            path.unlink(missing_ok=True)
