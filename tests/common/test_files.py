"""common.files: replaced files are whole, locks hold between processes."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from common.files import atomic_write, file_lock, read_or_create
from tests.faults import full_disk
from tests.paths import ROOT

CREATOR = """
import os, sys, time
from pathlib import Path
from common.files import read_or_create
def create():
    time.sleep(0.2)
    return str(os.getpid())
print(read_or_create(Path(sys.argv[1]), create))
"""
HOLDER = """
import sys
from pathlib import Path
from common.files import file_lock
with file_lock(Path(sys.argv[1])) as is_held:
    print(is_held, flush=True)
    sys.stdin.read()
"""


def test_atomic_write_creates_and_replaces_a_file_that_only_its_owner_may_read(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a"
    for content in (b"one", b"", b"two"):
        atomic_write(path, content)
        assert path.read_bytes() == content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_read_or_create_creates_a_private_file_once_and_then_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert read_or_create(path, lambda: "one") == "one"
    assert read_or_create(path, lambda: "two") == "one"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_a_power_cut_left_empty_is_created_again(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.touch()
    assert read_or_create(path, lambda: "one") == "one"
    assert path.read_text() == "one"


def test_after_a_full_disk_no_temporary_file_remains_and_the_next_call_creates_the_file(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a"

    with full_disk(), pytest.raises(OSError, match="No space left"):
        read_or_create(path, lambda: "one")
    assert set(tmp_path.iterdir()) <= {path}
    assert read_or_create(path, lambda: "two") == "two"


def test_of_concurrent_processes_one_creates_the_file_and_all_read_it(tmp_path: Path) -> None:
    path = tmp_path / "a"
    command = [sys.executable, "-c", CREATOR, str(path)]
    processes = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _each in range(4)
    ]
    assert len({process.communicate(timeout=60)[0] for process in processes}) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_content_and_no_temporary_file(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a"
    atomic_write(path, b"old")

    with full_disk(), pytest.raises(OSError, match="No space left"):
        atomic_write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_lock_is_held_by_one_process_and_freed_when_it_dies(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        with file_lock(path, 0) as is_held:
            assert not is_held
        with file_lock(path, 0.05) as is_held:
            assert not is_held
        holder.kill()
        with file_lock(path) as is_held:
            assert is_held


def test_a_lock_is_freed_at_the_end_and_after_an_error(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with pytest.raises(ValueError, match="inside"), file_lock(path):
        raise ValueError("inside")
    with file_lock(path, 0) as is_held:
        assert is_held
