"""Several processes share the archive, and any of them may be killed at any point."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection
from haystack import connections

from bulletins.models import Meeting
from search.indexing import background, outbox
from search.models import OutboxRow
from tests.factories import make_meeting
from tests.paths import ROOT

# A process of its own on the test's database and index.
SETUP = """
import os, signal, sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.HAYSTACK_CONNECTIONS["default"]["PATH"] = sys.argv[2]
django.setup()
from haystack.query import SearchQuerySet
from search.indexing import background, outbox, worker
from search.index.whoosh_adapter import manifest
from search.index.writing import writer
from tests.factories import make_bulletin, make_meeting
def die(*args, **options):
    os.kill(os.getpid(), signal.SIGKILL)
def save(sha256="f" * 64, body="银发经济。"):
    return make_meeting("湖北省", bulletin=make_bulletin(sha256=sha256), body=body)
"""
SAVER = """
name = sys.argv[3]
for turn in range(5):
    save((name * 64)[:62] + f"{turn:02}", f"{name}号第{turn}次会议。")
background.join()
"""
# Point at which a process is killed → code that gets there.
KILL_POINTS = {
    "before the index": "outbox._index_after_commit = die; save()",
    "before the commit of the index": "manifest.write = die; save()",
    "between the commit and the end of the row": "worker.acknowledge = die; save()",
    "in the middle of a rebuild": """
def rows_and_die(rows, total):
    yield next(iter(rows))
    die()
outbox._index_after_commit = lambda rows: None
save()
outbox.rebuild(rows_and_die)
""",
    "before a rebuilt index goes live": """
from search.index.storage.directory import IndexDirectory
IndexDirectory.activate = die
outbox._index_after_commit = lambda rows: None
save()
outbox.rebuild()
""",
    "in the middle of a merge": """
writer.merge_segments = die
for number in range(20):
    save(f"{number:064}")
    background.join()
""",
    "in the middle of an import": """
with outbox.batching():
    save()
    die()
""",
}


def start(script: str, *arguments: str) -> "subprocess.Popen[bytes]":
    database, index = connection.settings_dict["NAME"], connections["default"].options["PATH"]
    return subprocess.Popen(
        [sys.executable, "-c", SETUP + script, str(database), str(index), *arguments],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        stderr=subprocess.PIPE,
    )


def test_concurrent_saves_of_several_processes_are_all_indexed(empty_archive, search_pks):
    savers = [start(SAVER, name) for name in "abc"]
    assert [saver.communicate(timeout=120)[1].decode() for saver in savers] == ["", "", ""]
    assert [saver.returncode for saver in savers] == [0, 0, 0]
    assert not OutboxRow.objects.exists()
    assert len(search_pks("号第")) == 15
    for name in "abc":
        for turn in range(5):
            assert len(search_pks(f'"{name}号第{turn}次"')) == 1


def recover_by_a_save() -> None:
    make_meeting(body="另一个会议。")


def recover_by_a_search() -> None:
    search = start('SearchQuerySet().auto_query("银发经济").count()')
    _out, error = search.communicate(timeout=120)
    assert search.returncode == 0, error.decode()


def recover_by_a_start() -> None:
    outbox.drain()


RECOVERIES = [recover_by_a_save, recover_by_a_search, recover_by_a_start]


@pytest.mark.parametrize("recover", RECOVERIES)
@pytest.mark.parametrize("kill_point", KILL_POINTS)
def test_saves_of_a_killed_process_are_indexed(search_backend, search_pks, kill_point, recover):
    before = make_meeting(body="殡葬改革。")
    background.join()
    killed = start(KILL_POINTS[kill_point])
    _out, error = killed.communicate(timeout=120)
    assert killed.returncode == -signal.SIGKILL, error.decode()
    assert search_pks("殡葬") == [before.pk]
    recover()
    background.join()
    assert not OutboxRow.objects.exists()
    assert (
        len(search_pks("银发经济"))
        == len(set(search_pks("银发经济")))
        == Meeting.objects.filter(body="银发经济。").count()
    )
    assert search_pks("殡葬") == [before.pk]
    # Its files are removed by the next rebuild, and it holds no lock.
    assert outbox.rebuild() >= 1
    assert len(list(search_backend.manager.directory.path.glob("index-*"))) == 1
