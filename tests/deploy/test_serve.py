"""deploy/serve.sh, by which everything starts the site: it prepares the archive, then answers."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.paths import ROOT

pytestmark = pytest.mark.slow

_START_SECONDS = 120


@pytest.fixture
def port() -> int:
    """A free port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def output(tmp_path: Path, port: int) -> Iterator[Path]:
    """The output of a site that starts on an empty data folder; it is stopped afterwards."""
    log = tmp_path / "output"
    # The + would be a space in the URL of a database.
    environment = {"PATH": os.environ["PATH"], "ARCHIVE_DATA": str(tmp_path / "data 1.0+g1")}
    with log.open("w") as file:
        site = subprocess.Popen(
            [ROOT / "deploy" / "serve.sh"],
            cwd="/",
            env=environment | {"PORT": str(port)},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        yield log
        site.send_signal(signal.SIGTERM)
        site.wait()


def test_a_new_archive_is_served_and_password_and_address_are_the_last_lines(
    output: Path, port: int
) -> None:
    address = f"http://127.0.0.1:{port}/"
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            page = urlopen(address).read().decode()
            break
        except OSError:
            assert time.monotonic() < deadline, output.read_text(encoding="utf-8")
            time.sleep(0.1)
    assert "2024年全省民政工作视频会议" in page
    first, *_, password, last = output.read_text(encoding="utf-8").splitlines()
    assert first.startswith("建表或更新表结构，共")
    assert password.startswith("已建管理员 admin，密码")
    assert last == address
