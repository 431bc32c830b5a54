"""SQLite's full-text index over words that jieba cut, beside a table of the values to filter by."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.generate_bulletins import Bulletin
from benchmarks.queries import PER_PAGE, Question
from benchmarks.rivals.engine import Answer, Engine
from benchmarks.rivals.words import words

_TABLES = """
    CREATE TABLE bulletin (
        id INTEGER PRIMARY KEY, province TEXT, year INTEGER, day TEXT, chair TEXT
    );
    CREATE INDEX by_day ON bulletin (day, id);
    CREATE INDEX by_province ON bulletin (province, year);
    CREATE INDEX by_year ON bulletin (year);
    CREATE INDEX by_chair ON bulletin (chair);
    CREATE VIRTUAL TABLE words USING fts5 (title, text);
"""
# Kept in memory while building; with SQLite's usual two megabytes it takes far longer.
_BUILD_KILOBYTES = 256 * 1024
_ORDERS = {"newest": "day DESC, id DESC", "oldest": "day, id"}


class Fts5(Engine):
    """One SQLite file; the text index keeps the words it was given, to make snippets of."""

    def build(self, bulletins: Sequence[Bulletin]) -> dict[str, float]:
        self.open()
        self._database.execute(f"PRAGMA cache_size = -{_BUILD_KILOBYTES}")
        started = perf_counter()
        with self._database as database:
            database.executescript(_TABLES)
            database.executemany("INSERT INTO bulletin VALUES (?, ?, ?, ?, ?)", _rows(bulletins))
            database.executemany(
                "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", _texts(bulletins)
            )
            database.execute("INSERT INTO words (words) VALUES ('optimize')")
            database.execute("ANALYZE")
        self._database.close()
        return {"build": perf_counter() - started}

    def open(self) -> None:
        words("民政")
        self._database = sqlite3.connect(self.folder / "words.sqlite3")
        self._database.execute("PRAGMA journal_mode = WAL")
        # As the archive's own database: a commit survives a power cut.
        self._database.execute("PRAGMA synchronous = FULL")

    def reopen(self) -> None:
        self._database = sqlite3.connect(self.folder / "words.sqlite3")

    def ask(self, question: Question) -> Answer:
        match = _match(question)
        conditions, values = _conditions(question)
        if match:
            conditions.append("words MATCH ?")
            values.append(match)
        found = "bulletin JOIN words ON words.rowid = bulletin.id" if match else "bulletin"
        where = f"FROM {found} WHERE {' AND '.join(conditions) or 'TRUE'}"
        ask = self._database.execute
        total = ask(f"SELECT count(*) {where}", values).fetchone()[0]
        order = _ORDERS.get(question.order) or ("rank" if match else "id")
        shown = "snippet(words, 1, '<b>', '</b>', '…', 40)" if question.snippets and match else "''"
        page = ask(
            f"SELECT id, {shown} {where} ORDER BY {order} LIMIT ? OFFSET ?",
            [*values, PER_PAGE, question.skipped],
        ).fetchall()
        if question.facets:
            for facet in ("province", "year"):
                ask(f"SELECT {facet}, count(*) {where} GROUP BY {facet}", values).fetchall()
        return Answer(total, [row[0] for row in page])

    def save(self, bulletin: Bulletin) -> None:
        with self._database as database:
            database.execute("DELETE FROM words WHERE rowid = ?", [bulletin.id])
            database.executemany(
                "INSERT OR REPLACE INTO bulletin VALUES (?, ?, ?, ?, ?)", _rows([bulletin])
            )
            database.executemany(
                "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", _texts([bulletin])
            )


def make(folder: Path) -> Engine:
    """The engine of this module."""
    return Fts5(folder)


def _rows(bulletins: Sequence[Bulletin]) -> Iterator[tuple[int, str, int, str, str]]:
    for each in bulletins:
        yield each.id, each.province, int(each.date[:4]), each.date, each.chair


def _texts(bulletins: Sequence[Bulletin]) -> Iterator[tuple[int, str, str]]:
    for each in bulletins:
        title = words(each.title)
        yield each.id, " ".join(title), " ".join([*title, *words(each.text)])


def _match(question: Question) -> str:
    """The question in FTS5's language; empty where no word is asked for."""
    parts = [f"({' OR '.join(map(_all, group))})" for group in question.groups]
    parts += [_phrase(phrase) for phrase in question.phrases]
    if question.prefix:
        parts.append(f'"{question.prefix}" *')
    # The text column begins with the headline: one column answers for both.
    asked = [f"text : ({part})" for part in parts]
    if question.in_title:
        asked.append(f"title : ({_all(question.in_title)})")
    match = " AND ".join(asked)
    for run in question.without:
        match = f"({match}) NOT ({_all(run)})"
    return match


def _all(run: str) -> str:
    quoted = (f'"{word}"' for word in words(run))
    return f"({' AND '.join(quoted)})"


def _phrase(run: str) -> str:
    return f'"{" ".join(words(run))}"'


def _conditions(question: Question) -> tuple[list[str], list[str | int]]:
    conditions: list[str] = []
    values: list[str | int] = []
    if question.chair:
        conditions.append("chair = ?")
        values.append(question.chair)
    if question.provinces:
        conditions.append(f"province IN ({', '.join('?' * len(question.provinces))})")
        values += question.provinces
    if question.years:
        conditions.append("year BETWEEN ? AND ?")
        values += question.years
    return conditions, values
