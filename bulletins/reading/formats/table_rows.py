"""Lines of a table row, the same for Word files and web pages.

Tables of data and tables that only lay out a text are told apart: a row of data is one line, in
which a tab separates the cells and an empty cell keeps its place; of a text that is laid out in
cells every line remains, so that its headline and paragraphs do not run together.
"""

import re

# A printed page of an official document, 22 lines of 28 characters (GB/T 9704-2012): no value of
# a table is that long.
_PAGE_LENGTH = 22 * 28
_SENTENCE_END = re.compile(r"[。！？；][”’）]?\s*$")
_SPACES = re.compile(r"\s*\t\s*")


def row_lines(cells: list[list[str]], has_table: bool = False) -> list[str]:
    """Return the lines of a row, none for an empty row.

    Args:
        cells: the lines of each cell, none of them blank.
        has_table: whether a cell contains another table, which only layouts do.
    """
    if has_table or _is_layout(cells):
        return [line for cell in cells for line in cell]
    row = "\t".join(_SPACES.sub(" ", " ".join(map(str.strip, cell))) for cell in cells)
    return [row.rstrip("\t")] if any(cells) else []


def _is_layout(cells: list[list[str]]) -> bool:
    """Return whether a row lays out a text: the lines of its cells are paragraphs.

    A text stands alone in its row, or in two cells with one that names it (会议内容). In a longer
    row, only texts side by side are a layout: beside a number and an office, the sentences of a
    task are a value of the table.
    """
    filled = [cell for cell in cells if cell]
    if len(filled) == 1:
        return len(filled[0]) > 1 or _SENTENCE_END.search(filled[0][0]) is not None
    texts = sum(_is_text(cell) for cell in filled)
    return (texts > 0 and (len(cells) == 2 or texts == len(filled))) or any(
        len(cell) > 1 and sum(map(len, cell)) > _PAGE_LENGTH for cell in filled
    )


def _is_text(cell: list[str]) -> bool:
    """Return whether a cell has several paragraphs, of which one ends a sentence."""
    return len(cell) > 1 and any(_SENTENCE_END.search(line) for line in cell)
