"""Read a PDF from standard input and write the lines of its pages to standard output, as JSON.

Run as a program by `pdf`: pdfium is native code that a malicious or damaged file may make run
without end, exhaust the memory or crash, which then ends this process only. pdfium also keeps
global state that threads must not share; this process has one thread.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from bulletins.reading.formats.paged.columns import Character, join_characters, order_page

_MAX_MEMORY = 1024**3
# Share of spaces, and number of characters, above which a line is taken to be letter-spaced.
_SPACED_SHARE, _MIN_SPACED_CHARS = 0.6, 3
# pdfium returns one of these for the hyphen of a divided word.
_HYPHENS = ("\x02", "\ufffe")

Edges = tuple[float, float, float, float]
"""Left, bottom, right and top of a page: its lower left corner need not be at 0, 0."""
Line = tuple[str, float]
"""Text, and height on the page: 0 at the bottom, 1 at the top."""


def main() -> None:
    """Print `{"pages": [[[text, height]]]}`, or `{"refused": cause}`."""
    max_pages, max_characters, max_seconds = map(int, sys.argv[1:])
    _limit_this_process(max_seconds)
    result = _read(sys.stdin.buffer.read(), max_pages, max_characters)
    # ASCII, so that a lone surrogate passes.
    json.dump(result, sys.stdout)


def _limit_this_process(max_seconds: int) -> None:
    try:
        import resource
    except ImportError:  # no such limits on Windows; the timeout in `pdf` still applies
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))
    # For when the parent, which has its own timeout, has died.
    resource.setrlimit(resource.RLIMIT_CPU, (max_seconds + 5, max_seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(data: bytes, max_pages: int, max_characters: int) -> dict[str, Any]:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"refused": "password" if "password" in str(error).lower() else "damaged"}
    if len(pdf) > max_pages:
        return {"refused": "pages"}
    pages: list[list[Line]] = []
    characters_left = max_characters
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            text_page = page.get_textpage()
            characters_left -= text_page.count_chars()
            if characters_left < 0:
                return {"refused": "characters"}
            edges = page.get_bbox()
            pages.append(_lines(list(_characters(text_page, edges)), edges))
            text_page.close()
            page.close()
        except pypdfium2.PdfiumError:
            # A report with a page missing would look complete.
            return {"refused": "damaged"}
    return {"pages": pages}


def _characters(text_page: Any, edges: Edges) -> Iterator[Character]:
    """Yield the characters inside the page edges, in the order of the file.

    One with an empty box was inserted by pdfium: a space or a line end.
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
    runs = join_characters(char for char in characters if char.top > char.bottom)
    ordered = order_page(runs, edges[1], edges[3])
    if ordered is not None:
        return [(run.text, (run.middle - bottom) / height) for run in ordered]
    lines: list[Line] = []
    line: list[Character] = []
    for character in [*characters, Character("\n", 0, 0, 0, 0)]:
        if character.char not in "\r\n":
            line.append(character)
        elif line:
            lines.append((_text(line), ((line[0].bottom + line[0].top) / 2 - bottom) / height))
            line = []
    return lines


def _text(line: list[Character]) -> str:
    """Return the line as text, without the spaces that pdfium inserts in letter-spaced lines."""
    drawn = [each for each in line if each.top > each.bottom]
    spaces = len(line) - len(drawn)
    is_spaced = len(drawn) > _MIN_SPACED_CHARS and spaces > _SPACED_SHARE * len(drawn)
    return "".join(each.char for each in (drawn if is_spaced else line))


if __name__ == "__main__":
    main()
