"""Blocks of a web page: the text of each block element or line, and what is beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from bulletins.reading.formats.contents import Furniture, has_sentence
from bulletins.reading.formats.table_rows import row_lines
from bulletins.reading.lexical import starts_item
from bulletins.reading.records import ExclusionReason

_WORD = re.compile(r"\w")
# A menu has hardly any text beside its links: 当前位置 before a breadcrumb at most.
_MENU_SHARE = 0.5


@dataclass(slots=True)
class Block:
    """The text of one block element or line of the page."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    """Word characters inside links; separators between links count nowhere."""
    is_heading: bool = False
    in_form: bool = False
    is_paragraph: bool = True
    """A paragraph of its own; else only a line."""
    number: str = ""
    """The number of the list item that begins with the block."""
    beside: list[Furniture] | None = None
    """What is seen in the block or below it and is not a part of its text: a button, a menu.

    Most blocks have none, and a page may have hundreds of thousands of blocks.
    """

    def add_beside(self, text: str, reason: ExclusionReason) -> None:
        """Add what is seen and is not a part of the text."""
        if self.beside is None:
            self.beside = []
        self.beside.append((text, reason))

    def text(self) -> str:
        """Return the text; a tab before it stands for an empty cell of a row."""
        text = "".join(self.parts).strip(" \n")
        return "" if text.isspace() else text

    def numbered(self) -> str:
        """Return the text behind the number of its list item, unless it has a number of its own."""
        text = self.text()
        return text if not self.number or starts_item(text) else f"{self.number} {text}"

    def is_menu(self) -> bool:
        return not self.is_heading and self.linked > _MENU_SHARE * sum(map(words, self.parts))


@dataclass(slots=True)
class Row:
    """A table row, and where it and its cells begin in the list of blocks."""

    start: int
    cells: list[int] = field(default_factory=list)
    has_table: bool = False


def words(text: str) -> int:
    """Return the number of word characters."""
    return len(_WORD.findall(text))


def join_row(row: Row, blocks: list[Block]) -> None:
    """Make one block of the last blocks, a row of data; a layout of texts keeps its blocks."""
    if row.has_table or not row.cells:
        return
    starts = [*row.cells, len(blocks)]
    # Text before the first cell is one more cell.
    if any(block.text() for block in blocks[row.start : starts[0]]):
        starts.insert(0, row.start)
    cells = [
        [block for block in blocks[start:end] if block.text()] for start, end in pairwise(starts)
    ]
    filled = [block for cell in cells for block in cell]
    if len(cells) < 2 or not filled or _has_menu_beside_text(cells):
        return
    if len(filled) == 1 and filled[0].is_heading:
        return
    lines = row_lines(
        [
            [line for block in cell for line in block.text().split("\n") if line.strip()]
            for cell in cells
        ]
    )
    if len(lines) == 1:
        whole = blocks[row.start :]
        blocks[row.start :] = [
            Block(
                lines,
                linked=sum(block.linked for block in whole),
                is_heading=any(block.is_heading for block in whole),
                in_form=any(block.in_form for block in whole),
                is_paragraph=False,
                beside=[item for block in whole for item in block.beside or ()],
            )
        ]


def _has_menu_beside_text(cells: list[list[Block]]) -> bool:
    """Return whether one cell is a menu and another one a text, as pages are laid out."""
    has_menu = any(cell and all(block.is_menu() for block in cell) for cell in cells)
    return has_menu and any(has_sentence(block.text()) for cell in cells for block in cell)


def split_furniture(blocks: list[Block]) -> tuple[list[Block], list[Furniture]]:
    """Return the blocks of the running text, and what is not: menus, forms, what is beside it.

    A form is text where the forms hold half of all: many sites put the whole page into one. Pieces
    of furniture that follow each other are one.
    """
    length = forms = 0
    for block in blocks:
        if not block.is_menu():
            length += len(block.text())
            forms += len(block.text()) * block.in_form
    kept: list[Block] = []

    def pieces() -> Iterator[tuple[str, ExclusionReason | None]]:
        for block in blocks:
            if block.is_menu() or (block.in_form and forms * 2 < length):
                yield block.text(), ExclusionReason.MENU
            elif text := block.text():
                kept.append(block)
                yield text, None
            yield from block.beside or ()

    furniture = [
        ("\n".join(text for text, _ in group), reason)
        for reason, group in groupby(filter(_has_text, pieces()), key=lambda piece: piece[1])
        if reason is not None
    ]
    return kept, furniture


def _has_text(piece: tuple[str, ExclusionReason | None]) -> bool:
    return bool(piece[0])
