"""Read the objects of a page by pdfium: characters, ruling lines, and the area of pictures.

pdfium is native code: this module runs in the subprocess of `pdf_pages` only.
"""

import ctypes
import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pypdfium2 import PdfMatrix, PdfPage, PdfTextPage, raw

from bulletins.reading.formats.paged.characters import FIRST_WIDE, Character, Edges
from bulletins.reading.formats.paged.seals import Ink, Painter

UNREADABLE = "\ufffd"
"""In place of a glyph that the file gives no character for."""
# pdfium returns one of these for a hyphen at the end of a line.
_HYPHENS, _HYPHEN = (0x02, 0xFFFE), "-"
_HIGH_SURROGATES, _LOW_SURROGATES = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
# Where a character is so much lower than the ones before, or not square, its box is of its ink.
_MIN_HEIGHT, _MAX_RATIO = 0.8, 1.6
# In em: where the box of a character begins, from its base line.
_DESCENT = -0.12
# A drawing of more objects, or a path of more segments, has no ruling lines that matter.
_MAX_OBJECTS, _MAX_SEGMENTS, _MAX_DEPTH = 20_000, 4_000, 6
# In points: a filled rectangle that is thinner is a line; a shorter line rules nothing.
_MAX_THICKNESS, _MIN_RULE = 3.0, 6.0
_WHITE = (255, 255, 255)
_PICTURES = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)


class Rule(NamedTuple):
    """A horizontal or vertical line."""

    left: float
    bottom: float
    right: float
    top: float


class Cover(NamedTuple):
    """Shares of the page that pictures cover, and that anything drawn but text covers."""

    pictures: float
    drawn: float


def page_edges(page: PdfPage) -> Edges:
    """Return the edges of the visible part, in the coordinates of its characters (not turned)."""
    left, bottom, right, top = page.get_bbox()
    return left, bottom, right, top


def characters(text_page: PdfTextPage) -> Iterator[Character]:
    """Yield the visible characters and the spaces of the file, in its order.

    What pdfium inserts itself, spaces and line ends, only tells where a word begins. A glyph
    without a character becomes `UNREADABLE`: pdfium returns the number of the glyph for it.
    """
    usual_height = 0.0
    is_word_start = False
    count = text_page.count_chars()
    codes = [raw.FPDFText_GetUnicode(text_page, index) for index in range(count)]
    for index, code in enumerate(codes):
        if raw.FPDFText_IsGenerated(text_page, index) == 1:
            is_word_start = True
            continue
        following = codes[index + 1] if index + 1 < count else 0
        if code in _HIGH_SURROGATES and following in _LOW_SURROGATES:
            continue
        edges = _loose_box(text_page, index)
        if index and code in _LOW_SURROGATES and codes[index - 1] in _HIGH_SURROGATES:
            char = chr(codes[index - 1]) + chr(code)
            char = char.encode("utf-16", "surrogatepass").decode("utf-16")
            edges = _union(edges, _loose_box(text_page, index - 1))
        else:
            char = _char(text_page, index, code)
        left, bottom, right, top = edges
        if top <= bottom or char < " " or "\x7f" <= char < "\xa0":
            continue
        angle = round(math.degrees(raw.FPDFText_GetCharAngle(text_page, index))) % 360
        is_wide = char >= FIRST_WIDE
        is_square = 1 / _MAX_RATIO < (top - bottom) / max(right - left, 0.01) < _MAX_RATIO
        if top - bottom < _MIN_HEIGHT * usual_height or (is_wide and not is_square):
            edges = _union(edges, _em_box(text_page, index, is_wide=is_wide))
        else:
            usual_height = top - bottom
        yield Character(char, *edges, angle, index, is_word_start)
        is_word_start = False


def _char(text_page: PdfTextPage, index: int, code: int) -> str:
    if code in _HYPHENS:
        return _HYPHEN
    is_unknown = raw.FPDFText_HasUnicodeMapError(text_page, index) == 1
    if is_unknown or not 0 < code < 0x110000 or code in _HIGH_SURROGATES or code in _LOW_SURROGATES:
        return UNREADABLE
    return chr(code)


def _loose_box(text_page: PdfTextPage, index: int) -> Edges:
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(box))
    return box.left, box.bottom, box.right, box.top


def _union(first: Edges, second: Edges) -> Edges:
    return (
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[2], second[2]),
        max(first[3], second[3]),
    )


def _em_box(text_page: PdfTextPage, index: int, *, is_wide: bool) -> Edges:
    """Return the box of a character by its size: of some fonts pdfium only knows the ink.

    The ink of 一 or ， is much smaller than its place in the line, that is, its em.
    """
    matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetMatrix(text_page, index, matrix)
    raw.FPDFText_GetCharOrigin(text_page, index, x, y)
    size = raw.FPDFText_GetFontSize(text_page, index)
    corners = [
        (
            x.value + size * (matrix.a * across + matrix.c * up),
            y.value + size * (matrix.b * across + matrix.d * up),
        )
        for across in (0.0, float(is_wide))
        for up in (_DESCENT, 1 + _DESCENT)
    ]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def painter(text_page: PdfTextPage) -> Painter:
    """Return what tells colour and text object of the characters of a page."""

    def ink(character: Character) -> Ink:
        color = [ctypes.c_uint() for _ in range(4)]
        raw.FPDFText_GetFillColor(text_page, character.number, *map(ctypes.byref, color))
        red, green, blue, opacity = (part.value for part in color)
        return (red, green, blue, opacity), round(character.height)

    def text_object(character: Character) -> int | None:
        pointer = raw.FPDFText_GetTextObject(text_page, character.number)
        return ctypes.cast(pointer, ctypes.c_void_p).value

    return Painter(ink, text_object)


