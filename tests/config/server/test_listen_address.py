"""The address that the server listens on, checked before the archive is prepared."""

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.server.listen_address import AddressError, listen_address
from tests.paths import ROOT


@pytest.fixture
def busy_port() -> Iterator[str]:
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield str(other.getsockname()[1])


@pytest.fixture
def free_port(busy_port: str) -> str:
    """A port that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


@pytest.mark.parametrize("port", ["99999", "0", "-1", "abc", "", "80 80", "８０００", "8000，"])
def test_a_port_that_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(AddressError, match="PORT"):
        listen_address("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "a b", "127.0.0.1，", "..", "x" * 300])
def test_a_host_that_is_not_of_this_machine_is_refused(host: str, free_port: str) -> None:
    with pytest.raises(AddressError, match="HOST"):
        listen_address(host, free_port)


def test_a_port_that_is_in_use_is_refused(busy_port: str) -> None:
    with pytest.raises(AddressError, match=f"端口 {busy_port} 已经有程序在用"):
        listen_address("127.0.0.1", busy_port)


def test_an_address_of_the_machine_is_taken(free_port: str) -> None:
    for host in ("127.0.0.1", "0.0.0.0", "localhost"):
        assert listen_address(host, free_port) == f"{host}:{free_port}"


@pytest.mark.slow
def test_the_start_script_says_in_one_line_what_is_wrong_and_prepares_nothing(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    done = subprocess.run(
        [ROOT / "deploy" / "serve.sh"],
        env={"PATH": os.environ["PATH"], "ARCHIVE_DATA": str(data), "PORT": "99999"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["PORT 不能是“99999”：端口要写 1 到 65535 的整数。"]
    assert not data.exists()
