"""common.files: replaced files are whole, locks hold between processes."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from common.files import (
    atomic_write,
    file_lock,
    is_writable_by_others,
    keep_private,
    read_or_create,
)
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


@pytest.mark.parametrize("content", [None, "secret_key"])
def test_a_folder_that_is_empty_or_ours_is_closed_to_other_users(tmp_path, content) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    folder.chmod(0o755)
    if content:
        (folder / content).touch()
    keep_private(folder, marks=["secret_key"])
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_with_other_content_that_is_open_to_others_is_refused_and_left_alone(
    tmp_path,
) -> None:
    (tmp_path / "letter.txt").touch()
    tmp_path.chmod(0o755)
    with pytest.raises(PermissionError, match="open to other users"):
        keep_private(tmp_path, marks=["secret_key"])
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    tmp_path.chmod(0o700)
    keep_private(tmp_path, marks=["secret_key"])


@pytest.mark.parametrize(
    ("mode", "expected"), [(0o700, False), (0o755, False), (0o770, True), (0o702, True)]
)
def test_a_folder_is_writable_by_others_by_its_mode(tmp_path, mode, expected) -> None:
    tmp_path.chmod(mode)
    assert is_writable_by_others(tmp_path) == expected
