"""Word files: the text on the page in document order, and nothing that is only in the file."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bulletins.reading import DocumentError, Limits, open_document
from tests.cpu_limit import cpu_limit

LEAD = "2月21日，湖北省民政厅在武汉召开2024年全省民政工作视频会议。"
SPEECH = "厅党组书记杨泽发主持会议并讲话。"
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_NAMES = f"{nsdecls('w')} {_MC}"


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_body(inner: str) -> bytes:
    """Return a Word file with this XML as its body."""
    document = docx.Document()
    body = document.element.body
    for child in parse_xml(f"<w:body {_NAMES}>{inner}</w:body>"):
        body.insert_element_before(child, "w:sectPr")
    return saved(document)


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    """Return the package with parts added or replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in dict.fromkeys([*old.namelist(), *parts]):
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def lines_of(data: bytes, limits: Limits | None = None) -> list[str]:
    return open_document("a.docx", data, limits or Limits()).text.split("\n")


def test_paragraphs_and_tables_are_read_in_order_and_a_row_is_a_line() -> None:
    document = docx.Document()
    document.add_paragraph(LEAD)
    table = document.add_table(2, 2)
    for cell, text in zip((*table.rows[0].cells, *table.rows[1].cells), "甲乙丙丁", strict=True):
        cell.text = text
    document.add_paragraph(SPEECH)
    assert lines_of(saved(document)) == [LEAD, "甲\t乙", "丙\t丁", SPEECH]


def test_cells_of_several_paragraphs_and_tables_in_cells_keep_their_lines() -> None:
    document = docx.Document()
    outer = document.add_table(1, 2).rows[0].cells
    outer[0].text = "甲\n乙"
    outer[1].add_table(1, 2).rows[0].cells[0].text = "丙"
    assert [line for line in lines_of(saved(document)) if line] == ["甲", "乙", "丙"]


def test_deeply_nested_tables_are_read_within_5_seconds_of_cpu_time() -> None:
    depth = 50
    inner = "<w:tbl><w:tr><w:tc>" * depth + f"<w:p><w:r><w:t>{LEAD}</w:t></w:r></w:p>" * 5_000
    with cpu_limit(5):
        lines = lines_of(with_body(inner + "</w:tc></w:tr></w:tbl>" * depth))
        assert lines == [LEAD] * 5_000


def test_a_text_box_is_read_once_although_the_file_has_it_twice() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    data = with_body(
        f"<w:p><w:r><w:t>框前</w:t><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>框后</w:t></w:r></w:p>"
    )
    assert lines_of(data) == ["框前框后", "框内"]


def test_a_text_box_that_only_old_programs_can_draw_is_read() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    data = with_body(f"<w:p><w:r><w:pict>{box}</w:pict></w:r></w:p>")
    assert "框内" in lines_of(data)


def test_deleted_text_is_left_out_and_inserted_text_read() -> None:
    data = with_body(
        "<w:p><w:r><w:t>会议</w:t></w:r><w:del><w:r><w:delText>昨日</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>今日</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>召开</w:t></w:r></w:moveTo></w:p>"
    )
    assert lines_of(data) == ["会议今日召开"]


def test_field_codes_and_hidden_text_are_left_out_and_field_results_read() -> None:
    data = with_body(
        "<w:p><w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r><w:r><w:t>结果</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>显</w:t></w:r>"
        "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
        "<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:ruby><w:rt><w:r><w:t>huì</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>会</w:t></w:r>"
        "</w:rubyBase></w:ruby></w:r></w:p>"
    )
    assert lines_of(data) == ["结果显链接控件会"]


def test_tabs_and_breaks_are_read_and_soft_hyphens_left_out() -> None:
    data = with_body(
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/>"
        "<w:t>丙</w:t><w:softHyphen/><w:t>丁</w:t></w:r></w:p>"
    )
    assert lines_of(data) == ["甲\t乙", "丙丁"]


def test_headers_and_footers_are_left_out() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    document.add_paragraph(LEAD)
    assert lines_of(saved(document)) == [LEAD]


