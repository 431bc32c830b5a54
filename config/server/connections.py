"""Connections of clients: how long they may take, and what an error looks like."""

import socket
import time

from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask

from common.error_pages import error_page
from config.server.parser import InsufficientStorage, RequestParser

# A head is one packet; whoever needs longer waits on purpose.
HEAD_SECONDS = 20
# A refused body goes on arriving while the page that says so is on its way. Closed at once, the
# connection would be reset, and the browser would show an error of its own.
LINGER_SECONDS = 10
# A body may take this long, and a second more for each so many bytes that have arrived.
BODY_SECONDS = 60
BODY_BYTES_A_SECOND = 1024
# A client that takes nothing of its answer for so long is gone, or keeps a thread on purpose.
WRITE_SECONDS = 30
# Of the connections at most, closed at a time to make room for new ones.
_IDLE_SHARE = 20


class ErrorPageTask(ErrorTask):
    """Answer a request that the server refuses, or that failed, with a page of the site."""

    def execute(self) -> None:
        error = self.request.error
        page = error_page(error.code).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", "no-store"),
        ]
        self.set_close_on_finish()
        self.content_length = len(page)
        self.write(page)


class Channel(HTTPChannel):
    """One connection of a client."""

    parser_class = RequestParser
    error_task_class = ErrorPageTask

    request: RequestParser | None
    request_begun = 0.0
    """When the first byte of the current request arrived, as seconds since the epoch."""
    linger_until: float | None = None
    """When to close although the client still sends; None for a connection that is in use."""
    _was_refused = False

    def received(self, data: bytes) -> bool:
        """Take the next bytes of the connection; those of a refused body are thrown away."""
        if self.linger_until is not None:
            return False
        if self.request is None:
            self.request_begun = time.time()
        try:
            is_taken: bool = super().received(data)
        except OSError:
            # A long body is collected on disk.
            self.logger.exception("A request cannot be stored.")
            if self.request is None:
                raise
            self._refuse(self.request)
            return False
        self._was_refused = any(request.error for request in self.requests)
        return is_taken

    def handle_close(self) -> None:
        """Close the connection; after a refusal only when the client has read it."""
        if self._was_refused and self.connected and self.linger_until is None:
            self.linger_until = time.time() + LINGER_SECONDS
            self.will_close = False
            try:
                self.socket.shutdown(socket.SHUT_WR)
            except OSError:
                super().handle_close()
        else:
            super().handle_close()

    def _refuse(self, request: RequestParser) -> None:
        request.error = InsufficientStorage("")
        request.completed = True
        with self.requests_lock:
            self.request = None
            self.requests.append(request)
            self._was_refused = True
            if len(self.requests) == 1:
                self.server.add_task(self)


class Server(TcpWSGIServer):
    """A listening socket and its connections."""

    channel_class = Channel

    def readable(self) -> bool:
        """Return whether to accept; before the limit keeps anybody out, idle clients make room."""
        if self.accepting and len(self._map) >= self.adj.connection_limit:
            self._close_idle()
        can_accept: bool = super().readable()
        return can_accept

    def maintenance(self, now: float) -> None:
        """Close connections that are idle, or whose clients take longer than they may."""
        super().maintenance(now)
        for channel in list(self.active_channels.values()):
            if channel.linger_until is not None:
                channel.will_close = channel.will_close or channel.linger_until < now
            elif _is_slow_to_send(channel, now):
                channel.will_close = True
            elif _is_slow_to_read(channel, now):
                # A connection that is to be closed is closed when it can be written to: not this.
                channel.handle_close()

    def _close_idle(self) -> None:
        """Close the connections that have been silent longest, of those without a request."""
        idle = [
            channel
            for channel in self.active_channels.values()
            if not channel.requests and not channel.total_outbufs_len
        ]
        idle.sort(key=lambda channel: channel.last_activity)
        for channel in idle[: max(len(idle) // _IDLE_SHARE, 1)]:
            channel.handle_close()


def _is_slow_to_read(channel: Channel, now: float) -> bool:
    return bool(channel.total_outbufs_len) and channel.last_activity + WRITE_SECONDS < now


def _is_slow_to_send(channel: Channel, now: float) -> bool:
    request = channel.request
    if request is None:
        return False
    if not request.headers_finished:
        return channel.request_begun + HEAD_SECONDS < now
    allowed = BODY_SECONDS + request.body_bytes_received / BODY_BYTES_A_SECOND
    is_slow: bool = channel.request_begun + allowed < now
    return is_slow
