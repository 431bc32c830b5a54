"""Reads a PDF from standard input and writes the lines of its pages to standard output, as JSON.

A program of its own, started by `pdf`: pdfium is machine code that reads whatever is in a file,
which may make it work without end, fill the memory, or crash. Here that ends this process only.
It also keeps global state that two threads must not share, and here there are no others.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from bulletins.reading.formats.paged.columns import Character, page_in_order, pieces_of

_MOST_MEMORY = 1024**3
_SET_WIDE, _FEWEST_SET_WIDE = 0.6, 3
# pdfium writes one of these for the hyphen of a divided word.
_HYPHENS = ("\x02", "\ufffe")

Edges = tuple[float, float, float, float]
"""Left, bottom, right and top of a page: its lower left corner need not be at 0, 0."""
Line = tuple[str, float]
"""The text, and how high it stands on the page: 0 at the foot, 1 at the head."""


def main() -> None:
    """Answer `{"pages": [[[text, height]]]}`, or `{"refused": cause}`."""
    most_pages, most_characters, most_seconds = map(int, sys.argv[1:])
    _limit_this_process(most_seconds)
    answer = _answer(sys.stdin.buffer.read(), most_pages, most_characters)
    # ASCII, so that half a surrogate pair goes through.
    json.dump(answer, sys.stdout)


def _limit_this_process(most_seconds: int) -> None:
    try:
        import resource
    except ImportError:  # no such limits on Windows; `pdf` still ends it by the clock
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    # `pdf` looks at the clock; this is for when nobody is left to look.
    resource.setrlimit(resource.RLIMIT_CPU, (most_seconds + 5, most_seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(data: bytes, most_pages: int, most_characters: int) -> dict[str, Any]:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"refused": "password" if "password" in str(error).lower() else "damaged"}
    if len(pdf) > most_pages:
        return {"refused": "pages"}
    pages: list[list[Line]] = []
    left = most_characters
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            text_page = page.get_textpage()
            left -= text_page.count_chars()
            if left < 0:
                return {"refused": "characters"}
            edges = page.get_bbox()
            pages.append(_lines(list(_characters(text_page, edges)), edges))
            text_page.close()
            page.close()
        except pypdfium2.PdfiumError:
            # A report without one of its pages would look whole.
            return {"refused": "damaged"}
    return {"pages": pages}


def _characters(text_page: Any, edges: Edges) -> Iterator[Character]:
    """What stands on the page, in the order of the file; what lies beside it is not seen.

    A character without a box is one that pdfium put in, a space or a line's end.
    """
    from ctypes import byref

    from pypdfium2 import raw

    left, bottom, right, top = edges
    box = raw.FS_RECTF()
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        char = chr(code) if 0 < code < 0x110000 else ""
        if not char or char in _HYPHENS:
            continue
        if raw.FPDFText_IsGenerated(text_page, index) == 1:
            yield Character(char, 0, 0, 0, 0)
            continue
        raw.FPDFText_GetLooseCharBox(text_page, index, byref(box))
        if box.right > left and box.left < right and box.top > bottom and box.bottom < top:
            yield Character(char, box.left, box.bottom, box.right, box.top)


def _lines(characters: list[Character], edges: Edges) -> list[Line]:
    bottom, height = edges[1], max(edges[3] - edges[1], 1.0)
    pieces = pieces_of(each for each in characters if each.top > each.bottom)
    ordered = page_in_order(pieces, edges[1], edges[3])
    if ordered is not None:
        return [(piece.text, (piece.middle - bottom) / height) for piece in ordered]
    lines: list[Line] = []
    line: list[Character] = []
    for each in [*characters, Character("\n", 0, 0, 0, 0)]:
        if each.char not in "\r\n":
            line.append(each)
        elif line:
            lines.append((_text(line), ((line[0].bottom + line[0].top) / 2 - bottom) / height))
            line = []
    return lines


def _text(line: list[Character]) -> str:
    """The line as text; where pdfium parts nearly all characters they were only set wide."""
    drawn = [each for each in line if each.top > each.bottom]
    spaces = len(line) - len(drawn)
    set_wide = len(drawn) > _FEWEST_SET_WIDE and spaces > _SET_WIDE * len(drawn)
    return "".join(each.char for each in (drawn if set_wide else line))


if __name__ == "__main__":
    main()
