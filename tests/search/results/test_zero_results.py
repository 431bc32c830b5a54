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


def counted() -> list[tuple[str, int]]:
    return [(row.query, row.count) for row in zero_results.most_frequent_queries()]


@pytest.fixture
def meeting(archive):
    return make_meeting(body="养老服务。")


def test_a_search_without_results_is_counted_by_its_words(meeting, client: Client):
    for typed in ("太空电梯", "养老", " 太空电梯 ", "海底隧道"):
        client.get("/search/", {"q": typed})
    client.get("/api/search/", {"q": "太空电梯"})
    assert counted() == [("太空电梯", 3), ("海底隧道", 1)]


def test_the_query_as_typed_is_counted_not_its_correction(meeting, client: Client):
    client.get("/search/", {"q": "yanglao"})
    assert counted() == [("yanglao", 1)]


def test_further_pages_exact_searches_and_filters_are_not_counted(meeting, client: Client):
    client.get("/search/", {"q": "太空电梯", "page": "2"})
    client.get("/search/", {"q": "太空电梯", "exact": "1"})
    client.get("/search/", {"q": "养老", "year": "1999"})
    client.get("/api/search/", {"q": "养老", "year": "1999"})
    assert counted() == []


def test_words_and_a_day_are_all_that_is_stored(meeting, client: Client, administrator):
    client.force_login(administrator)
    client.get("/search/", {"q": "太空\t电梯\n"}, headers={"user-agent": "somebody"})
    text = settings.ZERO_RESULTS_FILE.read_text(encoding="utf-8")
    assert text == f"1\t{timezone.localdate()}\t太空 电梯\n"


def test_the_latest_of_those_searched_as_often_comes_first(monkeypatch):
    today = timezone.localdate()
    lines = [
        f"2\t{today - timedelta(9)}\t甲",
        f"1\t{today}\t乙",
        f"1\t{today}\t乙",
        "cut off",
        "3\t",
    ]
    settings.ZERO_RESULTS_FILE.write_text("\n".join(lines), encoding="utf-8")
    assert zero_results.most_frequent_queries() == [
        ZeroResultQuery("乙", 2, today),
        ZeroResultQuery("甲", 2, today - timedelta(9)),
    ]


def test_a_file_that_has_grown_is_put_together_and_counts_on(monkeypatch):
    monkeypatch.setattr(zero_results, "_COMPACT_BYTES", 1000)
    for number in range(200):
        zero_results.record_zero_result(f"词{number % 3}")
    assert counted() == [("词0", 67), ("词1", 67), ("词2", 66)]
    assert settings.ZERO_RESULTS_FILE.stat().st_size < 1100


def test_of_too_many_different_words_those_asked_least_are_forgotten(monkeypatch):
    monkeypatch.setattr(zero_results, "_COMPACT_BYTES", 2000)
    for number in range(200):
        zero_results.record_zero_result("常被检索")
        zero_results.record_zero_result(f"词{number}")
    assert counted()[0] == ("常被检索", 200)
    assert settings.ZERO_RESULTS_FILE.stat().st_size < 2100
    # Left room for the next ones, so that it is not written anew for each of them.
    inode = settings.ZERO_RESULTS_FILE.stat().st_ino
    zero_results._compact(settings.ZERO_RESULTS_FILE.open("a+", encoding="utf-8"))
    assert settings.ZERO_RESULTS_FILE.stat().st_size <= 1000
    assert settings.ZERO_RESULTS_FILE.stat().st_ino != inode


def test_a_full_disk_costs_nobody_an_answer(meeting, client: Client, monkeypatch, tmp_path, caplog):
    monkeypatch.setattr(settings, "ZERO_RESULTS_FILE", tmp_path)  # a folder is no file
    assert client.get("/search/", {"q": "太空电梯"}).status_code == 200
    assert "could not be counted" in caplog.text


def test_the_statistics_show_them_most_often_first(meeting, administrator_client: Client):
    for typed in ("海底隧道", "太空电梯", "太空电梯", "<b>"):
        zero_results.record_zero_result(typed)
    page = administrator_client.get("/admin/bulletins/meeting/statistics/").content.decode()
    assert page.index("太空电梯") < page.index("海底隧道")
    assert "&lt;b&gt;" in page
