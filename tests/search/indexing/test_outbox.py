"""Saved and deleted rows reach the index after their commit, through the outbox."""

import threading
from functools import partial

import pytest
from django.core.management import call_command
from django.db import transaction
from haystack.query import SearchQuerySet

from bulletins.models import Bulletin, Chair, Meeting, Priority, Province, Speaker, Theme
from search.haystack_backend.backend import ArchiveBackend
from search.index.whoosh_adapter.manifest import latest_generation
from search.indexing import background, outbox, worker
from search.models import OutboxRow
from tests.factories import make_bulletin, make_meeting


@pytest.fixture
def meeting(empty_archive) -> Meeting:
    return make_meeting(
        "湖北省",
        body="正文。",
        chairs=[("张三", "厅长")],
        speakers=[("李四", "书记", "讲话")],
        priorities=[("", "推进养老服务", "")],
    )


def count_commits(backend: ArchiveBackend) -> int:
    """Return how many commits the live index has had."""
    return latest_generation(backend.manager.directory.live_folder())


def test_changed_related_rows_update_the_document_of_their_meeting(meeting, search_pks) -> None:
    Chair.objects.get(name="张三").delete()
    assert search_pks("主持:张三") == []
    chair = Chair.objects.create(meeting=meeting, position=2, name="王五")
    assert search_pks("主持:王五") == [meeting.pk]
    chair.name = "赵六"
    chair.save()
    assert search_pks("主持:王五") == []
    assert search_pks("主持:赵六") == [meeting.pk]
    Speaker.objects.create(meeting=meeting, position=2, name="孙七")
    assert search_pks("发言:孙七") == [meeting.pk]
    Priority.objects.create(meeting=meeting, ordinal=2, heading="加强儿童福利")
    assert search_pks("主题:儿童福利") == [meeting.pk]


def test_renamed_province_updates_its_meetings(meeting, search_pks) -> None:
    province = Province.objects.get(name="湖北省")
    province.name = "楚省"
    province.save()
    assert search_pks("省份:楚省") == [meeting.pk]


def test_chair_moved_to_another_meeting_is_removed_from_the_first(meeting, search_pks) -> None:
    other = make_meeting()
    chair = Chair.objects.get(name="张三")
    chair.meeting = other
    chair.save()
    assert search_pks("主持:张三") == [other.pk]


def test_deleting_a_bulletin_removes_its_meetings(empty_archive, search_pks) -> None:
    bulletin = make_bulletin()
    for index in range(3):
        make_meeting(bulletin=bulletin, index=index, body="银发经济。")
    assert len(search_pks("银发经济")) == 3
    Bulletin.objects.all().delete()
    assert search_pks("银发经济") == []


def test_bulk_updates_are_indexed(meeting, search_pks) -> None:
    Meeting.objects.update(title="新的标题")
    assert search_pks("标题:新的标题") == [meeting.pk]
    Meeting.objects.update(published=False)
    assert search_pks("新的标题") == []


def test_loaded_fixtures_are_found(meeting, search_pks, tmp_path) -> None:
    dump = tmp_path / "dump.json"
    call_command("dumpdata", "bulletins", output=str(dump), verbosity=0)
    Bulletin.objects.all().delete()
    assert search_pks("正文") == []
    call_command("loaddata", str(dump), verbosity=0)
    assert search_pks("主持:张三") == [meeting.pk]


def test_a_change_of_themes_enqueues_the_meeting(meeting) -> None:
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


def test_rolled_back_save_is_not_indexed(empty_archive, search_pks) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        make_meeting(body="银发经济。")
        raise RuntimeError
    assert search_pks("银发经济") == []
    assert not OutboxRow.objects.exists()


def test_nothing_is_found_before_its_transaction_is_committed(empty_archive, search_pks) -> None:
    with transaction.atomic():
        meeting = make_meeting(body="银发经济。")
        assert search_pks("银发经济") == []
    assert search_pks("银发经济") == [meeting.pk]


def test_large_save_is_completed_in_the_background(empty_archive, search_pks) -> None:
    with transaction.atomic():
        bulletin = make_bulletin()
        for index in range(40):
            make_meeting(bulletin=bulletin, index=index, body="银发经济。")
    background.join()
    assert len(search_pks("银发经济")) == 40
    assert not OutboxRow.objects.exists()


def test_save_begins_no_second_commit_after_a_long_one_but_leaves_it_to_the_background(
    empty_archive, search_pks
) -> None:
    may_go_on = threading.Event()
    with transaction.atomic():
        for _ in range(10):
            make_meeting(body="银发经济与养老服务。" * 10_000)
        background.submit(partial(may_go_on.wait, 60))
    try:
        assert SearchQuerySet().auto_query("银发经济").count() == 8
        assert OutboxRow.objects.exists()
    finally:
        may_go_on.set()
    assert len(search_pks("银发经济")) == 10
    assert not OutboxRow.objects.exists()


def test_batch_is_indexed_in_one_commit_and_leaves_no_pending_rows(
    search_backend, search_pks
) -> None:
    commits = count_commits(search_backend)
    with outbox.batching():
        for _ in range(12):
            make_meeting(body="银发经济。")
        assert count_commits(search_backend) == commits
    assert count_commits(search_backend) == commits + 1
    assert len(search_pks("银发经济")) == 12
    assert not OutboxRow.objects.exists()


def test_a_batch_that_fails_has_its_saved_rows_indexed(empty_archive, search_pks) -> None:
    with pytest.raises(RuntimeError), outbox.batching():
        make_meeting(body="银发经济。")
        raise RuntimeError
    assert len(search_pks("银发经济")) == 1


def test_a_large_batch_is_indexed_in_several_commits(empty_archive, search_pks) -> None:
    with outbox.batching(max_rows=5):
        for _ in range(12):
            make_meeting(body="银发经济。")
        assert OutboxRow.objects.count() == 2
    assert len(search_pks("银发经济")) == 12
