"""Commands on an archive without the tables of this version."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tests.paths import SEED

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


@pytest.mark.parametrize("options", [["--limit=0"], ["--limit=x"], ["--limit=3", "--remove"]])
def test_numbers_and_options_that_make_no_sense_are_refused(options) -> None:
    with pytest.raises(CommandError):
        call_command("load_demo", *options)
