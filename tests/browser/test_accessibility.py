"""Accessibility: axe finds no violations on any page, and no page scrolls horizontally.

Every page is checked at the widths of a phone, a tablet and a desktop, in light and dark. The pages
are divided into a few groups: each group fills the archive once, and processes can share them.
"""

from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bulletins.models import Meeting
from search.indexing import background
from tests.browser.test_admin import log_in
from tests.factories import make_meeting, saved_together

WIDTHS = (320, 768, 1440)
GROUPS = 3
PAGES = [
    "/",
    "/provinces/hubei/",
    "/provinces/xizang/",
    "/years/2024/",
    "/years/2024/2/",
    "/themes/",
    "/themes/yanglao-fuwu/",
    "/atlas/",
    "/people/",
    "/people/?province=hubei",
    "/people/hubei/杨泽发/",
    "/meetings/{one}/",
    "/meetings/{one}/?q=养老",
    "/meetings/{other}/",
    "/compare/",
    "/compare/?m={one}",
    "/compare/?m={one}&m={other}",
    "/search/",
    "/search/help/",
    "/search/advanced/",
    "/search/advanced/?all=养老&phrase=四下基层&since=abc",
    "/search/?q=民政",
    "/search/?q=杨泽发",
    "/search/?q=养老&province=hubei&year=2024&from=2024-01&m={one}",
    "/search/?q=“养老",
    "/search/?q=太空电梯",
    "/api/",
]


@pytest.fixture
def addresses(seed_meetings: list[Meeting]) -> list[str]:
    """The URLs to check, in an archive with meetings of every kind."""
    background.join()
    with saved_together():
        make_meeting(None, date="", title="哪里的哪一年的会", body="民政养老。")
        for year in range(2001, 2024):
            make_meeting(date=str(year), body="民政养老服务。" * year, chairs=[("杨泽发", "厅长")])
    one, other = seed_meetings
    return [page.format(one=one.pk, other=other.pk) for page in PAGES]


# Only rules about colours depend on the scheme.
SCHEMES: dict[Literal["light", "dark"], dict[str, object]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]},
}


@pytest.mark.parametrize("group", range(GROUPS), ids=lambda group: f"group {group + 1}")
def test_public_pages_are_accessible_and_fit_the_screen(
    page: Page, live_server, addresses: list[str], group: int
) -> None:
    problems = []
    for address in addresses[group::GROUPS]:
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(f"{live_server.url}{address}")
        page.evaluate(AXE_SCRIPT)
        for scheme, options in SCHEMES.items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                where = f"{address} at {width}, {scheme}"
                results = AxeResults(page.evaluate("options => axe.run(options)", options))
                if results.violations_count:
                    problems.append(f"{where}\n{results.generate_report()}")
                if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                    problems.append(f"{where} is {wide} wide")
    assert not problems, "\n".join(problems)


ADMIN_PAGES = [
    "/admin/",
    "/admin/bulletins/bulletin/",
    "/admin/bulletins/bulletin/add/",
    "/admin/bulletins/bulletin/{bulletin}/change/",
    "/admin/bulletins/bulletin/{bulletin}/borders/",
    "/admin/bulletins/bulletin/{bulletin}/reread/",
    "/admin/bulletins/bulletin/guide/",
    "/admin/bulletins/meeting/",
    "/admin/bulletins/meeting/queue/",
    "/admin/bulletins/meeting/statistics/",
    "/admin/bulletins/meeting/{one}/change/",
    "/admin/bulletins/meeting/{one}/history/",
    "/admin/bulletins/meeting/{one}/duplicates/",
    "/admin/bulletins/meeting/withdraw/?pk={one}",
    "/admin/bulletins/theme/",
    "/admin/search/synonymgroup/import/",
    "/admin/search/synonymgroup/export/",
]
# Django's tabular inlines have an empty column header.
DJANGO_RULES = {"empty-table-header": {"enabled": False}}


def test_admin_pages_are_accessible(
    page: Page, live_server, administrator, seed_meetings: list[Meeting]
) -> None:
    one, _other = seed_meetings
    log_in(page, live_server)
    problems = []
    for pattern in ADMIN_PAGES:
        address = pattern.format(one=one.pk, bulletin=one.bulletin_id)
        page.goto(f"{live_server.url}{address}")
        page.evaluate(AXE_SCRIPT)
        for width in (320, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            # Preloading would inline imported stylesheets, which the content security policy
            # forbids.
            options = {"resultTypes": ["violations"], "rules": DJANGO_RULES, "preload": False}
            results = AxeResults(page.evaluate("options => axe.run(options)", options))
            if results.violations_count:
                problems.append(f"{address} at {width}\n{results.generate_report()}")
    assert not problems, "\n".join(problems)


def test_autocomplete_is_accessible(page: Page, live_server, addresses: list[str]) -> None:
    page.goto(live_server.url)
    page.get_by_role("combobox", name="检索会议").press_sequentially("养")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")

    results = Axe().run(page)

    assert not results.violations_count, results.generate_report()
