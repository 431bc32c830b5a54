"""Commands on an archive without the tables of this version."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tests.paths import ROOT, SEED

COMMANDS = [
    ["import_bulletins", str(SEED)],
    ["load_demo"],
    ["reread"],
    ["prepare_index"],
    ["rebuild_index"],
    ["update_index"],
    ["clear_index", "--noinput"],
]


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_command_refuses_the_archive_of_an_earlier_version(settings, command) -> None:
    [newest] = MigrationLoader(connection).graph.leaf_nodes("bulletins")
    MigrationRecorder(connection).record_unapplied(*newest)
    with pytest.raises(CommandError, match="还没有这个版本的档案") as refused:
        call_command(*command)
    assert str(settings.ARCHIVE_DATA) in str(refused.value)


def test_a_command_refuses_the_archive_of_a_later_version() -> None:
    MigrationRecorder(connection).record_applied("bulletins", "9999_of_the_future")
    with pytest.raises(CommandError, match="较新版本的档案"):
        call_command("load_demo")


@pytest.mark.slow
@pytest.mark.parametrize("command", ["load_demo", "prepare_archive"])
def test_a_command_names_a_database_that_cannot_be_opened(tmp_path: Path, command: str) -> None:
    process = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env=os.environ
        | {"ARCHIVE_DATA": str(tmp_path), "DATABASE_URL": "sqlite:////nowhere/archive.sqlite3"}
        | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert process.returncode == 1
    assert process.stderr.startswith("CommandError: 数据库 /nowhere/archive.sqlite3 打不开：")
    assert "Traceback" not in process.stderr


@pytest.mark.parametrize("options", [["--limit=0"], ["--limit=x"], ["--limit=3", "--remove"]])
def test_numbers_and_options_that_make_no_sense_are_refused(options) -> None:
    with pytest.raises(CommandError):
        call_command("load_demo", *options)
