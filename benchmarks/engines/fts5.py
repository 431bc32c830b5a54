"""SQLite FTS5 over jieba's words, joined with a table of the values that are filtered by."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.engines.base import Engine, ResultPage
from benchmarks.engines.segmentation import segment
from benchmarks.generate_bulletins import LEVEL, Bulletin
from benchmarks.queries import PER_PAGE, Query

_TABLES = """
    CREATE TABLE bulletin (
        id INTEGER PRIMARY KEY, province TEXT, year INTEGER, day TEXT, chair TEXT,
        level TEXT, meeting_type TEXT
    );
    CREATE TABLE topic (id INTEGER, topic TEXT, PRIMARY KEY (id, topic)) WITHOUT ROWID;
    CREATE INDEX by_day ON bulletin (day, id);
    CREATE INDEX by_province ON bulletin (province, year);
    CREATE INDEX by_year ON bulletin (year);
    CREATE INDEX by_chair ON bulletin (chair);
    CREATE VIRTUAL TABLE words USING fts5 (title, text);
"""
_INSERT_ROW = "INSERT OR REPLACE INTO bulletin VALUES (?, ?, ?, ?, ?, ?, ?)"
# Page cache during the build; with SQLite's default of two megabytes it takes far longer.
_BUILD_CACHE_KILOBYTES = 256 * 1024
_ONE_VALUE_FACETS = ("province", "year", "level", "meeting_type")
_ORDERS = {"newest": "day DESC, id DESC", "oldest": "day, id"}


class Fts5(Engine):
    """One SQLite file; the full-text table stores the segmented text, for snippets."""

    def build(self, bulletins: Sequence[Bulletin]) -> dict[str, float]:
        self.open()
        self._database.execute(f"PRAGMA cache_size = -{_BUILD_CACHE_KILOBYTES}")
        started = perf_counter()
        with self._database as database:
            database.executescript(_TABLES)
            database.executemany(_INSERT_ROW, _rows(bulletins))
            database.executemany("INSERT INTO topic VALUES (?, ?)", _topics(bulletins))
            database.executemany(
                "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", _texts(bulletins)
            )
            database.execute("INSERT INTO words (words) VALUES ('optimize')")
            database.execute("ANALYZE")
        self._database.close()
        return {"build": perf_counter() - started}

    def open(self) -> None:
        segment("民政")
        self._database = sqlite3.connect(self.folder / "words.sqlite3")
        self._database.execute("PRAGMA journal_mode = WAL")
        # As in the archive's own database: a commit survives a power failure.
        self._database.execute("PRAGMA synchronous = FULL")

    def reopen(self) -> None:
        self._database = sqlite3.connect(self.folder / "words.sqlite3")

    def search(self, query: Query) -> ResultPage:
        match = _match_expression(query)
        conditions, values = _conditions(query)
        if match:
            conditions.append("words MATCH ?")
            values.append(match)
        tables = "bulletin JOIN words ON words.rowid = bulletin.id" if match else "bulletin"
        source = f"FROM {tables} WHERE {' AND '.join(conditions) or 'TRUE'}"
        execute = self._database.execute
        total = execute(f"SELECT count(*) {source}", values).fetchone()[0]
        order = _ORDERS.get(query.order) or ("rank" if match else "id")
        snippet = "snippet(words, 1, '<b>', '</b>', '…', 40)" if query.snippets and match else "''"
        rows = execute(
            f"SELECT id, {snippet} {source} ORDER BY {order} LIMIT ? OFFSET ?",
            [*values, PER_PAGE, query.offset],
        ).fetchall()
        if query.facets:
            for facet in _ONE_VALUE_FACETS:
                execute(f"SELECT {facet}, count(*) {source} GROUP BY {facet}", values).fetchall()
            execute(
                "SELECT topic, count(*) FROM topic "
                f"WHERE id IN (SELECT bulletin.id {source}) GROUP BY topic",
                values,
            ).fetchall()
        return ResultPage(total, [row[0] for row in rows])

    def clear_caches(self) -> None:
        # SQLite's own page cache, 2 MB; the system's stays.
        self._database.execute("PRAGMA shrink_memory")

    def save(self, bulletin: Bulletin) -> None:
        with self._database as database:
            database.execute("DELETE FROM words WHERE rowid = ?", [bulletin.id])
            database.execute("DELETE FROM topic WHERE id = ?", [bulletin.id])
            database.executemany(_INSERT_ROW, _rows([bulletin]))
            database.executemany("INSERT INTO topic VALUES (?, ?)", _topics([bulletin]))
            database.executemany(
                "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", _texts([bulletin])
            )


def create(folder: Path) -> Engine:
    """Return the engine on the files in a folder."""
    return Fts5(folder)


def _rows(bulletins: Sequence[Bulletin]) -> Iterator[tuple[int | str, ...]]:
    for bulletin in bulletins:
        yield (
            bulletin.id,
            bulletin.province,
            int(bulletin.date[:4]),
            bulletin.date,
            bulletin.chair,
            LEVEL,
            bulletin.meeting_type,
        )


def _topics(bulletins: Sequence[Bulletin]) -> Iterator[tuple[int, str]]:
    return ((bulletin.id, topic) for bulletin in bulletins for topic in bulletin.topics)


def _texts(bulletins: Sequence[Bulletin]) -> Iterator[tuple[int, str, str]]:
    """Yield id, words of the title, and words of title and text."""
    for bulletin in bulletins:
        title = segment(bulletin.title)
        yield bulletin.id, " ".join(title), " ".join([*title, *segment(bulletin.text)])


def _match_expression(query: Query) -> str:
    """Return the query in FTS5's language; empty if it has no words."""
    parts = [f"({' OR '.join(map(_all_words, group))})" for group in query.groups]
    parts += [_phrase(phrase) for phrase in query.phrases]
    if query.prefix:
        parts.append(f'"{query.prefix}" *')
    # The text column begins with the title, so that one column has both.
    clauses = [f"text : ({part})" for part in parts]
    if query.in_title:
        clauses.append(f"title : ({_all_words(query.in_title)})")
    match = " AND ".join(clauses)
    for text in query.excluded:
        match = f"({match}) NOT ({_all_words(text)})"
    return match


def _all_words(text: str) -> str:
    quoted = (f'"{word}"' for word in segment(text))
    return f"({' AND '.join(quoted)})"


def _phrase(text: str) -> str:
    return f'"{" ".join(segment(text))}"'


def _conditions(query: Query) -> tuple[list[str], list[str | int]]:
    conditions: list[str] = []
    values: list[str | int] = []
    if query.chair:
        conditions.append("chair = ?")
        values.append(query.chair)
    if query.provinces:
        conditions.append(f"province IN ({', '.join('?' * len(query.provinces))})")
        values += query.provinces
    if query.years:
        conditions.append("year BETWEEN ? AND ?")
        values += query.years
    return conditions, values
