"""What the self-check finds in originals, counts, outbox, index and leftovers, and mends."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from bulletins.models import Tally
from bulletins.stats import get_counts
from search.index.whoosh_adapter.segment_file import INDEX_NAME
from search.models import OutboxRow
from tests.bulletins.integrity.sql import execute, make_older_than_history
from tests.faults import make_unindexed_meeting


def index_folder(settings) -> Path:
    return Path(settings.HAYSTACK_CONNECTIONS["default"]["PATH"])


def make_old(path: Path) -> None:
    two_days_ago = time.time() - 2 * 86400
    os.utime(path, (two_days_ago, two_days_ago))


# Originals


def test_a_changed_byte_of_an_original_is_found_and_not_touched(archive, check, settings) -> None:
    path = settings.MEDIA_ROOT / archive[0].file.name
    data = bytearray(path.read_bytes())
    data[3] ^= 1
    path.write_bytes(data)

    status, lines = check("--repair")

    assert status == 1
    assert f"简报 {archive[0].pk}（{archive[0].name}）的原件被改动过" in lines[0]
    assert path.read_bytes() == data


def test_an_original_whose_bulletin_was_deleted_is_in_order_and_counted(archive, check) -> None:
    archive[0].delete()
    get_counts()
    status, [line] = check()
    assert status == 0
    assert line.endswith("没有发现问题；另有 1 个原件没有简报用到，照例留着")


def test_a_changed_original_without_a_bulletin_is_found(archive, check, settings) -> None:
    path = settings.MEDIA_ROOT / archive[0].file.name
    archive[0].delete()
    path.write_bytes(b"")
    assert "[原件文件夹] 没有简报的原件被改动过" in check()[1][0]


def test_a_foreign_file_among_the_originals_is_found_and_left(archive, check, settings) -> None:
    path = settings.MEDIA_ROOT / "说明\n.txt"
    path.write_text("", encoding="utf-8")
    status, lines = check("--repair")
    assert status == 1
    assert lines[0].startswith("[原件文件夹] 原件文件夹里有不是原件的文件：说明\\n.txt。")
    assert path.exists()


def test_a_row_that_names_another_file_is_found(archive, check) -> None:
    execute("UPDATE bulletins_bulletin SET file = '../x' WHERE id = %s", archive[0].pk)
    assert any("的原件名与 SHA-256 不符：../x" in line for line in check()[1])


# Counts


def test_a_wrong_count_is_found_and_counted_anew(archive, check) -> None:
    counts = Tally.objects.get(place="420000").meetings
    Tally.objects.filter(place="420000").update(meetings=counts | {"all": {"2024": 7}})

    assert check()[1][0].startswith("[篇数] 湖北省的篇数是 7，会议有 1 篇。")
    status, lines = check("--repair")

    assert status == 0
    assert "[篇数] 已修复：湖北省的篇数是 7，会议有 1 篇" in lines
    assert get_counts().by_place()["420000"] == 1
    assert check()[0] == 0


@pytest.mark.parametrize("counts", ["3", '{"all": 3}', "[]"])
def test_counts_that_are_none_are_found_and_counted_anew(archive, check, counts) -> None:
    execute("UPDATE bulletins_tally SET meetings = %s WHERE place = '420000'", counts)

    assert check()[0] == 1
    assert check("--repair")[0] == 0


def test_counts_that_the_next_reader_makes_anew_are_in_order(archive, check) -> None:
    archive[0].meetings.get().delete()
    assert check()[0] == 0


# Outbox


def test_work_that_waits_for_the_index_for_hours_is_found_and_done(archive, check) -> None:
    OutboxRow.objects.create(model="bulletins.meeting", object_pk="1")
    assert check()[0] == 0
    OutboxRow.objects.update(created_at=timezone.now() - timedelta(hours=2))

    assert check()[1][0].startswith("[待入索引] 有改动从 ")
    assert check("--repair")[0] == 0
    assert not OutboxRow.objects.exists()


# Index


def test_a_published_meeting_that_is_not_in_the_index_is_found_and_indexed(archive, check) -> None:
    meeting = make_unindexed_meeting("四川省", bulletin=archive[0], index=1)
    make_older_than_history(meeting.pk)
    OutboxRow.objects.all().delete()

    assert any(f"会议 {meeting.pk} 已公开，索引里没有" in line for line in check()[1])
    assert check("--repair")[0] == 0
    assert check()[0] == 0


def test_a_meeting_that_waits_in_the_outbox_is_in_order(archive, check) -> None:
    meeting = make_unindexed_meeting("四川省", bulletin=archive[0], index=1)
    make_older_than_history(meeting.pk)
    assert check()[0] == 0


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE bulletins_meeting SET published = %s WHERE id = %s", "没有公开，或者已经没有了"),
        ("UPDATE bulletins_meeting SET venue = %s WHERE id = %s", "在索引里的文字不是现在的"),
    ],
)
def test_a_document_that_the_database_does_not_have_is_found_and_mended(
    archive, check, statement, message
) -> None:
    meeting = archive[1].meetings.get()
    value = False if "published" in statement else "岳麓山"
    execute(statement, value, meeting.pk)
    get_counts()

    assert any(f"会议 {meeting.pk} {message}" in line for line in check()[1])
    check("--repair")
    assert not any("[检索索引]" in line for line in check()[1])


@pytest.mark.parametrize("is_deleted", [True, False])
def test_a_damaged_index_is_found_and_rebuilt(archive, check, settings, is_deleted) -> None:
    for segment in index_folder(settings).glob(f"*/{INDEX_NAME}_*.arrays"):
        if is_deleted:
            segment.unlink()
        else:
            segment.write_bytes(segment.read_bytes()[:-1])

    status, lines = check()
    assert status == 1
    assert lines[0].startswith("[检索索引] 检索索引没有、已损坏，或者是另一版本的。")
    assert check("--repair")[0] == 0
    assert check()[0] == 0


def test_a_meeting_that_cannot_be_indexed_is_left_to_a_person(archive, check) -> None:
    meeting = archive[0].meetings.get()
    execute("UPDATE bulletins_meeting SET exchange_units = '5' WHERE id = %s", meeting.pk)
    status, lines = check("--repair")
    assert status == 1
    assert any(line.startswith("[检索索引] 没有修好：") for line in lines)


# Leftovers


def test_old_leftovers_of_killed_processes_are_found_and_removed(archive, check, settings) -> None:
    original = settings.MEDIA_ROOT / archive[0].file.name
    leftovers = [
        original.with_name(f"{original.name}.0123456789abcdef"),
        settings.ARCHIVE_DATA / "secret_key.0123456789abcdef",
        settings.ARCHIVE_DATA / "restore.0123456789abcdef",
        settings.ARCHIVE_TEMP / "tmp1.upload",
    ]
    for path in leftovers:
        path.write_text("", encoding="utf-8")
    assert check()[0] == 0, "somebody may be writing them"
    for path in leftovers:
        make_old(path)

    assert sum("[临时文件]" in line for line in check()[1]) == 4
    assert check("--repair")[0] == 0
    assert not any(path.exists() for path in leftovers)
    assert original.exists()


def test_what_a_killed_rebuild_left_is_found_and_removed(archive, check, settings) -> None:
    leftover = index_folder(settings) / "index-0123456789abcdef"
    leftover.mkdir()
    assert "[临时文件] 中断后留下的临时文件：index/index-0123456789abcdef" in check()[1][0]
    assert check("--repair")[0] == 0
    assert not leftover.exists()


def test_a_file_that_the_site_did_not_name_is_no_leftover(archive, check, settings) -> None:
    path = settings.ARCHIVE_DATA / "notes.txt"
    path.write_text("", encoding="utf-8")
    make_old(path)
    assert check("--repair")[0] == 0
    assert path.exists()
