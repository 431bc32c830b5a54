"""Tell in which direction the text of a page runs, turn it upright, and set other text apart.

/Rotate does not matter: a reader turns the page until most of its text is upright. What then runs
in another direction, such as a note along the margin, is not part of the lines it stands beside.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from bulletins.reading.formats.paged.characters import Character, Edges

# Degrees: a scanned page with a text layer may lie a little askew.
_TOLERANCE = 5
# In heights of a character: how far the next one below is at most, how far to the side.
_MAX_PITCH, _MAX_SHIFT = 4.0, 0.25
_MIN_STACK = 3
# In heights: characters on one line with others are a column of a table, not a vertical line.
_ON_LINE = 0.15


class Directions(NamedTuple):
    """The characters of a page by the direction they run in; boxes as on the turned page."""

    upright: list[Character]
    turned: dict[int, list[Character]]
    """By quarter turn: 90, 180 or 270 degrees clockwise."""
    slanted: list[Character]


def main_turn(characters: Iterable[Character]) -> int:
    """Return by how many degrees most characters are turned: 0, 90, 180 or 270, clockwise."""
    turns = Counter(_quarter(each.angle) for each in characters if not each.char.isspace())
    turns.pop(None, None)
    return turns.most_common(1)[0][0] or 0 if turns else 0


def turn_back(characters: Iterable[Character], turn: int) -> list[Character]:
    """Return the characters as they stand where the page is turned back by `turn` degrees."""
    if turn == 0:
        return list(characters)
    turned = []
    for each in characters:
        left, bottom, right, top = turn_box((each.left, each.bottom, each.right, each.top), turn)
        angle = (each.angle - turn) % 360
        turned.append(each._replace(left=left, bottom=bottom, right=right, top=top, angle=angle))
    return turned


def turn_box(box: Edges, turn: int) -> Edges:
    """Return a box turned counterclockwise by `turn` degrees about 0, 0."""
    left, bottom, right, top = box
    return {
        0: box,
        90: (-top, left, -bottom, right),
        180: (-right, -top, -left, -bottom),
        270: (bottom, -right, top, -left),
    }[turn]


def split_directions(characters: Iterable[Character]) -> Directions:
    """Divide the characters of a turned page by their direction."""
    parts = Directions([], {}, [])
    for character in characters:
        quarter = _quarter(character.angle)
        if quarter is None:
            parts.slanted.append(character)
        elif quarter == 0:
            parts.upright.append(character)
        else:
            parts.turned.setdefault(quarter, []).append(character)
    return parts


def split_stacks(upright: list[Character]) -> tuple[list[Character], list[list[Character]]]:
    """Return the characters of horizontal lines, and the vertical lines of upright characters."""
    stacks: list[list[Character]] = []
    for character in upright:
        if character.char.isspace():
            continue
        if stacks and _is_below(stacks[-1][-1], character):
            stacks[-1].append(character)
        else:
            stacks.append([character])
    stacks = [stack for stack in stacks if len(stack) >= _MIN_STACK]
    stacked = {each.number for stack in stacks for each in stack}
    levels = sorted(each.middle[1] for each in upright if each.number not in stacked)
    stacks = [stack for stack in stacks if not _is_table_column(stack, levels)]
    stacked = {each.number for stack in stacks for each in stack}
    return [each for each in upright if each.number not in stacked], stacks


def _quarter(angle: int) -> int | None:
    """Return the quarter turn that an angle is, None for a slanted character."""
    nearest = round(angle / 90) * 90
    return nearest % 360 if abs(angle - nearest) <= _TOLERANCE else None


def _is_below(previous: Character, current: Character) -> bool:
    height = previous.height
    (x, y), (next_x, next_y) = previous.middle, current.middle
    shift, pitch = abs(next_x - x), y - next_y
    return shift < _MAX_SHIFT * height and height / 2 < pitch < _MAX_PITCH * height


def _is_table_column(stack: list[Character], levels: list[float]) -> bool:
    """Return whether most of these characters are on one line with characters beside them."""

    def is_on_line(character: Character) -> bool:
        level, reach = character.middle[1], _ON_LINE * character.height
        at = bisect_left(levels, level - reach)
        return at < len(levels) and levels[at] < level + reach

    return 2 * sum(map(is_on_line, stack)) >= len(stack)
