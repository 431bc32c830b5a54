"""The units of deploy/systemd are valid, hardened alike, and name what exists."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.paths import ROOT

UNITS = ROOT / "deploy" / "systemd"
CODE = "/opt/bulletin-archive/current"

needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is missing: apt install systemd"
)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """A copy of the units in which the installed code is this one."""
    shutil.copytree(UNITS, tmp_path / "units")
    # The environment of a developer may be anywhere.
    python = tmp_path / "python"
    python.symlink_to("/usr/bin/true")
    for path in (tmp_path / "units").rglob("*.*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8").replace(f"{CODE}/.venv/bin/python", str(python))
            path.write_text(text.replace(CODE, str(ROOT)), encoding="utf-8")
    return tmp_path / "units"


@needs_systemd
def test_systemd_finds_nothing_wrong_with_the_units(units: Path) -> None:
    files = [str(path) for path in units.iterdir() if path.suffix in (".service", ".timer")]
    done = analyze("verify", "--man=no", *files)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("name", sorted(path.name for path in UNITS.glob("*.service")))
def test_every_service_is_hardened(units: Path, name: str) -> None:
    done = analyze("security", "--offline=yes", "--threshold=20", str(units / name))
    # An exposure of 2.0 on systemd's scale from 0 to 10; an ordinary service has 9.6.
    assert done.returncode == 0, done.stdout


def test_every_timer_starts_a_service_and_every_unit_runs_commands_that_exist() -> None:
    for timer in UNITS.glob("*.timer"):
        assert timer.with_suffix(".service").exists()
    for service in UNITS.glob("*.service"):
        text = service.read_text(encoding="utf-8")
        for path in re.findall(rf"ExecStart={CODE}/(\S+)", text):
            assert path == ".venv/bin/python" or (ROOT / path).exists()


def analyze(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["systemd-analyze", *arguments], capture_output=True, encoding="utf-8", check=False
    )
