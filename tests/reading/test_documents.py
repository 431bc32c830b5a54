"""Bytes of every kind that is received; what cannot be read is refused in one sentence."""

import io
import zipfile

import docx
import pytest
from opencc import OpenCC

from bulletins.reading import DocumentError, Limits, open_document, read_document

REPORT = (
    "2月21日，湖北省民政厅在武汉召开2024年全省民政工作视频会议。"
    "厅党组书记杨泽发主持会议并讲话，厅长李丽作工作报告。"
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
def test_every_encoding_gives_the_same_text(encoding):
    assert open_document("a.txt", REPORT.encode(encoding)).text == REPORT


def test_big5_is_told_from_gb18030_by_what_it_says():
    traditional = OpenCC("s2t").convert(REPORT)
    assert open_document("a.txt", traditional.encode("big5")).text == traditional


def test_traditional_script_gives_simplified_values_and_keeps_its_body():
    record = read_document("a.txt", OpenCC("s2t").convert(REPORT).encode("big5"))[0]
    assert (record.province, record.chairs[0].name) == ("湖北省", "杨泽发")
    assert "楊澤發主持會議" in record.body


def test_a_damaged_character_does_not_lose_the_rest():
    data = REPORT.encode("gb18030")[:-1]
    assert "李丽作工作报告" in open_document("a.txt", data).text


def test_docx_is_read_with_its_tables_in_place():
    made = docx.Document()
    made.add_paragraph("表前")
    made.add_table(1, 1).cell(0, 0).text = "表内"
    made.add_paragraph("表后")
    out = io.BytesIO()
    made.save(out)
    document = open_document("a.docx", out.getvalue())
    assert document.text.split() == ["表前", "表内", "表后"]


def test_a_saved_page_is_read_without_its_scripts():
    page = f"<html><head><script>var 会议;</script></head><body><p>{REPORT}</p></body></html>"
    document = open_document("a.html", page.encode())
    assert (document.media_type, document.text.strip()) == ("text/html", REPORT)


def pdf_with(content: bytes) -> bytes:
    """A one-page PDF by hand: the smallest that pdfium opens."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.4\n"
    for number, body in enumerate(objects, 1):
        out += b"%d 0 obj%sendobj\n" % (number, body)
    return out + b"trailer<</Root 1 0 R>>"


def test_the_text_of_a_pdf_is_read():
    document = open_document("a.pdf", pdf_with(b"BT /F 12 Tf 10 100 Td (Minutes) Tj ET"))
    assert (document.media_type, document.text) == ("application/pdf", "Minutes")


def docx_bytes(made) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def empty_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "空"),
        ("a.txt", b" \n\t", "空"),
        ("a.pdf", pdf_with(b""), "扫描件"),
        ("a.pdf", b"%PDF-1.4 cut", "损坏"),
        ("a.pdf", "没有头".encode(), "损坏"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 .docx"),
        ("a.wps", "文字".encode(), "另存为 .docx"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "密码",
        ),
        ("a.docx", b"PK\x03\x04cut", "损坏"),
        ("a.docx", empty_zip(), "压缩包"),
        ("a.png", b"\x89PNG\r\n", "图片"),
        ("a.rar", b"Rar!\x1a\x07", "压缩包"),
        ("a.bin", bytes(range(128, 256)) * 20, "编码"),
        ("a.html", b"<html><script>1</script></html>", "没有可以阅读"),
        ("a.txt", b"hello", "没有可以阅读"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(name, data, says):
    with pytest.raises(DocumentError) as refused:
        read_document(name, data)
    message = str(refused.value)
    assert says in message
    assert message.count("。") == 1 and message.endswith("。")


def test_limits_are_named_in_the_refusal():
    with pytest.raises(DocumentError, match="1 MB"):
        open_document("a.txt", b"x" * (1024 * 1024 + 1), limits=Limits(max_bytes=1024 * 1024))
    with pytest.raises(DocumentError, match="0 页"):
        open_document("a.pdf", pdf_with(b""), limits=Limits(max_pages=0))
    with pytest.raises(DocumentError, match="解压后过大"):
        open_document("a.docx", docx_bytes(docx.Document()), limits=Limits(max_unpacked_bytes=0))
