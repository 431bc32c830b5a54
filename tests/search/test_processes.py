"""Several processes share the archive: gunicorn's workers, commands, somebody's shell."""

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection
from haystack import connections

from search.models import OutboxRow

ROOT = Path(__file__).parent.parent.parent
# A process of its own on the test's database and index; saves, and looks for what it saved.
SAVER = """
import sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.HAYSTACK_CONNECTIONS["default"]["PATH"] = sys.argv[2]
django.setup()
from haystack.query import SearchQuerySet
from tests.factories import make_bulletin, make_meeting
name = sys.argv[3]
for turn in range(5):
    bulletin = make_bulletin(sha256=(name * 64)[:62] + f"{turn:02}")
    meeting = make_meeting("湖北省", bulletin=bulletin, body=f"{name}号第{turn}次会议。")
    found = [int(hit.pk) for hit in SearchQuerySet().auto_query(f'"{name}号第{turn}次"')]
    assert found == [meeting.pk], (name, turn, found)
"""


def test_processes_that_save_at_once_each_find_their_own(archive, found):
    arguments = [
        str(connection.settings_dict["NAME"]),
        connections["default"].options["PATH"],
    ]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    savers = [
        subprocess.Popen(
            [sys.executable, "-c", SAVER, *arguments, name],
            cwd=ROOT,
            env=environment,
            stderr=subprocess.PIPE,
        )
        for name in "abc"
    ]
    assert [saver.communicate(timeout=60)[1].decode() for saver in savers] == ["", "", ""]
    assert [saver.returncode for saver in savers] == [0, 0, 0]
    assert len(found("号第")) == 15
    assert not OutboxRow.objects.exists()
