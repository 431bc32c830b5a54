"""Extract the text of a PDF page by page, without running heads and page numbers.

The file itself is opened by `pdf_pages` in a subprocess (docs/decisions/015-pdf-in-a-process.md).
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bulletins.reading.formats.limits import DocumentError, Limits

Line = tuple[str, float]
"""Text, and height on the page: 0 at the bottom, 1 at the top."""

_ROOT = Path(__file__).resolve().parents[4]
_DAMAGED = "PDF 文件已损坏或不完整，请重新导出后再上传。"
_TOO_LONG = "PDF 内容过于复杂，无法在限定时间内读完，请重新导出或另存为 .docx 后再上传。"
# Share of the page height, at the top and at the bottom, that may be a running head.
_MARGIN = 0.12
_NUMBER = re.compile(r"\d+")
_DASH = r"[-－—–―─·•\s]"
_PAGE_NUMBER = re.compile(rf"{_DASH}*\d{{1,4}}{_DASH}*|第?\s*\d{{1,4}}\s*[页/／].{{0,12}}")
_MARKED_NUMBER = re.compile(rf"{_DASH}+\d{{1,4}}{_DASH}+|第\s*\d{{1,4}}\s*页.{{0,12}}")
_BARE_NUMBER = "0"
_MAX_RUNNING_HEAD = 80
# Share of the pages on which a line has to occur to be a running head.
_MIN_REPEATED = 0.4


def pdf_text(data: bytes, limits: Limits) -> str:
    """Return the text of a PDF, a line for each line of its pages.

    Raises:
        DocumentError: the file is damaged, locked, scanned or beyond the limits.
    """
    pages = _pages(data, limits)
    text = "\n".join(text for page in _strip_running_heads(pages) for text, _ in page)
    if not text.strip():
        raise DocumentError("PDF 是扫描件，没有可以读取的文字，请上传文字版或先做文字识别。")
    return text


def _pages(data: bytes, limits: Limits) -> list[list[Line]]:
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
    except (subprocess.CalledProcessError, ValueError) as error:
        raise DocumentError(_DAMAGED) from error
    if refused := output.get("refused"):
        raise DocumentError(
            {
                "password": "PDF 文件设有密码，请取消密码保护后再上传。",
                "pages": f"PDF 超过 {limits.max_pages} 页，请拆分后再上传。",
                "characters": limits.too_long_message(),
            }.get(refused, _DAMAGED)
        )
    return [[(text, height) for text, height in page] for page in output["pages"]]


def _strip_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """Remove page numbers and lines that many pages repeat at the top or bottom.

    The first page keeps its head, which may be the only mention of the paper and the day.
    """
    heads = _repeated([_shape(line) for line in page if _at_head(line)] for page in pages)
    feet = _repeated([_shape(line) for line in page if _at_foot(line)] for page in pages)
    # A bare number on one page alone may be the end of a sentence.
    numbers = _PAGE_NUMBER if _BARE_NUMBER in heads | feet else _MARKED_NUMBER

    def is_running(line: Line, page: int) -> bool:
        at_head, at_foot = _at_head(line), _at_foot(line)
        return bool(
            (at_head and page > 0 and _shape(line) in heads)
            or (at_foot and _shape(line) in feet)
            or ((at_head or at_foot) and numbers.fullmatch(line[0]))
        )

    stripped = [
        [line for line in page if not is_running(line, number)] for number, page in enumerate(pages)
    ]
    if stripped:
        # Many programs draw the head after the text.
        stripped[0].sort(key=lambda line: not (_at_head(line) and _shape(line) in heads))
    return stripped


def _at_head(line: Line) -> bool:
    return line[1] > 1 - _MARGIN and len(line[0]) <= _MAX_RUNNING_HEAD


def _at_foot(line: Line) -> bool:
    return line[1] < _MARGIN and len(line[0]) <= _MAX_RUNNING_HEAD


def _shape(line: Line) -> str:
    """Return a line without spaces, numbers replaced by 0, to compare it between pages."""
    return _NUMBER.sub("0", "".join(line[0].split()))


def _repeated(shapes: Iterable[list[str]]) -> set[str]:
    """Return the shapes that occur on many pages, at least two; left and right may differ."""
    pages = [set(page) for page in shapes]
    counts = Counter(shape for page in pages for shape in page)
    return {shape for shape, count in counts.items() if count >= max(2, _MIN_REPEATED * len(pages))}
