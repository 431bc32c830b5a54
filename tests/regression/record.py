"""Make the requests of a part on a copy of the archive and record the answers.

    python -m tests.regression.record PART             print the answers, one a line
    python -m tests.regression.record [PART] --write   store them as the golden answers

No module of the project is imported, so that all may be renamed: the driver depends on settings,
URLs, form fields and management commands only.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import time_machine

from tests.regression import archive, changes, changes_of_tables
from tests.regression.commands import COMMANDS
from tests.regression.comparison import Answer
from tests.regression.requests import TABLES, read_requests
from tests.regression.site import NOW, Site

_TABLES = sorted(table.stem for table in TABLES.glob("*.txt"))
PARTS = [*_TABLES, "changes", "commands"]


def answers_of(part: str) -> Iterator[dict[str, Any]]:
    """Yield the answers to all requests of a part; can be called once in a process."""
    with tempfile.TemporaryDirectory(prefix="regression-") as folder:
        archive.unpack(Path(folder))
        os.environ.clear()
        os.environ.update(archive.environment(Path(folder)))
        with time_machine.travel(NOW, tick=False) as clock:
            site = Site(clock)
            match part:
                case "changes":
                    for change in changes.CHANGES + changes_of_tables.CHANGES_OF_TABLES:
                        yield from site.change(change)
                case "commands":
                    yield from map(site.command, COMMANDS)
                case _:
                    yield from map(site.request, read_requests(part))


def to_line(answer: dict[str, Any]) -> str:
    """Serialize an answer as one line of JSON, without the line end."""
    return json.dumps(answer, ensure_ascii=False, sort_keys=True)


def read_answers(lines: str) -> list[Answer]:
    """Parse answers, one a line."""
    return [json.loads(line) for line in lines.split("\n") if line]


def recorded_answers(part: str) -> list[Answer]:
    """Return the golden answers of a part."""
    return read_answers((archive.ANSWERS / f"{part}.jsonl").read_text(encoding="utf-8"))


def main() -> None:
    """Print the answers of a part, or store those of one or all parts."""
    parser = argparse.ArgumentParser(prog="tests.regression.record")
    parser.add_argument("part", nargs="?", choices=PARTS)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.part is None:
        # Each needs a process of its own, because Django can be set up once.
        for part in PARTS if options.write else parser.error("name a part, or use --write for all"):
            command = [sys.executable, "-m", "tests.regression.record", part, "--write"]
            status = os.spawnv(os.P_WAIT, sys.executable, command)
            if status:
                sys.exit(status)
        return
    lines = "".join(f"{to_line(answer)}\n" for answer in answers_of(options.part))
    if options.write:
        (archive.ANSWERS / f"{options.part}.jsonl").write_text(lines, encoding="utf-8")
    else:
        sys.stdout.buffer.write(lines.encode())


if __name__ == "__main__":
    main()
