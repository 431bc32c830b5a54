"""Refusals: a file that is not read is refused with one sentence on what to do instead."""

import io
import zipfile
from base64 import encodebytes

import pytest

from bulletins.reading import DocumentError, open_document, read_document
from tests.bulletins.reading.formats.pdf_writer import pdf
from tests.bulletins.reading.formats.test_documents import REPORT, a_docx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


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
OPEN_DOCUMENT = zip_of("mimetype", "content.xml", "styles.xml", "META-INF/manifest.xml")
MAIL = (
    b"X-" + b"Long-" * 20 + b": 1\r\n"
    b"Received: from mail.example.org\r\n\tby mx.example.org; Mon, 4 Mar 2024 09:00:00 +0800\r\n"
    b"From: li@example.org\r\nTo: archive@example.org\r\nSubject: =?utf-8?B?566A5oql?=\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n"
) + encodebytes(REPORT.encode())
WORD_PAGE = (
    b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
    b"Content-Type: text/html\n\n<html><p>1</p></html>"
)
XML = (
    '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    f'<w:wordDocument xmlns:w="urn:x"><w:t>{REPORT}</w:t></w:wordDocument>'
).encode()


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
        ("a.docx", zip_of("[Content_Types].xml", "word/document.xml"), "损坏"),
        ("a.docx", zip_of("会议.txt"), "不是有效的 .docx"),
        ("a.xlsx", zip_of("[Content_Types].xml", "xl/workbook.xml"), "电子表格"),
        ("a.xlsx", b"PK\x03\x04cut", "电子表格"),
        ("a.pptx", zip_of("[Content_Types].xml", "ppt/presentation.xml"), "演示文稿"),
        ("a.ofd", zip_of("OFD.xml", "Doc_0/Document.xml"), "导出为 PDF"),
        ("a.xps", zip_of("[Content_Types].xml", "Pages/1.fpage"), "不是 Word"),
        ("a.uof", zip_of("_meta/meta.xml", "content.xml", "uof.xml"), "标文通"),
        ("a.uot", b"<?xml version='1.0'?><uof:UOF/>", "标文通"),
        ("a.odt", OPEN_DOCUMENT, "OpenDocument"),
        ("a.odt", zip_of("content.xml"), "OpenDocument"),
        ("a.odt", b"PK\x03\x04cut", "OpenDocument"),
        ("a.zip", OPEN_DOCUMENT, "OpenDocument"),
        ("a", zip_of("content.xml", "META-INF/manifest.xml"), "OpenDocument"),
        ("a.epub", zip_of("mimetype", "META-INF/container.xml", "1.xhtml"), "不是 Word"),
        ("a.jar", zip_of("META-INF/MANIFEST.MF", "A.class"), "不是 Word"),
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
        ("a.doc", WORD_PAGE, "MHT"),
        ("a.eml", MAIL, "电子邮件"),
        ("a.txt", MAIL, "电子邮件"),
        ("a.txt", b"\xef\xbb\xbf" + MAIL, "电子邮件"),
        ("a.txt", MAIL.replace(b"text/plain", b"multipart/related"), "电子邮件"),
        ("mbox", b"From li@example.org Mon Jan  1 09:00:00 2024\n" + MAIL, "电子邮件"),
        ("a.eml", REPORT.encode(), "电子邮件"),
        ("a.msg", ole_with("__substg1.0_0037001F") + ole_with("WordDocument"), "电子邮件"),
        ("a.xml", XML, "XML"),
        ("a.txt", XML, "XML"),
        ("a.txt", XML.decode().encode("utf-16"), "XML"),
        ("a.txt", b"\n<pkg:package xmlns:pkg='urn:x'>" + REPORT.encode(), "XML"),
        ("a.doc", XML, "另存为 .docx"),
        ("a.json", b'{"title": "' + REPORT.encode() + b'"}', "JSON"),
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
    # The bytes of an archive have the time of the run, which names of tests must not.
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_an_unreadable_file_is_refused_with_one_sentence_of_advice(name, data, words) -> None:
    with pytest.raises(DocumentError) as error:
        read_document(name, data)
    message = str(error.value)
    assert words in message
    assert "请" in message
    assert message.count("。") == 1 and message.endswith("。")


def test_an_open_document_file_is_refused_under_its_name() -> None:
    with pytest.raises(DocumentError) as error:
        open_document("a.odt", OPEN_DOCUMENT)
    assert str(error.value) == "这是 OpenDocument 文件，请另存为 .docx 格式后再上传。"


@pytest.mark.parametrize(
    "beginning",
    [
        "From: 湖北省民政厅\nTo: 各市州民政局\nSubject: 会议情况\n\n",
        "Date: 2024-02-21\nFrom: 办公室\n\nMIME-Version: 1.0\nContent-Type: text/plain\n",
        "Content-Type 和 MIME-Version: 1.0\nFrom: x\n\n",
        "<?xml:namespace prefix = o ns = 'urn:schemas-microsoft-com:office:office' />\n",
        "<p>",
        "{会议}",
    ],
    ids=["address lines", "MIME below the head", "no header", "Word's leftover", "tag", "brace"],
)
def test_a_text_that_only_begins_like_a_mail_or_markup_is_read(beginning) -> None:
    document = open_document("a.txt", (beginning + REPORT).encode())
    assert document.text == beginning + REPORT


def test_a_text_named_as_data_is_read() -> None:
    assert open_document("a.json", REPORT.encode()).text == REPORT


def test_a_table_of_values_between_commas_is_read_as_a_text() -> None:
    assert "民政厅,召开" in open_document("a.csv", f"民政厅,召开\n{REPORT}".encode()).text


def test_a_page_that_begins_with_an_xml_declaration_is_read_as_a_page() -> None:
    declaration = '<?xml version="1.0" encoding="utf-8"?>'
    page = f'{declaration}<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><p>{REPORT}</p>'
    assert open_document("a.txt", page.encode()).text == REPORT
    assert open_document("a.html", f"{declaration}<div>{REPORT}</div>".encode()).text == REPORT
