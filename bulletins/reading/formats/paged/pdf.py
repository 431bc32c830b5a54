"""Extract the text of a PDF page by page, and apart from it running heads, seals and doubts.

The file itself is opened by `pdf_pages` in a subprocess (docs/decisions/015-pdf-in-a-process.md).
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from bulletins.reading.formats.contents import Contents, Furniture
from bulletins.reading.formats.limits import DocumentError, Limits
from bulletins.reading.formats.paged.running_heads import Line, split_running_heads
from bulletins.reading.records import ExclusionReason

_ROOT = Path(__file__).resolve().parents[4]
_DAMAGED = "PDF 文件已损坏或不完整，请重新导出后再上传。"
_TOO_LONG = "PDF 内容过于复杂，无法在限定时间内读完，请重新导出或另存为 .docx 后再上传。"
_TOO_COMPLEX = "PDF 内容过于复杂，读取它要用的内存太多，请重新导出或另存为 .docx 后再上传。"
# How pdfium ends its process where it gets no memory.
_NO_MEMORY = frozenset([-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL])
# A page with fewer characters besides its running heads may be a picture of text.
_MIN_CHARACTERS = 20
# Shares of a page without any text: a line of text drawn as outlines covers about 1 %.
_MIN_DRAWN = 0.01
# Share of a page with hardly any text that a scanned page covers, and a photograph does not.
_MIN_PICTURE = 0.5


class Page(NamedTuple):
    """A page as `pdf_pages` read it (`page_lines.PageLines`)."""

    lines: list[Line]
    furniture: list[Furniture]
    pictures: float
    drawn: float


def pdf_contents(data: bytes, limits: Limits) -> Contents:
    """Return the text of a PDF, and beside it running heads, page numbers and seals.

    Raises:
        DocumentError: the file is damaged, locked, scanned or beyond the limits.
    """
    pages = _pages(data, limits)
    lines: list[str] = []
    furniture: list[Furniture] = []
    unread = []
    for number, (page, split) in enumerate(
        zip(pages, split_running_heads([page.lines for page in pages]), strict=True), 1
    ):
        text = [line.text for line in [*split.head, *split.text]]
        lines += text
        if split.head:
            # An empty line keeps the head of the first page from the title below it.
            lines.insert(len(split.head), "")
        furniture += [(line.text, ExclusionReason.RUNNING_HEAD) for line in split.running]
        furniture += page.furniture
        if _is_picture(page, len("".join("".join(text).split()))):
            unread.append(number)
    if not "".join(lines).strip():
        raise DocumentError("PDF 是扫描件，没有可以读取的文字，请上传文字版或先做文字识别。")
    doubts = (f"pages without text: {_ranges(unread)}",) if unread else ()
    return Contents("\n".join(lines), tuple(furniture), doubts)


def _is_picture(page: Page, characters: int) -> bool:
    """Return whether what can be seen on a page is not in its text.

    A blank page is none, nor is a page with a photograph beside its text; a cover with a title on
    a picture is one, for the picture may hold more text.
    """
    return (characters == 0 and page.drawn >= _MIN_DRAWN) or (
        characters < _MIN_CHARACTERS and page.pictures >= _MIN_PICTURE
    )


def _ranges(numbers: Iterable[int]) -> str:
    """Return ascending numbers as ranges: 2–5, 7."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ]
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _pages(data: bytes, limits: Limits) -> list[Page]:
    numbers = (limits.max_pages, limits.max_characters, limits.max_seconds)
    command = [sys.executable, "-m", f"{__package__}.pdf_pages", *map(str, numbers)]
    try:
        completed = subprocess.run(  # noqa: S603 - our own module, and numbers
            command,
            input=data,
            capture_output=True,
            timeout=limits.max_seconds,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(_ROOT), *sys.path])},
            check=True,
        )
        output = json.loads(completed.stdout)
    except subprocess.TimeoutExpired as error:
        raise DocumentError(_TOO_LONG) from error
    except subprocess.CalledProcessError as error:
        is_too_complex = error.returncode in _NO_MEMORY
        raise DocumentError(_TOO_COMPLEX if is_too_complex else _DAMAGED) from error
    except ValueError as error:
        raise DocumentError(_DAMAGED) from error
    if refused := output.get("refused"):
        raise DocumentError(
            {
                "password": "PDF 文件设有密码，请取消密码保护后再上传。",
                "pages": f"PDF 超过 {limits.max_pages} 页，请拆分后再上传。",
                "characters": limits.too_long_message(),
                "memory": _TOO_COMPLEX,
            }.get(refused, _DAMAGED)
        )
    return [_page(*page) for page in output["pages"]]


def _page(lines: list[Any], furniture: list[Any], cover: tuple[float, float]) -> Page:
    return Page(
        [Line(*line) for line in lines],
        [(text, ExclusionReason(reason)) for text, reason in furniture],
        *cover,
    )
