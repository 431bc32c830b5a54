"""manage.py backup and restore: a backup taken under load gives the archive back."""

import hashlib
import os
import sqlite3
import stat
import subprocess
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bulletins.management.commands.backup import checksum_line
from tests.bulletins.backups.conftest import WorkedSite
from tests.bulletins.backups.sites import Site, finish
from tests.faults import full_disk
from tests.paths import ROOT

pytestmark = pytest.mark.slow

ADDRESSES = ["/", "/search/?q=李丽", "/meetings/3/", "/meetings/3/original/"]

# Imports reports until it is stopped, with a correction of each.
_WRITER = """
import pathlib
from bulletins.editing import revisions
from bulletins.ingest import ImportOptions, PublishPolicy, import_bytes
for number in range(10_000):
    text = f"2023年5月6日，湖北省民政厅召开第{sys.argv[1]}之{number}次会议。厅长李丽出席并讲话。"
    [result] = import_bytes(f"{sys.argv[1]}-{number}.txt", text.encode(),
                            ImportOptions(publish=PublishPolicy.DOUBTED))
    meeting = result.bulletin.meetings.get()
    with revisions.change(meeting, None, "改"):
        meeting.venue = f"会场{number}"
        meeting.save()
    if number == 2:
        print("writing", flush=True)
    if pathlib.Path(sys.argv[2]).exists():
        break
"""


# Backups as the versions before and after this one would make them.
_OTHER_VERSIONS = """
from pathlib import Path
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
from bulletins.backups import write_backup
from common.progress import progress_bar
call_command("migrate", "bulletins", "0013", verbosity=0)
write_backup(Path(sys.argv[1]), None, progress_bar)
MigrationRecorder.Migration.objects.create(app="bulletins", name="9999_later")
write_backup(Path(sys.argv[2]), None, progress_bar)
"""


def test_a_backup_taken_while_others_write_restores_to_equal_pages(
    copied_site: Site, new_site: Site, tmp_path: Path
) -> None:
    writers = [copied_site.start(_WRITER, number, tmp_path / "stop") for number in range(2)]
    for writer in writers:
        assert writer.stdout.readline() == "writing\n"
    copied_site.run(["backup", tmp_path / "a.zip"])
    assert all(writer.poll() is None for writer in writers)
    (tmp_path / "stop").touch()
    for writer in writers:
        finish(writer)
    [output] = new_site.run(["restore", tmp_path / "a.zip"])
    assert "索引已重建" in output
    restored, now = new_site.rows()["bulletins_bulletin"], copied_site.rows()["bulletins_bulletin"]
    assert len(restored) >= 4 + 2 * 3
    # Received files are only added, by the writers and by nobody else.
    assert set(restored) <= set(now)
    with closing(sqlite3.connect(new_site.folder / "archive.sqlite3")) as database:
        names = {name for (name,) in database.execute("SELECT file FROM bulletins_bulletin")}
        corrected = "SELECT id FROM bulletins_meeting WHERE published AND venue LIKE '会场%'"
        pks = [pk for (pk,) in database.execute(corrected)]
    assert names <= set(new_site.originals())
    addresses = [f"/meetings/{pk}.{extension}" for pk in pks for extension in ("json", "txt")]
    assert new_site.pages(*addresses) == copied_site.pages(*addresses)


def test_a_restored_archive_is_equal_row_by_row_and_found_by_its_search(
    worked_site: WorkedSite, new_site: Site
) -> None:
    assert stat.S_IMODE(worked_site.backup.stat().st_mode) == 0o600
    restore = ["restore", worked_site.backup]
    [_restored, refused], pages = new_site.run_and_get([restore, restore], ADDRESSES)
    assert new_site.rows() == worked_site.rows()
    assert new_site.originals() == worked_site.originals()
    assert pages == worked_site.pages(*ADDRESSES)
    # Its sessions and its key are its own.
    key = (worked_site.folder / "secret_key").read_bytes()
    assert (new_site.folder / "secret_key").read_bytes() != key
    assert "里已有档案。只恢复到空的地方" in refused


def test_a_backup_since_an_earlier_one_has_the_new_originals_only_and_needs_it(
    worked_site: WorkedSite, copied_site: Site, new_site: Site, tmp_path: Path
) -> None:
    first, second, third = worked_site.backup, tmp_path / "2.zip", tmp_path / "3.zip"
    cut, report = tmp_path / "cut.zip", tmp_path / "新.txt"
    cut.write_bytes(first.read_bytes()[:-1000])
    report.write_text("2024年6月7日，湖北省民政厅召开会议。", encoding="utf-8")
    [_imported, backed_up, again] = copied_site.run(
        ["import_bulletins", report],
        ["backup", second, "--since", first],
        ["backup", third, "--since", second],
    )
    assert "原件 1 件；另有 5 件在以前的备份里" in backed_up
    assert "原件 0 件；另有 6 件在以前的备份里" in again
    refused = new_site.run(
        ["restore", third, first], ["restore", second, third], ["restore", second, cut]
    )
    assert "还要写上它的基础：2.zip（" in refused[0]
    assert "backup.zip" not in refused[0]
    assert refused[1] == "CommandError: 3.zip 不是 2.zip 的基础。 没有恢复档案。"
    assert refused[2] == "CommandError: cut.zip 不完整，或者后面被加上了别的。 没有恢复档案。"
    assert not (new_site.folder / "files").exists()
    assert not (new_site.folder / "archive.sqlite3").exists()
    new_site.run(["restore", third, second, first])
    assert new_site.rows() == copied_site.rows()
    assert new_site.originals() == copied_site.originals()


