"""A site that is served as `make run` serves it, on the loopback."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from tests.paths import ROOT

_START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: its port, the administrator's password, the arbiter's process id."""

    port: int
    password: str
    pid: int

    @contextmanager
    def connection(self, sent: bytes = b"") -> Iterator[socket.socket]:
        """Yield a connection on which `sent` was sent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as client:
            client.sendall(sent)
            yield client

    def answer(self, sent: bytes) -> tuple[int, str]:
        """Return status and body of the answer to raw bytes."""
        with self.connection(sent) as client:
            response = http.client.HTTPResponse(client)
            response.begin()
            return response.status, response.read().decode()

    def get(self, path: str) -> tuple[int, str]:
        return self.answer(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("served")
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "ARCHIVE_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    prepared = subprocess.run(
        [sys.executable, "manage.py", "prepare_archive"],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    password = re.search(r"密码 (\S+?)（", prepared.stdout)
    assert password
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config=python:config.server.gunicorn_conf"]
    command.append(f"--bind=127.0.0.1:{port}")
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(port, process)
        yield Site(port, password[1], process.pid)
    finally:
        process.terminate()
        assert process.wait(30) == 0


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended"
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise TimeoutError("the server does not listen")
