"""What is saved or deleted anywhere reaches the index; nothing on the way can lose it."""

import logging
import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from bulletins.models import Bulletin, Chair, Meeting, Priority, Province, Speaker, Theme
from search.index.writing import writer
from search.indexing import background, outbox, worker
from search.models import OutboxRow
from tests.factories import make_bulletin, make_meeting


@pytest.fixture
def meeting(archive) -> Meeting:
    return make_meeting(
        "湖北省",
        body="正文。",
        chairs=[("张三", "厅长")],
        speakers=[("李四", "书记", "讲话")],
        priorities=[("", "推进养老服务", "")],
    )


def in_thread(work) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_change_of_what_a_meeting_is_made_of_reaches_it(meeting, found):
    Chair.objects.get(name="张三").delete()
    assert found("主持:张三") == []
    chair = Chair.objects.create(meeting=meeting, position=2, name="王五")
    assert found("主持:王五") == [meeting.pk]
    chair.name = "赵六"
    chair.save()
    assert found("主持:王五") == []
    assert found("主持:赵六") == [meeting.pk]
    Speaker.objects.create(meeting=meeting, position=2, name="孙七")
    assert found("发言:孙七") == [meeting.pk]
    Priority.objects.create(meeting=meeting, ordinal=2, heading="加强儿童福利")
    assert found("主题:儿童福利") == [meeting.pk]


def test_a_renamed_province_reaches_its_meetings(meeting, found):
    province = Province.objects.get(name="湖北省")
    province.name = "楚省"
    province.save()
    assert found("省份:楚省") == [meeting.pk]


def test_a_chair_that_moves_leaves_its_old_meeting(meeting, found):
    other = make_meeting()
    chair = Chair.objects.get(name="张三")
    chair.meeting = other
    chair.save()
    assert found("主持:张三") == [other.pk]


def test_deleting_a_bulletin_takes_its_meetings_out(archive, found):
    bulletin = make_bulletin()
    for index in range(3):
        make_meeting(bulletin=bulletin, index=index, body="银发经济。")
    assert len(found("银发经济")) == 3
    Bulletin.objects.all().delete()
    assert found("银发经济") == []


def test_changes_in_bulk_reach_the_index(meeting, found):
    Meeting.objects.update(title="新的标题")
    assert found("标题:新的标题") == [meeting.pk]
    Meeting.objects.update(published=False)
    assert found("新的标题") == []


def test_loaded_fixtures_are_found(meeting, found, tmp_path):
    dump = tmp_path / "dump.json"
    call_command("dumpdata", "bulletins", output=str(dump), verbosity=0)
    Bulletin.objects.all().delete()
    assert found("正文") == []
    call_command("loaddata", str(dump), verbosity=0)
    assert found("主持:张三") == [meeting.pk]


def test_a_theme_given_to_a_meeting_makes_its_document_anew(meeting):
    theme = Theme.objects.first()
    for change in (
        lambda: meeting.themes.add(theme),
        lambda: theme.meetings.remove(meeting),
        lambda: theme.meetings.set([meeting]),
        meeting.themes.clear,
        lambda: theme.meetings.add(meeting),
        theme.meetings.clear,
    ):
        with transaction.atomic():
            change()
            assert {row.identifier for row in worker.pending_rows()} == {
                f"bulletins.meeting.{meeting.pk}"
            }


def test_a_rollback_leaves_nothing(archive, found):
    with pytest.raises(RuntimeError), transaction.atomic():
        make_meeting(body="银发经济。")
        raise RuntimeError
    assert found("银发经济") == []
    assert not OutboxRow.objects.exists()


def test_nothing_is_found_before_its_transaction_is_committed(archive, found):
    with transaction.atomic():
        meeting = make_meeting(body="银发经济。")
        assert found("银发经济") == []
    assert found("银发经济") == [meeting.pk]


def leave_in_the_outbox(**fields) -> Meeting:
    """A meeting whose process was killed after its commit and before the index."""
    with pytest.MonkeyPatch.context() as crash:
        crash.setattr(transaction, "on_commit", lambda work: None)
        return make_meeting(**fields)


def test_what_a_crash_left_behind_the_next_save_brings_in(archive, found):
    left = leave_in_the_outbox(body="银发经济。")
    assert found("银发经济") == []
    make_meeting(body="另一个会议。")
    assert found("银发经济") == [left.pk]


