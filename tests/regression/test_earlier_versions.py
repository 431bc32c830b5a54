"""Archives of earlier versions are migrated, and their indexes rebuilt; nothing is lost."""

import hashlib
import json
import os
import pty
import sqlite3
import termios
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.regression import archive
from tests.regression.comparison import differences
from tests.regression.processes import manage, run_python
from tests.regression.record import recorded_answers

pytestmark = pytest.mark.slow

QUERY = "stranger GET /search/?q=低保"
# Tables to which every migration may add rows, and that of the folder where the archive is.
BOOKKEEPING = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "sqlite_sequence",
    "search_datafolder",
}
MIGRATIONS_OF_FIRST_RELEASE = [("bulletins", "0011"), ("search", "0007")]
# The column whose pairs of text and index are rows of a table since.
LEFT_OUT = ("bulletins_bulletin", "left_out")
# What release 1.0.0 found in its archive: the numbers of the meetings.
FOUND_BY_FIRST_RELEASE = {
    "养老": [1, 3, 5, 13, 16],
    "yanglao": [1, 3, 5, 13, 16],
    '"民政厅" -湖北': [2, 3, 4, 5, 7],
    "标题:视频会议": [1],
    "王小明": [1],  # a speaker whom an editor added
    "秘书处": [10],  # a synonym of 办公室 that an editor added
    "丰台区": [],  # withdrawn
}
SEARCH = """
import json, sys
from django.test import Client
get = Client(SERVER_NAME="localhost").get
found = {q: get("/api/search/", {"q": q}).json()["results"] for q in json.loads(%r)}
print(json.dumps({q: sorted(each["id"] for each in rows) for q, rows in found.items()}))
"""


@pytest.fixture
def before_first_release(tmp_path: Path) -> Path:
    """A copy of the archive from before the first release."""
    archive.unpack(tmp_path)
    return tmp_path


@pytest.fixture
def first_release(tmp_path: Path) -> Path:
    """A copy of the archive of release 1.0.0."""
    archive.unpack(tmp_path, archive.FIRST_RELEASE)
    return tmp_path


@pytest.fixture(params=["before_first_release", "first_release"])
def folder(request: pytest.FixtureRequest) -> Path:
    """A copy of each archive."""
    copy: Path = request.getfixturevalue(request.param)
    return copy


def test_rows_lexicon_and_files_of_an_earlier_version_are_unchanged(folder: Path) -> None:
    columns = {
        table: [name for name in names if (table, name) != LEFT_OUT]
        for table, names in _columns(folder).items()
    }
    rows, files = _rows(folder, columns), _files(folder)
    for command in ("migrate", "prepare_archive"):
        process = manage(folder, command)
        assert process.returncode == 0, process.stderr
        rows_after = _rows(folder, columns)
        changed = {table for table in rows if rows[table] != rows_after.get(table)}
        assert changed <= BOOKKEEPING
        assert _files(folder) == files


def test_an_upgraded_archive_can_be_migrated_back_to_release_1_0_0(first_release: Path) -> None:
    columns = _columns(first_release)
    rows = _rows(first_release, columns)
    steps = [("prepare_archive",), *(("migrate", *step) for step in MIGRATIONS_OF_FIRST_RELEASE)]
    for step in steps:
        process = manage(first_release, *step)
        assert process.returncode == 0, process.stderr
    columns_after = _columns(first_release)
    assert not [table for table in columns if {*columns[table]} != {*columns_after[table]}]
    rows_after = _rows(first_release, columns)
    assert {table for table in rows if rows[table] != rows_after[table]} <= BOOKKEEPING


def test_paragraphs_that_an_earlier_version_left_out_are_excluded(folder: Path) -> None:
    table, column = LEFT_OUT
    left_out = [
        (pk, text, index)
        for pk, pairs in _select(folder, f"SELECT id, {column} FROM {table} ORDER BY id")
        for text, index in json.loads(pairs)
    ]
    assert left_out
    process = manage(folder, "migrate")
    assert process.returncode == 0, process.stderr
    excluded = (
        'SELECT bulletin_id, text, "index" FROM bulletins_excludedparagraph ORDER BY 1, position'
    )
    assert _select(folder, excluded) == left_out


def test_an_index_of_an_earlier_version_is_rebuilt_at_startup(before_first_release: Path) -> None:
    before = _live_index(before_first_release)
    terminal, stderr = pty.openpty()
    termios.tcsetwinsize(stderr, (24, 100))
    process = manage(before_first_release, "prepare_archive", stderr=stderr)
    os.close(stderr)
    progress = _read(terminal)
    assert process.returncode == 0, progress
    assert "Traceback" not in progress + process.stdout
    assert "更新表结构，共" in process.stdout
    assert "/38 [" in progress  # the progress bar of the rebuild
    assert "索引已重建，共 38 篇" in process.stdout
    assert _live_index(before_first_release) != before
    assert "索引已就绪" in manage(before_first_release, "prepare_index").stdout
    _assert_search_finds(before_first_release)


def test_a_search_is_answered_with_an_index_of_an_earlier_version(
    before_first_release: Path,
) -> None:
    assert (
        manage(before_first_release, "migrate").returncode == 0
    )  # adds columns, leaves the index alone
    _assert_search_finds(before_first_release)


def test_what_release_1_0_0_found_is_found_with_its_index_and_a_rebuilt_one(
    first_release: Path,
) -> None:
    process = manage(first_release, "prepare_archive")
    assert process.returncode == 0, process.stderr
    assert _found(first_release) == FOUND_BY_FIRST_RELEASE
    before = _live_index(first_release)
    assert "索引已重建，共 15 篇" in manage(first_release, "rebuild_index", "--noinput").stdout
    assert _live_index(first_release) != before
    assert _found(first_release) == FOUND_BY_FIRST_RELEASE


def _found(folder: Path) -> dict[str, list[int]]:
    """Return the numbers of the meetings that each query finds."""
    queries = json.dumps(list(FOUND_BY_FIRST_RELEASE))
    process = manage(folder, "shell", "--no-imports", "--command", SEARCH % queries)
    found: dict[str, list[int]] = json.loads(process.stdout)
    return found


def _assert_search_finds(folder: Path) -> None:
    """Poll a search page until it has hits; compare it, and allow no status but 200 and 503."""
    [golden] = (each for each in recorded_answers("search") if each["request"] == QUERY)
    path = QUERY.removeprefix("stranger GET ")
    process = run_python(["-m", "tests.regression.poll", str(folder), path, "<mark>低保</mark>"])
    assert process.returncode == 0, process.stderr
    assert "Traceback" not in process.stderr
    result = json.loads(process.stdout)
    assert set(result["statuses"]) <= {200, 503}
    assert not differences([golden], [{"request": QUERY} | result["answer"]])


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
