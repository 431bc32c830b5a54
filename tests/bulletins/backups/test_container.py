"""The file of a backup: what is cut, changed or foreign is refused, each by its own sentence."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bulletins.backups import BackupError
from bulletins.backups.container import BackupReader, BackupWriter
from bulletins.backups.manifest import Manifest
from common.progress import progress_bar

ORIGINAL = "files/ab/" + "ab" * 32


class EditedManifest(Manifest):
    """A manifest that was edited before its backup was sealed."""

    change: Callable[[dict[str, Any]], object] = staticmethod(lambda data: None)

    def to_json(self) -> dict[str, Any]:
        data = super().to_json()
        self.change(data)
        return data


def make(path: Path, change: Callable[[dict[str, Any]], object] | None = None) -> Path:
    """Write a sound backup, but for the change of its manifest."""
    manifest = EditedManifest("sqlite", "1.0.0", "2026-01-02T03:04:05+08:00", [("search", "0001")])
    if change:
        manifest.change = change
    with path.open("w+b") as file, BackupWriter(file) as writer:
        manifest.members.append(writer.add("database.sqlite3", [b"data", b"base"]))
        manifest.members.append(writer.add(ORIGINAL, [b"original"]))
        writer.finish(manifest)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(BackupError) as raised:
        BackupReader(path, progress_bar)
    return str(raised.value)


def test_a_whole_backup_is_read_and_any_zip_program_opens_it(tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip")
    reader = BackupReader(path, progress_bar)
    assert [b"".join(reader.chunks(member)) for member in reader.manifest.members] == [
        b"database",
        b"original",
    ]
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("manifest.json"))["version"] == "1.0.0"


def test_a_backup_that_is_cut_anywhere_is_refused_as_incomplete(tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip")
    whole = path.read_bytes()
    for length in range(80, len(whole)):
        path.write_bytes(whole[:length])
        assert refusal(path) == "a.zip 不完整，或者后面被加上了别的。", length


def test_a_backup_with_any_byte_changed_is_refused(tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip")
    whole = path.read_bytes()
    for position in range(len(whole)):
        changed = bytearray(whole)
        changed[position] ^= 1
        path.write_bytes(changed)
        assert refusal(path)
    path.write_bytes(whole[:200] + b"x" + whole[201:])
    assert refusal(path) == "a.zip 被改动过或已损坏：内容与它的 SHA-256 不符。"


@pytest.mark.parametrize("content", [b"", b"PK", b"SQLite format 3\x00" * 100, b"\0" * 100_000])
def test_a_foreign_file_is_refused_as_no_backup(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    assert refusal(path) == "a.zip 不是本程序的备份。"


def test_another_zip_is_refused_as_no_backup(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("manifest.json", "{}")
    (tmp_path / "a.zip").write_bytes(buffer.getvalue())
    assert refusal(tmp_path / "a.zip") == "a.zip 不是本程序的备份。"


@pytest.mark.parametrize(
    "name",
    [
        "files/../../etc/passwd",
        "/etc/passwd",
        "files/ab/../ab",
        "files/AB/" + "AB" * 32,
        "files/ac/" + "ab" * 32,
        "secret_key",
        ORIGINAL + "\n",
        "database.sqlite3",
    ],
)
def test_names_that_this_program_does_not_write_are_refused(tmp_path: Path, name: str) -> None:
    def rename(data: dict[str, Any]) -> None:
        data["members"][1] = {"name": name, "size": 8, "sha256": "ab" * 32}

    assert refusal(make(tmp_path / "a.zip", rename)) == ("备份的清单里有不该有的文件名，没有采用。")


def test_a_backup_of_a_newer_format_is_refused_as_such(tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip", lambda data: data.update(format=2))
    assert refusal(path) == "备份是较新版本的程序写的，这个版本读不了。"


@pytest.mark.parametrize("key", ["vendor", "members", "bases", "migrations"])
def test_a_manifest_without_a_part_is_refused(tmp_path: Path, key: str) -> None:
    path = make(tmp_path / "a.zip", lambda data: data.pop(key))
    assert refusal(path) == "备份的清单不完整或被改动。"


@pytest.mark.parametrize("size", [3, 9])
def test_no_more_is_unpacked_than_the_manifest_says(tmp_path: Path, size: int) -> None:
    path = make(tmp_path / "a.zip", lambda data: data["members"][1].update(size=size))
    reader = BackupReader(path, progress_bar)
    with pytest.raises(BackupError):
        list(reader.chunks(reader.manifest.originals[0]))
