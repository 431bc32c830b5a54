"""Word files for tests: made with python-docx, or of given XML."""

import io
import zipfile

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bulletins.reading import Document, Limits, open_document

LEAD = "2月21日，湖北省民政厅在武汉召开2024年全省民政工作视频会议。"
SPEECH = "厅党组书记杨泽发主持会议并讲话。"
HEADLINE = "湖北省民政厅召开2024年全省民政工作视频会议"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_VOCABULARIES = {
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
NAMES = f"{nsdecls('w', 'r', 'wp', 'a', 'pic', 'c')} " + " ".join(
    f'xmlns:{prefix}="{uri}"' for prefix, uri in _VOCABULARIES.items()
)


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_body(inner: str) -> bytes:
    """Return a Word file with this XML as its body."""
    document = docx.Document()
    body = document.element.body
    for child in parse_xml(f"<w:body {NAMES}>{inner}</w:body>"):
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


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def lines_of(data: bytes, limits: Limits | None = None) -> list[str]:
    return open_document("a.docx", data, limits or Limits()).text.split("\n")


def with_related(data: bytes, parts: dict[str, str]) -> bytes:
    """Return the package with XML parts that the body refers to; the id of each is its name.

    The key of a part is its kind (footnotes, chart), and a number where there are several.
    """
    types = {key: f"{_RELATIONS}/{key.rstrip('0123456789')}" for key in parts}
    relations = "".join(
        f"<Relationship Id='{key}' Target='{key}.xml' Type='{types[key]}'/>" for key in parts
    )
    name = "word/_rels/document.xml.rels"
    rels = part(data, name).replace(b"</Relationships>", f"{relations}</Relationships>".encode())
    xml = {f"word/{key}.xml": text.encode() for key, text in parts.items()}
    return with_parts(data, xml | {name: rels})


def opened(data: bytes) -> Document:
    return open_document("a.docx", data)


def a_document() -> bytes:
    document = docx.Document()
    document.add_paragraph(LEAD)
    return saved(document)
