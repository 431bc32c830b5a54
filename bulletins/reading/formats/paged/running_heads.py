"""Tell running heads, running feet and page numbers from text.

A running head stands in one place of many pages, apart from the text or in another size. A line
that some pages happen to begin with is text, and so is a number that does not count the pages.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

# Share of the page height, at the top and at the bottom, that may be a running head.
_MARGIN = 0.12
_MAX_LENGTH = 80
_NUMBER = re.compile(r"\d+")
_DASH = r"[-－—–―─·•\s]"
_MARKED_NUMBER = re.compile(rf"{_DASH}+\d{{1,4}}{_DASH}+|第\s*\d{{1,4}}\s*页.{{0,12}}")
_COUNTING_NUMBER = re.compile(rf"{_DASH}*(\d{{1,4}})(?:{_DASH}*|\s*[页/／].{{0,12}})")
# The shape of a number alone: it is told by counting the pages.
_BARE_NUMBER = "0"
# Pages, and share of the pages, on which a line has to stand to be a running head.
_MIN_PAGES, _MIN_SHARE = 2, 0.4
# On so many pages it is one even if it is neither apart nor in another size.
_MANY_PAGES, _LARGE_SHARE = 4, 0.6
# Share of the page height by which its place may differ.
_SAME_PLACE = 0.01
# In distances of lines, what is empty beside it beyond what is empty between lines.
_APART = 0.35
# In heights of a line: what is further below is another paragraph.
_MAX_PITCH = 2.5
# Share of the usual height of a line.
_OTHER_SIZE = 0.08


class Line(NamedTuple):
    """A line of a page; bottom and top as shares of the page height, from 0 at the bottom."""

    text: str
    bottom: float
    top: float


class Setting(NamedTuple):
    """Setting of the lines of a document, as shares of the page height."""

    height: float
    pitch: float
    """Distance from line to line."""


class Split(NamedTuple):
    """The lines of a page that are text, and those that are not."""

    text: list[Line]
    running: list[Line]
    head: list[Line]
    """The running head of the first page, which may be the only mention of the paper and the day:
    text apart from the text below it."""


Numbered = tuple[int, Line]
"""Number of a line on its page, and the line."""


def split_running_heads(pages: Sequence[list[Line]]) -> list[Split]:
    """Divide the lines of each page."""
    setting = _setting(pages)
    heads = _running_heads([_from_top(page) for page in pages], setting)
    # What is at the bottom of a page is at the top of its mirror image.
    feet = _running_heads([_from_top(_mirrored(page)) for page in pages], setting)
    if pages:
        # The same line is set closer to the title of the first page than to the text of others.
        heads[0] |= _named_by_others(pages, heads)
    splits = []
    for index, (page, head, foot) in enumerate(zip(pages, heads, feet, strict=True)):
        kept = _first_head(page, head - foot) if index == 0 else set()
        splits.append(
            Split(
                [line for at, line in enumerate(page) if at not in head | foot],
                [line for at, line in enumerate(page) if at in (head | foot) - kept],
                [line for at, line in enumerate(page) if at in kept],
            )
        )
    return splits


def _named_by_others(pages: Sequence[list[Line]], heads: Sequence[set[int]]) -> set[int]:
    """Return the numbers of the lines of the first page that are running heads of another."""
    named = {
        _shape(page[at])
        for page, head in zip(pages[1:], heads[1:], strict=True)
        for at in head
        if not _is_number(page[at])
    }
    return {at for at, line in enumerate(pages[0]) if _is_in_margin(line) and _shape(line) in named}


def _first_head(page: list[Line], head: set[int]) -> set[int]:
    """Return the numbers of the lines of a first page's head that are text.

    Those that count pages are not, nor is one that is repeated below it, as the title.
    """
    repeated = Counter(_shape(line) for line in page)
    kept = set()
    for at, line in _from_top(page):
        repeated[_shape(line)] -= 1
        if at in head and not _is_number(line) and not repeated[_shape(line)]:
            kept.add(at)
    return kept


def _setting(pages: Sequence[list[Line]]) -> Setting:
    heights = [line.top - line.bottom for page in pages for line in page]
    height = median(heights) if heights else 0.0
    pitches = [
        pitch
        for page in pages
        for first, second in pairwise(page)
        if 0 < (pitch := first.bottom - second.bottom) < _MAX_PITCH * height
    ]
    return Setting(height, median(pitches) if pitches else height)


def _mirrored(page: list[Line]) -> list[Line]:
    return [Line(line.text, 1 - line.top, 1 - line.bottom) for line in page]


def _from_top(page: list[Line]) -> list[Numbered]:
    return sorted(enumerate(page), key=lambda numbered: -numbered[1].bottom)


def _running_heads(pages: Sequence[list[Numbered]], setting: Setting) -> list[set[int]]:
    """Return for each page the numbers of the running heads among its lines, given from the top."""
    zones = [[numbered for numbered in page if _is_in_margin(numbered[1])] for page in pages]
    repeated, everywhere = _repeated(zones)
    offsets = _page_number_offsets(zones)
    found = []
    for index, (page, zone) in enumerate(zip(pages, zones, strict=True)):
        numbers = {
            at
            for at, line in zone
            if _MARKED_NUMBER.fullmatch(line.text) or _offset(line, index) in offsets
        }
        running = set(numbers)
        outer: set[int] = set()
        for position, (at, line) in enumerate(zone):
            shape = _shape(line)
            if at not in numbers and shape not in repeated:
                break
            outer.add(at)
            below = page[position + 1][1] if position + 1 < len(page) else None
            if at in numbers or shape in everywhere or _stands_out(line, below, setting):
                running |= outer
        found.append(running)
    return found


def _is_number(line: Line) -> bool:
    return bool(_MARKED_NUMBER.fullmatch(line.text) or _COUNTING_NUMBER.fullmatch(line.text))


def _is_in_margin(line: Line) -> bool:
    return line.bottom > 1 - _MARGIN and len(line.text) <= _MAX_LENGTH


def _shape(line: Line) -> str:
    """Return a line without spaces, numbers replaced by 0, to compare it between pages."""
    return _NUMBER.sub("0", "".join(line.text.split()))


def _repeated(zones: Sequence[list[Numbered]]) -> tuple[set[str], set[str]]:
    """Return the shapes in one place of many pages, and those of them on most.

    Left and right pages may have heads of their own.
    """
    places: dict[str, list[float]] = defaultdict(list)
    for zone in zones:
        for shape, place in {_shape(line): line.bottom for _, line in zone}.items():
            if shape != _BARE_NUMBER:
                places[shape].append(place)
    counts = {
        shape: sum(abs(place - median(found)) < _SAME_PLACE for place in found)
        for shape, found in places.items()
    }
    pages = len(zones)
    return (
        {shape for shape, n in counts.items() if n >= max(_MIN_PAGES, _MIN_SHARE * pages)},
        {shape for shape, n in counts.items() if n >= max(_MANY_PAGES, _LARGE_SHARE * pages)},
    )


def _offset(line: Line, index: int) -> int | None:
    """Return by how much the number that a line consists of is above the index of its page."""
    match = _COUNTING_NUMBER.fullmatch(line.text)
    return int(match[1]) - index if match else None


def _page_number_offsets(zones: Sequence[list[Numbered]]) -> set[int | None]:
    """Return what page numbers are above the indexes of their pages; parts may count anew."""
    counts = Counter(
        offset
        for index, zone in enumerate(zones)
        for offset in {_offset(line, index) for _, line in zone}
    )
    return {offset for offset, n in counts.items() if offset is not None and n >= _MIN_PAGES}


def _stands_out(line: Line, below: Line | None, setting: Setting) -> bool:
    """Return whether a line is apart from the one below it, or in another size than the text."""
    if below is None:
        return True
    space = setting.pitch - setting.height
    is_apart = line.bottom - below.top > space + _APART * setting.pitch
    return is_apart or abs(line.top - line.bottom - setting.height) > _OTHER_SIZE * setting.height
