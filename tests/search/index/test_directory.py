"""The index is disposable: whatever happens to its files, the archive is searched again."""

import json
import os
import shutil
import threading
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from haystack.exceptions import SearchBackendError
from haystack.query import SearchQuerySet

from bulletins.models import Meeting
from search.haystack_backend import manager
from search.haystack_backend.backend import ArchiveBackend
from search.index.storage.directory import IndexDirectory
from search.indexing import background, outbox
from search.models import OutboxRow
from tests.factories import make_meeting


@pytest.fixture
def index_folder(backend: ArchiveBackend) -> Path:
    return backend.manager.directory.path


@pytest.fixture
def meeting(archive) -> Meeting:
    meeting = make_meeting(body="银发经济。")
    background.join()
    return meeting


def live_files(index_folder: Path) -> Path:
    return index_folder / str(json.loads((index_folder / "CURRENT").read_text())["folder"])


def prepare() -> str:
    said = StringIO()
    call_command("prepare_index", stdout=said)
    return said.getvalue()


def remove_everything(folder: Path) -> None:
    shutil.rmtree(folder)


def remove_a_segment(folder: Path) -> None:
    next(live_files(folder).glob("*.arrays")).unlink()


def truncate_a_segment(folder: Path) -> None:
    segment = next(live_files(folder).glob("*.arrays"))
    os.truncate(segment, segment.stat().st_size - 1)


def empty_the_segments(folder: Path) -> None:
    for segment in live_files(folder).glob("*.arrays"):
        os.truncate(segment, 0)


def scribble_over_a_segment(folder: Path) -> None:
    segment = next(live_files(folder).glob("*.arrays"))
    segment.write_bytes(os.urandom(segment.stat().st_size))


