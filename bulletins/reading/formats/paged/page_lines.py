"""The lines of a page as a reader sees them, and apart from them what is not part of the text."""

from collections.abc import Iterable
from typing import NamedTuple

from pypdfium2 import PdfPage, PdfTextPage

from bulletins.reading.formats.paged.aligned_rows import join_rows
from bulletins.reading.formats.paged.characters import (
    Character,
    Edges,
    TextRun,
    adjacent_groups,
    bounds,
    run_of,
)
from bulletins.reading.formats.paged.columns import order_page
from bulletins.reading.formats.paged.directions import (
    main_turn,
    split_directions,
    split_stacks,
    turn_back,
    turn_box,
)
from bulletins.reading.formats.paged.page_objects import (
    Rule,
    characters,
    cover,
    page_edges,
    painter,
    rules,
)
from bulletins.reading.formats.paged.ruled_tables import split_tables
from bulletins.reading.formats.paged.seals import split_arcs, split_overlaid
from bulletins.reading.records import ExclusionReason

# Less text in another direction is a note along the margin, not a text of its own.
_MIN_TEXT = 80
# What covers a page is asked where there is less text: running heads and a line.
_FEW_CHARACTERS = 200


class PageLines(NamedTuple):
    """Contents of one page, as values of JSON.

    Attributes:
        lines: text, and bottom and top as shares of the page height, 0 to 1.
        furniture: text that is not part of the lines, with an ExclusionReason.
        cover: for a page with hardly any text the shares that pictures, and that anything drawn
            cover, else none.
    """

    lines: list[tuple[str, float, float]]
    furniture: list[tuple[str, str]]
    cover: tuple[float, float]


def read_page(page: PdfPage, text_page: PdfTextPage) -> PageLines:
    """Return the lines of a page, turned so that most of its text is upright."""
    drawn = list(characters(text_page))
    edges = _edges_around(page, drawn)
    turn = main_turn(drawn)
    few = sum(not each.char.isspace() for each in drawn) < _FEW_CHARACTERS
    covered = cover(page, edges) if few else (0.0, 0.0)
    edges = turn_box(edges, turn)
    drawn = turn_back(drawn, turn)
    drawn_rules = [Rule(*turn_box(rule, turn)) for rule in rules(page)]

    arcs = split_arcs(drawn, split_directions(drawn).slanted, painter(text_page))
    parts = split_directions(arcs.characters)
    overlay = split_overlaid(_visible(parts.upright, edges), painter(text_page))
    upright, runs = split_tables(overlay.characters, drawn_rules)
    upright, stacks = split_stacks(upright)
    runs += [run_of(group) for group in adjacent_groups(upright)]
    lines = order_page(runs, edges[1], edges[3], drawn_rules)
    furniture = [(text, ExclusionReason.SEAL.value) for text in (*arcs.seals, *overlay.seals)]
    turned = [_upright_lines(each, edges, by) for by, each in parts.turned.items()]
    for other in (*turned, [TextRun(_text(stack), *bounds(stack)) for stack in stacks]):
        if sum(len(run.text) for run in other) < _MIN_TEXT:
            furniture += [(run.text, ExclusionReason.RUNNING_HEAD.value) for run in other]
        else:
            # In neither margin: these are no running heads.
            middle = (edges[1] + edges[3]) / 2
            lines += [run._replace(bottom=middle, top=middle) for run in other]
    height = max(edges[3] - edges[1], 1.0)
    return PageLines(
        [
            (run.text, (run.bottom - edges[1]) / height, (run.top - edges[1]) / height)
            for run in lines
        ],
        furniture,
        (covered[0], covered[1]),
    )


def _edges_around(page: PdfPage, drawn: list[Character]) -> Edges:
    """Return the edges of a page as it is in the file, not turned by /Rotate.

    Of a page with /Rotate some programs write width and height the wrong way round; reportlab does.
    """
    left, bottom, right, top = edges = page_edges(page)
    if page.get_rotation() not in (90, 270):
        return edges
    exchanged = (left, bottom, left + top - bottom, bottom + right - left)
    return max((edges, exchanged), key=lambda box: sum(_is_inside(each, box) for each in drawn))


def _is_inside(box: Character, edges: Edges) -> bool:
    return (
        box.right > edges[0]
        and box.left < edges[2]
        and box.top > edges[1]
        and box.bottom < edges[3]
    )


def _visible(upright: Iterable[Character], edges: Edges) -> list[Character]:
    """Return the characters on the page, and those that a line on it goes on with beyond its edge.

    What is wholly beyond the edge is not seen: marks of a printer, the rest of a cropped page.
    """
    groups = adjacent_groups(upright)
    return [
        each for group in groups if any(_is_inside(each, edges) for each in group) for each in group
    ]


def _upright_lines(characters: list[Character], edges: Edges, turn: int) -> list[TextRun]:
    """Return the lines of text that is turned by `turn` degrees."""
    turned = _visible(turn_back(characters, turn), turn_box(edges, turn))
    return join_rows([run_of(group) for group in adjacent_groups(turned)])


def _text(characters: Iterable[Character]) -> str:
    return "".join(each.char for each in characters)
