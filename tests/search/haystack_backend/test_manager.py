"""The manager of the index: rebuilds, updates and merges during searches and other writes."""

import shutil
import threading
from collections.abc import Iterator
from typing import Any, Never

import pytest
from django.db import connection
from haystack.exceptions import SearchBackendError
from haystack.query import SearchQuerySet

from bulletins.models import Meeting
from search.indexing import background, outbox
from search.models import OutboxRow
from tests.factories import make_meeting
from tests.faults import full_disk, make_refused_meeting, repair_document


def test_search_raises_an_error_if_a_rebuild_takes_too_long(
    meeting, short_timeout_manager, reopen, search_pks
) -> None:
    shutil.rmtree(short_timeout_manager.directory.path)
    reopen()
    with short_timeout_manager.directory.rebuild_lock():  # as if another process were rebuilding
        for _ in range(2):
            with pytest.raises(SearchBackendError, match="正在重建"):
                SearchQuerySet().auto_query("银发经济").count()
    assert search_pks("银发经济") == [meeting.pk]


def test_failed_rebuild_raises_an_error_and_the_next_search_retries_it(
    meeting, index_folder, reopen, search_pks, caplog
) -> None:
    reopen()
    shutil.rmtree(index_folder)
    with full_disk(), pytest.raises(SearchBackendError):
        SearchQuerySet().auto_query("银发经济").count()
    assert "No space left" in caplog.text
    assert search_pks("银发经济") == [meeting.pk]


def test_rebuild_skips_rows_without_a_document_and_leaves_them_pending(
    meeting, search_pks, caplog
) -> None:
    bad = make_refused_meeting(body="坏")
    OutboxRow.objects.all().delete()
    assert outbox.rebuild() == 1
    assert "'int' object is not iterable" in caplog.text
    assert search_pks("银发经济") == [meeting.pk]
    assert OutboxRow.objects.get().object_pk == str(bad.pk)
    repair_document(bad)
    assert outbox.drain() == 1
    assert search_pks("坏") == [bad.pk]


