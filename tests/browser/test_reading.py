"""From the home page to a meeting, as a reader goes, and on every size of screen."""

import re

from playwright.sync_api import FloatRect, Locator, Page, ViewportSize, expect

from bulletins.models import Meeting, Theme
from tests.factories import load_provinces, make_meeting

PHONE: ViewportSize = {"width": 320, "height": 640}


def place(locator: Locator) -> FloatRect:
    box = locator.bounding_box()
    assert box is not None, "not to be seen"
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


def test_a_phone_shows_the_provinces_as_a_list_and_a_wide_screen_as_a_map(
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


def test_the_map_can_be_walked_with_the_keyboard(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(live_server.url)
    page.get_by_role("link", name="黑龙江 0 篇").focus()

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="内蒙古 1 篇")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_title("内蒙古自治区 · 会议简报档案")


def test_a_reader_goes_from_the_years_to_a_month(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(live_server.url)
    page.get_by_role("link", name="2024年 2 篇").click()
    page.get_by_role("link", name="2月 1 篇").click()

    expect(page).to_have_title("2024年2月 · 会议简报档案")
    page.get_by_role("link", name="湖北省民政厅召开2024年全省民政工作视频会议").click()
    page.get_by_role("link", name="2024年的会议").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("2024年的会议")


def test_where_the_table_of_themes_does_not_fit_the_newest_year_is_seen_first(
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


def test_the_breadcrumb_leads_back(page: Page, live_server, seed_meetings: list[Meeting]) -> None:
    page.goto(live_server.url + seed_meetings[1].get_absolute_url())

    page.get_by_role("navigation", name="所在位置").get_by_role("link", name="2024年").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("内蒙古自治区")
    expect(page.get_by_role("link", name="内蒙古自治区民政厅会议（2024年）")).to_be_visible()


def test_the_first_tab_leads_past_the_header(page: Page, live_server) -> None:
    page.goto(live_server.url)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_facts_stand_beside_the_text_where_there_is_room_and_above_it_where_not(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto(live_server.url + seed_meetings[0].get_absolute_url())

    facts, text = page.locator(".facts"), page.locator("#priorities")
    assert place(facts)["x"] >= place(text)["x"] + place(text)["width"]

    page.set_viewport_size(PHONE)

    assert place(facts)["y"] + place(facts)["height"] <= place(text)["y"]


def test_paper_gets_the_text_and_not_the_search_box(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(live_server.url + seed_meetings[0].get_absolute_url())
    page.emulate_media(media="print")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#body")).to_contain_text(re.compile("杨泽发"))
    expect(page.locator("form")).to_be_hidden()
