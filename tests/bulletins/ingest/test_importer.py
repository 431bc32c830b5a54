"""Import of files: all or nothing, and equal bytes only once."""

import io
import threading
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from bulletins.ingest import importer, original_store
from bulletins.models import Bulletin, Chair, Meeting, Priority, Speaker
from bulletins.reading import DocumentError
from tests.bulletins.reading.formats.test_refusals import OPEN_DOCUMENT, XML
from tests.faults import full_disk
from tests.paths import SEED

pytestmark = pytest.mark.django_db


def import_file(data: bytes, name: str = SEED.name, **options) -> importer.ImportResult:
    return importer.import_parsed(
        importer.parse_file(name, data), publish=importer.PublishPolicy.SURE, **options
    )


def test_the_seed_is_imported_as_two_meetings_with_all_extracted_fields(
    seed_bytes, seed_records
) -> None:
    result = import_file(seed_bytes)
    assert result.is_new
    hubei, neimenggu = result.bulletin.meetings.order_by("index")
    assert (hubei.province.slug, hubei.date, hubei.year_source) == ("hubei", "2024-02-21", "title")
    assert (neimenggu.province.slug, neimenggu.date, neimenggu.title) == ("neimenggu", "2024", "")
    for meeting, record in zip((hubei, neimenggu), seed_records, strict=True):
        assert meeting.title == (record.title or "")
        assert meeting.date_precision == record.date_precision
        assert meeting.body == record.body
        assert meeting.evidence == record.to_json()["evidence"]
        assert [c.name for c in meeting.chairs.all()] == [c.name for c in record.chairs]
        assert [(s.name, s.post, s.role) for s in meeting.speakers.all()] == [
            (s.name, s.post or "", s.role or "") for s in record.speakers
        ]
        assert [theme.name for theme in meeting.themes.all()] == record.themes
        assert [[t.name for t in p.themes.all()] for p in meeting.priorities.all()] == [
            p.themes for p in record.priorities
        ]
        assert [(p.ordinal, p.section, p.heading) for p in meeting.priorities.all()] == [
            (p.ordinal, p.section or "", p.heading) for p in record.priorities
        ]


def test_the_bytes_are_stored_unchanged_under_their_sha_256(seed_bytes) -> None:
    bulletin = import_file(seed_bytes).bulletin
    assert bulletin.file.read() == seed_bytes
    assert bulletin.file.name.endswith(bulletin.sha256)
    assert bulletin.size == len(seed_bytes)
    assert bulletin.media_type == "text/plain"
    assert "湖北省民政厅召开" in bulletin.text


def test_importing_the_same_bytes_twice_makes_one_bulletin_and_keeps_corrections(
    seed_bytes,
) -> None:
    first = import_file(seed_bytes).bulletin
    first.meetings.filter(index=0).update(venue="武昌")
    again = import_file(seed_bytes, name="又一份.txt")
    assert not again.is_new
    assert again.bulletin == first
    assert Bulletin.objects.count() == 1
    assert first.meetings.get(index=0).venue == "武昌"


def test_a_file_that_cannot_be_read_stores_nothing() -> None:
    with pytest.raises(DocumentError):
        import_file(b"", name="empty.txt")
    assert not Bulletin.objects.exists()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*"))


@pytest.mark.django_db(transaction=True)
def test_a_failed_import_leaves_no_rows(seed_bytes) -> None:
    parsed = importer.parse_file(SEED.name, seed_bytes)
    # The second meeting claims the first one's place: the database refuses it.
    parsed.records[1].index = parsed.records[0].index
    with pytest.raises(Exception, match=r"UNIQUE|unique"):
        importer.import_parsed(parsed, publish=importer.PublishPolicy.SURE)
    for model in (Bulletin, Meeting, Chair, Speaker, Priority):
        assert not model.objects.exists()
    assert import_file(seed_bytes).is_new


@pytest.mark.django_db(transaction=True)
def test_concurrent_imports_of_the_same_bytes_make_one_bulletin(seed_bytes) -> None:
    parsed = importer.parse_file(SEED.name, seed_bytes)
    start, outcomes = threading.Barrier(6), []

    def store() -> None:
        try:
            start.wait()
            outcomes.append(
                importer.import_parsed(parsed, publish=importer.PublishPolicy.SURE).is_new
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=store) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False] * 5 + [True]
    assert Bulletin.objects.count() == 1
    assert Meeting.objects.count() == 2


def test_an_unknown_province_becomes_a_doubt(seed_bytes) -> None:
    parsed = importer.parse_file(SEED.name, seed_bytes)
    parsed.records[0].province = "楚省"
    meeting = importer.import_parsed(
        parsed, publish=importer.PublishPolicy.SURE
    ).bulletin.meetings.get(index=0)
    assert meeting.province is None
    assert "province unknown: 楚省" in meeting.needs_review


def test_storing_the_same_bytes_again_does_not_rewrite_the_original() -> None:
    name = original_store.save_original(b"bytes", "ab" * 32)
    path = Path(settings.MEDIA_ROOT) / name
    before = path.stat()
    assert original_store.save_original(b"bytes", "ab" * 32) == name
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_mode & 0o077 == 0


def test_a_failed_write_of_an_original_leaves_no_file() -> None:
    with full_disk(), pytest.raises(OSError, match="No space"):
        original_store.save_original(b"bytes", "cd" * 32)
    assert [p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()] == []


def test_a_very_long_headline_is_not_truncated(seed_bytes) -> None:
    parsed = importer.parse_file(SEED.name, seed_bytes)
    parsed.records[0].title = "长" * 2000
    assert (
        importer.import_parsed(parsed, publish=importer.PublishPolicy.SURE)
        .bulletin.meetings.get(index=0)
        .title
        == "长" * 2000
    )


@pytest.mark.parametrize("name", ["自有.odt", "自有.zip", "自有"])
def test_an_open_document_file_is_refused_whole_and_not_unpacked(name) -> None:
    [result] = importer.import_bytes(name, OPEN_DOCUMENT, importer.ImportOptions())
    assert result.error == "这是 OpenDocument 文件，请另存为 .docx 格式后再上传。"
    assert not Bulletin.objects.exists()


def test_a_document_in_an_archive_is_refused_and_its_neighbours_are_imported(seed_bytes) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("自有.odt", OPEN_DOCUMENT)
        archive.writestr("简报.txt", seed_bytes)
    refused, imported = importer.import_bytes("月报.zip", data.getvalue(), importer.ImportOptions())
    assert (refused.name, imported.bulletin.name) == ("月报.zip › 自有.odt", "简报.txt")
    assert "OpenDocument" in refused.error


def test_raw_xml_is_refused_as_a_pasted_text_too() -> None:
    result = importer.import_text(XML.decode(), importer.ImportOptions())
    assert "XML" in result.error
    assert not Bulletin.objects.exists()
