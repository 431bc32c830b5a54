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
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

_SHIPPED = Path(__file__).parent
# What stands for bytes that are not UTF-8.
UNREADABLE = "\ufffd"
# What stands behind it in a line is a remark.
REMARK = "#"
# How long a process may go on with the words it has: files are asked no more often than this.
_LOOK_AGAIN_SECONDS = 1.0

# What tells one state of a file from another.
Version = tuple[str, int, int, int]


@dataclass(slots=True)
class Lexicon:
    """One of the two tables as a file."""

    name: str
    _seen: dict[str, tuple[float, Version]] = field(default_factory=dict)

    @property
    def shipped(self) -> Path:
        """The file that this project came with."""
        return _SHIPPED / self.name

    @property
    def kept(self) -> Path:
        """Where the office's own is, once there is one."""
        return Path(settings.LEXICON_ROOT) / self.name

    @property
    def path(self) -> Path:
        """The file that holds now."""
        return self.kept if self.kept.exists() else self.shipped

    def version(self) -> Version:
        """Return which state of the file holds, as seen within the last second."""
        root = str(settings.LEXICON_ROOT)
        at, version = self._seen.get(root, (0.0, None))
        now = time.monotonic()
        if version is None or now - at > _LOOK_AGAIN_SECONDS:
            version = self._version()
            self._seen[root] = now, version
        return version

    def look_again(self) -> None:
        """Let the next question look at the file: for who has just written it."""
        self._seen.clear()

    def _version(self) -> Version:
        path = self.path
        status = os.stat(path)  # noqa: PTH116 (asked by every search; Path is slow)
        return str(path), status.st_ino, status.st_mtime_ns, status.st_size


USER_WORDS = Lexicon("words.txt")
SYNONYMS = Lexicon("synonyms.txt")


def lexicon_lines(path: Path) -> Iterator[str]:
    """Yield the entries of a lexicon file, remarks and blank lines left out."""
    return (entry for _number, entry, _remark in numbered_lines(path))


def numbered_lines(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield the same entries with the number of the line that each stands on, and its remark."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        entry, _sign, remark = line.partition(REMARK)
        if entry := entry.strip():
            yield number, entry, remark.strip()
