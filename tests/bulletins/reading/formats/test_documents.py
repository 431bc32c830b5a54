"""Opening documents: detection of the format, refusals, and the cleaned text."""

import io
import zipfile

import docx
import pytest

from bulletins.reading import DocumentError, open_document, read_document
from tests.bulletins.reading.formats.pdf_writer import pdf

REPORT = (
    "2月21日，湖北省民政厅在武汉召开2024年全省民政工作视频会议。"
    "厅党组书记杨泽发主持会议并讲话，厅长李丽作工作报告。"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def a_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph(REPORT)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zip_of(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def ole_with(stream: str) -> bytes:
    """Return the head of an OLE file, and the name of a stream as in its directory."""
    return OLE + bytes(500) + stream.encode("utf-16-le") + bytes(500)


LOCKED_PDF = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    b"3 0 obj\n<</Filter/Standard/V 1/R 2/P -4/O<"
    + b"41" * 32
    + b">/U<"
    + b"42" * 32
    + b">>>\nendobj\n"
    b"trailer\n<</Root 1 0 R/Encrypt 3 0 R/ID[<41><41>]>>"
)


@pytest.mark.parametrize("name", ["a.txt", "a", "a.doc", "a.docx", "a.pdf", "a.html", "a.png", ""])
@pytest.mark.parametrize("kind", ["pdf", "vnd.openxmlformats", "html"])
def test_the_format_is_detected_from_the_bytes_under_any_name(name, kind) -> None:
    page = f"<html><p>{REPORT}</p></html>".encode()
    data = {"pdf": pdf([(20, 700, REPORT)], size=9), "html": page}.get(kind) or a_docx()
    document = open_document(name, data)
    assert kind in document.media_type
    assert REPORT in document.text


def test_a_text_that_begins_like_the_signature_of_a_binary_format_is_read_as_text() -> None:
    for beginning in ("PK赛：", "BM 公司：", "II*", "GIF"):
        document = open_document("a.txt", (beginning + REPORT).encode())
        assert document.text == beginning + REPORT


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "空"),
        ("a.txt", b" \n\t", "空"),
        ("a.txt", b"\xef\xbb\xbf\r\n", "空"),
        ("a.docx", bytes(1000), "空"),
        ("a.pdf", pdf([]), "扫描件"),
        ("a.pdf", b"%PDF-1.4 cut", "损坏"),
        ("a.pdf", LOCKED_PDF, "密码"),
        ("a.pdf", "没有头".encode(), "损坏"),
        ("a.doc", OLE, "另存为 .docx"),
        ("a.doc", ole_with("WordDocument") + ole_with("Workbook"), "旧版 Word"),
        ("a.wps", ole_with("WordDocument"), "另存为 .docx"),
        ("a.wps", "文字".encode(), "另存为 .docx"),
        ("a.xls", ole_with("Workbook"), "电子表格"),
        ("a.et", ole_with("Workbook"), "电子表格"),
        ("a.et", "文字".encode(), "电子表格"),
        ("a.ppt", ole_with("PowerPoint Document"), "演示文稿"),
        ("a.docx", ole_with("EncryptedPackage"), "密码"),
        ("a.docx", b"PK\x03\x04cut", "损坏"),
        ("a.docx", a_docx()[:3000], "损坏"),
        ("a.docx", zip_of("[Content_Types].xml"), "不是 Word"),
        ("a.docx", zip_of("word/document.xml"), "损坏"),
        ("a.xlsx", zip_of("[Content_Types].xml", "xl/workbook.xml"), "电子表格"),
        ("a.xlsx", b"PK\x03\x04cut", "电子表格"),
        ("a.pptx", zip_of("[Content_Types].xml", "ppt/presentation.xml"), "演示文稿"),
        ("a.ofd", zip_of("OFD.xml", "Doc_0/Document.xml"), "导出为 PDF"),
        ("a.zip", zip_of("会议.txt"), "解压"),
        ("a.zip", b"PK\x03\x04cut", "不是有效的压缩包"),
        ("a.zip", "文字".encode(), "不是有效的压缩包"),
        ("a.rar", "文字".encode(), "不是有效的压缩包"),
        ("a.tar", b"a.txt" + bytes(95), "解压后逐个上传"),
        ("a.rar", b"Rar!\x1a\x07\x00", "解压"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "解压"),
        ("a.gz", b"\x1f\x8b\x08\x00", "解压"),
        ("a.rtf", b"{\\rtf1\\ansi}", "RTF"),
        ("a.doc", b"{\\rtf1\\ansi}", "RTF"),
        ("a.mht", b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;", "MHT"),
        ("a.png", b"\x89PNG\r\n", "图片"),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "图片"),
        ("a.gif", b"GIF89a\x01\x00", "图片"),
        ("a.bmp", b"BM\x36\x00\x00\x00\x00\x00\x00\x00\x36", "图片"),
        ("a.webp", b"RIFF\x24\x00\x00\x00WEBPVP8 ", "图片"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic", "图片"),
        ("a.tif", b"II*\x00\x08\x00", "图片"),
        ("a.tiff", b"MM\x00*\x00\x08", "图片"),
        ("扫描.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "图片"),
        ("a.mp4", b"\x00\x00\x00\x18ftypisom", "文字稿"),
        ("a.mp3", b"ID3\x03\x00", "文字稿"),
        ("a.bin", bytes(range(128, 256)) * 20, "编码"),
        ("a.html", b"<html><script>1</script></html>", "没有可以阅读"),
        ("a.txt", b"hello", "没有可以阅读"),
    ],
)
def test_an_unreadable_file_is_refused_with_one_sentence_of_advice(name, data, words) -> None:
    with pytest.raises(DocumentError) as error:
        read_document(name, data)
    message = str(error.value)
    assert words in message
    assert "请" in message
    assert message.count("。") == 1 and message.endswith("。")


def test_the_text_contains_no_character_that_a_database_or_json_refuses() -> None:
    invalid = "\x00\x01\x08\x0e\x1b\x7f\x80\x9f\ufdd0\ufeff\ufffe\uffff"
    text = open_document("a.txt", f"{REPORT * 9}{invalid}\t{REPORT}".encode()).text
    assert text == f"{REPORT * 9}\t{REPORT}"


def test_a_lone_surrogate_is_removed() -> None:
    data = "会议召开".encode("utf-16") + b"\x00\xd8" + "完".encode("utf-16-le")
    text = open_document("a.txt", data).text
    assert "会议召开" in text
    assert text.encode()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_end_becomes_a_newline(end) -> None:
    assert open_document("a.txt", f"甲{end}乙".encode()).text == "甲\n乙"
    assert open_document("a.html", f"<pre>甲{end}乙</pre>".encode()).text == "甲\n乙"
