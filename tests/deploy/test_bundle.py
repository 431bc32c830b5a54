"""The offline bundle installs only what it was packed with, on the Python it was packed for."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle without packages."""
    shutil.copy(ROOT / "deploy" / "bundle" / "install.sh", tmp_path)
    (tmp_path / "python-version").write_text(f"{sys.version_info[0]}.{sys.version_info[1]}")
    (tmp_path / "wheels.txt").touch()
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "manage.py").write_text("print('site')")
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(tmp_path)}\n"
        for path in tmp_path.rglob("*")
        if path.is_file()
    ]
    (tmp_path / "SHA256SUMS").write_text("".join(lines))
    return tmp_path


def install(bundle: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["sh", str(bundle / "install.sh")],
        env={"PATH": "/usr/bin:/bin", "PYTHON": sys.executable},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text("print('other')")])
def test_a_bundle_with_a_file_that_is_missing_or_changed_is_not_installed(bundle, damage) -> None:
    damage(bundle / "archive" / "manage.py")
    done = install(bundle)
    assert done.returncode == 1
    assert "archive/manage.py" in done.stdout
    assert "没有安装：有文件缺失或与打包时不同。请重新拷贝安装包" in done.stderr
    assert not (bundle / "archive" / ".venv").exists()


def test_a_bundle_for_another_python_is_not_installed(bundle) -> None:
    (bundle / "python-version").write_text("3.9")
    done = install(bundle)
    assert done.returncode == 1
    assert done.stderr.startswith("没有安装：这个安装包要 Python 3.9")
    assert not (bundle / "archive" / ".venv").exists()


def test_a_machine_without_python_is_told_what_is_missing(bundle) -> None:
    done = subprocess.run(
        ["sh", str(bundle / "install.sh")],
        env={"PATH": "/usr/bin:/bin", "PYTHON": "python-that-is-not-here"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "没有安装：这台机器没有 python-that-is-not-here" in done.stderr
