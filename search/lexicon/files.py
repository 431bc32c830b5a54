"""The lexicon files: words to be searched as a whole, and groups of synonyms.

The tables are stored in the database and edited in the admin (`search.indexing.lexicon_sync`).
Searches read a text file of each, rewritten after every edit: so that no search queries the
database, and every process sees an edit without being notified. An archive that has none yet reads
the files beside this module, which also fill the tables at first.

One entry a line; text after a number sign is a remark. A file is readable whatever editor saved
it: bytes that are not UTF-8 become U+FFFD, and a byte order mark is no part of a word.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_DEFAULT_FOLDER = Path(__file__).parent
# Replaces bytes that are not UTF-8.
REPLACEMENT_CHARACTER = "\ufffd"
# Begins the remark of a line.
COMMENT_SIGN = "#"
# How long a process may use the version it has before it looks at the file again.
_RECHECK_SECONDS = 1.0

# Identifies one state of a file: path, inode, modification time in ns, size in bytes.
Version = tuple[str, int, int, int]


def _no_folder() -> Path | None:
    return None


_custom_folder: Callable[[], Path | None] = _no_folder


def configure(custom_folder: Callable[[], Path | None]) -> None:
    """Set the folder of the site's own files; it is called each time they are looked up."""
    global _custom_folder  # noqa: PLW0603 (one folder for each process)
    _custom_folder = custom_folder


def custom_folder() -> Path | None:
    """Return the folder of the site's own files; None where none was configured."""
    return _custom_folder()


@dataclass(slots=True)
class Lexicon:
    """One of the two tables as a file; the version is cached by custom folder."""

    name: str
    _cached: dict[str, tuple[float, Version]] = field(default_factory=dict)

    @property
    def default_path(self) -> Path:
        """The file that is part of this project."""
        return _DEFAULT_FOLDER / self.name

    @property
    def custom_path(self) -> Path | None:
        """The site's own file, existing or not; None where no folder was configured."""
        folder = custom_folder()
        return folder / self.name if folder else None

    @property
    def path(self) -> Path:
        """The file in effect: the site's own if it exists, else the default."""
        custom = self.custom_path
        return custom if custom and custom.exists() else self.default_path

    def version(self) -> Version:
        """Return the version of the file in effect, at most a second old."""
        root = str(custom_folder())
        checked_at, version = self._cached.get(root, (0.0, None))
        now = time.monotonic()
        if version is None or now - checked_at > _RECHECK_SECONDS:
            version = self._read_version()
            self._cached[root] = now, version
        return version

    def invalidate(self) -> None:
        """Have the next call of `version` look at the file: call it after writing the file."""
        self._cached.clear()

    def _read_version(self) -> Version:
        path = self.path
        status = os.stat(path)  # noqa: PTH116 (called by every search; Path is slow)
        return str(path), status.st_ino, status.st_mtime_ns, status.st_size


DICTIONARY = Lexicon("words.txt")
SYNONYMS = Lexicon("synonyms.txt")


def read_entries(path: Path) -> Iterator[str]:
    """Yield the entries of a lexicon file, without remarks and blank lines."""
    return (entry for _number, entry, _remark in read_numbered_entries(path))


def read_numbered_entries(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield the line number (from 1), the entry and the remark of each entry of a lexicon file."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        entry, _sign, remark = line.partition(COMMENT_SIGN)
        if entry := entry.strip():
            yield number, entry, remark.strip()
