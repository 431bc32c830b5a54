"""The search page as a reader sees it, for every answer the search can give."""

from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.html import format_html

from tests.factories import make_meeting


def results(rf: RequestFactory, address: str = "/search/", **context: Any) -> str:
    plain = {
        "query": "",
        "notices": [],
        "searched": False,
        "total": 0,
        "page": Paginator([], 10).get_page(1),
        "facets": {"province": [], "year": []},
    }
    return render_to_string("search/results.html", plain | context, rf.get(address))


def hits(number: int) -> list[dict[str, Any]]:
    meeting = make_meeting("湖北省", date="2024", source="湖北省民政厅")
    hit = {
        "meeting": meeting,
        "title": format_html("全省<mark>{}</mark>会议", "养老"),
        "snippets": [format_html("推进<mark>{}</mark>服务", "养老")],
        "url": f"{meeting.get_absolute_url()}?q=养老",
    }
    return [hit] * number


def test_without_a_query_the_page_explains_how_to_ask(rf: RequestFactory) -> None:
    page = results(rf)

    assert "怎样检索" in page
    for example in (
        "养老 殡葬",
        '"高质量发展"',
        "社会救助 -福彩",
        "养老 或 廉政",
        "年份:2024",
    ):
        assert f">{example}" in page
    assert "没有找到" not in page


def test_hits_are_shown_with_their_facts_and_marks(rf: RequestFactory) -> None:
    page = results(
        rf, query="养老", searched=True, total=1234, page=Paginator(hits(1), 10).get_page(1)
    )

    assert "找到 1,234 篇" in page
    assert "全省<mark>养老</mark>会议</a>" in page
    assert "推进<mark>养老</mark>服务" in page
    assert "2024年（日期未载）" in page
    assert "湖北省民政厅" in page
    assert "<title>检索“养老” · 会议简报档案</title>" in page
    assert 'value="养老"' in page


def test_paging_keeps_query_and_narrowing(rf: RequestFactory) -> None:
    page = results(
        rf,
        "/search/?q=养老&province=hubei&page=2",
        query="养老",
        searched=True,
        total=5,
        page=Paginator(hits(5), 2).get_page(2),
    )

    assert 'rel="prev" href="?q=%E5%85%BB%E8%80%81&amp;province=hubei&amp;page=1"' in page
    assert 'rel="next" href="?q=%E5%85%BB%E8%80%81&amp;province=hubei&amp;page=3"' in page
    assert "第 2 页，共 3 页" in page


def test_narrowing_keeps_the_query_and_starts_from_the_first_page(rf: RequestFactory) -> None:
    page = results(
        rf,
        "/search/?q=1&year=2024&page=2",
        query="1",
        searched=True,
        total=5,
        page=Paginator(hits(5), 2).get_page(2),
        facets={
            "province": [("hubei", "湖北省", 3, False)],
            "year": [("2024", "2024年", 5, True), ("2023", "2023年", 1, False)],
        },
    )

    assert 'href="?q=1&amp;year=2024&amp;province=hubei"' in page
    assert 'href="?q=1" aria-current="true">2024年' in page
    assert 'href="?q=1&amp;year=2023"' in page


def test_nothing_found_offers_the_next_step(rf: RequestFactory) -> None:
    page = results(rf, "/search/?q=民正厅&year=2024", query="民正厅", searched=True)

    assert "没有找到“民正厅”" in page
    assert "不限省份和年份再找一次" in page
    assert "按省份浏览" in page


def test_nothing_found_without_narrowing_does_not_offer_to_widen_it(rf: RequestFactory) -> None:
    assert "不限省份" not in results(rf, "/search/?q=民正厅", query="民正厅", searched=True)


@pytest.mark.parametrize(
    ("query", "is_advised"), [('"民正厅"', True), ("“民正厅”", True), ("民正厅", False)]
)
def test_leaving_out_the_quotes_is_advised_to_who_wrote_some(
    rf: RequestFactory, query: str, is_advised: bool
) -> None:
    assert ("去掉引号" in results(rf, query=query, searched=True)) is is_advised


def test_notices_stand_under_the_search_box(rf: RequestFactory) -> None:
    page = results(rf, query='"', searched=True, notices=["引号没有成对，已按普通的词检索。"])

    assert page.index('role="search"') < page.index("引号没有成对") < page.index("没有找到")


@pytest.mark.parametrize("searched", [True, False])
def test_what_was_typed_is_escaped(rf: RequestFactory, searched: bool) -> None:
    attack = '"><script>alert(1)</script>'

    page = results(rf, query=attack, searched=searched, notices=[attack])

    assert "<script" not in page
    assert page.count("<h1") == 1
