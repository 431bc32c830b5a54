"""The results template alone, rendered with each kind of context.

`results/test_service.py` tests the view that makes the context from an index.
"""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.html import format_html

from search.forms import ORDERS
from search.results import FACETS, FacetValue
from tests.bulletins.pages.scripts import without_own_scripts
from tests.factories import make_meeting

pytestmark = pytest.mark.usefixtures("provinces")


def render_results(
    rf: RequestFactory,
    url: str = "/search/",
    facets: dict[str, list[FacetValue]] | None = None,
    **context: Any,
) -> str:
    defaults = {
        "query": "",
        "warnings": [],
        "expansions": [],
        "applied_correction": None,
        "corrections": [],
        "relaxations": [],
        "total": 0,
        "unfiltered_total": context.get("total", 0),
        "page": Paginator([], 10).get_page(1),
        "facets_with_values": [
            (each, facets[each.name]) for each in FACETS if each.name in (facets or {})
        ]
        if facets
        else [],
        "orders": ORDERS,
        "order": "relevance",
    }
    return render_to_string("search/results.html", defaults | context, rf.get(url))


def result_rows(number: int) -> list[dict[str, Any]]:
    meeting = make_meeting("湖北省", date="2024", source="湖北省民政厅")
    row = {
        "meeting": meeting,
        "title": format_html("全省<mark>{}</mark>会议", "养老"),
        "snippets": [format_html("推进<mark>{}</mark>服务", "养老")],
        "url": f"{meeting.get_absolute_url()}?q=养老",
    }
    return [row] * number


def correction(text: str, meetings: int, explanation: str = "") -> SimpleNamespace:
    return SimpleNamespace(text=text, meetings=meetings, explanation=explanation)


PROVINCES = {"province": [FacetValue("hubei", "湖北", 3, False)]}


def test_start_page_has_query_examples(rf: RequestFactory) -> None:
    page = render_to_string("search/start.html", {}, rf.get("/search/"))

    assert "怎样检索" in page
    for example in ("养老 殡葬", '"高质量发展"', "社会救助 -福彩", "省份:湖北", "主持:"):
        assert f">{example}" in page
    assert 'href="/search/help/">全部检索方法' in page


def test_results_have_metadata_and_highlights(rf: RequestFactory) -> None:
    page = render_results(
        rf,
        query="养老",
        total=1234,
        page=Paginator(result_rows(1), 10).get_page(1),
        facets=PROVINCES,
    )

    assert "找到 1,234 篇" in page
    assert "全省<mark>养老</mark>会议</a>" in page
    assert "推进<mark>养老</mark>服务" in page
    assert "2024年（日期未载）" in page
    assert "湖北省民政厅" in page
    assert "<title>检索“养老” · 会议简报档案</title>" in page
    assert 'value="养老"' in page
    assert 'href="/search/help/"' in page


def test_pagination_keeps_query_filters_and_order(rf: RequestFactory) -> None:
    page = render_results(
        rf,
        "/search/?q=养老&province=hubei&sort=newest&page=2",
        query="养老",
        total=5,
        page=Paginator(result_rows(5), 2).get_page(2),
        facets=PROVINCES,
    )

    params = "q=%E5%85%BB%E8%80%81&amp;province=hubei&amp;sort=newest"
    assert f'rel="prev" href="?{params}&amp;page=1"' in page
    assert f'rel="next" href="?{params}&amp;page=3"' in page
    assert "第 2 页，共 3 页" in page


def test_filter_links_keep_the_query_and_drop_the_page(rf: RequestFactory) -> None:
    page = render_results(
        rf,
        "/search/?q=1&year=2024&page=2",
        query="1",
        total=5,
        page=Paginator(result_rows(5), 2).get_page(2),
        facets={
            "province": [FacetValue("hubei", "湖北省", 3, False)],
            "year": [FacetValue(2024, "2024", 5, True), FacetValue(2023, "2023", 1, False)],
            "type": [FacetValue("座谈会&", "座谈会&", 2, False)],
        },
    )

    assert 'href="?q=1&amp;year=2024&amp;province=hubei"' in page
    assert 'href="?q=1" aria-current="true">2024 ' in page
    assert 'href="?q=1&amp;year=2024&amp;year=2023"' in page
    assert 'href="?q=1&amp;year=2024&amp;type=%E5%BA%A7%E8%B0%88%E4%BC%9A%26"' in page


def test_the_years_found_are_drawn_as_bars_with_a_slot_for_each_year(rf: RequestFactory) -> None:
    page = render_results(
        rf,
        "/search/?q=1&year=2024",
        query="1",
        total=5,
        page=Paginator(result_rows(1), 2).get_page(1),
        facets={"year": [FacetValue(2024, "2024", 4, True), FacetValue(2022, "2022", 1, False)]},
    )

    assert page.count('<rect class="hit-area"') == page.count('<rect class="bar"') == 2
    assert page.count('class="is-selected"') == 1
    assert 'class="is-selected" aria-current="true"' in page
    assert 'href="?q=1" aria-label="2024年，4 篇"' in page
    assert 'year=2022" aria-label="2022年，1 篇"' in page
    assert 'viewBox="0 0 34 40"' in page
    assert "<p><span>2022</span><span>2024</span></p>" in page
    assert '<span class="count">4</span>' in page
    assert " style=" not in page


