"""Damaged and hostile Word files: refused with a sentence, in limited time."""

import io
import zipfile

import pytest

from bulletins.reading import DocumentError, Limits, open_document
from tests.bulletins.reading.formats.office.word_files import (
    LEAD,
    NAMES,
    a_document,
    lines_of,
    paragraph,
    part,
    with_body,
    with_parts,
    with_related,
)
from tests.cpu_limit import cpu_limit


def test_the_declared_size_of_a_zip_is_not_trusted() -> None:
    data = a_document()
    xml = part(data, "word/document.xml")
    bomb = with_parts(data, {"word/document.xml": xml + b" " * 3_000_000})
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        entry = archive.getinfo("word/document.xml")
    true, lie = (number.to_bytes(4, "little") for number in (entry.file_size, 1000))
    assert bomb.count(true) == 2
    with cpu_limit(2):
        with pytest.raises(DocumentError):
            open_document("a.docx", bomb.replace(true, lie), Limits(max_unpacked_bytes=1_000_000))
        with pytest.raises(DocumentError, match="解压后过大"):
            open_document("a.docx", bomb, Limits(max_unpacked_bytes=1_000_000))


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["bzip2", "lzma"])
def test_unusual_compression_is_refused(packing) -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(a_document())) as old,
        zipfile.ZipFile(out, "w", packing) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
    with pytest.raises(DocumentError, match="重新保存"):
        open_document("a.docx", out.getvalue())


@pytest.mark.slow
def test_very_many_paragraphs_are_read_or_refused_within_20_seconds_of_cpu_time() -> None:
    paragraph = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
    data = a_document()
    xml = part(data, "word/document.xml").decode()
    with cpu_limit(20):
        for count, expected in ((100_000, "甲"), (1_000_000, "过于复杂")):
            body = xml.replace("<w:body>", "<w:body>" + paragraph * count)
            bomb = with_parts(data, {"word/document.xml": body.encode()})
            try:
                result = open_document("a.docx", bomb).text
            except DocumentError as error:
                result = str(error)
            assert expected in result


def test_pictures_do_not_count_towards_the_unpacked_size() -> None:
    data = with_parts(a_document(), {"word/media/image1.png": b"\x89PNG" + bytes(5_000_000)})
    assert lines_of(data, Limits(max_unpacked_bytes=1_000_000)) == [LEAD]


@pytest.mark.parametrize(
    "drawing",
    [
        "<c:chart r:id='chart1'/>" * 20_000,
        "<dgm:relIds r:dm='chart1'/>" * 20_000,
        "<v:shape style='"
        + "width:" * 10_000
        + "'>"
        + "<v:imagedata r:id='chart1'/>" * 20_000
        + "</v:shape>",
    ],
    ids=["charts", "diagrams", "pictures"],
)
def test_very_many_references_to_one_part_are_read_within_5_seconds_of_cpu_time(drawing) -> None:
    words = "<a:p><a:r><a:t>低保</a:t></a:r></a:p>" * 20_000
    body = with_body(f"{paragraph(LEAD)}<w:p><w:r>{drawing}</w:r></w:p>")
    data = with_related(body, {"chart1": f"<c:chartSpace {NAMES}>{words}</c:chartSpace>"})
    with cpu_limit(5):
        assert LEAD in lines_of(data)


def entities() -> bytes:
    names = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    return (
        f"<?xml version='1.0'?><!DOCTYPE d [<!ENTITY e0 'ha'>{names}]>"
        f"<w:document {NAMES}><w:body><w:p><w:r><w:t>&e11;</w:t></w:r></w:p></w:body></w:document>"
    ).encode()


@pytest.mark.parametrize(
    "xml",
    [
        entities(),
        b"<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><d>&x;</d>",
        b"<w:p>" * 100_000,
        b"<a>" + b"<b c='d'/>" * 4_000_000 + b"</a>",
        b"<document/>",
        b"",
        b"\xff\xfe\x00",
    ],
    ids=[
        "entity expansion",
        "external entity",
        "deep nesting",
        "many elements",
        "no body",
        "empty",
        "no XML",
    ],
)
def test_hostile_xml_is_refused_within_5_seconds_of_cpu_time(xml) -> None:
    with cpu_limit(5), pytest.raises(DocumentError):
        open_document("a.docx", with_parts(a_document(), {"word/document.xml": xml}))


def test_every_truncation_is_refused_as_damaged() -> None:
    data = a_document()
    for size in range(30, len(data), len(data) // 40):
        with pytest.raises(DocumentError, match="损坏"):
            open_document("a.docx", data[:size])


@pytest.mark.slow
def test_a_file_with_a_changed_byte_is_opened_or_refused() -> None:
    data = bytearray(a_document())
    for place in range(0, len(data), 37):
        changed = data.copy()
        changed[place] ^= 0x55
        try:
            open_document("a.docx", bytes(changed))
        except DocumentError as error:
            assert str(error).endswith("。")
