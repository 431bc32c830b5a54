"""A request's head and body as they arrive, within their limits."""

import copy
import re

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.receiver import ChunkedReceiver, FixedStreamReceiver
from waitress.utilities import BadRequest, RequestEntityTooLarge

from config.server.body_limits import STRANGER_BYTES, body_limit

# As long as nginx's default, and longer than any link of the site.
MAX_REQUEST_LINE = 8190
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
# Stands for a request that is refused before its head could be read.
_EMPTY_HEAD = b"GET / HTTP/1.0\r\n"
_TRANSFER_ENCODING = re.compile(rb"^transfer-encoding:[ \t]*(.*?)[ \t]*\r?$", re.I | re.M)


class URITooLong(BadRequest):
    code = 414
    reason = "URI Too Long"


class HTTPVersionNotSupported(BadRequest):
    code = 505
    reason = "HTTP Version Not Supported"


class InsufficientStorage(BadRequest):
    code = 507
    reason = "Insufficient Storage"


class RequestParser(HTTPRequestParser):
    """Parse one request; `error` says why it is refused."""

    adj: Adjustments
    body_rcv: FixedStreamReceiver | ChunkedReceiver | None
    completed: bool

    def received(self, data: bytes) -> int:
        """Take the next bytes of the connection and return how many were this request's."""
        if self.body_rcv is None:
            if self._is_request_line_too_long(data):
                return self._refuse_head(data, URITooLong(""))
            if self._has_bare_line_ends(data):
                return self._refuse_head(data, BadRequest("Bare LF in the head"))
        consumed: int = super().received(data)
        if not self.completed and self._is_chunk_too_long():
            self.error = RequestEntityTooLarge("The chunk is longer than a body may be")
            self.completed = True
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
        if self.version not in ("1.0", "1.1"):
            self._body_is_not_read(HTTPVersionNotSupported(""))
        elif not self._is_length_certain(headers):
            raise ParsingError("The length of the body is given in two ways")
        if self.chunked or self.content_length > STRANGER_BYTES:
            self._set_body_limit(body_limit(self.headers.get("COOKIE", "")))

    def _refuse_head(self, data: bytes, error: BadRequest) -> int:
        self.parse_header(_EMPTY_HEAD)
        self.error = error
        self.completed = True
        return len(data)

    def _body_is_not_read(self, error: BadRequest) -> None:
        self.error = error
        self.body_rcv = None
        self.chunked = False
        self.content_length = 0

    def _is_length_certain(self, headers: bytes) -> bool:
        """Return whether every proxy in front finds the end of the body where we do.

        Two ways to tell it let one request hide in the body of another (RFC 9112, 6.3).
        """
        encodings = _TRANSFER_ENCODING.findall(headers)
        return not encodings or (
            self.version == "1.1"
            and [encoding.lower() for encoding in encodings] == [b"chunked"]
            and "CONTENT_LENGTH" not in self.headers
        )

    def _is_chunk_too_long(self) -> bool:
        return isinstance(self.body_rcv, ChunkedReceiver) and (
            self.body_bytes_received + self.body_rcv.chunk_remainder
            >= self.adj.max_request_body_size
        )

    def _has_bare_line_ends(self, data: bytes) -> bool:
        """Return whether the head ends as no browser ends one, which would be waited for."""
        head = (self.header_plus[-1:] + data).partition(b"\r\n\r\n")[0]
        return b"\n\n" in head

    def _set_body_limit(self, size: int) -> None:
        settings = copy.copy(self.adj)
        # waitress refuses what has this size or more.
        settings.max_request_body_size = size + 1
        self.adj = settings

    def _is_request_line_too_long(self, data: bytes) -> bool:
        begin = (self.header_plus + data[: MAX_REQUEST_LINE + 1]).lstrip()
        return len(begin) > MAX_REQUEST_LINE and b"\n" not in begin[:MAX_REQUEST_LINE]
