"""The default lexicon: files beside this module, which fill the tables of a new archive.

One entry a line; text after a number sign is a remark.
"""

from collections.abc import Iterator
from pathlib import Path

_FOLDER = Path(__file__).parent
DICTIONARY_FILE = _FOLDER / "words.txt"
SYNONYMS_FILE = _FOLDER / "synonyms.txt"


def read_entries(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the entries of a lexicon file, each with its remark."""
    for line in path.read_text(encoding="utf-8").splitlines():
        entry, _sign, remark = line.partition("#")
        if entry := " ".join(entry.split()):
            yield entry, remark.strip()