def test_the_bars_of_years_are_left_out_where_one_year_has_everything(rf: RequestFactory) -> None:
    year = [FacetValue(2024, "2024", 4, False), FacetValue(2022, "2022", 0, True)]
    page = render_results(
        rf, query="1", total=4, page=Paginator(result_rows(1), 2).get_page(1), facets={"year": year}
    )

    assert "<rect" not in page


def test_sort_links_mark_the_current_order(rf: RequestFactory) -> None:
    page = render_results(
        rf,
        "/search/?q=1&sort=newest&page=2",
        query="1",
        total=5,
        order="newest",
        page=Paginator(result_rows(5), 2).get_page(2),
        facets=PROVINCES,
    )

    assert 'href="?q=1&amp;sort=oldest">从旧到新' in page
    assert 'href="?q=1&amp;sort=newest" aria-current="true">从新到旧' in page


def test_single_result_has_no_sort_links(rf: RequestFactory) -> None:
    page = render_results(
        rf, query="1", total=1, page=Paginator(result_rows(1), 2).get_page(1), facets=PROVINCES
    )

    assert "从旧到新" not in page


def test_no_results_offers_corrections_and_relaxed_queries(rf: RequestFactory) -> None:
    page = render_results(
        rf,
        "/search/?q=民正厅&exact=1",
        query="民正厅",
        corrections=[correction("民政厅", 12)],
        relaxations=[correction("民 厅", 1234, "分开的词")],
    )

    assert "没有找到“民正厅”" in page
    assert 'href="/search/?q=%E6%B0%91%E6%94%BF%E5%8E%85">民政厅</a>' in page
    assert "12 篇" in page
    assert "1,234 篇" in page
    assert "分开的词" in page
    assert "按省份浏览" in page
    assert 'href="/search/help/"' in page


def test_no_results_without_suggestions_gives_advice(rf: RequestFactory) -> None:
    page = render_results(rf, "/search/?q=民正厅", query="民正厅")

    assert "换一个说法" in page
    assert "不限范围" not in page


def test_no_results_with_filters_offers_the_unfiltered_search(rf: RequestFactory) -> None:
    page = render_results(
        rf, "/search/?q=养老&year=1999", query="养老", unfiltered_total=12, facets=PROVINCES
    )

    assert 'href="/search/?q=%E5%85%BB%E8%80%81">不限范围有 12 篇</a>' in page
    assert "换一个宽一些的说法" not in page


def test_applied_correction_is_named_and_links_to_the_exact_search(rf: RequestFactory) -> None:
    page = render_results(
        rf,
        "/search/?q=民正厅&page=2",
        query="民政厅",
        original_query="民正厅",
        applied_correction=correction("民政厅", 12),
        corrections=[correction("民政亭", 4)],
        total=12,
        page=Paginator(result_rows(1), 2).get_page(1),
        facets=PROVINCES,
    )

    assert "没有找到“民正厅”，已改为检索“民政厅”（12 篇）。" in page
    assert 'href="?q=%E6%B0%91%E6%AD%A3%E5%8E%85&amp;exact=1"' in page
    assert "也可能是" in page
    assert 'value="民政厅"' in page


def test_corrections_are_above_few_results(rf: RequestFactory) -> None:
    page = render_results(
        rf,
        query="民正厅",
        corrections=[correction("民政厅", 12)],
        total=1,
        page=Paginator(result_rows(1), 2).get_page(1),
        facets=PROVINCES,
    )

    assert page.index("您要找的是") < page.index(">民政厅</a>") < page.index("找到 1 篇")


def test_warnings_are_below_the_search_box(rf: RequestFactory) -> None:
    page = render_results(
        rf,
        query='"',
        warnings=["引号没有成对，已按普通的词检索。"],
        expansions=[("低保", ("最低生活保障", "最低保障"))],
    )

    assert page.index('role="search"') < page.index("引号没有成对") < page.index("没有找到")
    assert "“低保”也找了最低生活保障、最低保障；加上引号就只找原词。" in page


def test_user_input_is_escaped(rf: RequestFactory) -> None:
    attack = '"><script>alert(1)</script>'

    for page in (
        render_results(
            rf,
            query=attack,
            original_query=attack,
            warnings=[attack],
            expansions=[(attack, (attack, attack))],
            applied_correction=correction(attack, 1),
            corrections=[correction(attack, 1)],
            relaxations=[correction(attack, 1, attack)],
        ),
        render_to_string("search/unavailable.html", {"query": attack}, rf.get(f"/?q={attack}")),
    ):
        assert "<script" not in without_own_scripts(page)
        assert page.count("<h1") == 1


@pytest.mark.parametrize("template", ["start", "help", "unavailable"])
def test_search_pages_have_no_inline_style_or_script(rf: RequestFactory, template: str) -> None:
    page = render_to_string(f"search/{template}.html", {}, rf.get("/search/"))

    assert "<script" not in without_own_scripts(page)
    assert "<style" not in page
    assert " style=" not in page
