"""What is saved or deleted anywhere reaches the index; nothing on the way can lose it."""

import logging
import threading
import time

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from bulletins.models import Bulletin, Chair, Meeting, Priority, Province, Speaker
from search import outbox
from search.engine import writer
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


def test_what_a_crash_left_behind_the_next_save_brings_in(archive, found, monkeypatch):
    with monkeypatch.context() as crash:
        crash.setattr(outbox, "_drain", lambda: (0, False))  # killed after the commit
        left = make_meeting(body="银发经济。")
    assert found("银发经济") == []
    make_meeting(body="另一个会议。")
    assert found("银发经济") == [left.pk]


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


def test_an_error_is_logged_and_breaks_neither_the_save_nor_the_other_rows(
    backend, found, monkeypatch, caplog
):
    refresh = backend.upkeep.refresh

    def fail_on_bad(model, pks):
        if Meeting.objects.filter(pk__in=pks, body="坏").exists():
            raise ValueError("cannot be read")
        refresh(model, pks)

    monkeypatch.setattr(backend.upkeep, "refresh", fail_on_bad)
    with caplog.at_level(logging.ERROR), transaction.atomic():
        bad = make_meeting(body="坏")
        good = make_meeting(body="好")
    assert "cannot be read" in caplog.text
    assert found("好") == [good.pk]
    assert OutboxRow.objects.get().object_pk == str(bad.pk)
    monkeypatch.undo()
    assert outbox.drain() == 1
    assert found("坏") == [bad.pk]


def test_an_index_that_cannot_be_written_breaks_no_save(archive, found, monkeypatch, caplog):
    def disk_full(*args):
        raise OSError("no space left on device")

    make_meeting(body="第一个。")
    with monkeypatch.context() as full:
        full.setattr(writer, "replace", disk_full)
        full.setattr(writer, "add", disk_full)
        meeting = make_meeting(body="银发经济。")
    assert "no space left" in caplog.text
    assert Meeting.objects.filter(pk=meeting.pk).exists()
    outbox.drain()
    assert found("银发经济") == [meeting.pk]


def test_a_save_waits_for_the_writer_that_holds_the_lock(backend, found):
    meeting = make_meeting(body="正文。")
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with backend.upkeep.store.writing() as is_writer:
            assert is_writer
            held.set()
            release.wait(5)

    thread = in_thread(hold)
    held.wait(5)
    threading.Timer(0.3, release.set).start()
    meeting.body = "银发经济。"
    meeting.save()
    thread.join()
    assert found("银发经济") == [meeting.pk]


def test_a_save_does_not_wait_for_ever(backend, found, monkeypatch):
    monkeypatch.setattr(outbox, "_PATIENCE_SECONDS", 0.2)
    with backend.upkeep.store.writing():
        started = time.monotonic()
        meeting = make_meeting(body="银发经济。")
        assert 0.2 <= time.monotonic() - started < 2
        assert OutboxRow.objects.exists()
    outbox.drain()
    assert found("银发经济") == [meeting.pk]


def test_threads_that_save_at_once_each_find_their_own(archive, found):
    missed = []

    def save(number: int) -> None:
        for turn in range(5):
            meeting = make_meeting(body=f"第{number}路第{turn}次甲{number}乙{turn}丙")
            if found(f'"甲{number}乙{turn}丙"') != [meeting.pk]:
                missed.append((number, turn))

    threads = [in_thread(lambda number=number: save(number)) for number in range(4)]
    for thread in threads:
        thread.join()
    assert missed == []
    assert not OutboxRow.objects.exists()
    assert len(found("第")) == 20
