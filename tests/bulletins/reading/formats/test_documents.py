"""Opening documents: detection of the format, and the cleaned text."""

import io

import docx
import pytest

from bulletins.reading import open_document
from tests.bulletins.reading.formats.pdf_writer import pdf

REPORT = (
    "2月21日，湖北省民政厅在武汉召开2024年全省民政工作视频会议。"
    "厅党组书记杨泽发主持会议并讲话，厅长李丽作工作报告。"
)


def a_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph(REPORT)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


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


def test_the_text_contains_no_character_that_a_database_or_json_refuses() -> None:
    invalid = "\x00\x01\x08\x1b\x7f\x80\x9f\ufdd0\ufeff\ufffe\uffff"
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
