"""manage.py export_archive and import_archive: plain files, and the same archive from them."""

import json
import shutil
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from bulletins.backups import BackupError
from bulletins.backups.plain.checksums import verify_checksums, write_checksums
from bulletins.backups.plain.layout import ORIGINAL
from bulletins.backups.plain.tables import MEETING_STATE_COLUMNS, TABLES, models_of
from bulletins.fields import BY_NAME
from bulletins.models import Bulletin, ExcludedParagraph, Meeting
from common.progress import progress_bar
from tests.bulletins.backups.conftest import WorkedSite
from tests.bulletins.backups.sites import Site

ADDRESSES = ["/", "/search/?q=李丽", "/meetings/3/", "/meetings/3.json", "/people/hubei/李丽/"]

# Parts of a meeting's record, and what is counted, queued or noted by one installation.
_NOT_EXPORTED = {
    "bulletins.Chair", "bulletins.Speaker", "bulletins.Priority", "bulletins.Shingle",
    "bulletins.Tally", "bulletins.TallyMark",
    "search.OutboxRow", "search.DataFolder", "search.LexiconVersion",
}  # fmt: skip


def test_every_table_is_exported_or_known_not_to_be() -> None:
    exported = {model for table in TABLES for model in models_of(table)}
    exported |= {Bulletin, ExcludedParagraph, *models_of(Meeting)}
    models = {
        model for app in ("bulletins", "search") for model in apps.get_app_config(app).get_models()
    }
    assert {model._meta.label for model in models - exported} == _NOT_EXPORTED
    assert exported - models == {User}


def test_every_column_of_a_meeting_is_in_its_record_or_beside_it_or_derived() -> None:
    columns = {field.attname.removesuffix("_id") for field in Meeting._meta.concrete_fields}
    beside = {name.removesuffix("_id") for name in MEETING_STATE_COLUMNS}
    assert columns - BY_NAME.keys() - beside == {
        "id", "bulletin", "first_day", "last_day", "year", "doubt_kinds", "is_doubtful"
    }  # fmt: skip


@pytest.mark.slow
def test_an_archive_from_the_files_is_equal_field_by_field(
    worked_site: WorkedSite, new_site: Site
) -> None:
    command = ["import_archive", worked_site.export]
    [imported, refused], pages = new_site.run_and_get([command, command], ADDRESSES)
    assert "changepassword 给管理员设一个：admin" in imported
    assert "这里已有档案。只导入到空的地方" in refused
    rows, expected = new_site.rows(), worked_site.rows()
    assert rows.keys() == expected.keys()
    for table in expected:
        assert rows[table] == expected[table], table
    assert new_site.originals().items() <= worked_site.originals().items()
    assert pages == worked_site.pages(*ADDRESSES)


@pytest.mark.slow
def test_the_files_are_readable_and_the_originals_have_their_own_names(
    worked_site: WorkedSite,
) -> None:
    export = worked_site.export
    assert "导出" in (export / "说明.txt").read_text(encoding="utf-8-sig")
    index = (export / "index.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(index) == 1 + 5
    [notice] = (export / "bulletins").glob("*/* 通知")
    assert (notice / "original" / "通知").read_text().startswith("关于召开会议的通知")
    [seed] = (export / "bulletins" / "2024").glob("000001 *")
    record = json.loads((seed / "meeting-1.json").read_text())["record"]
    assert record["title"] == "湖北省民政厅召开2024年全省民政工作视频会议"
    assert record["title"] in (seed / "meeting-1.txt").read_text(encoding="utf-8-sig")
    assert "password" not in (export / "tables" / "auth.user.json").read_text()
    assert max(len(path.name.encode()) for path in export.rglob("*")) <= 255


@pytest.mark.slow
def test_an_export_with_a_file_missing_or_changed_is_refused_whole(
    worked_site: WorkedSite, tmp_path: Path, new_site: Site
) -> None:
    changed, edited = tmp_path / "changed", tmp_path / "edited"
    incomplete, strange = tmp_path / "incomplete", tmp_path / "strange"
    for copy in (changed, edited, incomplete, strange):
        shutil.copytree(worked_site.export, copy)
    [original] = changed.glob("bulletins/*/* 通知/original/通知")
    original.write_text("另一份")
    [meeting] = edited.glob("bulletins/2024/000001 */meeting-1.json")
    meeting.write_text(meeting.read_text().replace("湖北省", "湖南省", 1))
    shutil.copy(meeting, strange / meeting.relative_to(edited).with_name("meeting-9.json"))
    [notice] = incomplete.glob("bulletins/*/* 通知")
    shutil.rmtree(notice)
    folders = (changed, edited, incomplete, strange, tmp_path)
    refused = new_site.run(*(["import_archive", folder] for folder in folders))
    assert "通知/original/通知 导出以后改动过或已损坏" in refused[0]
    assert "/meeting-1.json 导出以后改动过或已损坏" in refused[1]
    assert "导出的文件夹里没有 bulletins/" in refused[2]
    assert "/meeting-9.json 不是导出的文件" in refused[3]
    assert refused[4].startswith("CommandError: 没有这个文件或文件夹")
    assert not new_site.rows()["bulletins_bulletin"]


@pytest.mark.slow
def test_an_export_goes_into_an_empty_folder_only_and_is_made_anew_after_a_kill(
    worked_site: WorkedSite, tmp_path: Path
) -> None:
    shutil.copytree(worked_site.export, tmp_path / "b.partial")
    (tmp_path / "b.partial" / "archive.json").unlink()
    [refused, _written] = worked_site.run(
        ["export_archive", worked_site.export], ["export_archive", tmp_path / "b"]
    )
    assert "已有东西，没有动它" in refused
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
    assert len([*(tmp_path / "b").rglob("*")]) == len([*worked_site.export.rglob("*")])


def test_a_file_with_a_line_separator_in_its_name_is_verified(tmp_path: Path) -> None:
    original = tmp_path / ORIGINAL / "一\u2028二\x85三.txt"
    original.parent.mkdir()
    original.write_text("原件")
    write_checksums(tmp_path)

    verify_checksums(tmp_path, progress_bar)

    original.write_text("改过")
    with pytest.raises(BackupError, match="改动过"):
        verify_checksums(tmp_path, progress_bar)
