"""Fixtures of the browser tests: a real Chromium, and checks that apply to every page.

Without a Chromium these tests are skipped; with `CI=true` they fail instead, because skipped tests
go unnoticed there.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request

from bulletins import ingest
from bulletins.models import Meeting
from tests.browser import chromium
from tests.factories import load_provinces

# Playwright's sync API runs an event loop in the thread of the test, in which Django would refuse
# every query.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark the tests of this folder, so that `-m "not browser"` leaves them out."""
    item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if chromium.EXECUTABLE is None:
        if os.environ.get("CI") == "true":
            pytest.fail(chromium.INSTALL_HINT)
        pytest.skip(chromium.INSTALL_HINT)
    own = {"executable_path": chromium.EXECUTABLE, "args": chromium.ARGUMENTS}
    return browser_type_launch_args | own


@pytest.fixture(autouse=True)
def check_requests_and_console(page: Page, live_server) -> Iterator[None]:
    """Fail if a page requested an external resource, or the console has a warning or error.

    Violations of the content security policy are reported there.
    """
    problems: list[str] = []

    def watch_request(request: Request) -> None:
        if not request.url.startswith((f"{live_server.url}/", "data:")):
            problems.append(f"external request: {request.url}")

    def watch_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            problems.append(f"{message.type} on {page.url}: {message.text}")

    page.on("request", watch_request)
    page.on("console", watch_console)
    page.on("pageerror", lambda error: problems.append(f"script error on {page.url}: {error}"))
    yield
    assert not problems


@pytest.fixture
def seed_meetings(transactional_db: None, seed_bytes: bytes) -> list[Meeting]:
    """The meetings of the customer's seed text, published: 湖北, then 内蒙古."""
    load_provinces()
    stored = ingest.import_parsed(
        ingest.parse_file("000.txt", seed_bytes), publish=ingest.PublishPolicy.SURE
    )
    return list(stored.bulletin.meetings.order_by("index"))
