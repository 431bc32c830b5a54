"""manage.py check_archive: exit status, lines, going on after a kill."""

import json
import time

import pytest
from django.core.management import CommandError, call_command

from common.files import file_lock
from tests.faults import full_disk


def test_an_archive_in_order_has_one_line_and_exit_status_0(archive, check) -> None:
    assert check() == (0, ["核对了 2 份简报、2 篇会议：没有发现问题"])


def test_every_finding_is_one_line_that_says_who_can_mend_it(archive, check, settings) -> None:
    for bulletin in archive:
        (settings.MEDIA_ROOT / bulletin.file.name).unlink()

    status, lines = check()

    assert status == 1
    assert len(lines) == 3
    assert lines[0].startswith(f"[原件] 简报 {archive[0].pk}（{archive[0].name}）的原件不见了")
    assert "程序修不了。请从备份取回" in lines[0]
    assert lines[-1].endswith("发现 2 处问题")


def test_repair_ends_with_status_0_only_where_everything_is_mended(
    archive, check, settings
) -> None:
    (settings.MEDIA_ROOT / archive[0].file.name).write_bytes(b"")
    assert check("--repair")[0] == 1
    assert (settings.MEDIA_ROOT / archive[0].file.name).exists()


def test_a_killed_check_goes_on_where_it_was_and_keeps_what_it_had_found(
    archive, check, settings
) -> None:
    (settings.MEDIA_ROOT / archive[1].file.name).unlink()
    # What a check leaves that is killed after the first bulletin.
    state = {
        "with_repair": False,
        "started": time.time(),
        "area": "originals",
        "after": archive[0].pk,
        "findings": {"database": [{"message": "先前发现的", "target": "", "advice": "请看。"}]},
    }
    (settings.ARCHIVE_DATA / "check_archive.json").write_text(json.dumps(state), encoding="utf-8")

    status, lines = check()

    assert status == 1
    assert lines[0] == f"上次核对没有做完，从“原件”的第 {archive[0].pk} 号以后接着做"
    assert lines[1] == "[数据库] 先前发现的。程序修不了。请看。"
    assert "的原件不见了" in lines[2]
    assert lines[-1].endswith("发现 2 处问题")
    assert not (settings.ARCHIVE_DATA / "check_archive.json").exists()


def an_interrupted_check(*, hours_ago: float, with_repair: bool) -> str:
    return json.dumps(
        {
            "with_repair": with_repair,
            "started": time.time() - hours_ago * 3600,
            "area": "index",
            "after": 9,
            "findings": {"index": [{"message": "先前发现的", "target": "", "advice": ""}]},
        }
    )


@pytest.mark.parametrize("state", ["", "[]", '{"with_repair": false}', "\udcff"])
def test_a_check_begins_anew_where_nobody_can_say_how_far_the_last_came(
    archive, check, settings, state
) -> None:
    path = settings.ARCHIVE_DATA / "check_archive.json"
    path.write_text(state, encoding="utf-8", errors="surrogateescape")
    assert check() == (0, ["核对了 2 份简报、2 篇会议：没有发现问题"])


def test_a_check_of_days_ago_is_not_continued_since_much_may_have_been_mended(
    archive, check, settings
) -> None:
    state = an_interrupted_check(hours_ago=48, with_repair=False)
    (settings.ARCHIVE_DATA / "check_archive.json").write_text(state, encoding="utf-8")
    assert check() == (0, ["核对了 2 份简报、2 篇会议：没有发现问题"])


def test_a_check_without_repair_does_not_continue_one_with_it(archive, check, settings) -> None:
    state = an_interrupted_check(hours_ago=0, with_repair=True)
    (settings.ARCHIVE_DATA / "check_archive.json").write_text(state, encoding="utf-8")
    assert check() == (0, ["核对了 2 份简报、2 篇会议：没有发现问题"])


def test_a_check_on_a_full_disk_says_that_it_could_not_be_resumed(archive, check) -> None:
    with full_disk():
        status, lines = check()
    assert status == 0
    assert lines[0].startswith("进度记不下来（")


def test_a_second_check_at_the_same_time_is_refused_with_status_2(archive, settings) -> None:
    with (
        file_lock(settings.ARCHIVE_DATA / "check_archive.lock"),
        pytest.raises(CommandError, match="另一个 check_archive") as error,
    ):
        call_command("check_archive")
    assert error.value.returncode == 2


def test_a_folder_that_cannot_be_read_is_status_2_and_one_line(archive, settings) -> None:
    settings.ARCHIVE_TEMP.rmdir()
    with pytest.raises(CommandError, match="没有核对完：") as error:
        call_command("check_archive")
    assert error.value.returncode == 2
    assert "\n" not in str(error.value)
