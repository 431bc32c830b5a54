"""The page of a meeting: highlighting of source spans, selection, citation, print."""

import re

from playwright.sync_api import Page, expect

from bulletins.models import Meeting

HIGHLIGHTED = re.compile(r"\bis-highlighted\b")


def open_page(page: Page, live_server, meeting: Meeting) -> None:
    page.goto(f"{live_server.url}{meeting.get_absolute_url()}")


def test_hovering_a_value_highlights_its_source_span(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    open_page(page, live_server, seed_meetings[0])
    words = page.locator('#body [data-facts~="venue"]').first

    page.locator("#fact-venue").hover()
    expect(words).to_have_class(HIGHLIGHTED)

    page.locator("h1").hover()
    expect(words).not_to_have_class(HIGHLIGHTED)


def test_focusing_a_source_span_highlights_its_value(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    open_page(page, live_server, seed_meetings[0])

    page.locator('#body a[data-facts~="venue"]').first.focus()
    expect(page.locator("#fact-venue")).to_have_class(HIGHLIGHTED)

    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#fact-venue$"))


def test_the_citation_is_copied_and_the_button_confirms_it(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_page(page, live_server, seed_meetings[0])

    page.get_by_role("button", name="复制引文").click()

    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#citation").text_content()


def test_print_has_the_citation_and_no_downloads(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    open_page(page, live_server, seed_meetings[0])
    page.emulate_media(media="print")

    expect(page.locator("#citation")).to_be_visible()
    expect(page.locator(".meeting-downloads dl")).to_be_hidden()


def test_dragging_from_a_source_span_selects_text_and_clicking_it_follows_its_link(
    page: Page, live_server, seed_meetings: list[Meeting]
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}{seed_meetings[0].get_absolute_url()}")
    words = page.locator('#body a.source-span[data-facts~="venue"]').first
    words.scroll_into_view_if_needed()
    box = words.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2

    page.mouse.move(box["x"] + 1, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, middle, steps=3)
    page.mouse.move(box["x"] + box["width"] + 40, middle, steps=3)
    page.mouse.up()

    selected = page.evaluate("getSelection().toString()")
    assert selected.startswith(words.inner_text())
    assert len(selected) > len(words.inner_text())
    page.mouse.click(box["x"] - 60, middle + 200)
    words.click()
    expect(page).to_have_url(re.compile("#fact-venue$"))
