"""The index is disposable: whatever happens to its files, it is rebuilt from the database."""

import json
import os
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.index import IndexDirectory
from search.index.whoosh_adapter.segment_file import INDEX_NAME
from search.indexing import background, outbox
from search.models import OutboxRow
from tests.factories import make_meeting


def live_folder(index_folder: Path) -> Path:
    current = json.loads((index_folder / "CURRENT").read_text())
    return index_folder / str(current["folder"])


class _Planted:
    """What creates a file when it is unpickled."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return (open, (self.path, "w"))


def prepare_index() -> str:
    """Run the command; return what it prints."""
    output = StringIO()
    call_command("prepare_index", stdout=output)
    return output.getvalue()


def remove_everything(index_folder: Path) -> None:
    shutil.rmtree(index_folder)


def remove_segment(index_folder: Path) -> None:
    next(live_folder(index_folder).glob("*.arrays")).unlink()


def truncate_segment(index_folder: Path) -> None:
    segment = next(live_folder(index_folder).glob("*.arrays"))
    os.truncate(segment, segment.stat().st_size - 1)


def empty_segments(index_folder: Path) -> None:
    for segment in live_folder(index_folder).glob("*.arrays"):
        os.truncate(segment, 0)


def overwrite_segment(index_folder: Path) -> None:
    segment = next(live_folder(index_folder).glob("*.arrays"))
    segment.write_bytes(os.urandom(segment.stat().st_size))


def truncate_toc(index_folder: Path) -> None:
    (toc,) = live_folder(index_folder).glob("*.toc")
    os.truncate(toc, toc.stat().st_size // 2)


def remove_toc(index_folder: Path) -> None:
    (toc,) = live_folder(index_folder).glob("*.toc")
    toc.unlink()


def remove_live_folder(index_folder: Path) -> None:
    shutil.rmtree(live_folder(index_folder))


def overwrite_current(index_folder: Path) -> None:
    (index_folder / "CURRENT").write_text("\x00\x01")


def current_without_folder(index_folder: Path) -> None:
    (index_folder / "CURRENT").write_text("[]")


def other_format(index_folder: Path) -> None:
    current = json.loads((index_folder / "CURRENT").read_text())
    (index_folder / "CURRENT").write_text(json.dumps(current | {"format": "other"}))


def open_folder_to_others(index_folder: Path) -> None:
    index_folder.chmod(0o770)


def open_live_folder_to_others(index_folder: Path) -> None:
    live_folder(index_folder).chmod(0o777)


def open_toc_to_others(index_folder: Path) -> None:
    (toc,) = live_folder(index_folder).glob("*.toc")
    toc.chmod(0o666)


DAMAGES = [
    remove_everything,
    remove_segment,
    truncate_segment,
    empty_segments,
    overwrite_segment,
    truncate_toc,
    remove_toc,
    remove_live_folder,
    overwrite_current,
    current_without_folder,
    other_format,
    open_folder_to_others,
    open_live_folder_to_others,
    open_toc_to_others,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_search_of_a_damaged_index_rebuilds_it(
    meeting, index_folder, reopen, search_pks, damage
) -> None:
    damage(index_folder)
    reopen()
    assert search_pks("银发经济") == [meeting.pk]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_save_into_a_damaged_index_rebuilds_it(
    meeting, index_folder, reopen, search_pks, damage
) -> None:
    damage(index_folder)
    reopen()
    other = make_meeting(body="银发经济与养老。")
    background.join()
    assert set(search_pks("银发经济")) == {meeting.pk, other.pk}
    assert not OutboxRow.objects.exists()


@pytest.mark.parametrize("damage", DAMAGES)
def test_prepare_index_of_a_damaged_index_rebuilds_it(
    meeting, index_folder, reopen, search_pks, damage
) -> None:
    damage(index_folder)
    reopen()
    assert prepare_index() == "索引已重建，共 1 篇\n"
    assert search_pks("银发经济") == [meeting.pk]


def test_prepare_index_does_not_change_a_ready_index(meeting, index_folder) -> None:
    before = (index_folder / "CURRENT").read_bytes()
    assert prepare_index() == "索引已就绪\n"
    assert (index_folder / "CURRENT").read_bytes() == before


def test_prepare_index_indexes_pending_rows(meeting, search_backend, search_pks) -> None:
    with search_backend.manager.directory.write_lock():
        pending = make_meeting(body="银发经济。")
    assert prepare_index() == "索引已补上 1 处改动\n"
    assert pending.pk in search_pks("银发经济")


def test_rebuild_keeps_unknown_files(meeting, index_folder) -> None:
    (index_folder / "letter.txt").write_text("keep me")
    outbox.rebuild()
    assert (index_folder / "letter.txt").read_text() == "keep me"


def test_index_is_accessible_to_its_owner_only(meeting, index_folder) -> None:
    assert index_folder.stat().st_mode & 0o077 == 0
    assert live_folder(index_folder).stat().st_mode & 0o077 == 0


def test_a_toc_that_others_could_have_written_is_not_unpickled(
    meeting, index_folder, reopen, search_pks, caplog
) -> None:
    planted = index_folder.with_name("planted")
    storage = FileStorage(str(live_folder(index_folder)))
    TOC(Schema(), [_Planted(str(planted))], 1000).write(storage, INDEX_NAME)
    index_folder.chmod(0o777)
    reopen()
    assert search_pks("银发经济") == [meeting.pk]
    assert not planted.exists()
    assert index_folder.stat().st_mode & 0o077 == 0
    assert f"not read, other users can write it: {index_folder}" in caplog.text


def test_write_lock_is_exclusive_and_released_on_exit(tmp_path) -> None:
    directory = IndexDirectory(tmp_path / "index")
    with directory.write_lock() as first, directory.write_lock() as second:
        assert (first, second) == (True, False)
    with directory.write_lock() as third:
        assert third


@pytest.mark.parametrize("name", ["../..", "..", ".", "", "index-../..", "/", "index-1", None])
def test_invalid_folder_in_current_is_never_deleted(
    meeting, search_backend, reopen, search_pks, name
) -> None:
    """The folder that CURRENT names is removed when another index is activated."""
    index_folder = search_backend.manager.directory.path
    other_file = index_folder.parent / "archive.sqlite3"
    other_file.write_text("the archive")
    current = json.loads((index_folder / "CURRENT").read_text())
    (index_folder / "CURRENT").write_text(json.dumps(current | {"folder": name}))
    reopen()
    assert search_pks("银发经济") == [meeting.pk]
    search_backend.manager.rebuild()
    assert other_file.read_text() == "the archive"
    assert search_pks("银发经济") == [meeting.pk]
