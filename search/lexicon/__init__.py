"""The office's own words about words: plain text files that an office can edit.

One entry a line; what stands behind a number sign is a remark. Whatever editor a file was saved
with, it is read: what is not UTF-8 comes as U+FFFD, and a byte order mark is no part of a word.
"""

from collections.abc import Iterator
from pathlib import Path

_FOLDER = Path(__file__).parent
USER_WORDS = _FOLDER / "words.txt"
SYNONYMS = _FOLDER / "synonyms.txt"
# What stands for bytes that are not UTF-8.
UNREADABLE = "\ufffd"


def lexicon_lines(path: Path) -> Iterator[str]:
    """Yield the entries of a lexicon file, remarks and blank lines left out."""
    return (entry for _number, entry in numbered_lines(path))


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the same entries with the number of the line that each stands on."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        if entry := line.partition("#")[0].strip():
            yield number, entry
