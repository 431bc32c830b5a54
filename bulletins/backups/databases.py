"""Copies of the database while the site runs, and a copy in the place of an empty database.

SQLite is copied by its backup API, PostgreSQL by pg_dump in an exported snapshot. Both copies are
the state at one moment, and no writer waits for them. They are taken with the site's connection
settings; pg_dump and pg_restore come with PostgreSQL's client.
"""

import errno
import os
import secrets
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from bulletins.backups.container import CHUNK, BackupReader, read_chunks
from bulletins.backups.errors import BackupError
from bulletins.models import Bulletin
from common.files import fsync

_ORIGINALS = f"SELECT file FROM {Bulletin._meta.db_table} ORDER BY id"  # noqa: S608 (a constant)
_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY id"


@dataclass(frozen=True)
class DatabaseCopy:
    """The database at one moment.

    Attributes:
        chunks: the bytes of the copy, to be read once.
        originals: the names of the originals that its rows refer to.
        migrations: the applied migrations as pairs of app and name.
    """

    chunks: Iterator[bytes]
    originals: list[str]
    migrations: list[tuple[str, str]]


@contextmanager
def read_snapshot() -> Iterator[None]:
    """Let all queries in the block see the database as it is at the first of them.

    Writers do not wait for it. Only read in it, and begin no transaction: a transaction of Django's
    own would take the write lock of SQLite.
    """
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("BEGIN" if is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


@contextmanager
def copy_database(folder: Path) -> Iterator[DatabaseCopy]:
    """Copy the database; a temporary file in `folder` is removed at the end of the block.

    Raises BackupError where the database or its tool refuses; OSError.
    """
    copy = _copy_sqlite(folder) if connection.vendor == "sqlite" else _dump_postgresql()
    with copy as database_copy:
        yield database_copy


def is_empty() -> bool:
    """Return whether the database has no tables; for SQLite also where there is no file."""
    if connection.vendor != "sqlite":
        return not connection.introspection.table_names()
    path = _sqlite_path()
    if not path.exists():
        return True
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as database:
            return not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError:
        return False  # damaged, and somebody may want to save what is left of it


@contextmanager
def unpack_database(reader: BackupReader) -> Iterator[Path]:
    """Unpack the copy of the database beside its place and check it; yields its path.

    What the block has not put in its place is removed at its end. Raises BackupError where the copy
    is damaged; OSError.
    """
    folder = _sqlite_path().parent if connection.vendor == "sqlite" else settings.ARCHIVE_TEMP
    path = folder / f"restore.{secrets.token_hex(8)}"
    try:
        path.touch(mode=0o600, exist_ok=False)
        with path.open("wb") as file:
            for chunk in reader.chunks(reader.manifest.database):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if connection.vendor == "sqlite":
            _check_sqlite(path)
        yield path
    finally:
        path.unlink(missing_ok=True)


def place_database(copy: Path) -> None:
    """Put an unpacked copy in the place of the empty database: all of it or nothing.

    Raises BackupError where the database refuses it; OSError.
    """
    if connection.vendor != "sqlite":
        options, environment, name = _postgresql_options()
        arguments = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
        with _running("pg_restore", [*options, *arguments, f"--dbname={name}", str(copy)],
                      environment):  # fmt: skip
            return
    path = _sqlite_path()
    connection.close()
    # Of the empty database; a log must not be replayed into another one.
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    copy.replace(path)
    fsync(path.parent)


def _sqlite_path() -> Path:
    return Path(str(connection.settings_dict["NAME"])).resolve()


@contextmanager
def _copy_sqlite(folder: Path) -> Iterator[DatabaseCopy]:
    path = folder.resolve() / f"backup.{secrets.token_hex(8)}"
    try:
        path.touch(mode=0o600, exist_ok=False)
        with (
            closing(sqlite3.connect(f"{_sqlite_path().as_uri()}?mode=rw", uri=True)) as source,
            closing(sqlite3.connect(path)) as target,
        ):
            target.execute("PRAGMA synchronous=OFF")
            # In one step: copied in several, it would begin anew with every write of others.
            source.backup(target)
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            originals = [name for (name,) in database.execute(_ORIGINALS)]
            migrations = list(database.execute(_MIGRATIONS))
        with path.open("rb") as file:
            yield DatabaseCopy(read_chunks(file), originals, migrations)
    except sqlite3.Error as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path)) from error
        raise BackupError(_("数据库抄不出来：%(error)s。") % {"error": error}) from error
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextmanager
def _dump_postgresql() -> Iterator[DatabaseCopy]:
    options, environment, name = _postgresql_options()
    with read_snapshot(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        cursor.execute(_ORIGINALS)
        originals = [file for (file,) in cursor.fetchall()]
        cursor.execute(_MIGRATIONS)
        migrations = cursor.fetchall()
        arguments = ["--format=custom", f"--snapshot={snapshot}", "--no-owner", "--no-privileges"]
        with _running("pg_dump", [*options, *arguments, name], environment) as process:
            yield DatabaseCopy(iter(lambda: process.stdout.read(CHUNK), b""), originals, migrations)


def _check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            [result] = database.execute("PRAGMA integrity_check(1)").fetchone()
            broken = database.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise BackupError(_("备份里的数据库打不开：%(error)s。") % {"error": error}) from error
    if result != "ok" or broken:
        raise BackupError(_("备份里的数据库已损坏：%(error)s。") % {"error": result})


def _postgresql_options() -> tuple[list[str], dict[str, str], str]:
    """Return what PostgreSQL's tools need to connect: options, environment, database name."""
    [_psql, *options, name], environment = connection.client.settings_to_cmd_args_env(
        connection.settings_dict, []
    )
    return options, {**os.environ, **(environment or {})}, name


@contextmanager
def _running(tool: str, arguments: list[str], environment: dict[str, str]) -> Iterator[Any]:
    """Run a tool of PostgreSQL during the block and wait for it. Raises BackupError if it fails."""
    try:
        # With fixed arguments, no shell; the tool is looked up in PATH.
        process = subprocess.Popen(  # noqa: S603
            [tool, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    except FileNotFoundError as error:
        raise BackupError(
            _("没有 %(tool)s：请安装 PostgreSQL 的客户端（postgresql-client）。") % {"tool": tool}
        ) from error
    with process:
        try:
            yield process
            _output, errors = process.communicate()
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        lines = errors.decode(errors="replace").strip().splitlines()
        raise BackupError(f"{tool}: {lines[-1] if lines else process.returncode}")
