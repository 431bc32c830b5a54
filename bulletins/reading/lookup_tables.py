"""What an office itself has to say to the reader: how it writes its provinces, what tells a theme.

An office may edit both while the archive is in use (bulletins/tables.py); without an office the
reader has what it came with. A reading has one such table from beginning to end, and whoever
reads a rule deep inside asks here for the one in use.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache

from bulletins.reading.data import words

_OPENED = re.compile(r"\[([^:\[\]]+):([a-z-]+)\]")


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the field's duties: its name, how addresses name it, and the words that tell it."""

    name: str
    slug: str
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class LookupTables:
    """The tables of one office; one object of them is one state of the tables.

    Args:
        themes: in their fixed order; words in simplified script and half width.
        spellings: how else a province is written, and its official name.
    """

    themes: tuple[Theme, ...]
    spellings: Mapping[str, str] = field(default_factory=dict)


@cache
def default_themes() -> tuple[Theme, ...]:
    """The themes that the reader came with, from data/themes.txt.

    Raises:
        ValueError: a line that opens a theme is not of the form `[名称:address]`.
    """
    found: list[tuple[str, str, list[str]]] = []
    for word in words("themes"):
        if opened := _OPENED.fullmatch(word):
            found.append((opened[1], opened[2], []))
        elif word.startswith("["):
            raise ValueError(f"themes.txt: {word} should be written [名称:address]")
        else:
            found[-1][2].append(word)
    return tuple(Theme(name, slug, tuple(told)) for name, slug, told in found)


@cache
def default_tables() -> LookupTables:
    """The tables of no office in particular."""
    return LookupTables(default_themes())


_in_use: ContextVar[LookupTables | None] = ContextVar("tables of the office", default=None)


def active_tables() -> LookupTables:
    """The tables of the reading that is going on."""
    return _in_use.get() or default_tables()


@contextmanager
def override_tables(tables: LookupTables | None) -> Iterator[None]:
    """Let what is read in the block be read by these tables; None are those shipped."""
    token = _in_use.set(tables)
    try:
        yield
    finally:
        _in_use.reset(token)
