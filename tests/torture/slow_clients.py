"""Clients that send nothing, or half of a request, or that do not read what they asked for."""

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
# The exports of so many meetings are more than the buffers of their connections hold.
_MEETINGS = 1500
_EXPORTS = 16
_RECEIVE_BYTES = 4096
# Until the exports are being written: what they load first is not what is measured.
_EXPORT_BEGINS_SECONDS = 15


def run(folder: Path) -> list[Outcome]:
    """Ask for pages beside so many such clients; each has to be answered within a second."""
    home = folder / "slow_clients"
    archives.make_archive(home, _MEETINGS)
    outcomes = []
    with serve(home) as server:
        _seconds_to_answer(server.port)  # loads what the first page needs
        for name, beginning in _BEGINNINGS.items():
            outcome = Outcome(f"pages beside {_CONNECTIONS} clients that {name}")
            with ExitStack() as silent:
                for _ in range(_CONNECTIONS):
                    client = socket.create_connection(("127.0.0.1", server.port), timeout=10)
                    silent.enter_context(client).sendall(beginning)
                _ask_for_pages(server.port, outcome)
            outcomes.append(outcome)
        outcome = Outcome(f"pages beside {_EXPORTS} clients that do not read their export")
        with ExitStack() as silent:
            for _ in range(_EXPORTS):
                silent.enter_context(_export_without_reading(server.port))
            time.sleep(_EXPORT_BEGINS_SECONDS)
            _ask_for_pages(server.port, outcome)
        outcomes.append(outcome)
    return outcomes


def _export_without_reading(port: int) -> socket.socket:
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BYTES)
    client.connect(("127.0.0.1", port))
    client.sendall(b"GET /?format=json HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return client


def _ask_for_pages(port: int, outcome: Outcome) -> None:
    for _ in range(_REQUESTS):
        try:
            seconds = _seconds_to_answer(port)
        except OSError as error:
            outcome.record([repr(error)])
        else:
            outcome.record([f"{seconds:.1f} s"] if seconds > _MAX_SECONDS else [])


def _seconds_to_answer(port: int) -> float:
    began = time.monotonic()
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/search/?q=%E5%85%BB%E8%80%81")
    connection.getresponse().read()
    connection.close()
    return time.monotonic() - began
