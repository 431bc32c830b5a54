"""Write PDFs with strings at given positions, drawn in the given order.

The font is a standard one of Chinese PDFs with UCS-2 codes, so that no font file is needed.
"""

from collections.abc import Sequence

WIDTH, HEIGHT = 595, 842
"""A4, in points."""

String = tuple[float, float, str]
"""Left edge and baseline in points, text; a character is as wide as the font size."""

_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
    b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/Ascent 880"
    b"/Descent -120/CapHeight 880/StemV 80/ItalicAngle 0/FontBBox[0 -120 1000 880]>>>>]>>"
)


def pdf(*pages: Sequence[String], size: float = 12) -> bytes:
    """Return a PDF of these pages."""
    return pdf_of([_drawn(page, size) for page in pages])


def pdf_of(contents: Sequence[bytes], extra: Sequence[bytes] = (), resources: bytes = b"") -> bytes:
    """Return a PDF with these content streams; `extra` objects are numbered from 4."""
    numbers = [4 + len(extra) + 2 * number for number in range(len(contents))]
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(contents)),
        _FONT,
        *extra,
    ]
    for number, content in zip(numbers, contents, strict=True):
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>%s>>>>" % (WIDTH, HEIGHT, number + 1, resources),
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        len(out),
    )
    return out + head + table + tail


def _drawn(strings: Sequence[String], size: float) -> bytes:
    return b"\n".join(
        b"BT /F %f Tf %f %f Td <%s> Tj ET"
        % (size, left, base, text.encode("utf-16-be").hex().encode())
        for left, base, text in strings
    )


def column(text: str, left: float, top: float, width: int, size: float = 12) -> list[String]:
    """Return a text set in lines of `width` characters."""
    lines = [text[start : start + width] for start in range(0, len(text), width)]
    return [(left, top - number * size * 1.5, line) for number, line in enumerate(lines)]
