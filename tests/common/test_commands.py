"""Commands on an archive without the tables of this version."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
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


@pytest.mark.django_db
def test_every_command_on_the_archive_refuses_tables_of_an_earlier_version(settings):
    MigrationRecorder(connection).record_unapplied("bulletins", "0011_theme_ordering")
    for command in COMMANDS:
        with pytest.raises(CommandError) as refused:
            call_command(*command)
        assert str(settings.ARCHIVE_DATA) in str(refused.value), command
        assert "ARCHIVE_DATA" in str(refused.value), command