def test_a_lost_database_is_restored_beside_the_files_and_an_index_that_knew_more(
    worked_site: WorkedSite, copied_site: Site, tmp_path: Path
) -> None:
    report = tmp_path / "新.txt"
    report.write_text("2024年6月7日，湖北省民政厅召开会议。厅长李丽讲话。", encoding="utf-8")
    copied_site.run(["import_bulletins", report])
    for path in copied_site.folder.glob("archive.sqlite3*"):
        path.unlink()
    originals = copied_site.originals()
    (copied_site.folder / "archive.sqlite3").write_bytes(b"damaged" * 100)
    restore = ["restore", worked_site.backup]
    [refused] = copied_site.run(restore)
    assert "里已有档案" in refused
    (copied_site.folder / "archive.sqlite3").unlink()
    [restored], pages = copied_site.run_and_get([restore], ADDRESSES)
    assert "索引已重建" in restored
    assert pages == worked_site.pages(*ADDRESSES)
    assert copied_site.originals() == originals


def test_an_older_backup_is_migrated_and_a_newer_one_refused(
    worked_site: WorkedSite, copied_site: Site, new_site: Site, tmp_path: Path
) -> None:
    older, newer = tmp_path / "older.zip", tmp_path / "newer.zip"
    finish(copied_site.start(_OTHER_VERSIONS, older, newer))
    [refused, restored], pages = new_site.run_and_get(
        [["restore", newer], ["restore", older]], ADDRESSES
    )
    assert "备份来自较新的版本" in refused
    assert "已恢复" in restored
    assert pages == worked_site.pages(*ADDRESSES)


def test_originals_that_are_gone_or_damaged_are_named_and_the_rest_is_backed_up(
    copied_site: Site, tmp_path: Path
) -> None:
    gone, damaged, *_others = sorted((copied_site.folder / "files").rglob("??/*"))
    gone.unlink()
    damaged.write_bytes(b"damaged")
    [output] = copied_site.run(["backup", tmp_path / "a.zip"])
    assert f"原件已损坏：{damaged.parent.name}/{damaged.name}" in output
    assert "CommandError: 备份已写好，可是有" in output
    with zipfile.ZipFile(tmp_path / "a.zip") as backup:
        names = [name for name in backup.namelist() if name.startswith("files/")]
    assert len(names) == len(_others) + 1


def test_a_plain_copy_of_a_stopped_site_starts(worked_site: WorkedSite, copied_site: Site) -> None:
    [output], pages = copied_site.run_and_get([["prepare_archive"]], ADDRESSES)
    assert output == "索引已就绪\n"
    assert pages == worked_site.pages(*ADDRESSES)


@pytest.mark.django_db(transaction=True)
def test_the_digest_of_a_backup_is_that_of_sha256sum(
    worked_site: WorkedSite, tmp_path: Path
) -> None:
    [output] = worked_site.run(["backup", tmp_path / "a.zip"])

    digest = hashlib.sha256((tmp_path / "a.zip").read_bytes()).hexdigest()
    assert output.splitlines()[-1] == f"{digest}  {tmp_path}/a.zip"
    assert "另有" not in output


@pytest.mark.parametrize("name", ["a.zip", "a\\n.zip", "a\n.zip"])
def test_the_line_of_a_digest_is_read_by_sha256sum(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"backup")
    line = checksum_line(hashlib.sha256(b"backup").hexdigest(), path)

    check = ["sha256sum", "--check", "--strict", "--status"]
    assert subprocess.run(check, input=line.encode(), check=False).returncode == 0


def test_nothing_is_backed_up_into_the_data_folder(worked_site: WorkedSite) -> None:
    folder = worked_site.folder
    refused = worked_site.run(
        ["backup", folder / "a.zip"], ["export_archive", folder / "files" / "a"]
    )

    assert all("在数据文件夹里，会和档案一起丢失" in line for line in refused)
    assert not (folder / "a.zip").exists()


@pytest.mark.parametrize("command", ["check_archive", "backup a.zip", "import_bulletins a.txt"])
def test_a_damaged_database_is_one_line(
    worked_site: WorkedSite, copied_site: Site, command: str
) -> None:
    path = copied_site.folder / "archive.sqlite3"
    damaged = bytearray(path.read_bytes())
    damaged[4096 : len(damaged) // 2] = b"x" * (len(damaged) // 2 - 4096)
    path.write_bytes(damaged)

    [output] = copied_site.run(command.split())

    assert output.startswith("CommandError: ")
    assert "\n" not in output.strip()


def test_a_backup_may_have_a_relative_name(worked_site: WorkedSite, tmp_path: Path) -> None:
    # Its commands run in the project's folder.
    worked_site.run(["backup", os.path.relpath(tmp_path / "a.zip", ROOT)])

    assert zipfile.is_zipfile(tmp_path / "a.zip")


@pytest.mark.django_db
def test_a_full_disk_leaves_no_backup_and_nothing_of_one(tmp_path: Path) -> None:
    with full_disk(), pytest.raises(CommandError, match="磁盘已满。 没有写成备份。"):
        call_command("backup", tmp_path / "a.zip")
    assert not list(tmp_path.iterdir())
