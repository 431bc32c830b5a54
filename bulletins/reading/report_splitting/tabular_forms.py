"""Recognize tables and programmes by rows, and read the heads of forms. All texts are folded."""

import re
from collections.abc import Sequence

_MIN_ROWS = 3
_MIN_GAPS = 6
CELLS_OF_CONTENT = frozenset(["会议内容", "会议记录", "主要内容", "议定事项"])
"""Cells of a form of minutes that name what was said."""
_HOURS = re.compile(r"\d{1,2}[:：]\d\d\s?[—–~至-]{1,2}\s?\d{1,2}[:：]\d\d")
_CELL_GAP = re.compile(r"\s+")
_SENTENCE_MARK = re.compile(r"[，。；]")


def head_cells(texts: Sequence[str]) -> list[str]:
    """Return the cells of rows that name what the cell beside them says, without spaces."""
    rows = (text.split("\t") for text in texts if "\t" in text)
    return ["".join(cell.split()) for cells in rows for cell in cells[:-1:2]]


def is_mostly_rows(texts: Sequence[str]) -> bool:
    """Return whether most of the text is in rows, their cells separated by tabs."""
    rows = [text for text in texts if "\t" in text]
    return len(rows) >= _MIN_ROWS and 2 * len("".join(rows)) > len("".join(texts))


def is_mostly_gaps(texts: Sequence[str]) -> bool:
    """Return whether there are more gaps than marks of sentences, on several lines.

    上一页 1 2 3 下一页: one line alone is no table.
    """
    gaps, marks = (
        [len(pattern.findall(text)) for text in texts] for pattern in (_CELL_GAP, _SENTENCE_MARK)
    )
    return sum(map(bool, gaps)) >= _MIN_ROWS and sum(gaps) >= max(_MIN_GAPS, sum(marks))


def is_programme(texts: Sequence[str]) -> bool:
    """Return whether there are more hours (8:30—9:00 开幕式) than sentences."""
    text = "".join(texts)
    hours = len(_HOURS.findall(text))
    return hours >= _MIN_ROWS and hours > text.count("。")
