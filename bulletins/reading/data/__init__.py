"""Word lists of the reader, one a line; `#` begins a comment, and the first says the source."""

from functools import cache
from importlib import resources


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of the list `name`, in the order of its file, several a line allowed."""
    text = resources.files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return tuple(word for line in text.splitlines() for word in line.partition("#")[0].split())


def alternatives(name: str) -> str:
    """The words of the list as one alternation for a regular expression, longest first."""
    return "|".join(sorted(words(name), key=lambda word: (-len(word), word)))
