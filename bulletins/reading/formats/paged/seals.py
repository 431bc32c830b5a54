"""Set the text of seals and watermarks apart from the text they lie over.

A seal (公章) has its office along an arc, so that each character has another angle, and perhaps
straight text inside; or it is text over a line. A watermark is slanted, or large and light. A
reader looks through them; in the order of the lines they would cut a sentence.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise, product
from math import dist
from typing import NamedTuple

from bulletins.reading.formats.paged.characters import (
    Character,
    adjacent_groups,
    bounds,
    median_height,
    run_of,
)

Ink = tuple[tuple[int, int, int, int], int]
"""Colour (red, green, blue, opacity) and size in points."""
Layer = tuple[Ink, int | None]
"""What one text was drawn with: its ink, and its text object where the ink is the page's own."""

# In heights of a character: the next one of a seal is nearer, and of a slanted line.
_MAX_STEP, _MAX_PITCH = 3.0, 1.5
# At the top and the sides of an arc, so many characters in a row may stand straight.
_MAX_STRAIGHT = 2
_MAX_SEALS = 20
# Degrees to either side.
_UPRIGHT = 5
# Share of a box, in its middle: boxes of lines set close overlap at their edges only.
_CORE = 0.6
# In heights: a character drawn again so near is bold, or has a shadow.
_SAME_PLACE = 0.25
# Text is often typed over these.
_RULE_CHARS = "_＿"
# Compared in one place, so that a million characters in one place take no longer.
_MAX_IN_PLACE = 8
# In heights of the text: larger characters are drawings.
_MAX_SIZE = 20.0


class Painter(NamedTuple):
    """Function that returns how a character was drawn; called only where texts overlap."""

    ink: Callable[[Character], Ink]
    text_object: Callable[[Character], int | None]


class Overlay(NamedTuple):
    """Characters without those of seals and watermarks, and the texts of these."""

    characters: list[Character]
    seals: list[str]


def split_arcs(
    characters: list[Character], slanted: Iterable[Character], painter: Painter
) -> Overlay:
    """Set apart what is slanted, with the straight text between and inside.

    Args:
        characters: all of the page, in the order of the file.
        slanted: those of them that are not turned by a quarter.
        painter: tells the ink.
    """
    tilted = {each.number for each in slanted}
    if not tilted:
        return Overlay(characters, [])
    drawn = [each for each in characters if not each.char.isspace()]
    for first, second in pairwise(drawn):
        # At the ends of an arc a character may be turned by just a quarter.
        pair = {each.number for each in (first, second) if _UPRIGHT < each.angle < 360 - _UPRIGHT}
        if len(pair) == 2 and pair & tilted and _is_chain([first, second]):
            tilted |= pair
    seals: list[list[Character]] = []
    straight: list[Character] = []
    for each in drawn:
        if each.number not in tilted:
            straight = [*straight[-_MAX_STRAIGHT:], each]
            continue
        if seals and _is_chain([seals[-1][-1], *straight, each]):
            seals[-1] += [*straight, each]
        else:
            seals.append([each])
        straight = []
    taken = {each.number for seal in seals for each in seal}
    rest = [each for each in characters if each.number not in taken]
    inside = _inside(rest, seals, painter)
    taken = {each.number for each in inside}
    return Overlay(
        [each for each in rest if each.number not in taken],
        ["".join(each.char for each in seal) for seal in seals] + _texts(inside),
    )


