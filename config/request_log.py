"""The request log: one line of JSON for each request, and one for each slow query of a request.

    time          ISO 8601, in the office's time zone
    event         `request`, `slow query`
    request       the identifier of the request, also in its response's header `X-Request-ID`
    method, route, status, milliseconds, bytes
                  of a request; the route is the name of the URL pattern, "" where none was reached
    complete      false where the response was not sent to its end
    kind, milliseconds, query
                  of a slow query

There are no personal data in it, so that it may be kept, copied and sent to whoever helps: no
search terms (a route, not a path), no names of users, no addresses. The address of a staff member's
computer stands for the person; attacks are seen where addresses are needed and judged, in the log
of logins and in nginx's.
"""

import contextlib
import json
import logging
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import Any

from concurrent_log_handler import ConcurrentRotatingFileHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from common.slow_queries import timed

logger = logging.getLogger("archive.requests")

# Of the request that this thread is working on; "" between requests and in commands.
_request_id: ContextVar[str] = ContextVar("request_id", default="")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}
# How often it is said that the log cannot be written.
_COMPLAINT_SECONDS = 600.0


def log_requests(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return middleware that logs each request once its response is complete."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        measured = _MeasuredRequest(request.method or "")
        with measured.current():
            response = get_response(request)
        match = request.resolver_match
        measured.route = match.view_name if match else ""
        measured.status = response.status_code
        response.headers["X-Request-ID"] = measured.identifier
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _MeasuredStream(response.streaming_content, measured)
        else:
            measured.bytes = len(response.content) if isinstance(response, HttpResponse) else 0
            measured.log()
        return response

    return middleware


class _MeasuredRequest:
    """The logged part of a request. A client may invent a method, and write anything into it."""

    def __init__(self, method: str) -> None:
        self.identifier = secrets.token_hex(8)
        self.method = method if method in _METHODS else "OTHER"
        self.route = ""
        self.status = 0
        self.bytes = 0
        self.is_complete = True
        self._started = time.monotonic()

    @contextlib.contextmanager
    def current(self) -> Iterator[None]:
        """Let queries that are made inside be queries of this request."""
        token = _request_id.set(self.identifier)
        try:
            with connection.execute_wrapper(_time_statement):
                yield
        finally:
            _request_id.reset(token)

    def log(self) -> None:
        fields: dict[str, Any] = {
            "method": self.method,
            "route": self.route,
            "status": self.status,
            "milliseconds": round((time.monotonic() - self._started) * 1000, 1),
            "bytes": self.bytes,
        }
        if not self.is_complete:
            fields["complete"] = False
        token = _request_id.set(self.identifier)
        try:
            logger.info("request", extra={"fields": fields})
        finally:
            _request_id.reset(token)


class _MeasuredStream:
    """The parts of a streamed response; logs the request when they end or the client goes away."""

    def __init__(self, parts: Any, measured: _MeasuredRequest) -> None:
        self._parts = iter(parts)
        self._measured = measured
        self._is_logged = False

    def __iter__(self) -> "_MeasuredStream":
        return self

    def __next__(self) -> bytes:
        try:
            with self._measured.current():
                part: bytes = next(self._parts)
        except StopIteration:
            self._log()
            raise
        self._measured.bytes += len(part)
        return part

    def close(self) -> None:
        """Log a response of which not all was asked for; the server calls this at the end."""
        self._measured.is_complete = False
        self._log()

    def _log(self) -> None:
        if not self._is_logged:
            self._is_logged = True
            self._measured.log()


def _time_statement(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Execute a statement; the parameters, which may be words that somebody typed, are not logged.

    SQLite computes most of the later rows while they are fetched, which is not measured.
    """
    with timed("sql", lambda: " ".join(sql.split())):
        return execute(sql, params, many, context)


class OfRequests(logging.Filter):
    """Lets through what is about a request.

    What commands do is not logged: run by another user, they would create a file that the site
    cannot write.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        return bool(_request_id.get())


class RefusalsInOneLine(logging.Filter):
    """Removes the traceback of requests that Django refuses: they are no errors of the program.

    A scanner sends thousands, e.g. with a Host that is not ours.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security"):
            record.exc_info = None
        return True


class JSONLines(logging.Formatter):
    """A record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, tz=timezone.get_default_timezone())
        fields: dict[str, Any] = getattr(record, "fields", {})
        line = {
            "time": when.isoformat(timespec="milliseconds"),
            "event": record.getMessage(),
            "request": _request_id.get(),
        }
        return json.dumps(line | fields, ensure_ascii=False)


class RequestLogHandler(ConcurrentRotatingFileHandler):
    """Writer of the log file, which several processes write and rotate.

    A line that cannot be written is lost: a full disk must not break a page. That it is lost is
    said on standard error, now and then.
    """

    def __init__(self, filename: str | Path, **options: Any) -> None:
        super().__init__(filename, **options)
        self._complained_at = -_COMPLAINT_SECONDS
        self._is_line_cut = False

    def emit(self, record: logging.LogRecord) -> None:
        try:
            Path(self.baseFilename).parent.mkdir(mode=0o700, exist_ok=True)
        except OSError:
            self.handleError(record)
        else:
            super().emit(record)

    def do_write(self, msg: str) -> None:
        # A full disk may have had room for a part of the line before.
        super().do_write(f"\n{msg}" if self._is_line_cut else msg)
        self._is_line_cut = False

    def handleError(self, record: logging.LogRecord) -> None:
        self._is_line_cut = self.stream is not None
        if time.monotonic() - self._complained_at < _COMPLAINT_SECONDS:
            return
        self._complained_at = time.monotonic()
        with contextlib.suppress(OSError, ValueError):  # standard error may be closed, too
            print(f"The request log cannot be written: {sys.exc_info()[1]}", file=sys.stderr)
