"""Several processes share the archive, and any of them may be killed at any point."""

import os
import signal
from collections.abc import Callable, Iterable, Iterator

import pytest
from haystack.query import SearchQuerySet

from bulletins.models import Meeting
from search.indexing import background, outbox
from search.models import OutboxRow
from tests.factories import make_bulletin, make_meeting
from tests.faults import make_unindexed_meeting
from tests.search.processes import run, start

pytestmark = pytest.mark.slow


def save(
    sha256: str = "f" * 64,
    body: str = "银发经济。",
    make: Callable[..., Meeting] = make_meeting,
) -> Meeting:
    return make("湖北省", bulletin=make_bulletin(sha256=sha256), body=body)


def save_five(name: str) -> None:
    for turn in range(5):
        save((name * 64)[:62] + f"{turn:02}", f"{name}号第{turn}次会议。")
    background.join()


def crash(*args: object, **options: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def crash_at(function: str) -> None:
    """Let this process be killed when it calls a function: the points are inside of the product."""
    pytest.MonkeyPatch().setattr(function, crash)


def crash_before_the_index() -> None:
    crash_at("search.indexing.outbox._index_after_commit")
    save()


def crash_before_the_commit_of_the_index() -> None:
    crash_at("search.index.whoosh_adapter.manifest.write")
    save()


def crash_between_the_commit_and_the_end_of_the_row() -> None:
    crash_at("search.indexing.worker.acknowledge")
    save()


def crash_in_the_middle_of_a_rebuild() -> None:
    def rows_and_crash(rows: Iterable[object], total: int | None) -> Iterator[object]:
        yield next(iter(rows))
        crash()

    save(make=make_unindexed_meeting)
    outbox.rebuild(rows_and_crash)


def crash_before_a_rebuilt_index_goes_live() -> None:
    crash_at("search.index.storage.directory.IndexDirectory.activate")
    save(make=make_unindexed_meeting)
    outbox.rebuild()


def crash_in_the_middle_of_a_merge() -> None:
    crash_at("search.index.writing.writer.merge_segments")
    for number in range(20):
        save(f"{number:064}")
        background.join()


def crash_in_the_middle_of_an_import() -> None:
    with outbox.batching():
        save()
        crash()


CRASH_POINTS = [
    crash_before_the_index,
    crash_before_the_commit_of_the_index,
    crash_between_the_commit_and_the_end_of_the_row,
    crash_in_the_middle_of_a_rebuild,
    crash_before_a_rebuilt_index_goes_live,
    crash_in_the_middle_of_a_merge,
    crash_in_the_middle_of_an_import,
]


def test_concurrent_saves_of_several_processes_are_all_indexed(empty_archive, search_pks) -> None:
    savers = [start(save_five, name) for name in "abc"]
    assert [saver.wait() for saver in savers] == [(0, "")] * 3
    assert not OutboxRow.objects.exists()
    assert len(search_pks("号第")) == 15
    for name in "abc":
        for turn in range(5):
            assert len(search_pks(f'"{name}号第{turn}次"')) == 1


def recover_by_a_save() -> None:
    make_meeting(body="另一个会议。")


def search() -> None:
    SearchQuerySet().auto_query("银发经济").count()


def recover_by_a_search() -> None:
    run(search)


def recover_by_a_start() -> None:
    outbox.drain()


RECOVERIES = [recover_by_a_save, recover_by_a_search, recover_by_a_start]


@pytest.mark.parametrize("recover", RECOVERIES)
@pytest.mark.parametrize("crash_point", CRASH_POINTS)
def test_saves_of_a_killed_process_are_indexed(
    search_backend, search_pks, crash_point: Callable[[], None], recover: Callable[[], None]
) -> None:
    before = make_meeting(body="殡葬改革。")
    background.join()
    assert start(crash_point).wait() == (-signal.SIGKILL, "")
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