def rules(page: PdfPage) -> list[Rule]:
    """Return the horizontal and vertical lines of a page; of one with too many objects none."""
    found: list[Rule] = []
    for number, (kind, pointer, matrix) in enumerate(_objects(page)):
        if number >= _MAX_OBJECTS:
            return []
        if kind == raw.FPDF_PAGEOBJ_PATH:
            found += _path_rules(pointer, matrix)
    return found


def cover(page: PdfPage, edges: Edges) -> Cover:
    """Return how much of a page is covered; white and thin lines are nothing."""
    area = max((edges[2] - edges[0]) * (edges[3] - edges[1]), 1.0)
    pictures = drawn = 0.0
    for number, (kind, pointer, matrix) in enumerate(_objects(page)):
        if number >= _MAX_OBJECTS:
            return Cover(pictures / area, 1.0)
        if kind in _PICTURES:
            size = _area(_bounds(pointer, matrix), edges)
            pictures, drawn = pictures + size, drawn + size
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            drawn += _inked_area(pointer, _bounds(pointer, matrix), edges)
    return Cover(pictures / area, drawn / area)


def _objects(page: PdfPage) -> Iterator[tuple[int, Any, PdfMatrix]]:
    """Yield type, pointer and matrix to the page of its objects, forms opened."""

    def walk(
        container: Any,
        count: Callable[[Any], int],
        get: Callable[..., Any],
        matrix: PdfMatrix,
        depth: int,
    ) -> Iterator[tuple[int, Any, PdfMatrix]]:
        for number in range(count(container)):
            pointer = get(container, number)
            kind = raw.FPDFPageObj_GetType(pointer)
            if kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                inner = _matrix(pointer).multiply(matrix)
                counts, gets = raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject
                yield from walk(pointer, counts, gets, inner, depth + 1)
            yield kind, pointer, matrix

    return walk(page, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, PdfMatrix(), 0)


def _matrix(pointer: Any) -> PdfMatrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(pointer, matrix)
    return PdfMatrix.from_raw(matrix)


def _bounds(pointer: Any, matrix: PdfMatrix) -> Edges:
    sides = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(pointer, *map(ctypes.byref, sides))
    left, bottom, right, top = matrix.on_rect(*(side.value for side in sides))
    return left, bottom, right, top


def _area(box: Edges, edges: Edges) -> float:
    width = min(box[2], edges[2]) - max(box[0], edges[0])
    height = min(box[3], edges[3]) - max(box[1], edges[1])
    return max(width, 0) * max(height, 0)


def _draw_mode(pointer: Any) -> tuple[bool, bool]:
    """Return whether a path is filled, and whether its outline is drawn."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(pointer, fill, stroke)
    return fill.value != raw.FPDF_FILLMODE_NONE, bool(stroke.value)


def _inked_area(pointer: Any, box: Edges, edges: Edges) -> float:
    """Return the area of a path: its box if filled, else the length of its box times its width."""
    is_filled, is_stroked = _draw_mode(pointer)
    color = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(pointer, *map(ctypes.byref, color))
    *rgb, opacity = (part.value for part in color)
    if is_filled and opacity and tuple(rgb) != _WHITE:
        return _area(box, edges)
    width = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(pointer, width)
    return is_stroked * (box[2] - box[0] + box[3] - box[1]) * width.value


def _path_rules(pointer: Any, matrix: PdfMatrix) -> list[Rule]:
    count = raw.FPDFPath_CountSegments(pointer)
    is_filled, is_stroked = _draw_mode(pointer)
    if not 1 < count <= _MAX_SEGMENTS or not (is_filled or is_stroked):
        return []
    if not is_stroked:
        left, bottom, right, top = _bounds(pointer, matrix)
        if min(right - left, top - bottom) > _MAX_THICKNESS:
            return []
    to_page = _matrix(pointer).multiply(matrix)
    found, x, y = [], ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(pointer, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = to_page.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            found += _rule(last, point)
        last = point
        if raw.FPDFPathSegment_GetClose(segment):
            found += _rule(last, start)
    return found


def _rule(start: tuple[float, float], end: tuple[float, float]) -> list[Rule]:
    (left, right), (bottom, top) = (sorted(pair) for pair in zip(start, end, strict=True))
    short, long = sorted((right - left, top - bottom))
    return [Rule(left, bottom, right, top)] if short < 1 and long >= _MIN_RULE else []
