"""Clients that connect and then send nothing, or half of a request."""

import socket
import time
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.pages.server import serve
from tests.torture import archives
from tests.torture.archives import Outcome

_CONNECTIONS = 200
_REQUESTS = 20
_LOGIN = (
    b"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nCookie: csrftoken=" + b"a" * 32 + b"\r\n"
)
_BEGINNINGS = {
    "send nothing": b"",
    "send half a head": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Half: ",
    "send half a body": _LOGIN
    + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nusername=a",
    "send half a chunk": _LOGIN
    + b"Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
    + b"100\r\nusername=a",
}
_MAX_SECONDS = 1.0


def run(folder: Path) -> list[Outcome]:
    """Ask for pages beside so many silent connections; each has to answer within a second."""
    home = folder / "slow_clients"
    archives.make_archive(home, 40)
    outcomes = []
    with serve(home) as server:
        _seconds_to_answer(server.port)  # loads what the first page needs
        for name, beginning in _BEGINNINGS.items():
            outcome = Outcome(f"pages beside {_CONNECTIONS} clients that {name}")
            with ExitStack() as silent:
                for _ in range(_CONNECTIONS):
                    client = socket.create_connection(("127.0.0.1", server.port), timeout=10)
                    silent.enter_context(client).sendall(beginning)
                for _ in range(_REQUESTS):
                    try:
                        seconds = _seconds_to_answer(server.port)
                    except OSError as error:
                        outcome.record([repr(error)])
                    else:
                        outcome.record([f"{seconds:.1f} s"] if seconds > _MAX_SECONDS else [])
            outcomes.append(outcome)
    return outcomes


def _seconds_to_answer(port: int) -> float:
    began = time.monotonic()
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/search/?q=%E5%85%BB%E8%80%81")
    connection.getresponse().read()
    connection.close()
    return time.monotonic() - began
