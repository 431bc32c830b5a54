"""The rows of a new archive: what the test database has before each test, and after it again."""

from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase

Rows = list[tuple[Any, ...]]

# By table, also those that are empty.
_initial_rows: dict[str, Rows] = {}


class _AfterATest:
    """True if a test that commits leaves its rows to the next, until they are restored."""

    are_rows_kept = False


def remember_initial_rows() -> None:
    """Let every test that commits end by restoring the rows that are there now.

    Django would flush every table, and have permissions, groups and lexicon made again, which takes
    some fifteen times as long. pytest-django's tests that commit are TransactionTestCases, and it
    offers no other way to end them.
    """
    _initial_rows.update(read_rows())
    TransactionTestCase._fixture_teardown = _end_test  # type: ignore[attr-defined]  # not in the stubs


def _end_test(_case: TransactionTestCase) -> None:
    if not _AfterATest.are_rows_kept:
        restore_initial_rows()


def initial_rows() -> dict[str, Rows]:
    """Return the rows of a new archive by table."""
    return _initial_rows


def read_rows() -> dict[str, Rows]:
    """Return the rows that are there now, by table."""
    with connection.cursor() as cursor:
        tables = connection.introspection.django_table_names(only_existing=True)
        return {table: _rows_of(cursor, table) for table in tables}


def keep_rows() -> None:
    """Let a test that commits leave its rows to the next, until they are restored."""
    _AfterATest.are_rows_kept = True


def restore_initial_rows() -> None:
    """Restore the rows of every table; sequences go on."""
    _AfterATest.are_rows_kept = False
    # In any order: foreign keys are checked at the end of the transaction.
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in _initial_rows.items():
            if not rows or _rows_of(cursor, table) != rows:
                _replace_rows(cursor, table, rows)


def _rows_of(cursor: Any, table: str) -> Rows:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    rows: Rows = cursor.fetchall()
    return rows


def _replace_rows(cursor: Any, table: str, rows: Rows) -> None:
    name = connection.ops.quote_name(table)
    cursor.execute(f"DELETE FROM {name}")
    if rows:
        values = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f"INSERT INTO {name} VALUES ({values})", rows)
