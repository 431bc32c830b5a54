"""Lines of a printed page → the order in which they are read.

Many files draw row by row across the columns of a page, so that the order in the file mixes
them. Here the free stretch between columns is found from where the characters stand. What
crosses it, a headline over both columns, divides the page into bands; in a band the left column
is read before the right one. A page without such a stretch keeps the order of its file.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

# In heights of a character: what parts columns, and what may stand between two words.
_NARROWEST_GUTTER = 0.8
# A column of a table is narrower or filled only in part.
_NARROWEST_COLUMN = 6.0
_FEWEST_LINES = 3
_FILLED = 0.75
_SENTENCE = re.compile(r"[，。；]")
_MOST_PLACES = 24
# How much of the page, above and below, may be a running head.
_MARGIN = 0.12
_MOST_COLUMNS_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Character:
    """A character and the box it is drawn in; y grows upwards."""

    char: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand side by side on one line of one column."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def pieces_of(characters: Iterable[Character]) -> list[Piece]:
    """Characters in the order of the file, put together where one stands beside the last."""
    found: list[list[Character]] = []
    for each in characters:
        if found and _beside(found[-1][-1], each):
            found[-1].append(each)
        elif not each.char.isspace():
            found.append([each])
    return [
        Piece(
            _text(group),
            min(each.left for each in group),
            min(each.bottom for each in group),
            max(each.right for each in group),
            max(each.top for each in group),
        )
        for group in found
    ]


def _text(group: list[Character]) -> str:
    """The characters as text; words of Latin letters may be parted by their places alone."""
    text = group[0].char
    for before, each in pairwise(group):
        latin = before.char.isascii() and each.char.isascii()
        apart = each.left - before.right > (each.top - each.bottom) / 5
        text += " " + each.char if latin and apart else each.char
    return text


def _beside(last: Character, each: Character) -> bool:
    height = max(last.top - last.bottom, each.top - each.bottom)
    return (
        abs(last.bottom - each.bottom) < height / 2
        and -height < each.left - last.right < _NARROWEST_GUTTER * height
    )


def page_in_order(pieces: list[Piece], bottom: float, top: float) -> list[Piece] | None:
    """The pieces of a page in columns as they are read; None where it has no columns.

    Running heads stand apart above and below; they keep to no column.
    """
    em = _em(pieces)
    rows = _rows(pieces)
    margin = _MARGIN * (top - bottom)
    first, last = 0, len(rows)
    while last - first > 1 and rows[first][0].bottom > max(
        rows[first + 1][0].top + em, top - margin
    ):
        first += 1
    while last - first > 1 and rows[last - 1][0].top < min(
        rows[last - 2][0].bottom - em, bottom + margin
    ):
        last -= 1
    head, body, foot = (
        [piece for row in part for piece in row]
        for part in (rows[:first], rows[first:last], rows[last:])
    )
    ordered = reading_order(body)
    return None if ordered is None else [*in_rows(head), *ordered, *in_rows(foot)]


def _em(pieces: list[Piece]) -> float:
    """The height of most lines; never nothing, and 1 where there are no lines."""
    return (median(piece.height for piece in pieces) if pieces else 0) or 1.0


def reading_order(pieces: list[Piece], depth: int = _MOST_COLUMNS_DEPTH) -> list[Piece] | None:
    """The pieces of a body in columns as they are read; None where it has no columns."""
    if depth == 0 or len(pieces) < 2 * _FEWEST_LINES:
        return None
    em = _em(pieces)
    best, most = 0.0, 0
    for place in _places(pieces, em):
        bands = _bands(pieces, place)
        inside = sum(len(band) for band in bands if _in_columns(band, place, em))
        if inside > most:
            best, most = place, inside
    if not most:
        return None
    ordered: list[Piece] = []
    for band in _bands(pieces, best):
        # Where the page is known to have columns, the lines left of a band stand in them too.
        for side in _sides(band, best):
            ordered += reading_order(side, depth - 1) or in_rows(side)
    return ordered


def in_rows(pieces: list[Piece]) -> list[Piece]:
    """Pieces from top to bottom, those of one line joined from left to right."""
    joined = []
    for row in _rows(pieces):
        row.sort(key=lambda piece: piece.left)
        text = row[0].text
        for before, piece in pairwise(row):
            apart = piece.left - before.right > piece.height / 4
            text += (" " if apart else "") + piece.text
        first = row[0]
        right = max(piece.right for piece in row)
        joined.append(Piece(text, first.left, first.bottom, right, first.top))
    return joined


def _rows(pieces: list[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if rows and abs(rows[-1][0].middle - piece.middle) < piece.height / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _places(pieces: list[Piece], em: float) -> list[float]:
    """Where a right column may begin: just left of where most lines begin."""
    starts = Counter(round(piece.left / em) for piece in pieces)
    common = [start for start, count in starts.most_common(_MOST_PLACES) if count > 1]
    return [
        min(piece.left for piece in pieces if round(piece.left / em) == start) - em / 20
        for start in common
    ]


def _bands(pieces: list[Piece], place: float) -> list[list[Piece]]:
    """The page cut at what crosses `place`, each crossing line a band of its own."""
    bands: list[list[Piece]] = [[]]
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if piece.left < place < piece.right:
            bands += [[piece], []]
        else:
            bands[-1].append(piece)
    return [band for band in bands if band]


def _sides(band: list[Piece], place: float) -> tuple[list[Piece], list[Piece]]:
    left = [piece for piece in band if piece.left < place]
    return left, [piece for piece in band if piece.left >= place]


def _in_columns(band: list[Piece], place: float, em: float) -> bool:
    """Whether prose stands on both sides of `place`, side by side and well apart."""
    left, right = _sides(band, place)
    if min(len(left), len(right)) < _FEWEST_LINES:
        return False
    gutter = min(piece.left for piece in right) - max(piece.right for piece in left)
    overlap = min(max(piece.top for piece in side) for side in (left, right)) - max(
        min(piece.bottom for piece in side) for side in (left, right)
    )
    return (
        gutter >= _NARROWEST_GUTTER * em
        and overlap > 2 * em
        and _is_column(left, em)
        and _is_column(right, em)
    )


def _is_column(pieces: list[Piece], em: float) -> bool:
    """Whether this is prose in lines that run from edge to edge, and no part of a table."""
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    if width < _NARROWEST_COLUMN * em or not any(_SENTENCE.search(piece.text) for piece in pieces):
        return False
    lines = _rows(pieces)
    filled = median(sum(piece.width for piece in line) for line in lines)
    return len(lines) >= _FEWEST_LINES and filled >= _FILLED * width
