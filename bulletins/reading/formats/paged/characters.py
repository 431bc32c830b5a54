"""Characters of a page with their boxes, and the runs that adjacent ones form.

Coordinates are in points, y upwards. Everything here and in the modules that use it takes text as
upright: `directions` turns the page before.
"""

from collections.abc import Iterable
from itertools import pairwise
from statistics import median
from typing import NamedTuple

FIRST_WIDE = "\u2e80"
"""From here on characters are Chinese, as wide as high, and without spaces between words."""
MIN_GUTTER = 0.8
"""In heights of a line: narrower gaps separate words, not columns or cells."""
# In heights of a line: from this gap on, Latin characters are two words.
_MIN_WORD_GAP = 0.2
# More characters than so many, more than this share with a gap behind: they are set apart.
_MIN_SPACED, _SPACED_SHARE = 3, 0.6

Edges = tuple[float, float, float, float]
"""Left, bottom, right and top of a page: its lower left corner need not be at 0, 0."""


class Character(NamedTuple):
    """A character and the box it is drawn in.

    Attributes:
        angle: degrees clockwise from upright, 0 to 359.
        number: its number in the text page of pdfium, which is the order of the file.
        is_word_start: whether pdfium takes it to be apart from the one before.
    """

    char: str
    left: float
    bottom: float
    right: float
    top: float
    angle: int = 0
    number: int = 0
    is_word_start: bool = False

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


class TextRun(NamedTuple):
    """Adjacent characters on one line of one column, and their bounding box.

    A table is one run too, with a line for each row.
    """

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


def adjacent_groups(characters: Iterable[Character]) -> list[list[Character]]:
    """Group characters, given in the order of the file, where one is adjacent to the last.

    Spaces may begin a group, as those that indent a paragraph do; a group of nothing else is none.
    """
    groups: list[list[Character]] = []
    for character in characters:
        if groups and _is_adjacent(groups[-1][-1], character):
            groups[-1].append(character)
        else:
            groups.append([character])
    return [group for group in groups if not all(each.char.isspace() for each in group)]


def run_of(group: list[Character]) -> TextRun:
    """Return adjacent characters as a run.

    Words that are not Chinese may be separated by a gap alone, unless all characters are set apart.
    """
    gaps = [
        after.is_word_start or after.left - before.right > _MIN_WORD_GAP * after.height
        for before, after in pairwise(group)
    ]
    is_spaced = len(group) > _MIN_SPACED and sum(gaps) > _SPACED_SHARE * len(gaps)
    text = group[0].char
    for (previous, current), is_gap in zip(pairwise(group), gaps, strict=True):
        is_word = is_gap and not is_spaced and max(previous.char, current.char) < FIRST_WIDE
        text += " " + current.char if is_word else current.char
    return TextRun(text.rstrip(), *bounds(group))


def bounds(boxes: Iterable[Character] | Iterable[TextRun]) -> Edges:
    """Return the box around boxes."""
    _, lefts, bottoms, rights, tops = zip(*(box[:5] for box in boxes), strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def median_height(boxes: Iterable[Character] | Iterable[TextRun]) -> float:
    """Return the em that distances are compared in; 1 where there is none."""
    heights = [box.height for box in boxes]
    return (median(heights) if heights else 0) or 1.0


def _is_adjacent(previous: Character, current: Character) -> bool:
    height = max(previous.top - previous.bottom, current.top - current.bottom)
    return (
        abs(previous.bottom - current.bottom) < height / 2
        and -height < current.left - previous.right < MIN_GUTTER * height
    )
