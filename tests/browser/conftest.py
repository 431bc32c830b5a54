"""A real Chromium, and what must hold on every page it shows.

Debian's own Chromium is used, so that nothing has to be downloaded. Without one these tests are
skipped; where CI is set they fail instead, for nobody reads what was skipped there.
"""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request

from bulletins.ingest import importer
from bulletins.models import Meeting
from tests.factories import load_provinces

# Playwright's sync API runs an event loop in the thread of the test, where Django would
# otherwise refuse every query.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HOW_TO_GET_ONE = "这组测试需要 Chromium：apt-get install chromium，或用 CHROMIUM 指明它在哪里"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI") == "true":
            pytest.fail(HOW_TO_GET_ONE)
        pytest.skip(HOW_TO_GET_ONE)
    return browser_type_launch_args | {"executable_path": chromium, "args": QUIET}


@pytest.fixture(autouse=True)
def nothing_amiss(page: Page, live_server) -> Iterator[None]:
    """Fail the test whose pages asked anything of elsewhere, or made the browser complain.

    A violation of the content security policy is such a complaint.
    """
    amiss: list[str] = []

    def watch_request(request: Request) -> None:
        if not request.url.startswith((f"{live_server.url}/", "data:")):
            amiss.append(f"asked elsewhere: {request.url}")

    def watch_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            amiss.append(f"{message.type} on {page.url}: {message.text}")

    page.on("request", watch_request)
    page.on("console", watch_console)
    page.on("pageerror", lambda error: amiss.append(f"script error on {page.url}: {error}"))
    yield
    assert not amiss


@pytest.fixture
def seed_meetings(transactional_db: None, seed_bytes: bytes) -> list[Meeting]:
    """The customer's text, taken in and published: 湖北, then 内蒙古."""
    load_provinces()
    stored = importer.import_parsed(importer.parse_file("000.txt", seed_bytes), published=True)
    return list(stored.bulletin.meetings.order_by("index"))
