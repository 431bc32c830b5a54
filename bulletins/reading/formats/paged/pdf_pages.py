"""Read a PDF from standard input and write the lines of its pages to standard output, as JSON.

Run as a program by `pdf`: pdfium is native code that a malicious or damaged file may make run
without end, exhaust the memory or crash, which then ends this process only. pdfium also keeps
global state that threads must not share; this process has one thread.
"""

import json
import sys
from typing import Any

# Of addresses, with the interpreter and pdfium: a PDF of 200 full pages takes 75 MB.
_MAX_MEMORY = 160 * 1024**2


def main() -> None:
    """Print `{"pages": [PageLines]}`, or `{"refused": cause}`."""
    max_pages, max_characters, max_seconds = map(int, sys.argv[1:])
    _limit_this_process(max_seconds)
    try:
        result = _read(sys.stdin.buffer.read(), max_pages, max_characters)
    except MemoryError:
        result = {"refused": "memory"}
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
    # Only now, with the limits in force.
    import pypdfium2

    from bulletins.reading.formats.paged.page_lines import read_page

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"refused": "password" if "password" in str(error).lower() else "damaged"}
    if len(pdf) > max_pages:
        return {"refused": "pages"}
    pages = []
    characters_left = max_characters
    for number in range(len(pdf)):
        try:
            page = _flattened(pdf, number)
            text_page = page.get_textpage()
            characters_left -= text_page.count_chars()
            if characters_left < 0:
                return {"refused": "characters"}
            pages.append(read_page(page, text_page))
            text_page.close()
            page.close()
        except pypdfium2.PdfiumError:
            # A report with a page missing would look complete.
            return {"refused": "damaged"}
    return {"pages": pages}


def _flattened(pdf: Any, number: int) -> Any:
    """Return a page with what its annotations and form fields show drawn on it."""
    from pypdfium2 import raw

    page = pdf[number]
    if raw.FPDFPage_GetAnnotCount(page) == 0:
        return page
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()
    return pdf[number]


if __name__ == "__main__":
    main()
