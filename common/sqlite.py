"""Connections to SQLite that can read where nothing can be written.

A database in WAL mode needs two files beside it, which the first connection creates and the last
one removes. On a disk that is full or read-only they cannot be created, and without them the
database would not even be read.
"""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

# Primary result codes (https://sqlite.org/rescode.html) of a disk that cannot be written.
CANNOT_WRITE = frozenset(
    [sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN]
)


def primary_code(error: sqlite3.Error) -> int:
    """Return the primary result code of an error, 0 for one of the module itself."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def open_database(database: str, **options: Any) -> sqlite3.Connection:
    """Open a database; only for reading where the files of its log cannot be created.

    The `factory` of `sqlite3.connect`, whose arguments it takes. Raises sqlite3.Error.
    """
    options["factory"] = sqlite3.Connection
    connection: sqlite3.Connection = sqlite3.connect(database, **options)
    try:
        # Opening does not touch the file; this reads its first page.
        connection.execute("PRAGMA schema_version")
    except sqlite3.OperationalError as error:
        connection.close()
        if primary_code(error) not in CANNOT_WRITE or not _is_complete(Path(database)):
            raise
        # Immutable: without locks and without the log, which has nothing. A writer in another
        # process would need the files that cannot be created.
        uri = f"file:{quote(database)}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, **options | {"uri": True})
    except BaseException:
        connection.close()
        raise
    return connection


def _is_complete(database: Path) -> bool:
    """Return whether a database has all that was committed, so that its log has nothing."""
    log = database.with_name(f"{database.name}-wal")
    return database.exists() and not (log.exists() and log.stat().st_size)
