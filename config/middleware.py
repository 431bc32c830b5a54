"""Middleware of the project, beside Django's own."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from urllib.parse import unquote_to_bytes

from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.db import DatabaseError, connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    QueryDict,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from common.error_pages import error_page

logger = logging.getLogger(__name__)

# A session that is not saved by then is saved by a later request.
_SHORT_WAIT_MS = 200


def query_in_utf8(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return middleware that transcodes a query string in GB18030 to UTF-8.

    Old browsers, and links of old sites, send what was typed in the encoding of the machine. Text
    in one encoding is hardly ever valid in the other.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        raw = query.encode("latin-1")
        octets = unquote_to_bytes(raw)
        if not _is_encoded_in(octets, "utf-8") and _is_encoded_in(octets, "gb18030"):
            params = QueryDict(mutable=True)
            for name, values in QueryDict(raw, encoding="gb18030").lists():
                params.setlist(name, values)
            request.META["QUERY_STRING"] = params.urlencode()
        return get_response(request)

    return middleware


def _is_encoded_in(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def without_nul(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return middleware that keeps NUL and lone surrogates out of paths and query parameters.

    No text of the archive contains them, and PostgreSQL raises an error when it is given one. They
    are removed from the query string. A path with NUL is no page: NUL becomes %00, as Django
    writes the bytes of a path that are not UTF-8.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        # Other charsets, which a client may name, can decode to lone surrogates.
        request.encoding = "utf-8"
        request.path_info = request.path_info.replace("\0", "%00")
        if any("\0" in value for _, values in request.GET.lists() for value in values):
            params = request.GET.copy()
            for name, values in params.lists():
                params.setlist(name, [value.replace("\0", "") for value in values])
            request.GET = params  # type: ignore[assignment]  # the stubs want an immutable one
        return get_response(request)

    return middleware


def head_as_get(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return middleware that responds to HEAD as to GET, without the body.

    So HEAD has the headers of GET, an ETag among them, and no view handles it. The body is removed
    here because servers warn when an application sends one.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method != "HEAD":
            return get_response(request)
        request.method = "GET"
        response = get_response(request)
        if isinstance(response, StreamingHttpResponse):
            response.close()
            response.streaming_content = ()
        elif hasattr(response, "content"):
            length = response.headers.get("Content-Length", str(len(response.content)))
            response.content = b""
            response.headers["Content-Length"] = length
        return response

    return middleware


def page_for_method_not_allowed(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return middleware that adds a page to the empty 405 of Django's views."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = error_page(response.status_code)
        return response

    return middleware


def admin_never_stored(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return middleware that lets no cache store anything of the admin, errors included.

    Its pages show drafts. Django does so for most of them, but not for the change of a password.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.path.startswith(reverse("admin:index")):
            add_never_cache_headers(response)
        return response

    return middleware


@contextmanager
def _short_wait() -> Iterator[None]:
    """Let SQLite fail soon in the block where another process has the write lock."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        [usual] = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {_SHORT_WAIT_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")


class SessionMiddleware(DjangoSessionMiddleware):
    """Django's, but a page that only reads does not fail where its session cannot be saved.

    What a session learns from reading, e.g. the time of the last request, may be lost; nobody
    waits for it while others write.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        is_reading = request.method in ("GET", "HEAD")
        try:
            with _short_wait() if is_reading and request.session.modified else nullcontext():
                return super().process_response(request, response)
        except DatabaseError as error:
            if not is_reading:
                raise
            logger.warning("The session of a reader could not be saved: %s", error)
            return response