def truncate_the_toc(folder: Path) -> None:
    (toc,) = live_files(folder).glob("*.toc")
    os.truncate(toc, toc.stat().st_size // 2)


def remove_the_toc(folder: Path) -> None:
    (toc,) = live_files(folder).glob("*.toc")
    toc.unlink()


def remove_the_live_folder(folder: Path) -> None:
    shutil.rmtree(live_files(folder))


def scribble_over_current(folder: Path) -> None:
    (folder / "CURRENT").write_text("\x00\x01")


def name_nothing_in_current(folder: Path) -> None:
    (folder / "CURRENT").write_text("[]")


def another_format(folder: Path) -> None:
    current = json.loads((folder / "CURRENT").read_text())
    (folder / "CURRENT").write_text(json.dumps(current | {"format": "other"}))


DAMAGES = [
    remove_everything,
    remove_a_segment,
    truncate_a_segment,
    empty_the_segments,
    scribble_over_a_segment,
    truncate_the_toc,
    remove_the_toc,
    remove_the_live_folder,
    scribble_over_current,
    name_nothing_in_current,
    another_format,
]


def forget_what_is_open(backend) -> None:
    """As in a process that has just started."""
    background.join()
    backend.manager.reader.reset()


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_search_of_a_damaged_index_makes_it_again(meeting, index_folder, backend, found, damage):
    damage(index_folder)
    forget_what_is_open(backend)
    assert found("银发经济") == [meeting.pk]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_save_into_a_damaged_index_makes_it_again(meeting, index_folder, backend, found, damage):
    damage(index_folder)
    forget_what_is_open(backend)
    other = make_meeting(body="银发经济与养老。")
    background.join()
    assert set(found("银发经济")) == {meeting.pk, other.pk}
    assert not OutboxRow.objects.exists()


@pytest.mark.parametrize("damage", DAMAGES)
def test_prepare_index_makes_a_damaged_index_again(meeting, index_folder, backend, found, damage):
    damage(index_folder)
    forget_what_is_open(backend)
    assert prepare() == "索引已重建，共 1 篇\n"
    assert found("银发经济") == [meeting.pk]


def test_prepare_index_leaves_a_good_index_alone_and_says_so(meeting, index_folder):
    before = (index_folder / "CURRENT").read_bytes()
    assert prepare() == "索引已就绪\n"
    assert (index_folder / "CURRENT").read_bytes() == before


def test_prepare_index_brings_in_what_was_left_over(meeting, backend, found):
    with backend.manager.directory.write_lock():
        left = make_meeting(body="银发经济。")
    assert prepare() == "索引已补上 1 处改动\n"
    assert left.pk in found("银发经济")


def test_a_search_does_not_wait_long_for_an_index_that_takes_long(
    meeting, backend, index_folder, found, monkeypatch
):
    monkeypatch.setattr(manager, "WAIT_FOR_INDEX_SECONDS", 0.1)
    remove_everything(index_folder)
    forget_what_is_open(backend)
    with backend.manager.directory.rebuild_lock():  # as if another process were at it
        for _ in range(2):
            with pytest.raises(SearchBackendError, match="正在重建"):
                SearchQuerySet().auto_query("银发经济").count()
    assert found("银发经济") == [meeting.pk]


def test_a_rebuild_that_cannot_be_done_is_not_waited_for(
    backend, index_folder, found, monkeypatch, caplog
):
    def disk_full(*args, **options):
        raise OSError("no space left on device")

    meeting = make_meeting(body="银发经济。")
    forget_what_is_open(backend)
    remove_everything(index_folder)
    with monkeypatch.context() as full:
        full.setattr("search.index.writing.writer.bulk_add", disk_full)
        with pytest.raises(SearchBackendError):
            SearchQuerySet().auto_query("银发经济").count()
    assert "no space left" in caplog.text
    assert found("银发经济") == [meeting.pk]


def test_a_row_that_cannot_be_read_keeps_no_rebuild_from_its_end(
    meeting, backend, found, monkeypatch, caplog
):
    bad = make_meeting(body="坏")

    def fail_on_bad(self, row):
        if row.pk == bad.pk:
            raise ValueError("cannot be read")
        return []

    with monkeypatch.context() as broken:
        broken.setattr("bulletins.search_indexes.MeetingIndex.prepare_headings", fail_on_bad)
        assert outbox.rebuild() == 1
    assert "cannot be read" in caplog.text
    assert found("银发经济") == [meeting.pk]
    assert OutboxRow.objects.get().object_pk == str(bad.pk)
    assert outbox.drain() == 1
    assert found("坏") == [bad.pk]


def test_a_rebuild_in_which_no_row_can_be_read_changes_nothing(
    meeting, backend, found, monkeypatch, caplog
):
    def fail(self, row):
        raise ValueError("cannot be read")

    with monkeypatch.context() as broken:
        broken.setattr("bulletins.search_indexes.MeetingIndex.prepare_headings", fail)
        with pytest.raises(ValueError, match="cannot be read"):
            outbox.rebuild()
    assert found("银发经济") == [meeting.pk]


def test_what_waited_before_a_rebuild_is_not_done_twice(meeting, backend, found):
    with backend.manager.directory.write_lock():
        left = make_meeting(body="银发经济。")
    assert outbox.rebuild() == 2
    assert not OutboxRow.objects.exists()
    assert set(found("银发经济")) == {meeting.pk, left.pk}


def test_files_that_are_not_ours_are_left_where_they_are(meeting, index_folder):
    (index_folder / "letter.txt").write_text("keep me")
    outbox.rebuild()
    assert (index_folder / "letter.txt").read_text() == "keep me"


def test_the_index_is_for_the_site_s_user_only(meeting, index_folder):
    assert index_folder.stat().st_mode & 0o077 == 0
    assert live_files(index_folder).stat().st_mode & 0o077 == 0


def test_a_search_during_a_rebuild_sees_all(meeting, backend, found, monkeypatch):
    seen = []

    def look(rows, total):
        for row in rows:
            seen.append(found("银发经济"))
            yield row

    backend.manager.rebuild(look)
    assert seen == [[meeting.pk]]
    assert found("银发经济") == [meeting.pk]


def test_what_is_saved_and_deleted_during_a_rebuild_is_found_and_gone_then_and_after(
    meeting, backend, found
):
    doomed = make_meeting(body="殡葬改革。")
    made = []

    def work_on(rows, total):
        yield from rows
        meeting.body = "改写过的银发经济。"
        meeting.save()
        made.append(make_meeting(body="半路来的会议。").pk)
        doomed.delete()
        assert found("半路来的") == made
        assert found("殡葬") == []

    backend.manager.rebuild(work_on)
    assert found("半路来的") == made
    assert found("改写过的") == found("银发经济") == [meeting.pk]
    assert found("殡葬") == []


def test_a_rebuild_that_fails_leaves_the_old_index_and_no_litter(
    meeting, backend, index_folder, found
):
    def fail(rows, total):
        raise OSError("no space left on device")

    before = sorted(path.name for path in index_folder.iterdir())
    with pytest.raises(OSError, match="no space"):
        backend.manager.rebuild(fail)
    assert sorted(path.name for path in index_folder.iterdir()) == before
    assert found("银发经济") == [meeting.pk]


def test_update_and_remove_wait_for_the_lock_and_say_when_they_give_up(
    meeting, backend, monkeypatch
):
    monkeypatch.setattr(manager, "WAIT_FOR_WRITER_SECONDS", 0.1)
    index = backend.manager.indexes()[Meeting]
    with backend.manager.directory.write_lock():
        for work in (
            lambda: backend.update(index, [meeting]),
            lambda: backend.remove(meeting),
            backend.clear,
        ):
            with pytest.raises(SearchBackendError):
                work()
    backend.remove(meeting)
    assert SearchQuerySet().count() == 0


def test_clearing_one_model_empties_it(meeting, backend, found):
    backend.clear(models=[Meeting])
    assert found("银发经济") == []


def test_a_save_during_a_command_s_writing_is_in_the_index_when_that_ends(meeting, backend, found):
    with backend.manager.writing():
        other = make_meeting(body="殡葬改革。")
    assert found("殡葬") == [other.pk]


def test_the_same_row_twice_in_one_update_is_one_document(meeting, backend, found):
    backend.update(backend.manager.indexes()[Meeting], [meeting, meeting])
    assert found("银发经济") == [meeting.pk]


def test_many_segments_answer_as_one_does(archive, backend, found):
    """Whoosh's own search loses its best documents over several segments."""
    for number in range(25):
        make_meeting(
            body="养老服务" * (number % 7 + 1) + "社会救助" * (number % 3) + f"第{number}次会议。",
            date=f"20{number + 1:02}",
        )
    queries = ["养老", "养老 救助", "社会救助", "服务 或 第1", "第2次 养老", "会议 -救助"]
    assert len(backend.manager.reader.snapshot().segments) > 1
    several = [found(query) for query in queries]
    outbox.rebuild()
    assert len(backend.manager.reader.snapshot().segments) == 1
    assert [found(query) for query in queries] == several


def test_deleted_documents_answer_nowhere_however_many_segments_they_lie_in(
    archive, backend, found
):
    meetings = [make_meeting(body=f"第{number}次养老会议。") for number in range(12)]
    for meeting in meetings[::3]:
        meeting.delete()
    staying = {meeting.pk for meeting in meetings if meeting.pk}
    assert len(backend.manager.reader.snapshot().segments) > 1
    assert set(found("养老")) == staying
    outbox.rebuild()
    assert set(found("养老")) == staying


def test_segments_are_merged_before_they_are_too_many(archive, backend, found):
    for number in range(40):
        make_meeting(body=f"第{number}次会议。")
    assert len(backend.manager.reader.snapshot().segments) <= 20
    assert len(found("会议")) == 40
    assert all(len(found(f'"第{number}次"')) == 1 for number in range(40))


def test_threads_search_rightly_while_another_writes(archive, found):
    fixed = [make_meeting(body=f"甲乙丙丁戊己庚辛{n}号").pk for n in range(5)]
    wrong: list[int | str] = []
    done = threading.Event()

    def search(number: int) -> None:
        try:
            while not done.is_set():
                if found(f'"丙丁戊己庚辛{number}号"') != [fixed[number]]:
                    wrong.append(number)
                if set(found("乙丙丁 己庚")) != set(fixed):
                    wrong.append(-1)
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=search, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 3
    while time.monotonic() < until:
        make_meeting(body="甲乙丙丁戊")
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_held_lock_is_let_go_when_the_holder_leaves(tmp_path):
    one = IndexDirectory(tmp_path / "index")
    with one.write_lock() as first, one.write_lock() as second:
        assert (first, second) == (True, False)
    with one.write_lock() as third:
        assert third


@pytest.mark.parametrize("name", ["../..", "..", ".", "", "index-../..", "/", "index-1", None])
def test_nothing_but_a_folder_of_our_own_is_ever_taken_for_the_index(
    meeting, index_folder, backend, found, name
):
    """What CURRENT names is removed when another index takes its place."""
    precious = index_folder.parent / "archive.sqlite3"
    precious.write_text("the archive")
    current = json.loads((index_folder / "CURRENT").read_text())
    (index_folder / "CURRENT").write_text(json.dumps(current | {"folder": name}))
    forget_what_is_open(backend)
    assert found("银发经济") == [meeting.pk]
    backend.manager.rebuild()
    assert precious.read_text() == "the archive"
    assert found("银发经济") == [meeting.pk]
