"""Take the pictures of the README (docs/screenshots) and of the editors' guide.

    python -m tests.browser.pictures      # or: make pictures

A site of its own, in a temporary folder and with a fixed clock, has the seed text, the made-up
meetings of `load_demo` and two reports of one meeting. Run twice, the files are the same, but for
a pixel or two that Chromium draws otherwise now and then.
"""

import datetime
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import django
import time_machine
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.paths import ROOT
from tests.regression import archive

NOW = datetime.datetime(2026, 11, 26, 2, 0, tzinfo=datetime.UTC)
SCREENSHOTS, GUIDE = Path("docs/screenshots"), Path("static/editor/guide")
_SIZES = {SCREENSHOTS: (1280, 860), GUIDE: (1280, 760)}
QUEUE = "/admin/bulletins/meeting/queue/"
# Two reports of one meeting; the second names its chair.
_REPORT = (
    "2023年5月6日，湖南省民政厅在长沙召开全省民政工作会议。{chair}厅长李丽出席会议并讲话。\n"
    "会议指出，要加强基本养老服务，推进社会救助改革，规范婚姻登记和殡葬管理。\n"
    "会议要求，各地要压实责任，确保全年任务完成。"
)


class Pictures:
    """A browser in which an administrator is logged in."""

    def __init__(self, browser: Browser, site: str, session: str) -> None:
        self._browser, self._site, self._session = browser, site, session

    @contextmanager
    def picture(
        self, name: Path, path: str, scheme: Literal["light", "dark"] = "light"
    ) -> Iterator[Page]:
        """Open a page, and take its picture when the caller has prepared it."""
        width, height = _SIZES[name.parent]
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",  # or the admin warns of the difference to the site's
            reduced_motion="reduce",
        )
        cookie: Any = {"name": "sessionid", "value": self._session, "url": self._site}
        context.add_cookies([cookie])
        page = context.new_page()
        response = page.goto(self._site + path, wait_until="networkidle")
        if response is None or not response.ok:
            sys.exit(f"{path}: {response and response.status}")
        yield page
        page.screenshot(path=ROOT / name, animations="disabled")
        context.close()


def take_pictures(pictures: Pictures, uploads: list[Path]) -> None:
    """Take all pictures. Those of the guide come last: the upload changes the archive."""
    with pictures.picture(SCREENSHOTS / "home.png", "/"):
        pass
    with pictures.picture(SCREENSHOTS / "meeting.png", "/meetings/1/") as page:
        page.locator("#fact-venue").hover()
    query = "/search/?q=银发经济&year=2025&year=2024"
    with pictures.picture(SCREENSHOTS / "search.png", query):
        pass
    with pictures.picture(SCREENSHOTS / "atlas.png", "/atlas/?from=2019&to=2026", "dark"):
        pass
    with pictures.picture(GUIDE / "upload.png", "/admin/bulletins/bulletin/add/") as page:
        page.locator("input[type=file]").set_input_files(uploads)
        page.get_by_role("button", name="上传并读取").click()
        page.get_by_text("传完了").wait_for()
    with pictures.picture(GUIDE / "queue.png", QUEUE):
        pass
    with pictures.picture(GUIDE / "check.png", "/admin/bulletins/meeting/1/change/") as page:
        page.locator("#id_venue").focus()
        page.locator(".field-province").evaluate("row => row.scrollIntoView()")
    with pictures.picture(GUIDE / "boundaries.png", "/admin/bulletins/bulletin/1/borders/"):
        pass
    with pictures.picture(GUIDE / "duplicates.png", QUEUE) as page:
        page.get_by_role("link", name="可能与已有的会议重复").click()
        page.get_by_role("link", name="湖南省民政厅会议").click()
        page.goto(page.url.replace("/change/", "/duplicates/"))


def prepare_archive() -> str:
    """Fill the archive and return the key of an administrator's session."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.test import Client

    from bulletins.ingest import ImportOptions, import_bytes

    call_command("prepare_archive", stdout=sys.stderr)
    call_command("load_demo", stdout=sys.stderr)
    list(import_bytes("湖南会议.txt", _REPORT.format(chair="").encode(), ImportOptions()))
    call_command("prepare_index", stdout=sys.stderr)
    client = Client()
    client.force_login(get_user_model().objects.get(is_superuser=True))
    return client.cookies["sessionid"].value


@contextmanager
def serving() -> Iterator[str]:
    """Serve the site on a free port and return its address."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from config.wsgi import application

    class QuietHandler(WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    server.set_app(application)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def main() -> None:
    """Take the pictures of a new archive."""
    if chromium.EXECUTABLE is None:
        sys.exit(chromium.INSTALL_HINT)
    with tempfile.TemporaryDirectory(prefix="pictures-") as temporary:
        environment = archive.environment(Path(temporary) / "archive", "config.settings")
        os.environ.clear()
        os.environ.update(environment)
        good, bad = Path(temporary) / "湖南会议（另一篇）.txt", Path(temporary) / "损坏的.pdf"
        good.write_text(_REPORT.format(chair="副厅长王芳主持会议，"), encoding="utf-8")
        bad.write_bytes(b"%PDF-1.7 truncated")
        with time_machine.travel(NOW, tick=False):
            django.setup()
            session = prepare_archive()
            with serving() as site, sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium.EXECUTABLE, args=chromium.ARGUMENTS
                )
                take_pictures(Pictures(browser, site, session), [good, bad])
                browser.close()


if __name__ == "__main__":
    main()
