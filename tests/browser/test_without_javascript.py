"""Everything works without scripts: pages are links and forms."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bulletins.models import Meeting


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page in a browser context without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_reader_searches_filters_sorts_and_opens_a_meeting(
    plain: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    plain.goto(live_server.url)
    plain.get_by_label("检索会议").fill("四下基层")
    plain.get_by_role("button", name="检索").click()
    expect(plain.get_by_role("heading", name="找到 2 篇")).to_be_visible()

    plain.get_by_role("link", name="从旧到新").click()
    plain.get_by_role("navigation", name="省份").get_by_role("link", name="湖北").click()
    expect(plain.get_by_role("heading", name="找到 1 篇")).to_be_visible()
    expect(plain).to_have_url(re.compile("sort=oldest.*province=hubei"))
    plain.get_by_role("link", name="取消省份").click()
    plain.get_by_label("从", exact=True).fill("2024")
    plain.get_by_role("button", name="缩小").click()
    expect(plain.get_by_role("heading", name="找到 2 篇")).to_be_visible()

    plain.locator(".search-results h3 a").first.click()
    expect(plain.locator("#body mark").first).to_have_text("四下基层")


def test_a_value_and_its_source_span_link_to_each_other(
    plain: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    plain.goto(live_server.url + seed_meetings[0].get_absolute_url())

    plain.get_by_label("地点在正文中的出处").click()
    expect(plain).to_have_url(re.compile("#words-venue$"))
    plain.locator('#body a[data-facts~="venue"]').first.click()

    expect(plain).to_have_url(re.compile("#fact-venue$"))
    expect(plain.get_by_role("button", name="复制引文")).to_have_count(0)


def test_results_are_selected_and_compared(
    plain: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    plain.goto(f"{live_server.url}/search/?q=四下基层")
    for index in range(2):
        plain.get_by_role("checkbox", name="比较").nth(index).check()
    plain.get_by_role("button", name="比较所选").click()

    expect(plain.get_by_role("heading", name="比较会议")).to_be_visible()
    expect(plain.get_by_role("columnheader")).to_have_count(2)
    expect(plain.locator(".compare-table tbody + tbody th").first).to_be_visible()

    plain.get_by_role("link", name="移出").first.click()
    expect(plain.get_by_text("已选一篇，请再选一到三篇。")).to_be_visible()
    plain.get_by_label("检索词").fill("四下基层")
    plain.get_by_role("main").get_by_role("button", name="检索").click()
    expect(plain.get_by_text("正在比较：已选 1 篇。")).to_be_visible()


def test_the_advanced_form_shows_its_query_and_searches_it(
    plain: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    plain.goto(live_server.url)
    plain.get_by_role("link", name="高级检索").click()
    plain.get_by_label("一字不差的一段").fill("四下基层")
    plain.get_by_label("省份").fill("湖北")
    plain.get_by_role("button", name="只看检索式怎样写").click()
    expect(plain.get_by_role("link", name='"四下基层" 省份:湖北')).to_be_visible()

    plain.get_by_role("button", name="检索", exact=True).click()
    expect(plain.get_by_role("heading", name="找到 1 篇")).to_be_visible()
    expect(plain.get_by_label("检索会议")).to_have_value('"四下基层" 省份:湖北')


def test_a_reader_browses_from_the_map_to_a_person_and_a_theme(
    plain: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    plain.goto(live_server.url)
    plain.get_by_role("link", name="湖北 1 篇", exact=True).click()
    plain.get_by_role("link", name="杨泽发").first.click()
    expect(plain.get_by_role("heading", name="历任职务")).to_be_visible()

    plain.get_by_role("navigation", name="全站").get_by_role("link", name="主题图谱").click()
    plain.get_by_role("cell", name="1", exact=True).first.get_by_role("link").click()
    expect(plain.get_by_role("heading", name="部署的工作")).to_be_visible()


def test_search_results_are_downloaded_in_every_format(
    plain: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    plain.goto(f"{live_server.url}/search/?q=四下基层")

    for ending in (".csv", ".xlsx", ".json"):
        with plain.expect_download() as download:
            plain.get_by_role("link", name=ending, exact=True).click()
        assert download.value.suggested_filename.endswith(ending)
