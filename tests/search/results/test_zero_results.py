"""Zero-result queries are counted, and nothing of the user is stored."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from search.results import zero_results
from search.results.zero_results import ZeroResultQuery
from tests.factories import make_meeting

pytestmark = pytest.mark.django_db(transaction=True)


def query_counts() -> list[tuple[str, int]]:
    return [(row.query, row.count) for row in zero_results.most_frequent_queries()]


@pytest.fixture
def meeting(empty_archive):
    return make_meeting(body="养老服务。")


def test_searches_without_results_are_counted_by_query(meeting, client: Client):
    for typed in ("太空电梯", "养老", " 太空电梯 ", "海底隧道"):
        client.get("/search/", {"q": typed})
    client.get("/api/search/", {"q": "太空电梯"})
    assert query_counts() == [("太空电梯", 3), ("海底隧道", 1)]


def test_the_query_as_typed_is_counted_not_its_correction(meeting, client: Client):
    client.get("/search/", {"q": "yanglao"})
    assert query_counts() == [("yanglao", 1)]


def test_further_pages_exact_searches_and_filters_are_not_counted(meeting, client: Client):
    client.get("/search/", {"q": "太空电梯", "page": "2"})
    client.get("/search/", {"q": "太空电梯", "exact": "1"})
    client.get("/search/", {"q": "养老", "year": "1999"})
    client.get("/api/search/", {"q": "太空电梯", "page": "2"})
    client.get("/api/search/", {"q": "太空电梯", "exact": "true"})
    client.get("/api/search/", {"q": "养老", "year": "1999"})
    assert query_counts() == []


def test_only_query_and_date_are_stored(meeting, client: Client, administrator):
    client.force_login(administrator)
    client.get("/search/", {"q": "太空\t电梯\n"}, headers={"user-agent": "somebody"})
    text = settings.MISSED_SEARCHES.read_text(encoding="utf-8")
    assert text == f"1\t{timezone.localdate()}\t太空 电梯\n"


def test_queries_with_equal_counts_are_ordered_latest_first(monkeypatch):
    today = timezone.localdate()
    lines = [
        f"2\t{today - timedelta(9)}\t甲",
        f"1\t{today}\t乙",
        f"1\t{today}\t乙",
        "cut off",
        "3\t",
    ]
    settings.MISSED_SEARCHES.write_text("\n".join(lines), encoding="utf-8")
    assert zero_results.most_frequent_queries() == [
        ZeroResultQuery("乙", 2, today),
        ZeroResultQuery("甲", 2, today - timedelta(9)),
    ]


def test_large_file_is_compacted_without_losing_counts(monkeypatch):
    monkeypatch.setattr(zero_results, "_COMPACT_BYTES", 1000)
    for number in range(200):
        zero_results.record_zero_result(f"词{number % 3}")
    assert query_counts() == [("词0", 67), ("词1", 67), ("词2", 66)]
    assert settings.MISSED_SEARCHES.stat().st_size < 1100


def test_compaction_drops_the_least_frequent_queries(monkeypatch):
    monkeypatch.setattr(zero_results, "_COMPACT_BYTES", 2000)
    for number in range(200):
        zero_results.record_zero_result("常被检索")
        zero_results.record_zero_result(f"词{number}")
    assert query_counts()[0] == ("常被检索", 200)
    assert settings.MISSED_SEARCHES.stat().st_size < 2100
    # Compaction leaves room, so that not every further query compacts again.
    inode = settings.MISSED_SEARCHES.stat().st_ino
    zero_results._compact(settings.MISSED_SEARCHES.open("a+", encoding="utf-8"))
    assert settings.MISSED_SEARCHES.stat().st_size <= 1000
    assert settings.MISSED_SEARCHES.stat().st_ino != inode


def test_full_disk_does_not_break_a_search(meeting, client: Client, monkeypatch, tmp_path, caplog):
    monkeypatch.setattr(settings, "MISSED_SEARCHES", tmp_path)  # a folder is no file
    assert client.get("/search/", {"q": "太空电梯"}).status_code == 200
    assert "could not be counted" in caplog.text


def test_statistics_page_lists_the_most_frequent_queries_first(
    meeting, administrator_client: Client
):
    for typed in ("海底隧道", "太空电梯", "太空电梯", "<b>"):
        zero_results.record_zero_result(typed)
    page = administrator_client.get("/admin/bulletins/meeting/statistics/").content.decode()
    assert page.index("太空电梯") < page.index("海底隧道")
    assert "&lt;b&gt;" in page