def test_footnotes_come_after_the_text() -> None:
    notes = (
        f"<w:footnotes {_NAMES}><w:footnote w:type='separator' w:id='0'><w:p><w:r>"
        "<w:t>线</w:t></w:r></w:p></w:footnote><w:footnote w:id='1'>"
        "<w:p><w:r><w:t>注文</w:t></w:r></w:p></w:footnote>"
        "</w:footnotes>"
    )
    data = with_body("<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id='1'/></w:r></w:p>")
    rels = part(data, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rIdN" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/footnotes"/></Relationships>',
    )
    parts = {"word/footnotes.xml": notes.encode(), "word/_rels/document.xml.rels": rels}
    assert lines_of(with_parts(data, parts)) == ["正文", "注文"]


def numbered(levels: list[tuple[str, str]], paragraphs: list[tuple[int, str]]) -> bytes:
    """Return a file with one list; a level is a number format and the text around the number."""
    drawn = "".join(
        f"<w:lvl w:ilvl='{number}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
        for number, (form, text) in enumerate(levels)
    )
    numbering = (
        f"<w:numbering {_NAMES}><w:abstractNum w:abstractNumId='7'>{drawn}</w:abstractNum>"
        "<w:num w:numId='3'><w:abstractNumId w:val='7'/></w:num></w:numbering>"
    )
    body = "".join(
        f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='3'/></w:numPr></w:pPr>"
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        for level, text in paragraphs
    )
    return with_parts(with_body(body), {"word/numbering.xml": numbering.encode()})


def test_numbered_paragraphs_begin_with_their_labels() -> None:
    data = numbered(
        [
            ("chineseCountingThousand", "%1、"),
            ("chineseCounting", "（%2）"),
            ("decimal", "%2.%3．"),
        ],
        [(0, "总结"), (1, "养老"), (1, "救助"), (2, "低保"), (0, "部署"), (1, "社会")],
    )
    assert lines_of(data) == [
        "一、总结", "（一）养老", "（二）救助", "二.1．低保", "二、部署", "（一）社会",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "eleventh"),
    [
        ("chineseCounting", "十一、"),
        ("decimal", "11、"),
        ("decimalEnclosedCircle", "⑪、"),
        ("ideographTraditional", "甲、"),
        ("bullet", ""),
        ("hebrew1", ""),
    ],
)
def test_labels_continue_past_ten_and_unknown_formats_have_none(form, eleventh) -> None:
    data = numbered([(form, "%1、")], [(0, "事")] * 11)
    assert lines_of(data)[10] == f"{eleventh}事"


def test_a_list_by_style_has_labels_and_empty_paragraphs_do_not_count() -> None:
    document = docx.Document()
    for text in ("甲", "", "乙"):
        document.add_paragraph(text, style="List Number")
    assert lines_of(saved(document)) == ["1.甲", "", "2.乙"]


@pytest.mark.parametrize(
    ("usual", "variant"),
    [
        (
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            "application/vnd.ms-word.document.macroEnabled.main",
        ),
    ],
    ids=["strict names", "strict relations", "with macros"],
)
def test_strict_and_macro_enabled_variants_of_the_format_are_read(usual, variant) -> None:
    document = docx.Document()
    document.add_paragraph(LEAD)
    data = saved(document)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {
            name: archive.read(name).replace(usual.encode(), variant.encode())
            for name in archive.namelist()
        }
    assert lines_of(with_parts(data, parts)) == [LEAD]


def a_document() -> bytes:
    document = docx.Document()
    document.add_paragraph(LEAD)
    return saved(document)


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
        for count, expected in ((300_000, "甲"), (1_000_000, "过于复杂")):
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


def entities() -> bytes:
    names = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    return (
        f"<?xml version='1.0'?><!DOCTYPE d [<!ENTITY e0 'ha'>{names}]>"
        f"<w:document {_NAMES}><w:body><w:p><w:r><w:t>&e11;</w:t></w:r></w:p></w:body></w:document>"
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