def test_what_a_crash_left_behind_the_next_search_has_brought_in(archive, found, monkeypatch):
    left = leave_in_the_outbox(body="银发经济。")
    monkeypatch.setattr(outbox, "_RECHECK_SECONDS", 0)
    found("银发经济")  # does not wait, but sets it going
    background.join()
    assert found("银发经济") == [left.pk]
    assert not OutboxRow.objects.exists()


def test_searches_ask_the_database_for_left_work_only_now_and_then(
    archive, found, django_assert_num_queries, monkeypatch
):
    make_meeting(body="银发经济。")
    monkeypatch.setattr(outbox, "_RECHECK_SECONDS", 0)
    found("银发经济")
    monkeypatch.setattr(outbox, "_RECHECK_SECONDS", 1000)
    with django_assert_num_queries(0):
        found("银发经济")


def test_a_crash_between_the_index_s_commit_and_the_row_s_end_repeats_the_work(
    archive, found, monkeypatch
):
    class Killed(BaseException):
        pass

    def die(*args):
        raise Killed

    with monkeypatch.context() as crash:
        crash.setattr("django.db.models.query.QuerySet.delete", die)
        with pytest.raises(Killed):
            make_meeting(body="银发经济。")
    assert OutboxRow.objects.count() == 1
    assert len(found("银发经济")) == 1
    assert outbox.drain() == 1
    assert len(found("银发经济")) == 1
    assert not OutboxRow.objects.exists()


@pytest.fixture
def unreadable(monkeypatch):
    """Meetings with this in their body cannot be prepared, as long as it is so."""
    from bulletins.search_indexes import MeetingIndex

    prepare = MeetingIndex.prepare_headings
    tried = []

    def fail_on_bad(self, meeting):
        if "坏" in meeting.body:
            tried.append(meeting.pk)
            raise ValueError("cannot be read")
        return prepare(self, meeting)

    monkeypatch.setattr(MeetingIndex, "prepare_headings", fail_on_bad)
    return tried


def test_an_error_is_logged_and_breaks_neither_the_save_nor_the_other_rows(
    archive, found, unreadable, monkeypatch, caplog
):
    with caplog.at_level(logging.ERROR), transaction.atomic():
        bad = make_meeting(body="坏")
        good = make_meeting(body="好")
    assert "cannot be read" in caplog.text
    assert found("好") == [good.pk]
    assert OutboxRow.objects.get().object_pk == str(bad.pk)
    monkeypatch.undo()
    assert outbox.drain() == 1
    assert found("坏") == [bad.pk]


def test_a_row_that_fails_is_left_alone_for_a_while(
    archive, found, unreadable, monkeypatch, caplog
):
    bad = make_meeting(body="坏")
    background.join()
    tried = len(unreadable)
    monkeypatch.setattr(outbox, "_RECHECK_SECONDS", 0)
    for _ in range(5):
        make_meeting(body="好")
        found("好")
    background.join()
    assert len(unreadable) == tried
    monkeypatch.setattr(
        worker, "_backed_off", dict.fromkeys(worker._backed_off, 0.0)
    )  # time goes by
    make_meeting(body="好")
    background.join()
    assert len(unreadable) > tried
    assert OutboxRow.objects.get().object_pk == str(bad.pk)


def test_a_document_that_the_index_cannot_take_keeps_none_of_its_commit_waiting(
    archive, found, monkeypatch, caplog
):
    replace = writer.update_documents

    def fail_on_bad(folder, schema, documents, gone):
        if any("坏" in str(document) for document in documents.values()):
            raise ValueError("cannot be indexed")
        replace(folder, schema, documents, gone)

    monkeypatch.setattr(writer, "update_documents", fail_on_bad)
    with transaction.atomic():
        meetings = [make_meeting(body="坏" if number == 3 else "好") for number in range(7)]
    background.join()
    assert len(found("好")) == 6
    assert OutboxRow.objects.get().object_pk == str(meetings[3].pk)
    assert "cannot be indexed" in caplog.text


def test_an_index_that_cannot_be_written_breaks_no_save(archive, found, monkeypatch, caplog):
    def disk_full(*args):
        raise OSError("no space left on device")

    make_meeting(body="第一个。")
    background.join()
    with monkeypatch.context() as full:
        full.setattr(writer, "update_documents", disk_full)
        full.setattr(writer, "bulk_add", disk_full)
        meeting = make_meeting(body="银发经济。")
        background.join()
    assert "no space left" in caplog.text
    assert Meeting.objects.filter(pk=meeting.pk).exists()
    outbox.drain()
    assert found("银发经济") == [meeting.pk]


