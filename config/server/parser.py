"""A request's head and body as they arrive, within their limits."""

import copy
import re

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser
from waitress.utilities import BadRequest

from config.server.body_limits import STRANGER_BYTES, body_limit

# As long as nginx's default, and longer than any link of the site.
MAX_REQUEST_LINE = 8190
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
# Stands for a request that is refused before its head could be read.
_EMPTY_HEAD = b"GET / HTTP/1.0\r\n"


class URITooLong(BadRequest):
    code = 414
    reason = "URI Too Long"


class InsufficientStorage(BadRequest):
    code = 507
    reason = "Insufficient Storage"


class RequestParser(HTTPRequestParser):
    """Parse one request; `error` says why it is refused."""

    adj: Adjustments

    def received(self, data: bytes) -> int:
        """Take the next bytes of the connection and return how many were this request's."""
        if self.body_rcv is None and self._is_request_line_too_long(data):
            self.parse_header(_EMPTY_HEAD)
            self.error = URITooLong("")
            self.completed = True
            return len(data)
        consumed: int = super().received(data)
        if self.error is not None:
            # Otherwise the client would be asked to send the body that is refused.
            self.expect_continue = False
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Read the complete head, and set the limit of the body from it.

        Bytes of the address that are not ASCII, which old browsers send, are percent-encoded.
        """
        line, separator, headers = header_plus.partition(b"\r\n")
        line = _NOT_ASCII.sub(lambda match: b"%%%02X" % match[0][0], line)
        super().parse_header(line + separator + headers)
        if self.chunked or self.content_length > STRANGER_BYTES:
            self._set_body_limit(body_limit(self.headers.get("COOKIE", "")))

    def _set_body_limit(self, size: int) -> None:
        settings = copy.copy(self.adj)
        # waitress refuses what has this size or more.
        settings.max_request_body_size = size + 1
        self.adj = settings

    def _is_request_line_too_long(self, data: bytes) -> bool:
        begin = (self.header_plus + data[: MAX_REQUEST_LINE + 1]).lstrip()
        return len(begin) > MAX_REQUEST_LINE and b"\n" not in begin[:MAX_REQUEST_LINE]
