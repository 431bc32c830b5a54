"""manage.py import_bulletins: files, folders, standard input, repeated runs, unreadable files."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from bulletins.models import Bulletin, Meeting
from tests.bulletins.reading.formats.test_refusals import OPEN_DOCUMENT
from tests.faults import full_disk
from tests.paths import SEED

pytestmark = pytest.mark.django_db

REPORT = "2023年5月6日，湖北省民政厅在武汉召开全省民政工作会议。厅长李丽出席会议并讲话。"


def run(*args: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_bulletins", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_file_is_imported_published_and_counted() -> None:
    out, err = run(str(SEED))
    assert out.splitlines()[-1] == (
        "导入 1 份、2 次会议；已有 0 份；无法读取 0 份；另有 1 次已公开、有待核的项"
    )
    assert err == ""
    assert Meeting.objects.public().count() == 2
    assert Bulletin.objects.get().name == SEED.name


def test_the_same_bytes_twice_change_nothing_and_are_reported() -> None:
    run(str(SEED))
    before = list(Meeting.objects.values_list("pk", "changed_at"))
    out, _err = run(str(SEED))
    assert f"{SEED}：档案中已有（已发布），未作改动" in out
    assert out.splitlines()[-1] == "导入 0 份、0 次会议；已有 1 份；无法读取 0 份"
    assert list(Meeting.objects.values_list("pk", "changed_at")) == before


def test_the_draft_option_publishes_nothing() -> None:
    run(str(SEED), "--draft")
    assert Meeting.objects.count() == 2
    assert not Meeting.objects.public().exists()


def test_a_second_report_of_a_meeting_stays_a_draft_and_is_queued(tmp_path) -> None:
    (tmp_path / "1.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "2.txt").write_text(REPORT + "会议强调，要抓好落实。", encoding="utf-8")
    out, _err = run(str(tmp_path))
    assert f"{tmp_path / '2.txt'}：1 篇可能与已有的会议重复，存为草稿" in out
    assert out.splitlines()[-1] == (
        "导入 2 份、2 次会议；已有 0 份；无法读取 0 份；"
        "1 篇待核、没有公开：1 篇可能与已有的会议重复"
    )
    second = Meeting.objects.get(bulletin__name="2.txt")
    assert list(Meeting.objects.public()) == [Meeting.objects.get(bulletin__name="1.txt")]
    assert second.needs_review == ["perhaps reported before"]
    [revision] = second.history.all()
    assert (revision.published, revision.record["needs_review"]) == (False, second.needs_review)


@pytest.mark.parametrize("is_in_folder", [True, False], ids=["in a folder", "named"])
def test_the_files_of_a_zip_archive_are_imported(tmp_path, is_in_folder: bool) -> None:
    with zipfile.ZipFile(tmp_path / "月报.zip", "w") as archive:
        archive.writestr("一/a.txt", REPORT)
        archive.writestr("b.pdf", b"not a document")
    out, err = io.StringIO(), io.StringIO()
    path = tmp_path if is_in_folder else tmp_path / "月报.zip"
    with pytest.raises(CommandError, match="有 1 份无法读取"):
        call_command("import_bulletins", str(path), stdout=out, stderr=err)
    assert Bulletin.objects.get().name == "a.txt"
    assert Meeting.objects.public().count() == 1
    assert "月报.zip › b.pdf：" in err.getvalue()


def test_a_refused_document_in_a_folder_is_reported_and_not_unpacked(tmp_path) -> None:
    (tmp_path / "自有.odt").write_bytes(OPEN_DOCUMENT)
    err = io.StringIO()
    with pytest.raises(CommandError, match="有 1 份无法读取"):
        call_command("import_bulletins", str(tmp_path), stdout=io.StringIO(), stderr=err)
    assert "这是 OpenDocument 文件，请另存为 .docx" in err.getvalue()
    assert not Bulletin.objects.exists()


def test_a_file_with_the_suffix_zip_that_is_no_archive_is_refused_with_a_reason(tmp_path) -> None:
    path = tmp_path / "月报.zip"
    path.write_bytes(b"no zip at all")
    err = io.StringIO()
    with pytest.raises(CommandError, match="有 1 份无法读取"):
        call_command("import_bulletins", str(path), stderr=err)
    assert "文件不是有效的压缩包，无法解压" in err.getvalue()


def test_a_dry_run_reads_the_files_of_a_zip_archive_and_stores_nothing(tmp_path) -> None:
    with zipfile.ZipFile(tmp_path / "月报.zip", "w") as archive:
        archive.writestr("a.txt", REPORT)
    out, _err = run("--dry-run", str(tmp_path / "月报.zip"))
    assert out.splitlines()[-1] == "试读 1 份、1 次会议；已有 0 份；无法读取 0 份"
    assert not Bulletin.objects.exists()


def test_a_file_above_the_size_limit_is_refused_with_the_message_of_the_upload(tmp_path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(settings.READING_LIMITS.max_bytes + 1)
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_bulletins", str(path), stdout=io.StringIO(), stderr=err)
    assert re.search(r"大\.txt：文件超过 \d+ MB，请拆分后再上传。", err.getvalue())


def test_a_file_that_cannot_be_stored_is_reported_with_the_cause(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")

    err = io.StringIO()
    with full_disk(), pytest.raises(CommandError, match="有 1 份没有存下"):
        call_command("import_bulletins", str(path), stdout=io.StringIO(), stderr=err)
    assert f"{path}：文件没有存下来：磁盘已满" in err.getvalue()
    assert not Bulletin.objects.exists()


def test_a_folder_includes_subfolders_but_no_hidden_files(tmp_path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(REPORT + "会议强调，要抓好落实。", encoding="gb18030")
    (tmp_path / ".hidden.txt").write_text(REPORT + "隐藏。", encoding="utf-8")
    run(str(tmp_path))
    assert set(Bulletin.objects.values_list("name", flat=True)) == {"a.txt", "b.txt"}


def test_a_folder_is_filtered_by_suffix_but_a_named_file_is_not(tmp_path) -> None:
    (tmp_path / "a.json").write_text(REPORT, encoding="utf-8")
    with pytest.raises(CommandError, match="没有找到可以读入的文件"):
        run(str(tmp_path))
    run(str(tmp_path / "a.json"))
    assert Bulletin.objects.get().name == "a.json"


def test_unreadable_files_are_reported_and_the_others_imported(tmp_path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.doc").write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600)
    (tmp_path / "c.txt").write_text(REPORT, encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="有 3 份无法读取") as stopped:
        call_command(
            "import_bulletins", str(tmp_path), str(tmp_path / "absent.txt"), stdout=out, stderr=err
        )
    assert stopped.value.returncode == 1
    assert out.getvalue().splitlines()[-1] == "导入 1 份、1 次会议；已有 0 份；无法读取 3 份"
    assert "a.txt：" in err.getvalue()
    assert "b.doc：" in err.getvalue()
    assert "absent.txt：没有这个文件" in err.getvalue()
    assert len(err.getvalue().splitlines()) == 3
    assert Bulletin.objects.get().name == "c.txt"


def test_a_dry_run_prints_the_records_as_json_and_stores_nothing(seed_records) -> None:
    out, err = run(str(SEED), "--dry-run", "--format", "json")
    printed = json.loads(out)
    assert [record["title"] for record in printed] == [r.title for r in seed_records]
    assert {record["file"] for record in printed} == {str(SEED)}
    assert err.strip() == "试读 1 份、2 次会议；已有 0 份；无法读取 0 份"
    assert not Bulletin.objects.exists()


def test_a_dry_run_for_people_shows_each_value_with_the_words_it_was_read_from() -> None:
    out, _err = run(str(SEED), "--dry-run")
    assert "省份：湖北省" in out
    assert "主持人：杨泽发 厅党组书记" in out
    assert "「" in out
    assert "  年份来源：标题或会议名称" in out.splitlines()


def test_the_published_option_gives_a_year_to_a_date_without_one(tmp_path) -> None:
    (tmp_path / "a.txt").write_text(REPORT.replace("2023年", ""), encoding="utf-8")
    run(str(tmp_path / "a.txt"), "--published", "2022-05-09")
    meeting = Meeting.objects.get()
    assert (meeting.date, meeting.year_source) == ("2022-05-06", "published")
    assert str(meeting.bulletin.published_on) == "2022-05-09"


def test_an_invalid_date_of_the_published_option_is_refused() -> None:
    with pytest.raises(CommandError, match="2024-02-21"):
        run(str(SEED), "--published", "昨天")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_standard_input_is_read_and_a_failure_exits_with_status_1() -> None:
    def command(*args: str, data: bytes) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "manage.py", "import_bulletins", *args],
            input=data,
            capture_output=True,
            cwd=settings.BASE_DIR,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
            check=False,
        )

    result = command("-", "--dry-run", "--format", "json", data=REPORT.encode())
    assert result.returncode == 0
    assert json.loads(result.stdout)[0]["province"] == "湖北省"
    assert "导入" not in result.stderr.decode()
    failed = command("-", "--dry-run", data=b"")
    assert failed.returncode == 1
    assert "标准输入：" in failed.stderr.decode()
    assert "Traceback" not in failed.stderr.decode()


def test_a_file_name_that_is_not_utf8_is_imported(tmp_path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))
    path.write_text(REPORT, encoding="utf-8")
    run(str(path))
    assert Bulletin.objects.get().name.endswith(".txt")
