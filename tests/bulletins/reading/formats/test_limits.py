"""Limits on reading: a document at a limit is read, one beyond it refused naming the limit."""

import io
import zipfile

import docx
import pytest

from bulletins.reading import DocumentError, Limits, open_document, read_document
from tests.bulletins.reading.formats.pdf_writer import pdf

LINE = "湖北省民政厅在武汉召开会议。"


def refusal(name: str, data: bytes, limits: Limits) -> str:
    with pytest.raises(DocumentError) as error:
        open_document(name, data, limits)
    message = str(error.value)
    assert message.count("。") == 1 and message.endswith("。")
    return message


def a_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph(LINE)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_file_of_max_bytes_is_read_and_a_larger_one_refused() -> None:
    data = LINE.encode()
    assert open_document("a.txt", data, Limits(max_bytes=len(data))).text == LINE
    assert "文件超过" in refusal("a.txt", data, Limits(max_bytes=len(data) - 1))
    assert "1 MB" in refusal("a.txt", bytes((1 << 20) + 1), Limits(max_bytes=1 << 20))


def test_a_pdf_of_max_pages_is_read_and_a_longer_one_refused() -> None:
    data = pdf(*[[(20, 700, LINE)]] * 3)
    assert open_document("a.pdf", data, Limits(max_pages=3)).text.count(LINE) == 3
    assert "2 页" in refusal("a.pdf", data, Limits(max_pages=2))


def test_a_word_file_of_max_unpacked_bytes_is_read_and_a_larger_one_refused() -> None:
    data = a_docx()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(
            entry.file_size
            for entry in archive.infolist()
            if entry.filename.endswith((".xml", ".rels"))
        )
    assert LINE in open_document("a.docx", data, Limits(max_unpacked_bytes=size)).text
    assert "解压后过大" in refusal("a.docx", data, Limits(max_unpacked_bytes=size - 1))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", LINE.encode()),
        ("a.html", f"<p>{LINE}</p>".encode()),
        ("a.docx", a_docx()),
        ("a.pdf", pdf([(20, 700, LINE)])),
    ],
    ids=["text", "HTML", "Word", "PDF"],
)
def test_a_text_of_max_characters_is_read_and_a_longer_one_refused(name, data) -> None:
    limits = Limits(max_characters=len(LINE) + 2)  # pdfium adds a line end
    assert open_document(name, data, limits).text == LINE
    limits = Limits(max_characters=len(LINE) - 1)
    assert f"{len(LINE) - 1} 字" in refusal(name, data, limits)


def test_a_pdf_that_takes_longer_than_max_seconds_is_refused() -> None:
    assert "限定时间" in refusal("a.pdf", pdf([(20, 700, LINE)]), Limits(max_seconds=0))


def test_read_document_refuses_a_file_beyond_its_limits() -> None:
    with pytest.raises(DocumentError, match="10 字"):
        read_document("a.txt", LINE.encode(), limits=Limits(max_characters=10))
