"""SQLite is read where nothing can be written: on a full and on a read-only disk."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from common.sqlite import open_database
from tests.paths import ROOT

# In a process of its own, in which files cannot grow: the log's files cannot be made.
READ_ON_A_FULL_DISK = """
import resource, signal, sqlite3, sys
from common.sqlite import open_database

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
try:
    sqlite3.connect(sys.argv[1]).execute("SELECT * FROM word")
except sqlite3.OperationalError as error:
    print(error.sqlite_errorname)
connection = open_database(sys.argv[1], check_same_thread=False, uri=True)
connection.execute("PRAGMA journal_mode=WAL")
print(connection.execute("SELECT * FROM word").fetchall())
try:
    connection.execute("INSERT INTO word VALUES ('救助')")
except sqlite3.OperationalError as error:
    print(error)
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "a b%.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE word (text)")
        connection.execute("INSERT INTO word VALUES ('养老')")
        connection.commit()
    return path


@pytest.mark.slow
def test_a_database_on_a_full_disk_can_be_read_and_says_that_it_cannot_be_written(
    database: Path,
) -> None:
    process = subprocess.run(
        [sys.executable, "-c", READ_ON_A_FULL_DISK, str(database)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    error, rows, refusal = process.stdout.splitlines()
    assert error.startswith("SQLITE_IOERR")
    assert rows == "[('养老',)]"
    assert refusal == "attempt to write a readonly database"


def test_where_the_disk_can_be_written_so_can_the_database(database: Path) -> None:
    with closing(open_database(str(database))) as connection:
        connection.execute("INSERT INTO word VALUES ('救助')")
        connection.commit()
        assert connection.execute("SELECT count(*) FROM word").fetchall() == [(2,)]
        assert database.with_name(f"{database.name}-wal").exists()


def test_a_database_whose_log_has_what_it_lacks_is_not_read_without_it(database: Path) -> None:
    database.with_name(f"{database.name}-wal").write_bytes(b"committed" * 1000)
    # A folder in its place: the second file cannot be opened.
    database.with_name(f"{database.name}-shm").mkdir()
    with pytest.raises(sqlite3.OperationalError):
        open_database(str(database))


def test_a_missing_database_is_no_empty_one(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        open_database(str(tmp_path / "missing" / "archive.sqlite3"))
