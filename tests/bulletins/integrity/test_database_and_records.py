"""What the self-check finds in the database itself, and in meetings and their history."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from bulletins.models import Chair, Meeting
from search.indexing import background
from tests.bulletins.integrity.sql import delete_by_sql, execute, make_older_than_history

# Database


@pytest.mark.skipif(connection.vendor != "sqlite", reason="others refuse such a value")
def test_a_value_that_cannot_even_be_read_ends_the_check_in_one_line(archive) -> None:
    execute("UPDATE bulletins_meeting SET last_day = '2026-12-32'")
    out = StringIO()
    with pytest.raises(CommandError, match="没有核对完：day is out of range") as refused:
        call_command("check_archive", stdout=out)
    assert refused.value.returncode == 2
    assert "[数据库] 表 bulletins_meeting 的 last_day 列有 2 行" in out.getvalue()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="others refuse such a value")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("first_day", "1x"),
        ("changed_at", "junk"),
        ("published", 7),
        ("year", "two"),
        ("title", b"\xff\xfe"),
    ],
)
def test_a_value_that_is_not_of_its_column_is_found(archive, check, column, value) -> None:
    meeting = archive[0].meetings.get()
    execute(f"UPDATE bulletins_meeting SET {column} = %s WHERE id = %s", value, meeting.pk)
    status, lines = check()
    assert status == 1
    assert lines[0] == (
        f"[数据库] 表 bulletins_meeting 的 {column} 列有 1 行的值不是这一列该有的，"
        f"最前的一行是 {meeting.pk}。"
        "程序修不了。这是越过网站写进去的；请从备份恢复，或者请懂数据库的人来看。"
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="others refuse such a row")
def test_a_row_that_refers_to_a_missing_row_is_found(archive, check) -> None:
    meeting = archive[0].meetings.get()
    with connection.constraint_checks_disabled():
        execute("UPDATE bulletins_meeting SET bulletin_id = 99 WHERE id = %s", meeting.pk)
        execute("UPDATE bulletins_chair SET meeting_id = 98 WHERE meeting_id = %s", meeting.pk)
    status, lines = check()
    Meeting.objects.filter(pk=meeting.pk).update(bulletin=archive[0])
    Chair.objects.filter(meeting_id=98).update(meeting=meeting)
    assert status == 1
    assert lines[:2] == [
        "[数据库] 表 bulletins_chair 有 1 行引用了 bulletins_meeting 里不存在的行。"
        "程序修不了。请从备份恢复，或者请懂数据库的人来看。",
        "[数据库] 表 bulletins_meeting 有 1 行引用了 bulletins_bulletin 里不存在的行。"
        "程序修不了。请从备份恢复，或者请懂数据库的人来看。",
    ]


# Texts and source spans


def test_a_text_that_was_changed_without_a_revision_is_found_and_left(archive, check) -> None:
    meeting = archive[0].meetings.get()
    execute("UPDATE bulletins_meeting SET body = '改过' WHERE id = %s", meeting.pk)
    status, lines = check("--repair")
    assert status == 1
    assert lines[0].startswith(f"[会议和修改历史] 会议 {meeting.pk} 的正文与修改历史里最近的不同")
    meeting.refresh_from_db()
    assert meeting.body == "改过"


@pytest.mark.parametrize(
    ("evidence", "message"),
    [
        ('{"venue": [[0, 99999]]}', "的“地点”出处不在正文里"),
        ('{"venue": [[4, 2]]}', "的“地点”出处不在正文里"),
        ('{"venue": ["x"]}', "的“地点”出处不在正文里"),
        ('{"venue": [[0, 4]]}', "的“地点”出处是“2024”，修改历史里是“武汉”"),
        ("{}", "的“地点”出处是“”，修改历史里是“武汉”"),
        ('{"venue": 3}', "的“地点”出处不在正文里"),
        ("[]", "的“各项”出处不在正文里"),
    ],
)
def test_a_span_that_has_other_words_than_it_had_is_found(
    archive, check, evidence, message
) -> None:
    meeting = archive[0].meetings.get()
    execute("UPDATE bulletins_meeting SET evidence = %s WHERE id = %s", evidence, meeting.pk)
    assert any(f"会议 {meeting.pk} {message}" in line for line in check()[1])


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("title", "改过", "的“标题”与修改历史里最近的不同"),
        ("venue", "别处", "的“地点”与修改历史里最近的不同"),
        ("published", False, "公开与否，与修改历史里最近的不同"),
        ("exchange_units", "3", "的“交流发言单位”与修改历史里最近的不同"),
    ],
)
def test_a_field_that_was_changed_past_the_site_is_found_and_no_repair_hides_it(
    archive, check, column, value, message
) -> None:
    meeting = archive[0].meetings.get()
    execute(f"UPDATE bulletins_meeting SET {column} = %s WHERE id = %s", value, meeting.pk)

    for options in ([], ["--repair"], []):
        status, lines = check(*options)
        assert status == 1
        assert any(f"会议 {meeting.pk} {message}" in line for line in lines)


def test_a_person_who_was_taken_out_past_the_site_is_found(archive, check) -> None:
    meeting = archive[0].meetings.get()
    execute("DELETE FROM bulletins_chair WHERE meeting_id = %s", meeting.pk)

    assert any("“主持人”与修改历史里最近的不同" in line for line in check()[1])


def test_meetings_from_before_there_were_revisions_are_checked_without_them(archive, check) -> None:
    Meeting.history.all().delete()
    for meeting in Meeting.objects.all():
        make_older_than_history(meeting.pk)
    assert check()[0] == 0


def test_a_meeting_whose_revisions_were_deleted_is_found_and_no_repair_hides_it(
    archive, check
) -> None:
    meeting = archive[0].meetings.get()
    Meeting.history.filter(id=meeting.pk).delete()
    for options in ([], ["--repair"], []):
        status, lines = check(*options)
        assert status == 1
        assert any(f"会议 {meeting.pk} 没有修改历史" in line for line in lines)


def test_a_meeting_that_was_deleted_past_the_site_is_found(archive, check) -> None:
    meeting = archive[0].meetings.get()
    delete_by_sql(meeting.pk)
    status, lines = check()
    assert status == 1
    assert any(f"会议 {meeting.pk} 不见了" in line for line in lines)


def test_a_meeting_that_was_deleted_on_the_site_is_in_order(archive, check) -> None:
    archive[0].meetings.get().delete()
    background.join()
    assert check()[0] == 0
