"""The manifest: the segments an index consists of, in Whoosh's TOC, one file for each commit.

A commit takes effect when its TOC gets its final name, and not before. Files that only older
commits use are removed after that; a reader that has them mapped goes on reading them.
"""

import logging
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from common.files import fsync, is_writable_by_others
from search.index.errors import IndexUnavailableError
from search.index.whoosh_adapter.segment_file import INDEX_NAME, SegmentInfo

logger = logging.getLogger(__name__)

_TOC_NAME = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc")
_SEGMENT_PREFIX = f"{INDEX_NAME}_"


@dataclass(frozen=True, slots=True)
class Commit:
    """The state of an index after one commit; `generation` counts the commits."""

    generation: int
    segments: list[SegmentInfo]


class _DurableStorage(FileStorage):
    """A folder in which a TOC is on disk before it gets its final name, and the name afterwards.

    Otherwise a power cut could leave the name of the last commit to an empty file.
    """

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        folder = Path(self.folder)
        fsync(folder / oldname)
        super().rename_file(oldname, newname, safe)
        fsync(folder)


def create(folder: Path, schema: Schema) -> None:
    """Create an empty index in an empty folder."""
    TOC.create(_DurableStorage(str(folder)), schema, INDEX_NAME)


def latest_generation(folder: Path) -> int:
    """Return the number of the last commit. Raises IndexUnavailableError where there is none."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 (on the path of every search; Path is slow)
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
    """Read a commit. Raises IndexUnavailableError where its TOC is missing or damaged.

    Also where another user could have written it: a TOC is a pickle, which runs what it says.
    """
    toc_file = folder / TOC._filename(INDEX_NAME, generation)
    try:
        for path in (folder.parent, folder, toc_file):
            if is_writable_by_others(path):
                message = f"not read, other users can write it: {path}"
                logger.warning(message)
                raise IndexUnavailableError(message)
        toc = TOC.read(FileStorage(str(folder)), INDEX_NAME, gen=generation)
    except IndexUnavailableError:
        raise
    except Exception as error:
        # A damaged TOC may raise whatever pickle and struct raise.
        raise IndexUnavailableError(f"commit unreadable: {error!r}") from error
    if not all(isinstance(segment, SegmentInfo) for segment in toc.segments):
        raise IndexUnavailableError("written by another program")
    return Commit(generation, toc.segments)


def write(folder: Path, schema: Schema, segments: Sequence[SegmentInfo]) -> None:
    """Commit: let the index consist of these segments, whose files are in the folder.

    The caller holds the write lock. A segment whose documents are all deleted is left out.
    """
    generation = latest_generation(folder) + 1
    kept = [segment for segment in segments if segment.doc_count()]
    TOC(schema, kept, generation).write(_DurableStorage(str(folder)), INDEX_NAME)
    _remove_unused(folder, generation, {segment.file_name for segment in kept})


def _remove_unused(folder: Path, generation: int, used: set[str]) -> None:
    for path in folder.iterdir():
        toc = _TOC_NAME.fullmatch(path.name)
        is_old = int(toc[1]) < generation if toc else path.name.startswith(_SEGMENT_PREFIX)
        if is_old and path.name not in used:
            path.unlink(missing_ok=True)
