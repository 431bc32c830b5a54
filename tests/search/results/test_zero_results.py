"""Zero-result queries are counted, and nothing of the user is stored."""

import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from bulletins.models import Meeting
from search.indexing import background
from search.models import ZeroResultQuery
from search.results.zero_results import most_frequent_queries, record_zero_result
from tests.factories import make_meeting
from tests.search.processes import run

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE_THE_TABLE = ("search", "0002")


def query_counts() -> list[tuple[str, int]]:
    background.join()
    return [(row.query, row.count) for row in most_frequent_queries()]


@pytest.fixture
def meeting(empty_archive) -> Meeting:
    return make_meeting(body="养老服务。")


@pytest.fixture
def busy_thread() -> Iterator[threading.Event]:
    """Keep the background thread busy until the event is set."""
    is_done = threading.Event()

    def wait() -> None:
        is_done.wait(60)

    background.submit(wait)
    yield is_done
    is_done.set()
    background.join()


@contextmanager
def locked_database() -> Iterator[None]:
    """Hold the write lock of the database, as an import does."""
    name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(name, isolation_level=None)) as importer:
        importer.execute("BEGIN IMMEDIATE")
        yield


def test_searches_without_results_are_counted_by_query(meeting, client: Client) -> None:
    for typed in ("太空电梯", "养老", " 太空电梯 ", "海底隧道"):
        client.get("/search/", {"q": typed})
    client.get("/api/search/", {"q": "太空电梯"})
    assert query_counts() == [("太空电梯", 3), ("海底隧道", 1)]


def test_the_query_as_typed_is_counted_not_its_correction(meeting, client: Client) -> None:
    client.get("/search/", {"q": "yanglao"})
    assert query_counts() == [("yanglao", 1)]


def test_further_pages_exact_searches_and_filters_are_not_counted(meeting, client: Client) -> None:
    client.get("/search/", {"q": "太空电梯", "page": "2"})
    client.get("/search/", {"q": "太空电梯", "exact": "1"})
    client.get("/search/", {"q": "养老", "year": "1999"})
    client.get("/api/search/", {"q": "太空电梯", "page": "2"})
    client.get("/api/search/", {"q": "太空电梯", "exact": "true"})
    client.get("/api/search/", {"q": "养老", "year": "1999"})
    assert query_counts() == []


def test_only_query_and_date_are_stored(meeting, client: Client, administrator) -> None:
    client.force_login(administrator)
    client.get("/search/", {"q": "太空\t电梯\n"}, headers={"user-agent": "somebody"})
    background.join()
    [row] = ZeroResultQuery.objects.values()
    today = timezone.localdate()
    assert row == {"id": row["id"], "query": "太空 电梯", "count": 1, "last": today}


def test_the_beginning_of_a_long_query_is_counted() -> None:
    record_zero_result("甲" * 100)
    record_zero_result("甲" * 90)
    record_zero_result(" ")
    assert query_counts() == [("甲" * 60, 2)]


def test_queries_with_equal_counts_are_ordered_latest_first() -> None:
    today = timezone.localdate()
    for query, last in (("甲", today - timedelta(9)), ("乙", today)):
        ZeroResultQuery.objects.create(query=query, count=2, last=last)
    assert query_counts() == [("乙", 2), ("甲", 2)]


def test_a_repeated_search_updates_count_and_day() -> None:
    yesterday = timezone.localdate() - timedelta(1)
    ZeroResultQuery.objects.create(query="甲", count=2, last=yesterday)
    record_zero_result("甲")
    assert query_counts() == [("甲", 3)]
    assert most_frequent_queries().get().last == timezone.localdate()


def test_a_full_table_loses_its_least_frequent_and_oldest_queries() -> None:
    today = timezone.localdate()
    rows = [ZeroResultQuery(query="常被检索", count=7, last=today - timedelta(99))]
    rows += [
        ZeroResultQuery(query=f"词{number}", count=1, last=today - timedelta(number % 10 + 1))
        for number in range(9_999)
    ]
    ZeroResultQuery.objects.bulk_create(rows)
    record_zero_result("新词")
    counts = query_counts()
    # Some room is left, so that not every further query deletes others.
    assert 5_000 < len(counts) < 9_900
    assert counts[:2] == [("常被检索", 7), ("新词", 1)]
    assert most_frequent_queries().last().last > today - timedelta(10)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no lock of all writers")
