"""Word lists of the reader: one purpose a file, its source in the first lines, and no rules.

Words are separated by white space, several a line allowed; `#` begins a comment.
"""

from functools import cache
from importlib import resources


@cache
def words(name: str) -> tuple[str, ...]:
    """Return the words of `<name>.txt` in the order of the file."""
    text = resources.files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return tuple(word for line in text.splitlines() for word in line.partition("#")[0].split())


def alternatives(name: str) -> str:
    """Return the words of `<name>.txt` as one regex alternation, longest first."""
    return "|".join(sorted(words(name), key=lambda word: (-len(word), word)))
