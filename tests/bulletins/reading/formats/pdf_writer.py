"""Write PDFs with strings at given positions, drawn in the given order.

The font is a standard one of Chinese PDFs with UCS-2 codes, so that no font file is needed.
"""

from collections.abc import Sequence
from math import cos, radians, sin

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
    return pdf_of([drawn(page, size) for page in pages])


def pdf_of(
    contents: Sequence[bytes],
    extra: Sequence[bytes] = (),
    resources: bytes = b"",
    entries: Sequence[bytes] = (),
) -> bytes:
    """Return a PDF with these content streams.

    Args:
        contents: what is drawn on each page.
        extra: further objects, numbered from 4.
        resources: further resources of each page.
        entries: further entries of each page, e.g. /Rotate; a second /MediaBox takes effect.
    """
    numbers = [4 + len(extra) + 2 * number for number in range(len(contents))]
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(contents)),
        _FONT,
        *extra,
    ]
    entries = entries or [b""] * len(contents)
    for number, content, entry in zip(numbers, contents, entries, strict=True):
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>%s>>%s>>"
            % (WIDTH, HEIGHT, number + 1, resources, entry),
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


def drawn(strings: Sequence[String], size: float = 12, color: str = "0 g") -> bytes:
    """Return what draws strings, one after the other; `color` as in a content stream."""
    texts = b"\n".join(
        b"BT /F %f Tf %f %f Td <%s> Tj ET"
        % (size, left, base, text.encode("utf-16-be").hex().encode())
        for left, base, text in strings
    )
    return b"q %s %s Q\n" % (color.encode(), texts)


def moved(content: bytes, x: float, y: float, turn: float = 0) -> bytes:
    """Return the content turned counterclockwise by `turn` degrees about 0, 0, then moved."""
    across, up = cos(radians(turn)), sin(radians(turn))
    return b"q %f %f %f %f %f %f cm\n%s\nQ\n" % (across, up, -up, across, x, y, content)


def on_arc(text: str, x: float, y: float, radius: float = 45, color: str = "1 0 0 rg") -> bytes:
    """Return a text along an open circle about a point, as on a seal, from left to right."""
    chars = []
    for number, char in enumerate(text):
        angle = 210 - 240 * number / (len(text) - 1)
        left, base = radius * cos(radians(angle)), radius * sin(radians(angle))
        chars.append(moved(drawn([(-5, -5, char)], 10, color), x + left, y + base, angle - 90))
    return b"".join(chars)


def lines(*ends: tuple[float, float, float, float]) -> bytes:
    """Return lines between points."""
    return b"".join(b"%f %f m %f %f l S\n" % end for end in ends)


def column(text: str, left: float, top: float, width: int, size: float = 12) -> list[String]:
    """Return a text set in lines of `width` characters."""
    lines = [text[start : start + width] for start in range(0, len(text), width)]
    return [(left, top - number * size * 1.5, line) for number, line in enumerate(lines)]
