"""The site as `make run` serves it, on the loopback, and a client that times its pages."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.environment import archive_environment

_ROOT = Path(__file__).parent.parent.parent
# Limit for the start of the server, without the preparation of the archive.
_START_TIMEOUT_SECONDS = 60
# Long against a tick of the processor times, short against what a process does to start.
_IDLE_SECONDS = 0.2
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
# Where times are in /proc/PID/stat, counted after the name: user and system time of the process
# and of its children that ended.
_TIME_FIELDS = slice(11, 15)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port, and the process id of gunicorn's arbiter."""

    port: int
    pid: int

    def cpu_ms(self) -> float:
        """Return the processor time used so far by the arbiter and its workers."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii")
        return sum(map(_cpu_ms, [str(self.pid), *children.split()]))

    def wait_until_idle(self) -> None:
        """Return when the processes have used no processor time for a moment."""
        used = -1.0
        while used != (now := self.cpu_ms()):
            used = now
            time.sleep(_IDLE_SECONDS)


def _cpu_ms(pid: str) -> float:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return 0.0  # it has just ended, and its parent counts it
    ticks = map(int, stat.rpartition(") ")[2].split()[_TIME_FIELDS])
    return sum(ticks) / _TICKS_A_SECOND * 1000


def manage(home: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a command of manage.py on the archive in a folder; its output is dropped."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=_ROOT,
        env=archive_environment(home),
        stdout=subprocess.DEVNULL,
    )


def run_manage(home: Path, *arguments: str) -> None:
    """Run a command of manage.py. Raises RuntimeError if it fails."""
    if manage(home, *arguments).wait():
        raise RuntimeError(f"manage.py {arguments[0]} failed")


@contextmanager
def serve(home: Path, *options: str) -> Iterator[Server]:
    """Serve an archive that is prepared, as `make run` does, with further options of gunicorn."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config=python:config.server.gunicorn_conf"]
    command.append(f"--bind=127.0.0.1:{port}")
    process = subprocess.Popen([*command, *options], cwd=_ROOT, env=archive_environment(home))
    try:
        _wait_until_listening(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait_until_listening(port: int) -> None:
    deadline = time.monotonic() + _START_TIMEOUT_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


class Client:
    """A client that requests pages one after the other over one connection."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def request_ms(self, url: str) -> float:
        """Return milliseconds until the response is complete.

        Raises RuntimeError if its status is not 200.
        """
        started = time.perf_counter()
        self._connection.request("GET", url)
        response = self._connection.getresponse()
        response.read()
        if response.status != 200:
            raise RuntimeError(f"{url}: status {response.status}")
        return (time.perf_counter() - started) * 1000

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        self._connection.close()
