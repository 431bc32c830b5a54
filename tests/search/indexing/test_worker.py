"""The worker loses nothing: crashes, rows that fail, a locked index, several writers."""

import logging
import threading
from typing import Any, Never

import pytest
from django.db import connection, transaction

from bulletins.models import Meeting
from search.index.writing import writer
from search.indexing import background, outbox
from search.models import OutboxRow
from tests.factories import make_meeting
from tests.faults import full_disk, make_refused_meeting, make_unindexed_meeting, repair_document
from tests.search.clock import advance_clock

# How often a process that only searches looks for work, and how long a failed row is left alone.
RECHECK_SECONDS, BACK_OFF_SECONDS = 5, 300


def start_thread(work) -> threading.Thread:
    """Start work in a thread with a database connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_next_save_indexes_rows_pending_after_a_crash(empty_archive, search_pks) -> None:
    pending = make_unindexed_meeting(body="银发经济。")
    assert search_pks("银发经济") == []
    make_meeting(body="另一个会议。")
    assert search_pks("银发经济") == [pending.pk]


def test_next_search_starts_indexing_rows_pending_after_a_crash(empty_archive, search_pks) -> None:
    pending = make_unindexed_meeting(body="银发经济。")
    advance_clock(RECHECK_SECONDS)
    search_pks("银发经济")  # does not wait, but starts the work
    background.join()
    assert search_pks("银发经济") == [pending.pk]
    assert not OutboxRow.objects.exists()


def test_searches_check_for_pending_rows_at_intervals(
    empty_archive, search_pks, django_assert_num_queries
) -> None:
    meeting = make_meeting(body="银发经济。")
    advance_clock(RECHECK_SECONDS)
    search_pks("银发经济")
    pending = make_unindexed_meeting(body="银发经济。")
    with django_assert_num_queries(0):
        assert search_pks("银发经济") == [meeting.pk]
    advance_clock(RECHECK_SECONDS)
    search_pks("银发经济")
    assert set(search_pks("银发经济")) == {meeting.pk, pending.pk}


def test_row_is_indexed_again_after_a_crash_between_the_commit_and_its_deletion(
    search_backend, search_pks, monkeypatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*args) -> Never:
        raise Killed

    with monkeypatch.context() as crash:
        crash.setattr("django.db.models.query.QuerySet.delete", die)
        with pytest.raises(Killed):
            make_meeting(body="银发经济。")
    assert OutboxRow.objects.count() == 1
    # Not by a search, which may be the one that begins to do pending work.
    assert search_backend.manager.count() == 1
    assert outbox.drain() == 1
    assert len(search_pks("银发经济")) == 1
    assert not OutboxRow.objects.exists()


def test_an_error_is_logged_and_affects_neither_the_save_nor_other_rows(
    empty_archive, search_pks, caplog
) -> None:
    with caplog.at_level(logging.ERROR), transaction.atomic():
        bad = make_refused_meeting(body="坏")
        good = make_meeting(body="好")
    assert "'int' object is not iterable" in caplog.text
    assert search_pks("好") == [good.pk]
    assert OutboxRow.objects.get().object_pk == str(bad.pk)
    repair_document(bad)
    assert outbox.drain() == 1
    assert search_pks("坏") == [bad.pk]


def test_a_row_that_fails_is_retried_only_after_some_minutes(
    empty_archive, search_pks, caplog: pytest.LogCaptureFixture
) -> None:
    def attempts() -> int:
        background.join()
        return caplog.text.count(f"bulletins.meeting.{bad.pk} could not be indexed")

    bad = make_refused_meeting(body="坏")
    first_attempts = attempts()
    assert first_attempts
    for _ in range(5):
        make_meeting(body="好")
        advance_clock(RECHECK_SECONDS)
        search_pks("好")
    assert attempts() == first_attempts
    advance_clock(BACK_OFF_SECONDS)
    make_meeting(body="好")
    assert attempts() > first_attempts
    assert OutboxRow.objects.get().object_pk == str(bad.pk)


def test_invalid_document_does_not_delay_others_of_its_commit(
    empty_archive, search_pks, monkeypatch, caplog
) -> None:
    # Injected, because no document is known that a segment refuses.
    update_documents = writer.update_documents

    def fail_on_bad(folder, schema, documents, deleted) -> None:
        if any("坏" in str(document) for document in documents.values()):
            raise ValueError("cannot be indexed")
        update_documents(folder, schema, documents, deleted)

    monkeypatch.setattr(writer, "update_documents", fail_on_bad)
    with transaction.atomic():
        meetings = [make_meeting(body="坏" if number == 3 else "好") for number in range(7)]
    background.join()
    assert len(search_pks("好")) == 6
    assert OutboxRow.objects.get().object_pk == str(meetings[3].pk)
    assert "cannot be indexed" in caplog.text


def test_write_error_of_the_index_does_not_break_a_save(empty_archive, search_pks, caplog) -> None:
    make_meeting(body="第一个。")
    background.join()
    with full_disk():
        meeting = make_meeting(body="银发经济。")
        background.join()
    assert "No space left" in caplog.text
    assert Meeting.objects.filter(pk=meeting.pk).exists()
    outbox.drain()
    assert search_pks("银发经济") == [meeting.pk]


def test_save_does_not_wait_for_another_writer(search_backend, search_pks) -> None:
    with search_backend.manager.directory.write_lock() as is_writer:
        assert is_writer
        meeting = make_meeting(body="银发经济。")
        assert OutboxRow.objects.count() == 1
    assert outbox.drain() == 1
    assert search_pks("银发经济") == [meeting.pk]


def test_a_row_saved_after_the_writer_s_last_check_is_indexed(search_backend, search_pks) -> None:
    """Another thread saves when the writer has seen that nothing is left and holds the lock."""
    statements: list[str] = []
    late: list[Meeting] = []

    def save_after_last_check(execute, sql, params, many, context) -> Any:
        result = execute(sql, params, many, context)
        if OutboxRow._meta.db_table in sql:
            statements.append(sql.partition(" ")[0])
        if statements[-2:] == ["DELETE", "SELECT"] and not late:
            with search_backend.manager.write_lock() as is_free:
                assert not is_free
            thread = start_thread(lambda: late.append(make_meeting(body="迟来的银发经济。")))
            thread.join()
        return result

    with connection.execute_wrapper(save_after_last_check):
        make_meeting(body="第一个。")
    background.join()
    assert search_pks("银发经济") == [late[0].pk]
    assert not OutboxRow.objects.exists()


def test_concurrent_saves_of_several_threads_are_all_indexed(empty_archive, search_pks) -> None:
    def save(number: int) -> None:
        for turn in range(5):
            make_meeting(body=f"第{number}路第{turn}次甲{number}乙{turn}丙")

    threads = [start_thread(lambda number=number: save(number)) for number in range(4)]
    for thread in threads:
        thread.join()
    background.join()
    assert not OutboxRow.objects.exists()
    for number in range(4):
        for turn in range(5):
            assert len(search_pks(f'"甲{number}乙{turn}丙"')) == 1
    assert len(search_pks("第")) == 20