def test_a_search_does_not_wait_while_another_process_writes(
    meeting, client: Client, caplog
) -> None:
    def search() -> int:
        try:
            return client.get("/search/", {"q": "太空电梯"}).status_code
        finally:
            connection.close()

    # Both end while the database is locked; a statement that waited would fail after 30 seconds.
    with ThreadPoolExecutor(1) as executor, locked_database():
        assert executor.submit(search).result(timeout=20) == 200
        assert background.join(20)
    assert query_counts() == []
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    client.get("/search/", {"q": "太空电梯"})
    assert query_counts() == [("太空电梯", 1)]


def test_of_many_queries_that_wait_to_be_counted_the_oldest_are_dropped(db, busy_thread) -> None:
    for number in range(3_000):
        record_zero_result(f"词{number}")
    busy_thread.set()
    assert 100 < len(query_counts()) < 3_000


def record_and_fork() -> None:
    """Record a query, and another in a child that is forked while the first is queued."""
    is_forked = threading.Event()
    background.submit(is_forked.wait)
    record_zero_result("太空电梯")
    child = os.fork()
    if not child:
        record_zero_result("海底隧道")
        background.join()
        os._exit(0)
    os.waitpid(child, 0)
    is_forked.set()
    background.join()


@pytest.mark.slow
def test_a_forked_process_does_not_count_the_searches_of_its_parent(db) -> None:
    run(record_and_fork)
    assert sorted(query_counts()) == [("太空电梯", 1), ("海底隧道", 1)]


def test_a_missing_table_does_not_break_a_search(meeting, client: Client, caplog) -> None:
    with connection.schema_editor() as editor:
        editor.delete_model(ZeroResultQuery)
    try:
        assert client.get("/search/", {"q": "太空电梯"}).status_code == 200
        background.join()
    finally:
        with connection.schema_editor() as editor:
            editor.create_model(ZeroResultQuery)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_migration_imports_the_counts_from_the_file_of_an_earlier_version(
    settings, tmp_path: Path
) -> None:
    settings.ARCHIVE_DATA = tmp_path
    lines = [
        "2\t2026-11-01\t甲",
        "1\t2026-11-20\t乙",
        "1\t2026-11-19\t乙",
        "cut off",
        "3\t",
        "3\t2026-11-20",
        "3\t2026-11-20\t",
        "-3\t2026-11-20\t丙",
        "3\t2026-13-20\t丁",
        f"9\t2026-11-20\t{'戊' * 99}",
    ]
    file = tmp_path / "missed-searches.tsv"
    file.write_bytes("\n".join(lines).encode() + b"\n1\t2026-11-20\t\xff\x00\n")
    call_command("migrate", *BEFORE_THE_TABLE, verbosity=0)
    try:
        # Back and forth once more: nothing is counted twice.
        for migration in (("search",), BEFORE_THE_TABLE, ("search",)):
            call_command("migrate", *migration, verbosity=0)
        rows = list(most_frequent_queries().values_list("query", "count", "last"))
    finally:
        file.unlink()
        ZeroResultQuery.objects.all().delete()
    assert rows == [
        ("戊" * 60, 9, date(2026, 11, 20)),
        ("乙", 2, date(2026, 11, 20)),
        ("甲", 2, date(2026, 11, 1)),
        ("\ufffd", 1, date(2026, 11, 20)),
    ]


def test_statistics_page_lists_the_most_frequent_queries_first(
    meeting, administrator_client: Client
) -> None:
    for typed in ("海底隧道", "太空电梯", "太空电梯", "<b>"):
        record_zero_result(typed)
    background.join()
    page = administrator_client.get("/admin/bulletins/meeting/statistics/").content.decode()
    assert page.index("太空电梯") < page.index("海底隧道")
    assert "&lt;b&gt;" in page
