"""The command line itself: what becomes of its output, whoever reads it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings


def run(
    folder: Path, stdout: int, command: list[str], **environment: str
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", *command],
        env=os.environ | {"ARCHIVE_DATA": str(folder / "data")} | environment,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
    )


def test_a_reader_of_the_output_that_ends_early_causes_no_traceback(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = run(tmp_path, writing, ["diffsettings"])
    os.close(writing)

    assert (ended.returncode, ended.stderr) == (1, b"")


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_a_terminal_without_these_characters_gets_them_escaped(
    tmp_path: Path, encoding: str
) -> None:
    ended = run(tmp_path, subprocess.PIPE, ["help", "backup"], PYTHONIOENCODING=encoding)

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "备份".encode(encoding, "backslashreplace") in ended.stdout
