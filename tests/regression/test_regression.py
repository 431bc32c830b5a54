"""The site answers as recorded, and opens an archive of an earlier version."""

import hashlib
import json
import os
import pty
import sqlite3
import subprocess
import sys
import termios
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.regression import archive
from tests.regression.comparison import Answer, differences, summary
from tests.regression.record import PARTS

pytestmark = pytest.mark.slow

QUERY = "stranger GET /search/?q=低保"
# Tables to which every migration may add rows.
BOOKKEEPING = {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"}
# The column whose pairs of text and index are rows of a table since.
LEFT_OUT = ("bulletins_bulletin", "left_out")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the archive."""
    archive.unpack(tmp_path)
    return tmp_path


@pytest.mark.parametrize("part", PARTS)
def test_answers_equal_the_recorded_ones(part: str) -> None:
    process = _run(["-m", "tests.regression.record", part])
    assert process.returncode == 0, process.stderr
    reports = differences(_recorded(part), _answers(process.stdout))
    if reports:
        pytest.fail(summary(reports), pytrace=False)


def test_rows_lexicon_and_files_of_an_earlier_version_are_unchanged(folder: Path) -> None:
    columns = {
        table: [name for name in names if (table, name) != LEFT_OUT]
        for table, names in _columns(folder).items()
    }
    rows, files = _rows(folder, columns), _files(folder)
    for command in ("migrate", "prepare_archive"):
        process = _manage(folder, command)
        assert process.returncode == 0, process.stderr
        rows_after = _rows(folder, columns)
        changed = {table for table in rows if rows[table] != rows_after.get(table)}
        assert changed <= BOOKKEEPING
        assert _files(folder) == files


def test_paragraphs_that_an_earlier_version_left_out_are_excluded(folder: Path) -> None:
    table, column = LEFT_OUT
    left_out = [
        (pk, text, index)
        for pk, pairs in _select(folder, f"SELECT id, {column} FROM {table} ORDER BY id")
        for text, index in json.loads(pairs)
    ]
    assert left_out
    process = _manage(folder, "migrate")
    assert process.returncode == 0, process.stderr
    excluded = (
        'SELECT bulletin_id, text, "index" FROM bulletins_excludedparagraph ORDER BY 1, position'
    )
    assert _select(folder, excluded) == left_out


def test_an_index_of_an_earlier_version_is_rebuilt_at_startup(folder: Path) -> None:
    before = _live_index(folder)
    terminal, stderr = pty.openpty()
    termios.tcsetwinsize(stderr, (24, 100))
    process = _manage(folder, "prepare_archive", stderr=stderr)
    os.close(stderr)
    progress = _read(terminal)
    assert process.returncode == 0, progress
    assert "Traceback" not in progress + process.stdout
    assert "/38 [" in progress  # the progress bar of the rebuild
    assert "索引已重建，共 38 篇" in process.stdout
    assert _live_index(folder) != before
    assert "索引已就绪" in _manage(folder, "prepare_index").stdout
    _assert_search_finds(folder)


def test_a_search_is_answered_with_an_index_of_an_earlier_version(folder: Path) -> None:
    assert _manage(folder, "migrate").returncode == 0  # adds columns, leaves the index alone
    _assert_search_finds(folder)


def _assert_search_finds(folder: Path) -> None:
    """Poll a search page until it has hits; compare it, and allow no status but 200 and 503."""
    [golden] = (each for each in _recorded("search") if each["request"] == QUERY)
    path = QUERY.removeprefix("stranger GET ")
    process = _run(["-m", "tests.regression.poll", str(folder), path, "<mark>低保</mark>"])
    assert process.returncode == 0, process.stderr
    assert "Traceback" not in process.stderr
    result = json.loads(process.stdout)
    assert set(result["statuses"]) <= {200, 503}
    assert not differences([golden], [{"request": QUERY} | result["answer"]])


def _run(arguments: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=archive.ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _manage(
    folder: Path, command: str, stderr: int = subprocess.PIPE
) -> "subprocess.CompletedProcess[str]":
    """Run a management command with the settings of the site, as `make run` does."""
    return subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=archive.ROOT,
        env=archive.environment(folder, "config.settings"),
        stdout=subprocess.PIPE,
        stderr=stderr,
        encoding="utf-8",
        check=False,
    )


def _recorded(part: str) -> list[Answer]:
    return _answers((archive.ANSWERS / f"{part}.jsonl").read_text(encoding="utf-8"))


def _answers(lines: str) -> list[Answer]:
    return [json.loads(line) for line in lines.split("\n") if line]


def _select(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "archive.sqlite3")) as database:
        return database.execute(query).fetchall()


def _columns(folder: Path) -> dict[str, list[str]]:
    """Return the names of the columns of each table."""
    with closing(sqlite3.connect(folder / "archive.sqlite3")) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            table: [name for _at, name, *_ in database.execute(f'PRAGMA table_info("{table}")')]
            for (table,) in tables.fetchall()
        }


def _rows(folder: Path, columns: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the sorted rows of these tables, in these columns: a migration may add others."""
    with closing(sqlite3.connect(folder / "archive.sqlite3")) as database:
        return {
            table: sorted(
                json.dumps(row, ensure_ascii=False)
                for row in database.execute(
                    "SELECT {} FROM {}".format(", ".join(map(_quoted, names)), _quoted(table))
                )
            )
            for table, names in columns.items()
        }


def _quoted(name: str) -> str:
    return f'"{name}"'


def _files(folder: Path) -> dict[str, str]:
    """Return the digests of received files, lexicon and zero-result queries, by path."""
    paths = [*(folder / "files").rglob("*"), *(folder / "lexicon").glob("*.txt")]
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in [*paths, folder / "missed-searches.tsv"]
        if path.is_file()
    }


def _live_index(folder: Path) -> str:
    return str(json.loads((folder / "index" / "CURRENT").read_bytes())["folder"])


def _read(terminal: int) -> str:
    """Read a pseudo-terminal whose other end is closed, and close it."""
    pieces = []
    try:
        while piece := os.read(terminal, 4096):
            pieces.append(piece)
    except OSError:
        pass  # EIO: Linux reports the closed other end as an error
    os.close(terminal)
    return b"".join(pieces).decode(errors="replace")
