"""Reads a PDF from standard input and writes the lines of its pages to standard output, as JSON.

A program of its own, started by `pdf`: pdfium is machine code that reads whatever is in a file,
which may make it work without end, fill the memory, or crash. Here that ends this process only.
It also keeps global state that two threads must not share, and here there are no others.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from .columns import Character, pieces_of, reading_order

_MOST_MEMORY = 2 * 1024**3
# pdfium writes one of these for the hyphen of a divided word.
_HYPHENS = ("\x02", "\ufffe")

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
    resource.setrlimit(resource.RLIMIT_CPU, (most_seconds, most_seconds))
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
    unreadable = 0
    for number in range(len(pdf)):
        try:
            characters = list(_characters(pdf[number], left))
            height = pdf[number].get_height() or 1.0
        except pypdfium2.PdfiumError:
            unreadable += 1
            continue
        left -= len(characters)
        if left < 0:
            return {"refused": "characters"}
        pages.append(_lines(characters, height))
    if unreadable and unreadable == len(pdf):
        return {"refused": "damaged"}
    return {"pages": pages}


def _characters(page: Any, most: int) -> Iterator[Character]:
    """What stands on the page, in the order of the file, one more than `most` at the most.

    A character without a box is one that pdfium put in, a space or a line's end.
    """
    from ctypes import byref

    from pypdfium2 import raw

    text_page = page.get_textpage()
    width, height = page.get_size()
    box = raw.FS_RECTF()
    for index in range(min(text_page.count_chars(), most + 1)):
        code = raw.FPDFText_GetUnicode(text_page, index)
        char = chr(code) if 0 < code < 0x110000 else ""
        if not char or char in _HYPHENS:
            continue
        if raw.FPDFText_IsGenerated(text_page, index) == 1:
            yield Character(char, 0, 0, 0, 0)
            continue
        raw.FPDFText_GetLooseCharBox(text_page, index, byref(box))
        if box.right > 0 and box.left < width and box.top > 0 and box.bottom < height:
            yield Character(char, box.left, box.bottom, box.right, box.top)


def _lines(characters: list[Character], height: float) -> list[Line]:
    ordered = reading_order(pieces_of(each for each in characters if each.top > each.bottom))
    if ordered is not None:
        return [(piece.text, piece.middle / height) for piece in ordered]
    lines: list[Line] = []
    text, top = "", 0.0
    for each in [*characters, Character("\n", 0, 0, 0, 0)]:
        if each.char in "\r\n":
            if text:
                lines.append((text, top / height))
            text, top = "", 0.0
        else:
            text += each.char
            top = top or (each.bottom + each.top) / 2
    return lines


if __name__ == "__main__":
    main()
