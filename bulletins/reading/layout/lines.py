"""Split a text into lines and compute the properties that the joining of paragraphs relies on.

Rows of tables and lines of the head of minutes are recognized here, where their neighbours are.
"""

import itertools
import re
from dataclasses import dataclass

from bulletins.reading.layout.boilerplate import (
    ParagraphKind,
    classify,
    names_author,
    read_imprint,
    starts_boilerplate,
    starts_label,
)
from bulletins.reading.layout.minutes_heads import gapped_heads, minutes_heads
from bulletins.reading.lexical import fold, gazetteer, normalize_punctuation, starts_item

# A note may follow: …主持会议。（王明）
_SENTENCE_END = re.compile(
    r"[。！？!?…](?:[”’」』）)\]】》]{0,2})(?:[（(][^（）()，。]{1,24}[）)])?$"
)
_SENTENCE_MARK = re.compile(r"[，。；、,;]")
_NARROW = re.compile(r"[\x00-\u2000]")
# Rows of one table may have a line between them whose cells are merged into one.
_MAX_ROW_DISTANCE = 2
# A row on its own has more cells than a list item, which has a tab behind its number.
_MIN_CELLS_ALONE = 3
# A day and an office beside each other are a letterhead, unless they are among more rows.
_MIN_ROWS_OF_TABLE = 3
_MIN_BARS = 2
_NUMBER_ALONE = re.compile("0[1-9]")
_BARRED_ROW = re.compile(r"\|[^|]*\|(?:[^|]*\|)+")


@dataclass(slots=True)
class Line:
    """A line and its properties, computed once: the rules test those of its neighbours too."""

    text: str
    """Without the spaces around it; of a row the cells, separated by one tab each."""
    folded: str
    """The text after char folding, as all rules expect it."""
    number: int
    """Its number in the received text, blank lines included."""
    indented: bool
    after_blank: bool
    width: float
    """In Chinese characters; a half-width character counts half."""
    length: int
    """Characters of the received line, with leading and trailing spaces."""
    is_row: bool
    """The line is a row of a table."""
    is_minutes_head: bool
    is_boilerplate: bool
    is_place: bool
    """The line is the name of a province and nothing else."""
    has_punctuation: bool
    """The line contains a comma, semicolon or full stop."""
    ends_sentence: bool
    """A sentence ends with the line."""
    is_item: bool
    """The line begins with a list marker."""

    @property
    def is_label(self) -> bool:
        """True if the line begins with a label: that of a page, or of the head of minutes."""
        return self.is_boilerplate or self.is_minutes_head

    @property
    def cannot_be_headline(self) -> bool:
        return (
            self.has_punctuation
            or self.ends_sentence
            or self.is_place
            or self.is_label
            or self.is_item
            or self.is_row
        )


def split_lines(text: str, traditional: bool) -> list[Line]:
    """Return the lines that are not blank."""
    received = _with_numbers_beside(
        [(number, raw) for number, raw in enumerate(text.split("\n")) if raw.strip()]
    )
    folded = [fold(raw.strip(), traditional) for _, raw in received]
    heads = minutes_heads(folded)
    rows = _table_rows([raw for _, raw in received], folded) if "\t" in text else {}
    rows |= _barred_rows([raw.strip() for _, raw in received]) if "|" in text else {}
    rows |= gapped_heads([raw.strip() for _, raw in received])
    lines: list[Line] = []
    for position, (number, raw) in enumerate(received):
        row = rows.get(position)
        stripped = raw.strip() if row is None else row
        line = folded[position] if row is None else fold(row, traditional)
        is_head = heads[position] and row is None
        lines.append(
            Line(
                text=stripped,
                folded=line,
                number=number,
                indented=raw[0].isspace(),
                after_blank=number - (received[position - 1][0] if position else -1) > 1,
                width=len(stripped) - len(_NARROW.findall(stripped)) / 2,
                length=len(raw),
                is_row=row is not None,
                is_minutes_head=is_head,
                is_boilerplate=(row is None and not is_head and starts_boilerplate(line)),
                is_place=gazetteer.match_province(line) is not None,
                has_punctuation=_SENTENCE_MARK.search(line) is not None,
                ends_sentence=_SENTENCE_END.search(line) is not None or names_author(line),
                is_item=starts_item(line),
            )
        )
    return lines


def _with_numbers_beside(received: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the lines with a number that stands above its heading (01, 02) on the line of it."""
    numbers = {raw.strip() for _, raw in received if _NUMBER_ALONE.fullmatch(raw.strip())}
    if not {"01", "02"} <= numbers:
        return received
    joined: list[tuple[int, str]] = []
    above = ""
    for number, raw in received:
        if raw.strip() in numbers and not above:
            above = f"{raw.strip()} "
            continue
        joined.append((number, above + raw.strip() if above else raw))
        above = ""
    return [*joined, (received[-1][0], above.strip())] if above else joined


def _table_rows(received: list[str], folded: list[str]) -> dict[int, str]:
    """Return the rows of tables by the position of their line, cells separated by one tab.

    An empty cell keeps its place.
    """
    rows: dict[int, str] = {}
    for table in _tables(received, folded):
        indent = min(len(raw) - len(raw.lstrip("\t")) for raw in (received[at] for at in table))
        for position in table:
            line = folded[position].replace("\t", " ")
            if starts_label(line) or (len(table) < _MIN_ROWS_OF_TABLE and _is_stamp(line)):
                continue
            cells = received[position].rstrip()[indent:].split("\t")
            rows[position] = "\t".join(normalize_punctuation(cell.strip()) for cell in cells)
    return rows


def _barred_rows(lines: list[str]) -> dict[int, str]:
    """Return the rows between bars by the position of their line, as they are.

    Rows with bars around them (|任务|领导|) have one beside them; rows without (任务 | 科室 | 领导)
    are at least three with the same bars, as the lines of a menu hardly are.
    """
    framed = {number for number, line in enumerate(lines) if _BARRED_ROW.fullmatch(line)}
    rows = {number for number in framed if number - 1 in framed or number + 1 in framed}
    bars = [line.count("|") for line in lines]
    start = 0
    for count, run in itertools.groupby(bars):
        end = start + sum(1 for _ in run)
        if count >= _MIN_BARS and end - start >= _MIN_ROWS_OF_TABLE:
            rows.update(range(start, end))
        start = end
    return {number: lines[number] for number in sorted(rows)}


def _is_stamp(line: str) -> bool:
    return classify(line) is ParagraphKind.BOILERPLATE and read_imprint(line).stamp is not None


def _tables(received: list[str], folded: list[str]) -> list[list[int]]:
    """Return the positions of the lines with several cells, those of one table together."""
    tables: list[list[int]] = [[-_MAX_ROW_DISTANCE - 1]]
    for position, (raw, line) in enumerate(zip(received, folded, strict=True)):
        distance = position - tables[-1][-1]
        is_last_cell = distance == 1 and raw.startswith("\t") and not _SENTENCE_MARK.search(line)
        if _count_cells(line) > 1 or is_last_cell:
            if distance <= _MAX_ROW_DISTANCE:
                tables[-1].append(position)
            else:
                tables.append([position])
    return [
        table
        for table in tables[1:]
        if len(table) > 1 or _count_cells(folded[table[0]]) >= _MIN_CELLS_ALONE
    ]


def _count_cells(line: str) -> int:
    """Return the number of cells that are not empty; a list marker and a tab are no cell."""
    if "\t" not in line:
        return 1
    cells = [cell for cell in line.split("\t") if cell.strip()]
    return len(cells) - starts_item(cells[0]) * (len(cells) == 2)
