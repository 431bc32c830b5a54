"""Zip formats: an archive of files is unpacked, a document in a zip format never."""

import pytest

from bulletins.reading import is_archive_of_files
from tests.bulletins.reading.formats.test_documents import a_docx
from tests.bulletins.reading.formats.test_refusals import OPEN_DOCUMENT, zip_of


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("简报.zip", zip_of("会议.txt", "word/会议.docx")),
        ("简报", zip_of("会议.txt")),
        ("简报.ZIP", b"PK\x03\x04cut"),
        ("空.zip", zip_of()),
    ],
    ids=["files", "no extension", "damaged", "empty"],
)
def test_an_archive_of_files_is_recognised(name, data) -> None:
    assert is_archive_of_files(name, data)


@pytest.mark.parametrize("name", ["a", "a.zip", "a.odt"])
@pytest.mark.parametrize(
    "data",
    [
        a_docx(),
        OPEN_DOCUMENT,
        zip_of("content.xml", "META-INF/manifest.xml"),
        zip_of("OFD.xml", "Doc_0/Document.xml"),
        zip_of("uof.xml", "content.xml"),
        zip_of("mimetype", "META-INF/container.xml"),
        zip_of("META-INF/MANIFEST.MF", "A.class"),
        zip_of("Index/Document.iwa", "Metadata/Properties.plist"),
        "会议".encode(),
    ],
    ids=["docx", "odt", "odt with its type last", "ofd", "uof", "epub", "jar", "Pages", "no zip"],
)
def test_a_document_is_no_archive_of_files(name, data) -> None:
    assert not is_archive_of_files(name, data)


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.ODS", "a.wps"])
def test_a_file_named_as_a_document_is_no_archive_of_files(name) -> None:
    assert not is_archive_of_files(name, zip_of("content.xml"))
    assert not is_archive_of_files(name, b"PK\x03\x04cut")
