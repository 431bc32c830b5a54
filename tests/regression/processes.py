"""Python and management commands in processes of their own."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.regression import archive

Process = subprocess.CompletedProcess[str]


def run_python(arguments: Sequence[str]) -> Process:
    """Run Python with these arguments in the project's folder; keep what it prints."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=archive.ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def manage(folder: Path, *arguments: str, stderr: int = subprocess.PIPE) -> Process:
    """Run a management command on the archive in a folder, with the settings of the site."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=archive.ROOT,
        env=archive.environment(folder, "config.settings"),
        stdout=subprocess.PIPE,
        stderr=stderr,
        encoding="utf-8",
        check=False,
    )
