"""Recognize tables and programmes by rows, and read the heads of forms. All texts are folded."""

import re
from collections.abc import Sequence

from bulletins.reading.lexical import HAN

_MIN_ROWS = 3
_MIN_GAPS = 6
_HEAD_OF_MEETING = re.compile(r"(?:会议|开会)?(?:时间|地点|议题)[：:|｜]")
_HEAD_OF_PERSONS = re.compile(
    rf"(?:会议)?(?:主持人?|召集人|记录[人员]?|(?:出席|列席|缺席|请假|参加|参会|与会|到会)[{HAN}]{{0,4}})[：:|｜]"
)
_MAX_HEAD = 120
# Cells of a form of minutes that name what was said.
_CELLS_OF_CONTENT = frozenset(["会议内容", "会议记录", "主要内容", "议定事项"])
_HOURS = re.compile(
    r"\d{1,2}[:：]\d\d\s?[—–~至-]{1,2}\s?\d{1,2}[:：]\d\d|^(?:[上下]午)?\d{1,2}[:：]\d\d(?=\s+\D)",
    re.M,
)
_CELL_GAP = re.compile(r"\s+")
_SENTENCE_MARK = re.compile(r"[，。；]")


def has_heads_of_minutes(texts: Sequence[str]) -> bool:
    """Return whether the texts have heads of minutes: of the meeting, and two of persons.

    One line may have several (会议时间：… 会议主持：…). In a form a cell is the head of the one
    beside it; one is what was said.
    """
    lines = [text[:_MAX_HEAD] for text in texts if "\t" not in text]
    heads = ["".join(line.split()) for line in lines]
    heads += [word for line in lines for word in line.split()[1:]]
    cells = _head_cells(texts)
    heads += [f"{cell}：" for cell in cells]
    persons = sum(_HEAD_OF_PERSONS.match(head) is not None for head in heads)
    persons += not _CELLS_OF_CONTENT.isdisjoint(cells)
    return persons >= 2 and any(map(_HEAD_OF_MEETING.match, heads))


def _head_cells(texts: Sequence[str]) -> list[str]:
    """Return the cells of rows that name what the cell beside them says, without spaces."""
    rows = [text.split("\t") for text in texts if "\t" in text]
    rows += [text.strip("|").split("|") for text in texts if text.startswith("|")]
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
    """Return whether there are more hours (8:30—9:00 开幕式, 9:10 致辞) than sentences."""
    text = "\n".join(texts)
    hours = len(_HOURS.findall(text))
    return hours >= _MIN_ROWS and hours > text.count("。")
