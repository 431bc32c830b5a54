"""The office's own tables: how provinces are written and what tells a theme, as it edited them.

The reader is given them with each text, so that an edit works from the next reading on. What a
record calls a province or a theme is found under its former names too: records of a meeting's
history keep the name of their day, and the reader keeps the official one.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import OperationalError, ProgrammingError, connection
from django.db.models import Q

from bulletins.models import Province, Theme
from bulletins.reading import LookupTables
from bulletins.reading import Theme as ReadersTheme
from bulletins.validators import split_words

# How else a province is written, and its official name; a theme's name, slug and words.
Spellings = tuple[tuple[str, str], ...]
Words = tuple[tuple[str, str, tuple[str, ...]], ...]


def current_tables() -> LookupTables | None:
    """Return the tables as they are now, for a reading; None in an archive that has none yet."""
    try:
        return _tables(*_stored())
    except (OperationalError, ProgrammingError):
        # A file may be tried before there is any archive.
        if Theme._meta.db_table in connection.introspection.table_names():
            raise
        return None


def _stored() -> tuple[Spellings, Words]:
    spelt = Province.objects.exclude(spellings="").values_list("official_name", "spellings")
    themes = Theme.objects.order_by("position", "pk").values_list("name", "slug", "words")
    return (
        tuple((word, official) for official, typed in spelt for word in split_words(typed)),
        tuple((name, slug, tuple(split_words(typed))) for name, slug, typed in themes),
    )


@lru_cache(maxsize=1)
def _tables(spellings: Spellings, themes: Words) -> LookupTables:
    # The same object for the same words: what the reader makes of one is kept with it.
    return LookupTables(tuple(ReadersTheme(*each) for each in themes), dict(spellings))


def find_province(name: str) -> Province | None:
    """Return the province that is called so: by the office, officially, or formerly."""
    found = Province.objects.filter(Q(name=name) | Q(official_name=name))
    # What one is called now goes before what another was.
    best = sorted(found, key=lambda each: each.name != name)
    return best[0] if best else Province.objects.filter(code__in=_former_pk(Province, name)).first()


def find_themes(names: Iterable[str]) -> dict[str, Theme]:
    """Return the themes of these names, by the names asked for; there may be none of a name."""
    asked = set(names)
    found = {theme.name: theme for theme in Theme.objects.filter(name__in=asked)}
    for name in asked - found.keys():
        if theme := Theme.objects.filter(pk__in=_former_pk(Theme, name)).first():
            found[name] = theme
    return found


def _former_pk(table: type[Province] | type[Theme], name: str) -> list[Any]:
    """The key of the row that bore a name last, if any did."""
    former = table.history.filter(name=name).order_by("-history_date", "-history_id")
    return list(former.values_list(table._meta.pk.attname, flat=True)[:1])
