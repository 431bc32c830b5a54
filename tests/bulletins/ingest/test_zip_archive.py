"""A zip archive is bounded as a whole, not only each of its members."""

import io
import zipfile

from bulletins.ingest import ImportOptions, import_bytes
from bulletins.ingest.zip_archive import unpack
from bulletins.reading import Limits, is_archive_of_files

MEGABYTE = 1 << 20


def a_zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_no_more_is_unpacked_than_an_archive_may_have_as_a_whole() -> None:
    data = a_zip({f"{number}.txt": bytes(MEGABYTE) for number in range(10)})
    limits = Limits(max_archive_bytes=3 * MEGABYTE)
    members = list(unpack(data, limits))
    assert len(members) == 10
    assert [member.data is not None for member in members] == [True] * 3 + [False] * 7
    assert all("压缩包解压后过大" in member.error for member in members[3:])


def test_files_after_the_time_of_an_archive_are_named_as_not_read() -> None:
    data = a_zip({"a.txt": b"a", "b.txt": b"b"})
    members = list(unpack(data, Limits(max_seconds=0)))
    assert [member.name for member in members] == ["a.txt", "b.txt"]
    assert all("这个文件还没有读" in member.error for member in members)


def test_an_archive_with_a_list_of_very_many_members_is_refused_before_the_list_is_read() -> None:
    # Each entry of the list is 46 bytes and its name.
    name = b"a"
    entry = b"PK\x01\x02" + bytes(24) + bytes([len(name)]) + bytes(17) + name
    count = 60_000
    end = b"PK\x05\x06" + bytes(4) + (count % 65536).to_bytes(2, "little") * 2
    end += (len(entry) * count).to_bytes(4, "little") + bytes(4) + bytes(2)
    data = b"PK\x03\x04" + entry * count + end
    assert not is_archive_of_files("a.zip", data)
    [result] = import_bytes("a.zip", data, ImportOptions(dry_run=True))
    assert result.error == "压缩包里的文件太多，请分成几个压缩包后再上传。"
