"""Sites with data folders of their own, in processes of their own, with the site's settings."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.paths import ROOT

# Queues, caches and marks of one installation, and numbers that rows get anew.
_OF_ONE_INSTALLATION = {
    "bulletins_tally",
    "bulletins_tallymark",
    "search_outboxrow",
    "search_datafolder",
    "search_lexiconversion",
}
_TABLES_WITHOUT_NUMBERS = {
    "bulletins_chair",
    "bulletins_speaker",
    "bulletins_shingle",
    "bulletins_meeting_themes",
    "bulletins_meeting_distinct_from",
    "auth_user_groups",
}
_PRIORITIES = (
    "SELECT meeting_id, ordinal, section, heading, text, theme_id FROM bulletins_priority"
    " LEFT JOIN bulletins_priority_themes ON bulletins_priority.id = priority_id"
)
_USER_COLUMNS_THAT_STAY = {"password", "last_login"}


# Runs commands one after the other, then gets pages as a reader does; a process takes a second.
_RUN = """
import io, json
from django.core.management import CommandError, call_command
from django.test import Client
from search.indexing import drain
commands, addresses = map(json.loads, sys.argv[1:])
printed = []
for command in commands:
    output = io.StringIO()
    try:
        call_command(*command, stdout=output, stderr=output)
    except CommandError as error:
        output.write(f"CommandError: {error}")
    printed.append(output.getvalue())
if addresses:
    drain()
client = Client(HTTP_HOST="localhost")
pages = [b"".join(client.get(address)).decode() for address in addresses]
print(json.dumps([printed, pages]))
"""


@dataclass(frozen=True)
class Site:
    """A site by its data folder."""

    folder: Path

    def run(self, *commands: Sequence[Any]) -> list[str]:
        """Run management commands, and return what each printed, errors included."""
        return self.run_and_get(commands, [])[0]

    def pages(self, *addresses: str) -> list[str]:
        """Return pages as a reader gets them, after the index has done its work."""
        return self.run_and_get([], addresses)[1]

    def run_and_get(
        self, commands: Sequence[Sequence[Any]], addresses: Sequence[str]
    ) -> tuple[list[str], list[str]]:
        """Do both in one process."""
        texts = [list(map(str, command)) for command in commands]
        output = finish(self.start(_RUN, json.dumps(texts), json.dumps(addresses)))
        printed, pages = json.loads(output.splitlines()[-1])
        return printed, pages

    def start(self, code: str, *arguments: Any) -> "subprocess.Popen[str]":
        """Start code that uses the site's models in the background."""
        environment = os.environ | {
            "ARCHIVE_DATA": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        environment.pop("DATABASE_URL", None)
        setup = "import django, sys; django.setup()"
        return subprocess.Popen(
            [sys.executable, "-c", f"{setup}\n{code}", *map(str, arguments)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def rows(self) -> dict[str, list[Any]]:
        """Return the content of every table of the archive, sorted, by name of the table."""
        with closing(sqlite3.connect(self.folder / "archive.sqlite3")) as database:
            names = [
                name
                for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='table'")
                if name.startswith(("bulletins_", "search_", "auth_user"))
                and name not in _OF_ONE_INSTALLATION
                and not name.startswith("bulletins_priority")
            ]
            tables = {name: _content(database, name) for name in sorted(names)}
            tables["priorities"] = sorted(map(repr, database.execute(_PRIORITIES)))
        return tables

    def originals(self) -> dict[str, bytes]:
        """Return the received files by their names on disk."""
        root = self.folder / "files"
        return {
            str(path.relative_to(root)): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file()
        }


def finish(process: "subprocess.Popen[str]") -> str:
    """Wait for a process and return what it printed; fails where it fails."""
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return output


def _content(database: sqlite3.Connection, table: str) -> list[Any]:
    cursor = database.execute(f'SELECT * FROM "{table}"')
    columns = [name for name, *_rest in cursor.description]
    left_out = {"id"} if table in _TABLES_WITHOUT_NUMBERS else set()
    left_out |= _USER_COLUMNS_THAT_STAY if table == "auth_user" else set()
    kept = [position for position, name in enumerate(columns) if name not in left_out]
    return sorted(repr([row[position] for position in kept]) for row in cursor)
