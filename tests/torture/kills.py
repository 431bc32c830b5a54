"""Kills with SIGKILL at random moments of every operation, and what is left afterwards."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.regression.archive import FIRST_RELEASE, unpack
from tests.torture import archives
from tests.torture.archives import Outcome, command
from tests.torture.operations import DONE

_DEMO_MEETINGS = 40
_FILES = 20
# Until then a process only loads the site.
_START_SHARE = 0.25

Arguments = Callable[[Path], list[str]]
"""Function from the folder of a trial to a command line."""
Losses = Callable[[Path, str], list[str]]
"""Function from the folder of a trial and what the killed process printed to what is lost of it."""


def _nothing(folder: Path, printed: str) -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that is killed: its command, and what it must not have lost."""

    name: str
    arguments: Arguments
    losses: Losses = _nothing
    again: bool = True
    """True if the same command has to succeed when it is run again after the kill."""


def _rows(folder: Path, sql: str) -> set[str]:
    with sqlite3.connect(folder / "archive" / "archive.sqlite3") as database:
        return {str(row[0]) for row in database.execute(sql)}


def _lost_files(folder: Path, printed: str) -> list[str]:
    names = _rows(folder, "SELECT name FROM bulletins_bulletin")
    done = {path.name for path in (folder / "files").iterdir() if f"{path.name} 第" in printed}
    return [f"reported but lost: {name}" for name in sorted(done - names)]


def _done(printed: str) -> list[str]:
    lines = printed.splitlines()
    return [line.removeprefix(DONE).strip() for line in lines if line.startswith(DONE)]


def _lost_uploads(folder: Path, printed: str) -> list[str]:
    names = _rows(folder, "SELECT name FROM bulletins_bulletin")
    return [f"answered but lost: {name}" for name in _done(printed) if name not in names]


def _lost_saves(folder: Path, printed: str) -> list[str]:
    kept = _rows(folder, "SELECT id FROM bulletins_meeting WHERE venue = '第' || id || '会议室'")
    return [f"answered but lost: {pk}" for pk in _done(printed) if pk not in kept]


def _half_backup(folder: Path, printed: str) -> list[str]:
    """Restore what the killed backup left under its name, if anything."""
    if not (folder / "backup").exists():
        return []
    status, output = archives.run(folder / "restored", "restore", str(folder / "backup"))
    return [f"a backup cannot be restored: {output}"] if status else []


def _half_archive(folder: Path, printed: str) -> list[str]:
    """Restore again, unless the killed restore had put the database in its place."""
    status, output = archives.run(folder / "archive", "restore", str(folder / "kept"))
    if status == 0:
        return []
    meetings = _rows(folder, "SELECT id FROM bulletins_meeting")
    return [f"{len(meetings)} meetings: {output}"] if len(meetings) < _DEMO_MEETINGS else []


def _stale_index(folder: Path, printed: str) -> list[str]:
    """Migrate to the end, and rebuild the index as UPGRADING.md says."""
    found = []
    for arguments in (("migrate",), ("rebuild_index", "--noinput")):
        status, output = archives.run(folder / "archive", *arguments)
        found += [output[-300:]] if status else []
    return found


def _process(operation: str) -> Arguments:
    return lambda folder: [
        *(sys.executable, "-m", "tests.torture.operations", operation, str(folder / "files"))
    ]


def _manage(*arguments: str) -> Arguments:
    return lambda folder: command(*(each.replace("FOLDER", str(folder)) for each in arguments))


_OPERATIONS = (
    Operation("import", _manage("import_bulletins", "FOLDER/files"), _lost_files),
    Operation("upload", _process("upload"), _lost_uploads),
    Operation("save", _process("save"), _lost_saves),
    Operation("consume", _process("consume")),
    Operation("update_index", _manage("update_index")),
    Operation("rebuild_index", _manage("rebuild_index", "--noinput")),
    Operation("reread", _manage("reread", "--apply")),
    Operation("migrate", _manage("migrate"), _stale_index),
    Operation("backup", _manage("backup", "FOLDER/backup"), _half_backup, again=False),
    Operation("restore", _manage("restore", "FOLDER/kept"), _half_archive, again=False),
)
OPERATIONS = {operation.name: operation for operation in _OPERATIONS}


class Kills:
    """Trials of one operation, each on a copy of one archive."""

    def __init__(self, home: Path, seed: int) -> None:
        self._home = home
        self._random = random.Random(seed)
        self._seconds: dict[str, float] = {}

    def kill(self, operation: Operation) -> list[str]:
        """Run an operation, kill it at a random moment, and return what is wrong afterwards."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            self._prepare(operation, folder)
            if operation.name not in self._seconds:
                self._seconds[operation.name] = self._time(operation)
            share = self._random.uniform(_START_SHARE, 1)
            printed = _run_until_killed(
                folder / "archive",
                operation.arguments(folder),
                share * self._seconds[operation.name],
            )
            found = operation.losses(folder, printed)
            if operation.again:
                process = archives.start(folder / "archive", operation.arguments(folder))
                output, _ = process.communicate(timeout=archives.TIMEOUT_SECONDS)
                if process.returncode:
                    found.append(f"not again: {output[-300:]}")
            return found + archives.defects(folder / "archive")

    def _prepare(self, operation: Operation, folder: Path) -> None:
        archives.make_files(folder / "files", _FILES, self._random.randrange(1 << 30))
        match operation.name:
            case "restore":
                shutil.copy(self._home / "backup", folder / "kept")
            case "migrate":
                (folder / "archive").mkdir()
                unpack(folder / "archive", FIRST_RELEASE)
            case _:
                archives.copy_archive(self._home / "archive", folder / "archive")

    def _time(self, operation: Operation) -> float:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            self._prepare(operation, folder)
            began = time.monotonic()
            process = archives.start(folder / "archive", operation.arguments(folder))
            output, _ = process.communicate(timeout=archives.TIMEOUT_SECONDS)
            if process.returncode:
                raise RuntimeError(f"{operation.name}: {output}")
            return time.monotonic() - began


def _run_until_killed(home: Path, arguments: list[str], seconds: float) -> str:
    """Kill a process and its children after so many seconds; return the lines it had printed."""
    process = archives.start(home, arguments)
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
    # The last line may be half of one.
    return output[: output.rfind("\n") + 1]


def run(
    folder: Path, kills: int, seed: int, names: Sequence[str] = tuple(OPERATIONS)
) -> list[Outcome]:
    """Return an outcome for each of these operations, killed equally often."""
    home = folder / "kills"
    archives.make_archive(home / "archive", _DEMO_MEETINGS)
    status, output = archives.run(home / "archive", "backup", str(home / "backup"))
    if status:
        raise RuntimeError(output)
    trials = Kills(home, seed)
    outcomes = []
    for name in names:
        outcome = Outcome(f"kill -9 during {name}")
        for _ in range(max(1, kills // len(names))):
            outcome.record(trials.kill(OPERATIONS[name]))
        outcomes.append(outcome)
    return outcomes
