"""The office's own words about words: what is searched as a whole, and what means the same.

The tables stand in the database and are edited at the desk (`search.indexing.lexicon_sync`). What the search
reads is a text file of each, written anew after every edit: so that no search asks the database,
and every process sees an edit without being told. An archive that has none yet reads the files
that stand beside this module, which also fill the tables at first.

One entry a line; what stands behind a number sign is a remark. Whatever editor a file was saved
with, it is read: what is not UTF-8 comes as U+FFFD, and a byte order mark is no part of a word.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_DEFAULT_FOLDER = Path(__file__).parent
# What stands for bytes that are not UTF-8.
REPLACEMENT_CHARACTER = "\ufffd"
# What stands behind it in a line is a remark.
COMMENT_SIGN = "#"
# How long a process may go on with the words it has: files are asked no more often than this.
_RECHECK_SECONDS = 1.0

# What tells one state of a file from another.
Version = tuple[str, int, int, int]


def _no_folder() -> Path | None:
    return None


_custom_folder: Callable[[], Path | None] = _no_folder


def configure(custom_folder: Callable[[], Path | None]) -> None:
    """Set where the office's own files are; it is called each time they are looked for."""
    global _custom_folder  # noqa: PLW0603 (one place for each process)
    _custom_folder = custom_folder


def custom_folder() -> Path | None:
    """Return the folder of the office's own files; None where none was configured."""
    return _custom_folder()


@dataclass(slots=True)
class Lexicon:
    """One of the two tables as a file."""

    name: str
    _seen: dict[str, tuple[float, Version]] = field(default_factory=dict)

    @property
    def default_path(self) -> Path:
        """The file that this project came with."""
        return _DEFAULT_FOLDER / self.name

    @property
    def custom_path(self) -> Path | None:
        """Where the office's own is, once there is one; None where it can have none."""
        folder = custom_folder()
        return folder / self.name if folder else None

    @property
    def path(self) -> Path:
        """The file that holds now."""
        kept = self.custom_path
        return kept if kept and kept.exists() else self.default_path

    def version(self) -> Version:
        """Return which state of the file holds, as seen within the last second."""
        root = str(custom_folder())
        at, version = self._seen.get(root, (0.0, None))
        now = time.monotonic()
        if version is None or now - at > _RECHECK_SECONDS:
            version = self._version()
            self._seen[root] = now, version
        return version

    def invalidate(self) -> None:
        """Let the next question look at the file: for who has just written it."""
        self._seen.clear()

    def _version(self) -> Version:
        path = self.path
        status = os.stat(path)  # noqa: PTH116 (asked by every search; Path is slow)
        return str(path), status.st_ino, status.st_mtime_ns, status.st_size


DICTIONARY = Lexicon("words.txt")
SYNONYMS = Lexicon("synonyms.txt")


def read_entries(path: Path) -> Iterator[str]:
    """Yield the entries of a lexicon file, remarks and blank lines left out."""
    return (entry for _number, entry, _remark in read_numbered_entries(path))


def read_numbered_entries(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield the same entries with the number of the line that each stands on, and its remark."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        entry, _sign, remark = line.partition(COMMENT_SIGN)
        if entry := entry.strip():
            yield number, entry, remark.strip()
