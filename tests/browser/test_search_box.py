"""The search box: `/`, autocomplete, arrow keys through completions and results."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from bulletins.models import Meeting


@pytest.fixture
def box(page: Page, live_server, seed_meetings: list[Meeting]) -> Locator:
    page.goto(live_server.url)
    return page.get_by_role("combobox", name="检索会议")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def test_slash_focuses_the_box_and_is_not_typed(page: Page, box: Locator) -> None:
    page.keyboard.press("/")

    expect(box).to_be_focused()
    expect(box).to_have_value("")


def test_a_slash_in_the_box_is_typed(page: Page, box: Locator) -> None:
    box.press_sequentially("1/2")

    expect(box).to_have_value("1/2")


def test_a_completion_is_chosen_with_the_arrow_keys(page: Page, box: Locator) -> None:
    box.press_sequentially("杨泽")
    expect(options(page).first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")

    box.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    chosen = options(page).first.locator("span").first.inner_text()
    box.press("Enter")

    expect(page).to_have_url(re.compile(r"/search/\?q="))
    expect(box).to_have_value(chosen)


def test_the_arrow_keys_cycle_between_list_and_box(page: Page, box: Locator) -> None:
    box.press_sequentially("杨泽")
    expect(options(page).first).to_be_visible()

    box.press("ArrowDown")
    box.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    box.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)


def test_escape_closes_the_completions_and_keeps_the_text(page: Page, box: Locator) -> None:
    box.press_sequentially("杨泽")
    expect(options(page).first).to_be_visible()

    box.press("Escape")

    expect(options(page)).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("杨泽")


def test_a_completion_is_chosen_with_the_mouse(page: Page, box: Locator) -> None:
    box.press_sequentially("杨泽")
    options(page).first.click()

    expect(page).to_have_url(re.compile(r"/search/\?q="))


def test_a_completed_headline_opens_its_meeting(page: Page, box: Locator) -> None:
    box.press_sequentially("湖北省民政厅召开")
    options(page).filter(has_text="标题").first.click()

    expect(page).to_have_url(re.compile(r"/meetings/\d+/"))


def test_the_arrow_keys_move_through_the_results_and_back_to_the_box(
    page: Page, live_server, box: Locator
) -> None:
    page.goto(f"{live_server.url}/search/?q=四下基层")
    links = page.locator(".search-results h3 a")
    expect(links).to_have_count(2)

    box.focus()
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
