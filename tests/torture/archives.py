"""Archives in folders of their own, commands on them, and what is wrong with one."""

import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.environment import archive_environment
from benchmarks.generate_bulletins import generate_bulletins
from tests.paths import ROOT

# Longer than any command here takes on a busy machine.
TIMEOUT_SECONDS = 300
_LAST_LINES = 3


@dataclass(slots=True)
class Outcome:
    """A row of the table: how often something was tried, and what went wrong."""

    name: str
    tried: int = 0
    failures: list[str] = field(default_factory=list)

    def record(self, failures: list[str]) -> None:
        """Count one trial, which survived if there are no failures."""
        self.tried += 1
        if failures:
            self.failures.append("; ".join(failures))


def command(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def start(home: Path, arguments: list[str]) -> subprocess.Popen[str]:
    """Start a process on the archive in a folder, in a process group of its own."""
    return subprocess.Popen(
        arguments,
        cwd=ROOT,
        env=archive_environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def run(home: Path, *arguments: str) -> tuple[int, str]:
    """Return exit status and output of a command of manage.py."""
    process = start(home, command(*arguments))
    output, _ = process.communicate(timeout=TIMEOUT_SECONDS)
    return process.returncode, output


def make_archive(home: Path, demo_meetings: int) -> None:
    """Prepare an archive with made-up meetings. Raises RuntimeError if a command fails."""
    for arguments in (("prepare_archive",), ("load_demo", "--limit", str(demo_meetings))):
        status, output = run(home, *arguments)
        if status:
            raise RuntimeError(f"{arguments[0]}: {output}")


def copy_archive(home: Path, to: Path) -> Path:
    """Return a copy of an archive that no process uses."""
    shutil.copytree(home, to)
    return to


def make_files(folder: Path, count: int, seed: int) -> Path:
    """Write made-up bulletins as files into a new folder."""
    folder.mkdir()
    for number, bulletin in enumerate(generate_bulletins(count, seed)):
        path = folder / f"{number:04}.txt"
        path.write_text(bulletin.text, encoding="utf-8")
    return folder


def defects(home: Path) -> list[str]:
    """Start the archive again as its operator would, and return what is then wrong with it."""
    found = []
    for arguments in (("prepare_archive",), ("check_archive",)):
        status, output = run(home, *arguments)
        if status:
            found.append(
                f"{arguments[0]} {status}: {' / '.join(output.splitlines()[-_LAST_LINES:])}"
            )
    return found
