"""A gunicorn worker that serves with waitress: `gunicorn --worker-class`."""

import os
import resource
import socket
import tempfile
import time
from typing import cast

from django.conf import settings
from gunicorn.sock import BaseSocket
from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.task import ThreadedTaskDispatcher

from config.server.body_limits import STRANGER_BYTES
from config.server.connections import Channel, Server

# Connections of one process; those beyond wait in the kernel until idle ones are closed.
_MAX_CONNECTIONS = 2000
# Files that a process opens beside its connections: index, database, uploads.
_OTHER_FILES = 200
_POLL_SECONDS = 0.5
_OUTBUF_BYTES = 256 * 1024


class WaitressWorker(Worker):
    """Read requests in one loop and answer them in `--threads` threads."""

    def run(self) -> None:
        # Long bodies wait for their thread in files.
        tempfile.tempdir = str(settings.ARCHIVE_TEMP)
        self._dispatcher = ThreadedTaskDispatcher()
        self._dispatcher.set_thread_count(self.cfg.threads)
        self._connections: dict[int, wasyncore.dispatcher] = {}
        servers = [self._listen(listener.sock) for listener in self._listeners()]
        while self.alive and os.getppid() == self.ppid:
            self._poll()
        for server in servers:
            server.accepting = False
        self._finish_requests()
        self._dispatcher.shutdown()

    def _listeners(self) -> list[BaseSocket]:
        # Its stubs say that they are sockets.
        return cast("list[BaseSocket]", self.sockets)

    def _listen(self, sock: socket.socket) -> Server:
        return Server(
            self.wsgi,
            map=self._connections,
            _sock=sock,
            dispatcher=self._dispatcher,
            adj=Adjustments(
                sockets=[sock],
                asyncore_use_poll=True,
                backlog=self.cfg.backlog,
                connection_limit=_connection_limit(),
                channel_timeout=60,
                cleanup_interval=5,
                # A request is also read while the one before is answered, which tells that a
                # client has gone: its request is then dropped.
                channel_request_lookahead=1,
                # Of an answer that is not taken: what is in memory, and where its thread waits.
                outbuf_overflow=_OUTBUF_BYTES,
                outbuf_high_watermark=_OUTBUF_BYTES,
                max_request_header_size=32 * 1024,
                max_request_body_size=STRANGER_BYTES + 1,
                # Django reads X-Forwarded-Proto, where `HTTPS` is on.
                clear_untrusted_proxy_headers=False,
                ident=None,
            ),
            sockinfo=(sock.family, sock.type, sock.proto, sock.getsockname()),
            bind_socket=False,
        )

    def _poll(self) -> None:
        self.notify()
        wasyncore.loop(_POLL_SECONDS, use_poll=True, map=self._connections, count=1)

    def _finish_requests(self) -> None:
        """Answer what has been received, for as long as gunicorn waits for a worker that stops."""
        deadline = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < deadline and any(
            channel.requests or channel.total_outbufs_len
            for channel in self._connections.values()
            if isinstance(channel, Channel)
        ):
            self._poll()


def _connection_limit() -> int:
    """Allow this process as many open files as it may have; return how many are connections."""
    _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files == resource.RLIM_INFINITY:
        return _MAX_CONNECTIONS
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    return min(_MAX_CONNECTIONS, max(files - _OTHER_FILES, 1))
