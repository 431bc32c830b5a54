"""Browsing from the home page to a meeting, on screens of different sizes."""

import re

from playwright.sync_api import FloatRect, Locator, Page, ViewportSize, expect

from bulletins.models import Meeting, Theme
from tests.factories import load_provinces, make_meeting

PHONE: ViewportSize = {"width": 320, "height": 640}


def bounding_box(locator: Locator) -> FloatRect:
    box = locator.bounding_box()
    assert box is not None, "not visible"
    return box


def test_a_reader_finds_a_meeting_by_its_province(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(live_server.url)
    page.get_by_role("link", name="湖北 1 篇", exact=True).click()
    expect(page).to_have_title("湖北省 · 会议简报档案")

    page.get_by_role("link", name="湖北省民政厅召开2024年全省民政工作视频会议").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "湖北省民政厅召开2024年全省民政工作视频会议"
    )
    expect(page.get_by_text("2024年2月21日").first).to_be_visible()
    expect(page.locator("#priorities li")).to_have_count(8)


def test_provinces_are_a_list_on_a_phone_and_a_map_on_a_wide_screen(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(live_server.url)
    drawing = page.locator(".tile-map")
    in_list = page.locator(".province-list").get_by_role("link", name="湖北 1", exact=True)

    expect(drawing).to_be_visible()
    expect(in_list).to_be_hidden()
    page.get_by_text("按地区列出").click()
    expect(in_list).to_be_visible()

    page.set_viewport_size(PHONE)
    page.reload()

    expect(drawing).to_be_hidden()
    in_list.click()
    expect(page).to_have_title("湖北省 · 会议简报档案")


def test_the_map_can_be_used_by_keyboard(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(live_server.url)
    page.get_by_role("link", name="黑龙江 0 篇").focus()

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="内蒙古 1 篇")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_title("内蒙古自治区 · 会议简报档案")


def test_a_reader_browses_from_a_year_to_a_month_and_back_from_a_meeting(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(live_server.url)
    page.get_by_role("link", name="2024年 2 篇").click()
    page.get_by_role("link", name="2月 1 篇").click()

    expect(page).to_have_title("2024年2月 · 会议简报档案")
    page.get_by_role("link", name="湖北省民政厅召开2024年全省民政工作视频会议").click()
    page.get_by_role("link", name="2024年的会议").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("2024年的会议")


def test_a_table_of_themes_that_does_not_fit_shows_the_newest_year(
    page: Page, live_server, transactional_db: None
) -> None:
    load_provinces()
    care = Theme.objects.get(name="养老服务")
    for year in range(2005, 2025):
        make_meeting(date=str(year)).themes.set([care])
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/provinces/hubei/")
    table = page.get_by_role("region", name="各主题每年的会议数")

    expect(table.get_by_role("link", name="2024", exact=True)).to_be_in_viewport()
    expect(table.get_by_role("link", name="2005", exact=True)).not_to_be_in_viewport()
    expect(table.get_by_role("rowheader", name="养老服务")).to_be_in_viewport()


def test_the_breadcrumb_leads_from_a_meeting_to_the_year_of_its_province(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(live_server.url + seed_meetings[1].get_absolute_url())

    page.get_by_role("navigation", name="所在位置").get_by_role("link", name="2024年").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("内蒙古自治区")
    expect(page.get_by_role("link", name="内蒙古自治区民政厅会议（2024年）")).to_be_visible()


def test_the_first_tab_stop_is_the_skip_link(page: Page, live_server) -> None:
    page.goto(live_server.url)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_facts_are_beside_the_text_on_wide_screens_and_above_it_on_a_phone(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto(live_server.url + seed_meetings[0].get_absolute_url())

    facts, text = page.locator(".facts"), page.locator("#priorities")
    assert bounding_box(facts)["x"] >= bounding_box(text)["x"] + bounding_box(text)["width"]

    page.set_viewport_size(PHONE)

    assert bounding_box(facts)["y"] + bounding_box(facts)["height"] <= bounding_box(text)["y"]


def test_print_has_the_text_without_the_search_box(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(live_server.url + seed_meetings[0].get_absolute_url())
    page.emulate_media(media="print")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#body")).to_contain_text(re.compile("杨泽发"))
    expect(page.locator("form")).to_be_hidden()


def test_print_of_a_list_has_neither_navigation_nor_downloads(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(f"{live_server.url}/provinces/hubei/")
    expect(page.locator(".main-nav, .export-links")).to_have_count(2)
    page.emulate_media(media="print")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".main-nav")).to_be_hidden()
    expect(page.locator(".export-links")).to_be_hidden()
