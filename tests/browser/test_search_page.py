"""The search page: results, filters, paging without reload, the way to the match in a meeting."""

import re

from playwright.sync_api import Page, expect

from bulletins.models import Meeting


def test_a_reader_finds_a_meeting_by_a_word_of_its_text(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(live_server.url)
    page.get_by_label("检索会议").fill("精康融合行动")
    page.get_by_label("检索会议").press("Enter")

    expect(page.get_by_role("heading", name="找到 1 篇")).to_be_visible()
    expect(page.locator(".snippet mark").first).to_have_text("精康融合行动")
    page.get_by_role("link", name="湖北省民政厅召开2024年全省民政工作视频会议").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("湖北省民政厅")
    expect(page.locator("#body mark").first).to_have_text("精康融合行动")


def test_the_link_back_from_a_meeting_leads_to_the_same_results(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(f"{live_server.url}/search/?q=四下基层")
    expect(page.get_by_role("heading", name="找到 2 篇")).to_be_visible()
    page.locator(".search-results a").first.click()

    page.get_by_role("link", name="回到检索结果").click()

    expect(page.get_by_role("heading", name="找到 2 篇")).to_be_visible()
    expect(page.get_by_label("检索会议")).to_have_value("四下基层")


def test_a_province_filters_the_results_and_can_be_removed(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(f"{live_server.url}/search/?q=四下基层")

    page.get_by_role("navigation", name="省份").get_by_role("link", name="湖北").click()
    expect(page.get_by_role("heading", name="找到 1 篇")).to_be_visible()
    page.get_by_role("link", name="取消省份").click()

    expect(page.get_by_role("heading", name="找到 2 篇")).to_be_visible()


def test_a_search_without_results_offers_links_to_browse(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(f"{live_server.url}/search/?q=太空电梯")

    expect(page.get_by_role("heading", name="没有找到“太空电梯”")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="按省份浏览").first).to_be_visible()


def test_every_example_of_the_search_page_finds_something(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(f"{live_server.url}/search/")
    examples = page.locator(".query-help td a")
    addresses = [example.get_attribute("href") for example in examples.all()]

    assert len(addresses) == 5
    for address in addresses:
        page.goto(f"{live_server.url}{address}")
        expect(page.locator(".result-count")).to_be_visible()


def test_filters_replace_the_results_without_reloading_the_page(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(f"{live_server.url}/search/?q=四下基层")
    page.evaluate("window.isTheSamePage = true")

    page.get_by_role("navigation", name="省份").get_by_role("link", name="湖北").click()
    expect(page.get_by_role("heading", name="找到 1 篇")).to_be_visible()
    expect(page).to_have_url(re.compile("province=hubei"))
    assert page.evaluate("window.isTheSamePage")
    expect(page.get_by_role("status")).to_have_text("找到 1 篇")

    page.go_back()
    expect(page.get_by_role("heading", name="找到 2 篇")).to_be_visible()
    page.locator(".search-results h3 a").first.click()
    expect(page).to_have_url(re.compile(r"/meetings/\d+/"))


def test_a_date_range_filters_the_results_and_stays_in_the_url(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(f"{live_server.url}/search/?q=四下基层")

    page.get_by_label("从", exact=True).fill("2030")
    page.get_by_role("button", name="缩小").click()

    expect(page.get_by_text("在所选的范围里没有。")).to_be_visible()
    expect(page).to_have_url(re.compile("from=2030"))