def test_a_save_leaves_its_row_to_the_writer_at_work_and_waits_for_nobody(backend, found):
    with backend.manager.directory.write_lock() as is_writer:
        assert is_writer
        meeting = make_meeting(body="银发经济。")
        assert OutboxRow.objects.count() == 1
    assert outbox.drain() == 1
    assert found("银发经济") == [meeting.pk]


def test_a_row_that_comes_after_the_writer_s_last_look_is_not_left_behind(
    backend, found, monkeypatch
):
    """Another saves when the writer has seen that nothing is left and still holds the lock."""
    look = worker._next_rows
    late: list[Meeting] = []

    def look_and_be_overtaken(at_once, passed_over):
        rows = look(at_once, passed_over)
        if not rows and not late:
            thread = in_thread(lambda: late.append(make_meeting(body="迟来的银发经济。")))
            thread.join()
        return rows

    monkeypatch.setattr(worker, "_next_rows", look_and_be_overtaken)
    make_meeting(body="第一个。")
    background.join()
    assert found("银发经济") == [late[0].pk]
    assert not OutboxRow.objects.exists()


def test_a_save_of_much_leaves_most_of_it_to_the_background(archive, found):
    with transaction.atomic():
        bulletin = make_bulletin()
        for index in range(40):
            make_meeting(bulletin=bulletin, index=index, body="银发经济。")
    background.join()
    assert len(found("银发经济")) == 40
    assert not OutboxRow.objects.exists()


def test_a_save_ends_with_its_first_commit_when_its_time_is_up(archive, found, monkeypatch):
    commits = []
    replace = writer.update_documents

    def count(folder, schema, documents, gone):
        commits.append((threading.current_thread().name, len(documents)))
        replace(folder, schema, documents, gone)

    monkeypatch.setattr(writer, "update_documents", count)
    monkeypatch.setattr(outbox, "_SAVE_SECONDS", 0)
    with transaction.atomic():
        for _ in range(20):
            make_meeting(body="银发经济。")
    background.join()
    own = [number for name, number in commits if name == threading.current_thread().name]
    assert sum(own) <= 8
    assert sum(number for _name, number in commits) == 20


def test_an_import_is_indexed_in_one_go_and_leaves_nothing(archive, found, monkeypatch):
    commits = []
    replace = writer.update_documents

    def count(folder, schema, documents, gone):
        commits.append(len(documents))
        replace(folder, schema, documents, gone)

    monkeypatch.setattr(writer, "update_documents", count)
    with outbox.batching():
        for _ in range(12):
            make_meeting(body="银发经济。")
        assert commits == []
    assert commits == [12]
    assert len(found("银发经济")) == 12
    assert not OutboxRow.objects.exists()


def test_an_import_that_fails_half_way_has_what_it_saved_in_the_index(archive, found):
    with pytest.raises(RuntimeError), outbox.batching():
        make_meeting(body="银发经济。")
        raise RuntimeError
    assert len(found("银发经济")) == 1


def test_a_large_import_is_indexed_in_several_batches(archive, found, monkeypatch):
    monkeypatch.setattr(outbox, "_COMMAND_BATCH", 5)
    with outbox.batching():
        for _ in range(12):
            make_meeting(body="银发经济。")
        assert OutboxRow.objects.count() == 2
    assert len(found("银发经济")) == 12


def test_more_than_fit_into_one_piece_go_in_by_batches(archive, found, monkeypatch):
    monkeypatch.setattr("search.index.writing.batch._ONE_SEGMENT", 3)
    with outbox.batching():
        meetings = [make_meeting(body="银发经济。") for _ in range(12)]
    assert len(found("银发经济")) == 12
    with outbox.batching():
        for meeting in meetings[:6]:
            meeting.body = "改写过的。"
            meeting.save()
        meetings[6].delete()
    assert len(found("银发经济")) == 5
    assert len(found("改写过的")) == 6


def test_threads_that_save_at_once_lose_nothing(archive, found):
    def save(number: int) -> None:
        for turn in range(5):
            make_meeting(body=f"第{number}路第{turn}次甲{number}乙{turn}丙")

    threads = [in_thread(lambda number=number: save(number)) for number in range(4)]
    for thread in threads:
        thread.join()
    background.join()
    assert not OutboxRow.objects.exists()
    for number in range(4):
        for turn in range(5):
            assert len(found(f'"甲{number}乙{turn}丙"')) == 1
    assert len(found("第")) == 20
