"""The text of a PDF: its pages one after another, without what is printed on every page.

The file itself is opened by `pdf_pages` in a process of its own.
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

_ROOT = Path(__file__).resolve().parents[4]
_DAMAGED = "PDF 文件已损坏或不完整，请重新导出后再上传。"
_TOO_LONG = "PDF 内容过于复杂，无法在限定时间内读完，请重新导出或另存为 .docx 后再上传。"
# How much of the page, at the head and at the foot, may be a running head.
_MARGIN = 0.12
_NUMBER = re.compile(r"\d+")
_DASH = r"[-－—–―─·•\s]"
_PAGE_NUMBER = re.compile(rf"{_DASH}*\d{{1,4}}{_DASH}*|第?\s*\d{{1,4}}\s*[页/／].{{0,12}}")
_MARKED_NUMBER = re.compile(rf"{_DASH}+\d{{1,4}}{_DASH}+|第\s*\d{{1,4}}\s*页.{{0,12}}")
_BARE_NUMBER = "0"
_LONGEST_RUNNING_HEAD = 80
_MANY = 0.4


def text_of_pdf(data: bytes, limits: Limits) -> str:
    """The text of a PDF. Raises DocumentError."""
    pages = _pages(data, limits)
    text = "\n".join(text for page in _without_running_heads(pages) for text, _ in page)
    if not text.strip():
        raise DocumentError("PDF 是扫描件，没有可以读取的文字，请上传文字版或先做文字识别。")
    return text


def _pages(data: bytes, limits: Limits) -> list[list[Line]]:
    numbers = (limits.max_pages, limits.max_characters, limits.max_seconds)
    command = [sys.executable, "-m", f"{__package__}.pdf_pages", *map(str, numbers)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and numbers
            command,
            input=data,
            capture_output=True,
            timeout=limits.max_seconds,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(_ROOT), *sys.path])},
            check=True,
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise DocumentError(_TOO_LONG) from error
    except (subprocess.CalledProcessError, ValueError) as error:
        raise DocumentError(_DAMAGED) from error
    if refused := answer.get("refused"):
        raise DocumentError(
            {
                "password": "PDF 文件设有密码，请取消密码保护后再上传。",
                "pages": f"PDF 超过 {limits.max_pages} 页，请拆分后再上传。",
                "characters": limits.too_many_characters(),
            }.get(refused, _DAMAGED)
        )
    return [[(text, height) for text, height in page] for page in answer["pages"]]


def _without_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without page numbers and without what most of them repeat at head or foot.

    The first page keeps its head: it may be the only place that names paper and day.
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

    kept = [
        [line for line in page if not is_running(line, number)] for number, page in enumerate(pages)
    ]
    if kept:
        # Many programs draw the head after the text.
        kept[0].sort(key=lambda line: not (_at_head(line) and _shape(line) in heads))
    return kept


def _at_head(line: Line) -> bool:
    return line[1] > 1 - _MARGIN and len(line[0]) <= _LONGEST_RUNNING_HEAD


def _at_foot(line: Line) -> bool:
    return line[1] < _MARGIN and len(line[0]) <= _LONGEST_RUNNING_HEAD


def _shape(line: Line) -> str:
    """What a running head has in common from page to page."""
    return _NUMBER.sub("0", "".join(line[0].split()))


def _repeated(shapes: Iterable[list[str]]) -> set[str]:
    """The shapes that many pages have, and two at least; left and right pages may differ."""
    pages = [set(page) for page in shapes]
    counts = Counter(shape for page in pages for shape in page)
    return {shape for shape, count in counts.items() if count >= max(2, _MANY * len(pages))}
