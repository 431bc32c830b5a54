"""Lookup tables of the reader: further spellings of provinces, and the words of each theme.

Editors change both in the database (`bulletins.records.lookup_tables`); without them the defaults
shipped in `data/` apply. The tables in use are a context variable: one object for a whole call of
`read_text`, so that rules deep inside need no extra parameter.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache

from bulletins.reading.data import words

_THEME_HEADER = re.compile(r"\[([^:\[\]]+):([a-z-]+)\]")


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the official duties of civil affairs: its name, its slug in URLs, and its keywords."""

    name: str
    slug: str
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class LookupTables:
    """An immutable version of the tables, compared and hashed by identity (caches rely on it).

    Args:
        themes: in their fixed order; words in simplified script and half width.
        spellings: further spelling of a province → its official name.
    """

    themes: tuple[Theme, ...]
    spellings: Mapping[str, str] = field(default_factory=dict)


@cache
def default_themes() -> tuple[Theme, ...]:
    """Return the themes shipped in data/themes.txt.

    Raises:
        ValueError: a line that opens a theme is not of the form `[名称:slug]`.
    """
    sections: list[tuple[str, str, list[str]]] = []
    for word in words("themes"):
        if header := _THEME_HEADER.fullmatch(word):
            sections.append((header[1], header[2], []))
        elif word.startswith("["):
            raise ValueError(f"themes.txt: {word} should be written [名称:slug]")
        else:
            sections[-1][2].append(word)
    return tuple(Theme(name, slug, tuple(keywords)) for name, slug, keywords in sections)


@cache
def default_tables() -> LookupTables:
    """Return the shipped tables: default themes, no further spellings."""
    return LookupTables(default_themes())


_active: ContextVar[LookupTables | None] = ContextVar("lookup tables", default=None)


def active_tables() -> LookupTables:
    """Return the tables in use in this context."""
    return _active.get() or default_tables()


@contextmanager
def override_tables(tables: LookupTables | None) -> Iterator[None]:
    """Use these tables inside the `with` block; None stands for the shipped ones."""
    token = _active.set(tables)
    try:
        yield
    finally:
        _active.reset(token)
