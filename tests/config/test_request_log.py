"""The request log: one line of JSON a request, nothing personal, never in the way of a page."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from config.request_log import JSONLines, OfRequests, RequestLogHandler, log_requests
from tests.factories import load_provinces, make_meeting
from tests.search import processes

Lines = Callable[[], list[dict[str, Any]]]


def make_handler(path: Path, **options: Any) -> RequestLogHandler:
    handler = RequestLogHandler(path, encoding="utf-8", chmod=0o600, **options)
    handler.setFormatter(JSONLines())
    handler.addFilter(OfRequests())
    return handler


def read_lines(path: Path) -> list[dict[str, Any]]:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    """The log of this test alone."""
    handler = make_handler(tmp_path / "log" / "requests.log")
    logger = logging.getLogger("archive")
    former, logger.handlers = logger.handlers, [handler]
    yield tmp_path / "log" / "requests.log"
    logger.handlers = former
    handler.close()


@pytest.fixture
def logged(log_file: Path) -> Lines:
    """A function that returns the lines of the log."""
    return lambda: read_lines(log_file)


@pytest.mark.django_db
def test_a_request_is_one_line(client: Client, logged: Lines) -> None:
    response = client.get("/themes/")
    [line] = logged()
    assert line["time"][10] == "T"
    assert line["time"].endswith("+08:00")
    assert line["request"] == response.headers["X-Request-ID"]
    assert 0 < line["milliseconds"] < 60_000
    assert line | {"time": "", "request": "", "milliseconds": 0} == {
        "time": "",
        "event": "request",
        "request": "",
        "method": "GET",
        "route": "themes",
        "status": 200,
        "milliseconds": 0,
        "bytes": len(response.content),
    }


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("get", "/people/hubei/王芳/", ("GET", "person", 404)),
        ("get", "/没有/王芳/", ("GET", "", 404)),
        ("head", "/themes/?name=王芳", ("HEAD", "themes", 200)),
        ("get", "/admin/", ("GET", "admin:index", 302)),
        ("get", "/provinces/", ("GET", "django.views.generic.base.RedirectView", 302)),
        ("post", "/themes/", ("POST", "themes", 200)),
        ("get", "/api/meetings/?q=王芳", ("GET", "api:api-meetings", 200)),
    ],
)
@pytest.mark.django_db
def test_a_line_has_the_name_of_the_route_and_nothing_of_the_address(
    client: Client, log_file: Path, method, path, expected
) -> None:
    load_provinces()
    getattr(client, method)(path, headers={"User-Agent": "王芳", "Referer": "http://x/王芳"})
    [line] = read_lines(log_file)
    assert (line["method"], line["route"], line["status"]) == expected
    text = log_file.read_text(encoding="utf-8")
    assert "王芳" not in text
    assert "127.0.0.1" not in text


@pytest.mark.django_db
def test_an_invented_method_is_not_repeated(client: Client, logged: Lines) -> None:
    client.generic("WANGFANG", "/themes/")
    assert logged()[0]["method"] == "OTHER"


@pytest.mark.django_db
def test_the_name_of_a_user_is_not_logged(
    administrator_client: Client, log_file: Path, logged: Lines
) -> None:
    administrator_client.post("/admin/login/", {"username": "administrator", "password": "x"})
    assert logged()
    assert "administrator" not in log_file.read_text(encoding="utf-8")


@pytest.mark.django_db(transaction=True)
def test_a_streamed_response_is_measured_to_its_end(client: Client, logged: Lines) -> None:
    load_provinces()
    make_meeting(title="会议")
    response: Any = client.get("/?format=csv")
    assert not logged()
    size = len(b"".join(response.streaming_content))
    assert logged()[0]["bytes"] == size > 0
    response.close()
    [line] = logged()
    assert "complete" not in line


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("parts", [0, 1])
def test_a_response_that_the_client_does_not_wait_for_is_logged_as_incomplete(
    client: Client, logged: Lines, parts
) -> None:
    load_provinces()
    for number in range(2):
        make_meeting(title=f"会议{number}")
    response: Any = client.get("/?format=csv")
    for _part in range(parts):
        next(iter(response.streaming_content))
    response.close()
    [line] = logged()
    assert line["complete"] is False


@pytest.mark.skipif(connection.vendor != "sqlite", reason="has no function that sleeps")
@pytest.mark.django_db
def test_a_slow_statement_is_named_without_its_parameters(log_file: Path, logged: Lines) -> None:
    connection.ensure_connection()
    connection.connection.create_function("sleep", 1, time.sleep)

    def view(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sleep(0.55),\n  %s", ["王芳"])
        return HttpResponse()

    log_requests(view)(RequestFactory().get("/"))

    slow, request = logged()
    assert slow["event"] == "slow query"
    assert (slow["kind"], slow["query"]) == ("sql", "SELECT sleep(0.55), %s")
    assert slow["milliseconds"] >= 500
    assert slow["request"] == request["request"]


@pytest.mark.django_db
def test_commands_write_nothing(log_file: Path) -> None:
    logging.getLogger("archive.slow_queries").info("slow query", extra={"fields": {}})
    call_command("check")
    assert not log_file.exists()


@pytest.mark.django_db
def test_a_log_that_cannot_be_written_breaks_no_page_and_is_reported_once(
    client: Client, log_file: Path, logged: Lines, capsys
) -> None:
    log_file.parent.write_text("", encoding="utf-8")  # a file in the place of the folder
    assert client.get("/themes/").status_code == 200
    assert client.get("/themes/").status_code == 200
    assert capsys.readouterr().err.count("The request log cannot be written: ") == 1
    log_file.parent.unlink()
    assert client.get("/themes/").status_code == 200
    assert len(logged()) == 1


def test_only_the_sites_user_may_read_the_log(client: Client, log_file: Path, db) -> None:
    client.get("/themes/")
    assert log_file.stat().st_mode & 0o077 == 0
    assert log_file.parent.stat().st_mode & 0o077 == 0


def write_many(path: Path, name: str) -> None:
    """Write lines into a log that is rotated every few of them."""
    handler = make_handler(path, maxBytes=4000, backupCount=200)
    handler.filters.clear()
    for number in range(300):
        record = logging.makeLogRecord({"msg": "request", "fields": {"line": f"{name} {number}"}})
        handler.handle(record)
    handler.close()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_processes_that_rotate_the_log_lose_no_line(tmp_path: Path) -> None:
    path = tmp_path / "log" / "requests.log"
    started = [processes.start(write_many, path, name) for name in ("a", "b")]
    assert [process.wait() for process in started] == [(0, "")] * 2
    files = list(path.parent.glob("requests.log*"))
    assert len(files) > 5
    lines = [line["line"] for file in files for line in read_lines(file)]
    assert sorted(lines) == sorted(f"{name} {number}" for name in "ab" for number in range(300))
