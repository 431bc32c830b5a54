"""Themes, the atlas and people: links, keyboard, phone."""

import re

from playwright.sync_api import Page, expect

from bulletins.models import Meeting
from tests.browser.test_browsing import PHONE, bounding_box


def test_a_cell_of_the_atlas_leads_to_its_meeting_and_on_to_a_person(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(live_server.url)
    page.get_by_role("contentinfo").get_by_role("link", name="主题图谱").click()
    row = page.get_by_role("row", name=re.compile("^湖北"))
    row.get_by_role("link", name="1", exact=True).first.click()

    page.get_by_role("link", name="湖北省民政厅召开2024年全省民政工作视频会议").click()
    page.locator(".facts").get_by_role("link", name="杨泽发").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("杨泽发湖北")


def test_on_a_phone_the_atlas_scrolls_by_keyboard_with_fixed_provinces(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/atlas/")
    region = page.get_by_role("region", name="图谱，可左右滚动")
    name = region.get_by_role("rowheader", name="湖北")
    before = bounding_box(name)["x"]

    region.focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")

    expect(region.get_by_role("columnheader", name="党风廉政")).to_be_in_viewport()
    # It moves by the gap before it, then sticks.
    assert abs(bounding_box(name)["x"] - before) < 8


def test_the_years_of_the_atlas_are_chosen_in_a_form(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(f"{live_server.url}/atlas/?from=2020&to=2024")

    page.get_by_label("从").select_option("2022")
    page.get_by_role("button", name="看这些年").click()

    expect(page).to_have_url(re.compile(r"\?from=2022&to=2024$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("2022—2024年")


def test_a_year_of_the_timeline_of_a_theme_filters_its_list(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.goto(f"{live_server.url}/themes/yanglao-fuwu/")

    page.get_by_role("link", name=re.compile("2024年")).first.click()

    expect(page).to_have_url(re.compile("year=2024"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("2024年")
