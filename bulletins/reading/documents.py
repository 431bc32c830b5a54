"""A document's bytes → the plain text in it, before any layout is undone.

The kind is told from the bytes first and from the file's name second. What cannot be read is
refused with one Chinese sentence that says what to do, since an office's clerk will read it.
Reading never runs anything that is in the file and never unpacks more than a limit.
"""

import io
import threading
import zipfile
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePath

from .encodings import decode

# A bulletin is a few pages; these are far above any, and below what would hurt a small server.
MAX_BYTES = 20 * 1024 * 1024
MAX_PAGES = 200
MAX_UNPACKED_BYTES = 100 * 1024 * 1024

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
HTML = "text/html"
PLAIN = "text/plain"

_OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURE_HEADS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_ARCHIVE_HEADS = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
# pdfium keeps global state: two threads inside it at once crash the process.
_PDFIUM = threading.Lock()


class DocumentError(Exception):
    """The document cannot be read; the message is one Chinese sentence saying what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a file turned out to be, and the text in it before any layout is undone."""

    media_type: str
    text: str


def open_document(
    name: str,
    data: bytes,
    *,
    max_bytes: int = MAX_BYTES,
    max_pages: int = MAX_PAGES,
    max_unpacked_bytes: int = MAX_UNPACKED_BYTES,
) -> Document:
    """Read the text out of a document's bytes.

    Args:
        name: the file's name; its ending decides only where the bytes do not.
        data: the file's bytes as received.
        max_bytes: the largest file accepted.
        max_pages: the most pages of a PDF.
        max_unpacked_bytes: the most that a .docx may unpack to.

    Raises:
        DocumentError: the file is empty, too large, damaged, locked, scanned, or of a kind
            that is not read here.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise DocumentError("文件是空的，请核对后重新上传。")
    if len(data) > max_bytes:
        raise DocumentError(f"文件超过 {max_bytes // 1024 // 1024} MB，请拆分或压缩图片后再上传。")
    _refuse_other_kinds(name, data)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        document = Document(PDF, _pdf_text(data, max_pages))
    elif data.startswith(b"PK"):
        document = Document(DOCX, _docx_text(data, max_unpacked_bytes))
    else:
        document = _text_document(name, data)
    if not document.text.strip():
        raise DocumentError("文件里没有可以阅读的文字，请核对内容后重新上传。")
    return document


def _refuse_other_kinds(name: str, data: bytes) -> None:
    ending = PurePath(name).suffix.lower()
    if data.startswith(_OLE_HEAD):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DocumentError("文件设有密码，请取消密码保护后再上传。")
        raise DocumentError("这是旧版 Word 或 WPS 文件，请另存为 .docx 格式后再上传。")
    if data.startswith(_PICTURE_HEADS) and not ending == ".txt":
        raise DocumentError("这是一张图片，无法读取其中的文字，请上传文字版文件。")
    if data.startswith(_ARCHIVE_HEADS):
        raise DocumentError("这是一个压缩包，请解压后逐个上传其中的文件。")
    if data.startswith(b"{\\rtf"):
        raise DocumentError("这是 RTF 文件，请另存为 .docx 格式后再上传。")


def _text_document(name: str, data: bytes) -> Document:
    ending = PurePath(name).suffix.lower()
    if ending in (".docx", ".pdf"):
        raise DocumentError(f"文件不是有效的 {ending} 文件，可能已损坏，请重新导出后再上传。")
    if ending in (".doc", ".wps"):
        raise DocumentError("无法读取 .doc 或 .wps 文件，请另存为 .docx 格式后再上传。")
    text = decode(data)
    if text is None:
        raise DocumentError(
            "无法识别文件的文字编码或类型，请另存为 UTF-8 编码的文本或 .docx 后再上传。"
        )
    head = text[:2000].lower()
    if ending in (".html", ".htm") or "<html" in head or "<!doctype html" in head:
        return Document(HTML, _html_text(text))
    return Document(PLAIN, text)


def _docx_text(data: bytes, max_unpacked_bytes: int) -> str:
    from docx import Document as open_docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > max_unpacked_bytes:
                raise DocumentError("文件解压后过大，请删除其中的图片后再上传。")
            if any(entry.flag_bits & 1 for entry in entries):
                raise DocumentError("文件设有密码，请取消密码保护后再上传。")
            if not any(entry.filename == "word/document.xml" for entry in entries):
                raise DocumentError("这不是 Word 文件，请上传 .docx、.pdf、.html 或 .txt 文件。")
        return "\n".join(_docx_blocks(open_docx(io.BytesIO(data)).element.body))
    except (
        zipfile.BadZipFile, OpcError, LxmlError, KeyError, ValueError, EOFError, OSError,
        NotImplementedError, AttributeError, RuntimeError,
    ) as error:  # fmt: skip
        raise DocumentError("Word 文件已损坏或不完整，请重新保存后再上传。") from error


def _docx_blocks(body: "object") -> list[str]:
    """The paragraphs of a body in order, those in tables and text boxes where they stand."""
    from docx.oxml.ns import qn

    blocks: list[str] = []
    for paragraph in body.iter(qn("w:p")):  # type: ignore[attr-defined]
        text = ""
        for node in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"), qn("w:cr")):
            text += (
                (node.text or "")
                if node.tag == qn("w:t")
                else "\n"
                if node.tag != qn("w:tab")
                else " "
            )
        blocks.append(text)
    return blocks


def _pdf_text(data: bytes, max_pages: int) -> str:
    import pypdfium2

    with _PDFIUM:
        try:
            pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise DocumentError("PDF 文件设有密码，请取消密码保护后再上传。") from error
            raise DocumentError("PDF 文件已损坏或不完整，请重新导出后再上传。") from error
        try:
            if len(pdf) > max_pages:
                raise DocumentError(f"PDF 超过 {max_pages} 页，请拆分后再上传。")
            pages = [_page_text(pdf[number]) for number in range(len(pdf))]
        except pypdfium2.PdfiumError as error:
            raise DocumentError("PDF 文件已损坏或不完整，请重新导出后再上传。") from error
        finally:
            pdf.close()
    text = "\n".join(pages)
    if not text.strip():
        raise DocumentError("PDF 是扫描件，没有可以读取的文字，请上传文字版或先做文字识别。")
    return text


def _page_text(page: "object") -> str:
    text_page = page.get_textpage()  # type: ignore[attr-defined]
    try:
        text: str = text_page.get_text_bounded()
        # pdfium marks a word divided at a line's end with U+FFFE.
        return text.replace("\ufffe", "")
    finally:
        text_page.close()
        page.close()  # type: ignore[attr-defined]


class _TextOfHtml(HTMLParser):
    """The visible text of a page, a line for each block."""

    # fmt: off
    _BLOCKS = frozenset([
        "p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "tr", "td", "th",
        "table", "section", "article", "header", "footer", "nav", "title",
    ])
    # fmt: on
    _UNSEEN = frozenset(["script", "style", "noscript", "template"])

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._UNSEEN:
            self._unseen += 1
        elif tag in self._BLOCKS:
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in self._BLOCKS:
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            # A line's end in the source of a page is a space, never the end of a paragraph.
            self._parts.append(" ".join(data.splitlines()))

    def text(self) -> str:
        """What was gathered so far."""
        return "".join(self._parts)


def _html_text(text: str) -> str:
    parser = _TextOfHtml()
    parser.feed(text)
    parser.close()
    return parser.text()