def split_overlaid(characters: list[Character], painter: Painter) -> Overlay:
    """Set apart text that is drawn over other text; a character drawn twice is one.

    Of two texts in one place the page's own is the one whose colour, and then whose size, more
    characters of the page have, else the one drawn first.
    """
    pairs = list(_overlapping(characters, painter))
    twice = {second.number for first, second in pairs if _is_same(first, second)}
    pairs = [(a, b) for a, b in pairs if a.number not in twice and b.number not in twice]
    rest = [each for each in characters if each.number not in twice]
    if not pairs:
        return Overlay(rest, [])
    inks = {each.number: painter.ink(each) for each in rest}
    colors = Counter(color for color, _ in inks.values())
    common = Counter(inks.values())
    covering: dict[Layer, set[int]] = defaultdict(set)
    for first, second in pairs:
        upper = min(
            first,
            second,
            key=lambda each: (
                colors[inks[each.number][0]],
                common[inks[each.number]],
                -each.number,
            ),
        )
        ink = inks[upper.number]
        is_own = inks[first.number] == inks[second.number]
        covering[ink, painter.text_object(upper) if is_own else None].add(upper.number)
    layers: dict[Layer, list[Character]] = defaultdict(list)
    for each in rest:
        ink = inks[each.number]
        for layer in {(ink, None), (ink, painter.text_object(each))} & covering.keys():
            layers[layer].append(each)
    seals = []
    main_color = colors.most_common(1)[0][0]
    for layer, over in covering.items():
        for group in adjacent_groups(layers[layer]):
            count = len(over.intersection(each.number for each in group))
            # One alone may be a circle drawn around a number.
            if count > 1 or (count and layer[0][0] != main_color):
                seals.append(group)
    taken = {each.number for group in seals for each in group}
    texts = [run_of(group).text.strip() for group in seals]
    return Overlay([each for each in rest if each.number not in taken], texts)


def _is_chain(chain: list[Character]) -> bool:
    """Return whether a slanted character goes on with a seal, over the straight ones between."""
    return len(chain) <= _MAX_STRAIGHT + 2 and all(
        dist(first.middle, second.middle)
        <= (_MAX_PITCH if first.angle == second.angle else _MAX_STEP)
        * max(first.height, second.height)
        for first, second in pairwise(chain)
    )


def _inside(
    characters: list[Character], seals: list[list[Character]], painter: Painter
) -> list[Character]:
    """Return the straight characters inside an arc that have its colour, if the text has another.

    The name of the office stands along the arc; a star and the kind of seal (专用章) inside.
    """
    arcs = [seal for seal in seals if len({each.angle for each in seal}) > 2][:_MAX_SEALS]
    if not arcs or not characters:
        return []
    colors = {each.number: painter.ink(each)[0] for each in characters}
    main_color = Counter(colors.values()).most_common(1)[0][0]
    inside = []
    for arc in arcs:
        left, bottom, right, top = bounds(arc)
        # The arc is open below.
        bottom = min(bottom, top - (right - left))
        color = painter.ink(arc[0])[0]
        if color != main_color:
            inside += [
                each
                for each in characters
                if colors[each.number] == color
                and left <= each.middle[0] <= right
                and bottom <= each.middle[1] <= top
            ]
    return list({each.number: each for each in inside}.values())


def _texts(characters: list[Character]) -> list[str]:
    return [run_of(group).text.strip() for group in adjacent_groups(characters)]


def _overlapping(
    characters: list[Character], painter: Painter
) -> Iterator[tuple[Character, Character]]:
    """Yield pairs of characters drawn in one place, in the order of the file."""
    em = median_height(characters)
    places: dict[tuple[int, int], list[Character]] = defaultdict(list)
    for each in characters:
        if each.char.isspace() or each.char in _RULE_CHARS or _size(each) > _MAX_SIZE * em:
            continue
        left, bottom, right, top = _core(each)
        columns = range(int(left // em), int(right // em) + 1)
        lines = range(int(bottom // em), int(top // em) + 1)
        found = set()
        for place in product(columns, lines):
            for other in places[place]:
                if other.number not in found and _overlap(_core(other), (left, bottom, right, top)):
                    found.add(other.number)
                    # A ligature is one glyph, and several characters in one place.
                    if other.number < each.number - 1 or (
                        painter.text_object(other) != painter.text_object(each)
                    ):
                        yield other, each
            if len(places[place]) < _MAX_IN_PLACE:
                places[place].append(each)


def _size(box: Character) -> float:
    return max(box.height, box.right - box.left)


def _core(box: Character) -> tuple[float, float, float, float]:
    across = (box.right - box.left) * (1 - _CORE) / 2
    down = box.height * (1 - _CORE) / 2
    return box.left + across, box.bottom + down, box.right - across, box.top - down


def _overlap(
    first: tuple[float, float, float, float], second: tuple[float, float, float, float]
) -> bool:
    return (
        first[0] < second[2]
        and second[0] < first[2]
        and first[1] < second[3]
        and second[1] < first[3]
    )


def _is_same(first: Character, second: Character) -> bool:
    return first.char == second.char and (
        dist(first.middle, second.middle) < _SAME_PLACE * max(first.height, second.height)
    )
