"""Properties of reading damaged files of every format: valid records or a DocumentError."""

import io
from dataclasses import dataclass
from functools import cache

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletins.reading import Document, DocumentError, open_document, read_document
from tests.bulletins.reading.record_checks import check
from tests.bulletins.reading.strategies import always, real_texts

# Without a cross-reference table: pdfium searches for the objects, as in a damaged file.
PDF = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R
/Resources<</Font<</F 5 0 R>>>>>> endobj
4 0 obj <</Length 60>> stream
BT /F 12 Tf 10 100 Td (A meeting of 2024-02-21 was held) Tj ET
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
trailer <</Root 1 0 R>>
"""


@cache
def real_files() -> list[tuple[str, bytes]]:
    """Return a real report as a file of every supported format but PDF."""
    text = real_texts()[1]
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.add_table(1, 2).cell(0, 1).text = "来源：湖北省民政厅"
    out = io.BytesIO()
    document.save(out)
    page = f"<!DOCTYPE html><html><head><script>1</script></head><body><p>{text}</p></body></html>"
    return [
        ("a.docx", out.getvalue()),
        ("a.html", page.encode()),
        *(("a.txt", text.encode(to)) for to in ("utf-8", "gb18030", "utf-16", "utf-16-be")),
    ]


@dataclass(frozen=True)
class Damage:
    """A change of a range of bytes; `place` is its start as a share of the file."""

    kind: str
    place: float
    length: int
    byte: int

    def apply(self, data: bytes) -> bytes:
        start = round(self.place * len(data))
        end = start + self.length
        head, target, tail = data[:start], data[start:end], data[end:]
        changed = {
            "flipped": bytes(byte ^ self.byte for byte in target),
            "filled": bytes([self.byte]) * len(target),
            "deleted": b"",
            "doubled": target + target,
        }
        return head if self.kind == "cut" else head + changed[self.kind] + tail


damages = st.lists(
    st.builds(
        Damage,
        st.sampled_from(["flipped", "filled", "deleted", "doubled", "cut"]),
        st.floats(0, 1),
        st.sampled_from([1, 2, 3, 40, 1000]),
        st.integers(1, 255),
    ),
    min_size=1,
    max_size=6,
)
file_numbers = st.integers(0, len(real_files()) - 1)


def damaged(file: tuple[str, bytes], damage: list[Damage]) -> tuple[str, bytes]:
    name, data = file
    for change in damage:
        data = change.apply(data)
    return name, data


@pytest.mark.slow
@settings(always, max_examples=600)
@given(file_numbers, damages)
def test_a_damaged_file_is_opened_or_refused(number, damage) -> None:
    try:
        assert isinstance(open_document(*damaged(real_files()[number], damage)), Document)
    except DocumentError as error:
        assert str(error).endswith("。")


@pytest.mark.slow
@settings(always, max_examples=200)
@given(file_numbers, damages)
def test_a_damaged_file_gives_valid_records_or_an_error(number, damage) -> None:
    check(lambda: read_document(*damaged(real_files()[number], damage)))


# Fewer examples: each PDF is opened in a process of its own.
@pytest.mark.slow
@settings(always, max_examples=30)
@given(
    st.one_of(damages.map(lambda damage: damaged(("", PDF), damage)[1]), st.binary(max_size=200))
)
def test_a_damaged_pdf_gives_valid_records_or_an_error(data) -> None:
    check(lambda: read_document("a.pdf", b"%PDF-1.4\n" + data))
