"""The lookup tables that the reader uses, and lookup of the names that records use.

The current tables (spellings of provinces, words of themes) are passed to the reader with each
text, so that an edit takes effect from the next extraction on. Provinces and themes are also found
by former names: the revisions of a meeting have the names of their time, and the reader uses the
official one.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import OperationalError, ProgrammingError, connection
from django.db.models import Q

from bulletins.models import Province, Theme
from bulletins.reading import LookupTables
from bulletins.reading import Theme as ReaderTheme
from bulletins.validators import split_words

# Pairs of an alternative spelling and the official name of its province.
ProvinceSpellings = tuple[tuple[str, str], ...]
# Name, slug and words of each theme.
ThemeWords = tuple[tuple[str, str, tuple[str, ...]], ...]


def current_tables() -> LookupTables | None:
    """Return the current tables for an extraction; None before the first migration.

    The same contents give the same object, so that what the reader caches with it stays valid.
    """
    try:
        return _build_tables(*_stored_rows())
    except (OperationalError, ProgrammingError):
        # A file may be tried out before the database has any tables.
        if Theme._meta.db_table in connection.introspection.table_names():
            raise
        return None


def _stored_rows() -> tuple[ProvinceSpellings, ThemeWords]:
    provinces = Province.objects.exclude(spellings="").values_list("official_name", "spellings")
    themes = Theme.objects.values_list("name", "slug", "words")
    return (
        tuple((word, name) for name, spellings in provinces for word in split_words(spellings)),
        tuple((name, slug, tuple(split_words(words))) for name, slug, words in themes),
    )


@lru_cache(maxsize=1)
def _build_tables(spellings: ProvinceSpellings, themes: ThemeWords) -> LookupTables:
    return LookupTables(tuple(ReaderTheme(*each) for each in themes), dict(spellings))


def find_province(name: str) -> Province | None:
    """Return the province with this current, official or former name; None where there is none.

    A current name takes precedence over an official one, and both over former names.
    """
    provinces = Province.objects.filter(Q(name=name) | Q(official_name=name))
    current_first = sorted(provinces, key=lambda province: province.name != name)
    if current_first:
        return current_first[0]
    return Province.objects.filter(code__in=_former_pk(Province, name)).first()


def find_themes(names: Iterable[str]) -> dict[str, Theme]:
    """Return the themes with these current or former names, by name; unknown names are left out."""
    unique_names = set(names)
    themes = {theme.name: theme for theme in Theme.objects.filter(name__in=unique_names)}
    for name in unique_names - themes.keys():
        if theme := Theme.objects.filter(pk__in=_former_pk(Theme, name)).first():
            themes[name] = theme
    return themes


def _former_pk(table: type[Province] | type[Theme], name: str) -> list[Any]:
    """Return the primary key of the row that had this name last, as a list of at most one."""
    revisions = table.history.filter(name=name).order_by("-history_date", "-history_id")
    return list(revisions.values_list(table._meta.pk.attname, flat=True)[:1])