def test_rebuild_in_which_no_row_has_a_document_fails_and_keeps_the_old_index(
    meeting, search_pks, caplog
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(exchange_units=5)
    background.join()
    with pytest.raises(TypeError, match="not iterable"):
        outbox.rebuild()
    assert search_pks("银发经济") == [meeting.pk]


def test_rebuild_includes_pending_rows_and_clears_them(meeting, search_backend, search_pks) -> None:
    with search_backend.manager.directory.write_lock():
        pending = make_meeting(body="银发经济。")
    assert outbox.rebuild() == 2
    assert not OutboxRow.objects.exists()
    assert set(search_pks("银发经济")) == {meeting.pk, pending.pk}


def test_search_during_a_rebuild_finds_everything(meeting, search_backend, search_pks) -> None:
    results = []

    def search_with_each_row(rows, total) -> Iterator[Any]:
        for row in rows:
            results.append(search_pks("银发经济"))
            yield row

    search_backend.manager.rebuild(search_with_each_row)
    assert results == [[meeting.pk]]
    assert search_pks("银发经济") == [meeting.pk]


def test_changes_during_a_rebuild_are_in_both_indexes(meeting, search_backend, search_pks) -> None:
    deleted = make_meeting(body="殡葬改革。")
    added = []

    def edit_meanwhile(rows, total) -> Iterator[Any]:
        yield from rows
        meeting.body = "改写过的银发经济。"
        meeting.save()
        added.append(make_meeting(body="半路来的会议。").pk)
        deleted.delete()
        assert search_pks("半路来的") == added
        assert search_pks("殡葬") == []

    search_backend.manager.rebuild(edit_meanwhile)
    assert search_pks("半路来的") == added
    assert search_pks("改写过的") == search_pks("银发经济") == [meeting.pk]
    assert search_pks("殡葬") == []


def test_failed_rebuild_keeps_the_old_index_and_leaves_no_files(
    meeting, search_backend, index_folder, search_pks
) -> None:
    def fail(rows, total) -> Never:
        raise OSError("no space left on device")

    before = sorted(path.name for path in index_folder.iterdir())
    with pytest.raises(OSError, match="no space"):
        search_backend.manager.rebuild(fail)
    assert sorted(path.name for path in index_folder.iterdir()) == before
    assert search_pks("银发经济") == [meeting.pk]


def test_update_remove_and_clear_time_out_waiting_for_the_lock(
    meeting, search_backend, short_timeout_manager
) -> None:
    index = short_timeout_manager.indexes()[Meeting]
    with short_timeout_manager.directory.write_lock():
        for operation in (
            lambda: search_backend.update(index, [meeting]),
            lambda: search_backend.remove(meeting),
            search_backend.clear,
        ):
            with pytest.raises(SearchBackendError):
                operation()
    search_backend.remove(meeting)
    assert SearchQuerySet().count() == 0


def test_clearing_one_model_removes_its_documents(meeting, search_backend, search_pks) -> None:
    search_backend.clear(models=[Meeting])
    assert search_pks("银发经济") == []


def test_save_during_another_write_is_indexed_when_that_ends(
    meeting, search_backend, search_pks
) -> None:
    others = []

    def rows() -> Iterator[Meeting]:
        others.append(make_meeting(body="殡葬改革。").pk)  # under the lock of the update
        yield meeting

    search_backend.update(search_backend.manager.indexes()[Meeting], rows())
    assert search_pks("殡葬") == others


def test_duplicate_rows_in_an_update_are_one_document(meeting, search_backend, search_pks) -> None:
    search_backend.update(search_backend.manager.indexes()[Meeting], [meeting, meeting])
    assert search_pks("银发经济") == [meeting.pk]


def test_results_from_many_segments_equal_those_from_one(
    empty_archive, search_backend, search_pks
) -> None:
    """Whoosh's own search loses its best documents over several segments."""
    for number in range(25):
        make_meeting(
            body="养老服务" * (number % 7 + 1) + "社会救助" * (number % 3) + f"第{number}次会议。",
            date=f"20{number + 1:02}",
        )
    queries = ["养老", "养老 救助", "社会救助", "服务 或 第1", "第2次 养老", "会议 -救助"]
    assert len(search_backend.manager.reader.snapshot().segments) > 1
    expected = [search_pks(query) for query in queries]
    outbox.rebuild()
    assert len(search_backend.manager.reader.snapshot().segments) == 1
    assert [search_pks(query) for query in queries] == expected


def test_deleted_documents_are_not_found_in_any_segment(
    empty_archive, search_backend, search_pks
) -> None:
    meetings = [make_meeting(body=f"第{number}次养老会议。") for number in range(12)]
    for meeting in meetings[::3]:
        meeting.delete()
    remaining = {meeting.pk for meeting in meetings if meeting.pk}
    assert len(search_backend.manager.reader.snapshot().segments) > 1
    assert set(search_pks("养老")) == remaining
    outbox.rebuild()
    assert set(search_pks("养老")) == remaining


def test_merging_limits_the_number_of_segments(empty_archive, search_backend, search_pks) -> None:
    for number in range(24):
        make_meeting(body=f"第{number}次会议。")
    assert len(search_backend.manager.reader.snapshot().segments) <= 10
    assert len(search_pks("会议")) == 24
    assert all(len(search_pks(f'"第{number}次"')) == 1 for number in range(24))


@pytest.mark.slow
def test_concurrent_searches_are_correct_during_writes(empty_archive, search_pks) -> None:
    pks = [make_meeting(body=f"甲乙丙丁戊己庚辛{n}号").pk for n in range(3)]
    failures: list[int | str] = []
    done = threading.Event()

    def search(number: int) -> None:
        try:
            while not done.is_set():
                if search_pks(f'"丙丁戊己庚辛{number}号"') != [pks[number]]:
                    failures.append(number)
                if set(search_pks("乙丙丁 己庚")) != set(pks):
                    failures.append(-1)
        except Exception as error:
            failures.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=search, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(20):
        make_meeting(body="甲乙丙丁戊")
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
