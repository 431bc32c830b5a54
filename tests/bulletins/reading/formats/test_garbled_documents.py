"""Documents whose text is garbled are refused, in whichever format they come."""

from io import BytesIO

import pytest
from docx import Document as WordDocument

from bulletins.reading import DocumentError, open_document
from tests.bulletins.reading.formats.pdf_writer import column, pdf

REPORT = (
    "2024年3月5日，湖南省民政厅在长沙召开民政工作座谈会，厅长周建平主持会议，副厅长李四光讲话。"
    "会议强调，一要加强养老服务体系建设；二要做好儿童福利工作；三要规范社会组织管理。"
)
MOJIBAKE = REPORT.encode().decode("gb18030", "replace")


def word(text: str) -> bytes:
    document, file = WordDocument(), BytesIO()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", MOJIBAKE.encode()),
        ("a.docx", word(REPORT.encode("gb18030").decode("latin-1"))),
        ("a.docx", word(MOJIBAKE)),
        ("a.html", f"<html><meta charset=utf-8><body><p>{MOJIBAKE}</p></body></html>".encode()),
    ],
    ids=["UTF-8 read as GBK", "GBK read as Latin-1", "UTF-8 read as GBK in Word", "web page"],
)
def test_mojibake_is_refused(name, data) -> None:
    with pytest.raises(DocumentError, match="乱码"):
        open_document(name, data)


@pytest.mark.parametrize("text", ["犐犆犛３５．０４０犔８０!\"#$%&'()*+", "犐犆犛犔犆犐犛犔" * 4])
def test_a_pdf_whose_font_names_wrong_characters_is_refused(text) -> None:
    with pytest.raises(DocumentError, match="文字层损坏"):
        open_document("a.pdf", pdf(column(text, 60, 700, 20)))


@pytest.mark.parametrize(
    "text",
    ["张䶮 李堃 王喆 刘犇 陈曦 赵淼", "亳州、濮阳、漯河、歙县", "关于放假的通知", "马\ue863华"],
)
def test_short_texts_of_rare_characters_are_accepted(text) -> None:
    for name, data in (("a.txt", text.encode()), ("a.docx", word(text))):
        assert open_document(name, data).text.strip() == text


def test_an_unreadable_character_of_a_file_is_kept() -> None:
    text = REPORT.replace("四", "\ufffd").replace("建", "\ue000")
    for name, data in (("a.txt", text.encode()), ("a.docx", word(text))):
        assert open_document(name, data).text.strip() == text
